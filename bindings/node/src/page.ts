/** Lists: a page, a promise of one, and the walk from page to page. */
import { InstantlyError } from './errors.js';
import { originOf, unwrap, type Origin } from './failure.js';
import { ItemIterator } from './items.js';
import type { NativeWalk } from './native.js';
import type { Operation } from './operation.js';
import { APIPromise, type WithResponse } from './promise.js';
import { within } from './response.js';
import { throwIfAborted } from './signal.js';
import type { Started, Transport } from './transport.js';

/** A list call: what its requests for pages have in common. */
export class Listing<Item> {
  readonly signal: AbortSignal | undefined;
  /** Whether a walk fetches the next page while the current one is used. */
  readonly prefetch: boolean;
  readonly #transport: Transport;
  readonly #operation: Operation;
  readonly #options: string | undefined;

  constructor(
    transport: Transport,
    operation: Operation,
    options: string | undefined,
    signal: AbortSignal | undefined,
    prefetch: boolean,
  ) {
    this.#transport = transport;
    this.#operation = operation;
    this.#options = options;
    this.signal = signal;
    this.prefetch = prefetch;
  }

  get name(): string {
    return this.#operation.row.name;
  }

  /** Fetches the page that a walk is at. */
  fetch(walk: NativeWalk, origin?: Origin): Started<Page<Item>> {
    type Body = Record<string, unknown>;
    const { answered, cancel } = this.#transport.page<Body>(this.#operation, walk, this.#options, this.signal, origin);
    const page = answered.then(({ data, response }) => ({ data: this.#page(data, walk), response }));
    return { answered: page, cancel };
  }

  #page(body: Record<string, unknown>, walk: NativeWalk): Page<Item> {
    const { items: place, next: nextPlace } = this.#operation.row;
    const items = within(body, place ?? []) as Item[];
    const told = within(body, nextPlace ?? []);
    const known = typeof told === 'string' || typeof told === 'number' ? told : undefined;
    const [cursor, next] = unwrap(walk.advance(known, items.length));
    return new Page<Item>(this, body, items, cursor ?? undefined, next ?? undefined);
  }
}

/** A page of a list. Iterating it walks on to the pages after it. */
export class Page<Item> implements AsyncIterable<Item> {
  /** The items of this page. */
  readonly items: Item[];
  /** The cursor the answer carried (of a list with offsets: the next one). Whether a page follows is for `hasNextPage()` to say. */
  readonly nextStartingAfter: string | undefined;
  readonly #body: Record<string, unknown>;
  readonly #listing: Listing<Item>;
  /** The walk at the page after this one. */
  readonly #next: NativeWalk | undefined;

  /** @internal */
  constructor(
    listing: Listing<Item>,
    body: Record<string, unknown>,
    items: Item[],
    cursor: string | undefined,
    next: NativeWalk | undefined,
  ) {
    this.items = items;
    this.nextStartingAfter = cursor;
    this.#body = body;
    this.#listing = listing;
    this.#next = next;
  }

  /** The whole answer, with whatever else it carries. */
  get body(): Readonly<Record<string, unknown>> {
    return this.#body;
  }

  /** Whether a page follows: not after one without a cursor or without items, nor when the cursor has been there before. */
  hasNextPage(): boolean {
    return this.#next !== undefined;
  }

  /** Fetches the page after this one; rejects if this is the last. */
  getNextPage(): APIPromise<Page<Item>> {
    const origin = originOf(this.getNextPage);
    return new APIPromise(this.#startNext(origin));
  }

  /** This page and those after it. While one is used, the next is fetched, unless `prefetch` is off. */
  async *iterPages(): AsyncGenerator<Page<Item>, void, undefined> {
    let page: Page<Item> = this;
    let ahead: Started<Page<Item>> | undefined;
    try {
      for (;;) {
        throwIfAborted(this.#listing.signal);
        ahead = this.#listing.prefetch ? page.#fetchNext() : undefined;
        // The error surfaces when the page is asked for; if it never is, this keeps the rejection from being unhandled.
        ahead?.answered.catch(() => undefined);
        yield page;
        ahead ??= page.#fetchNext();
        if (ahead === undefined) return;
        page = (await ahead.answered).data;
      }
    } finally {
      ahead?.cancel();
    }
  }

  /** The items of this page and of those after it. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Item> {
    return new ItemIterator<Item>(this.iterPages(), this.#listing.signal);
  }

  async #startNext(origin: Origin): Promise<WithResponse<Page<Item>>> {
    const started = this.#fetchNext(origin);
    if (started !== undefined) return started.answered;
    throw new InstantlyError(`${this.#listing.name}: this is the last page; ask hasNextPage() first`);
  }

  #fetchNext(origin?: Origin): Started<Page<Item>> | undefined {
    return this.#next && this.#listing.fetch(this.#next, origin);
  }
}

/** What a list method returns: await it for the first page, or iterate it for the items of every page. */
export class PagePromise<Item> extends APIPromise<Page<Item>> implements AsyncIterable<Item> {
  readonly #signal: AbortSignal | undefined;

  /** @internal */
  constructor(answered: Promise<WithResponse<Page<Item>>>, signal: AbortSignal | undefined) {
    super(answered);
    this.#signal = signal;
  }

  /** Every page, from the first. While one is used, the next is fetched, unless `prefetch` is off. */
  iterPages(): AsyncGenerator<Page<Item>, void, undefined> {
    // A failure is told to whoever asks for a page; should nobody, this promise is not to tell it as an unhandled rejection.
    this.catch(() => undefined);
    return this.#walk();
  }

  /** Every item of every page. */
  [Symbol.asyncIterator](): AsyncIterableIterator<Item> {
    return new ItemIterator<Item>(this.iterPages(), this.#signal);
  }

  async *#walk(): AsyncGenerator<Page<Item>, void, undefined> {
    yield* (await this).iterPages();
  }
}
