/** Lists: a page, a promise of one, and the walk from page to page. */
import { InstantlyError } from './errors.js';
import { originOf, type Origin } from './failure.js';
import { ItemIterator } from './items.js';
import type { EncodedArguments } from './arguments.js';
import { native, type NativeCursorTrail } from './native.js';
import type { Operation } from './operation.js';
import { APIPromise, type WithResponse } from './promise.js';
import { place, within } from './response.js';
import { throwIfAborted } from './signal.js';
import type { Started, Transport } from './transport.js';

/** One call of a list, to be repeated with another cursor. */
export class Listing<Item> {
  readonly signal: AbortSignal | undefined;
  /** Whether a walk fetches the next page while the current one is used. */
  readonly prefetch: boolean;
  readonly #transport: Transport;
  readonly #operation: Operation;
  readonly #encoded: EncodedArguments;
  readonly #options: string | undefined;

  constructor(
    transport: Transport,
    operation: Operation,
    encoded: EncodedArguments,
    options: string | undefined,
    signal: AbortSignal | undefined,
    prefetch: boolean,
  ) {
    this.#transport = transport;
    this.#operation = operation;
    this.#encoded = encoded;
    this.#options = options;
    this.signal = signal;
    this.prefetch = prefetch;
  }

  get name(): string {
    return this.#operation.row.name;
  }

  /** The page the user asked for. */
  first(params: object, origin: Origin): Started<Page<Item>> {
    const given = (params as Record<string, unknown>)[this.#operation.row.cursor ?? ''];
    const start = typeof given === 'string' || typeof given === 'number' ? String(given) : undefined;
    return this.#fetch(undefined, start, new native.CursorTrail(start), origin);
  }

  /** The page after a cursor. */
  after(cursor: string, trail: NativeCursorTrail, origin?: Origin): Started<Page<Item>> {
    return this.#fetch(cursor, cursor, trail, origin);
  }

  /** `start` is where the page starts: the cursor, or what the user's parameters say. */
  #fetch(
    cursor: string | undefined,
    start: string | undefined,
    trail: NativeCursorTrail,
    origin: Origin | undefined,
  ): Started<Page<Item>> {
    const started = this.#transport.start<Record<string, unknown>>(
      this.#operation,
      this.#encoded,
      cursor,
      this.#options,
      this.signal,
      origin,
    );
    const answered = started.answered.then(({ data, response }) => {
      const page = new Page<Item>(this, data, this.#itemsOf(data), this.#nextAfter(data, start), trail);
      return { data: page, response };
    });
    return { answered, cancel: started.cancel };
  }

  #itemsOf(body: unknown): Item[] {
    return within(body, place(this.#operation.row.items)) as Item[];
  }

  /** Where the next page starts: its cursor, or how many items to skip. */
  #nextAfter(body: unknown, start: string | undefined): string | undefined {
    const { index, next } = this.#operation.row;
    const told = within(body, place(next));
    const known = typeof told === 'string' || typeof told === 'number' ? told : undefined;
    return native.nextCursor(index, start, known, this.#itemsOf(body).length) ?? undefined;
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
  readonly #trail: NativeCursorTrail;
  readonly #next: string | undefined;

  /** @internal */
  constructor(
    listing: Listing<Item>,
    body: Record<string, unknown>,
    items: Item[],
    nextCursor: string | undefined,
    trail: NativeCursorTrail,
  ) {
    this.items = items;
    this.nextStartingAfter = nextCursor;
    this.#body = body;
    this.#listing = listing;
    this.#next = trail.advance(nextCursor, items.length) ?? undefined;
    this.#trail = trail;
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
    const walk = this.#trail.fork();
    let page: Page<Item> = this;
    let cursor = this.#next;
    let ahead: Started<Page<Item>> | undefined;
    try {
      for (;;) {
        throwIfAborted(this.#listing.signal);
        const start = cursor;
        const fetch = start === undefined ? undefined : () => this.#listing.after(start, new native.CursorTrail(start));
        ahead = this.#listing.prefetch ? fetch?.() : undefined;
        // Told when the page is asked for; should that never come, nobody is to hear of it.
        ahead?.answered.catch(() => undefined);
        yield page;
        ahead ??= fetch?.();
        if (ahead === undefined) return;
        page = (await ahead.answered).data;
        cursor = walk.advance(page.nextStartingAfter, page.items.length) ?? undefined;
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
    // A trail of its own, so that a page can be asked for its next one twice.
    return this.#listing.after(this.#next, this.#trail.fork(), origin).answered;
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
