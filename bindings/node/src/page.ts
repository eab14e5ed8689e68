/** Lists: a page, a promise of one, and the walk from page to page. */
import { InstantlyError } from './errors.js';
import { originOf, unwrap, type Origin } from './failure.js';
import { ItemIterator } from './items.js';
import type { EncodedArguments } from './arguments.js';
import { native, type NativeWalk } from './native.js';
import type { Operation } from './operation.js';
import { APIPromise, type WithResponse } from './promise.js';
import { place, within } from './response.js';
import { throwIfAborted } from './signal.js';
import type { Started, Transport } from './transport.js';

/** The calls of a walk over the pages of a list. */
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

  /** The page that these arguments request. */
  first(encoded: EncodedArguments, origin: Origin): Started<Page<Item>> {
    return this.at(unwrap(native.startWalk(this.#operation.row.index, encoded.values, encoded.body)), origin);
  }

  /** The page that a walk is at. */
  at(walk: NativeWalk, origin?: Origin): Started<Page<Item>> {
    const started = this.#transport.run<Record<string, unknown>>(this.#operation, this.signal, origin, (client, id) =>
      client.callPage(id, walk, this.#options),
    );
    const answered = started.answered.then(({ data, response }) => {
      const { items: itemsPlace, next } = this.#operation.row;
      const items = within(data, place(itemsPlace)) as Item[];
      const told = within(data, place(next));
      const known = typeof told === 'string' || typeof told === 'number' ? told : undefined;
      const [cursor, following] = unwrap(walk.advance(known, items.length));
      return { data: new Page<Item>(this, data, items, cursor ?? undefined, following ?? undefined), response };
    });
    return { answered, cancel: started.cancel };
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
  readonly #next: NativeWalk | undefined;

  /** @internal */
  constructor(
    listing: Listing<Item>,
    body: Record<string, unknown>,
    items: Item[],
    nextCursor: string | undefined,
    next: NativeWalk | undefined,
  ) {
    this.items = items;
    this.nextStartingAfter = nextCursor;
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
        const next = page.#next;
        const fetch = next === undefined ? undefined : () => this.#listing.at(next);
        ahead = this.#listing.prefetch ? fetch?.() : undefined;
        // Told when the page is asked for; should that never come, nobody is to hear of it.
        ahead?.answered.catch(() => undefined);
        yield page;
        ahead ??= fetch?.();
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
    if (this.#next === undefined) {
      throw new InstantlyError(`${this.#listing.name}: this is the last page; ask hasNextPage() first`);
    }
    return this.#listing.at(this.#next, origin).answered;
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
