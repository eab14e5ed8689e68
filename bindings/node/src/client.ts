/// <reference lib="esnext.disposable" preserve="true" />
/** The client. */
import { Caller } from './calls.js';
import { Resources } from './generated/index.js';
import type { Hooks } from './events.js';
import type { CallOptions, ClientOptions } from './options.js';
import type { RateLimitStatus } from './pacing.js';
import { Transport } from './transport.js';

/** Node's own name for it, without a dependency on Node's types. */
const customInspect: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never;

/** Node has the symbol from 20.5 on; what a program puts in its place before that is found. */
const asyncDispose: typeof Symbol.asyncDispose = Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose');

/**
 * A client of the Instantly API v2.
 *
 * ```ts
 * const client = new Instantly(); // INSTANTLY_API_KEY
 * for await (const job of client.backgroundJobs.list({ status: ['pending'] })) console.log(job.id, job.progress);
 * ```
 *
 * One client serves a whole program: it keeps its connections open, and any number of calls may be under way. It keeps no process
 * alive by itself; a call does until it is settled, whether anybody awaits it or not, so that no write is cut off half way.
 */
export class Instantly extends Resources {
  readonly #transport: Transport;

  /** Throws an `InvalidArgumentError` for an option that is wrong, and when there is no key. */
  constructor(options?: ClientOptions);
  /** @internal */
  constructor(transport: Transport);
  constructor(options: ClientOptions | Transport = {}) {
    const transport = options instanceof Transport ? options : Transport.open(options);
    super(new Caller(transport));
    this.#transport = transport;
  }

  /** Where calls go, without a trailing slash. */
  get baseUrl(): string {
    return this.#transport.baseUrl;
  }

  /** The same client with other defaults for its calls, or other hooks; connections and rate limits stay shared. */
  withOptions(options: CallOptions & Hooks): Instantly {
    return new Instantly(this.#transport.withOptions(options));
  }

  /** How much of the account's limits is used, by all clients of this key in this process; `null` with `rateLimit: null`. */
  rateLimitStatus(): RateLimitStatus | null {
    return this.#transport.rateLimitStatus();
  }

  /** Refuses further calls, on clients derived from this one too. Calls under way go on to their end. */
  close(): void {
    this.#transport.close();
  }

  /** Closes the client at the end of the block: `await using client = new Instantly()`. */
  [asyncDispose](): Promise<void> {
    this.close();
    return Promise.resolve();
  }

  /**
   * What `console.log` shows. Neither here nor anywhere else does a JavaScript object hold the key.
   * @internal
   */
  [customInspect](): string {
    return `Instantly { baseUrl: '${this.baseUrl}' }`;
  }
}
