/** `instantly-sdk/testing`: an embedded Instantly, for tests that need no network. */
import { native, type NativeMockServer } from './native.js';

/** What the server holds and accepts. */
export interface MockServerOptions {
  /** How many background jobs there are. 250. */
  jobs?: number | undefined;
  /** What everything is made up from: the same seed, the same answers. A whole number; 7. */
  seed?: number | undefined;
  /** The only key it accepts. Any, when absent. */
  apiKey?: string | undefined;
}

/** An answer for the next requests that fit, in place of what the API would say. */
export interface NextAnswer {
  /** 200 to 599. Without a body, the API's own error of that status. */
  status: number;
  headers?: Readonly<Record<string, string>>;
  json?: unknown;
  /** A body that need not be JSON. */
  raw?: string;
  /** How many requests get it. 1. */
  times?: number;
  /** Which requests get it. Any. */
  match?: { method?: string; path?: string };
}

/** A background job that takes a known course. */
export interface NewJob {
  /** `'move-leads'`, unless said otherwise. */
  type?: string;
  /** How it ends: `'success'`, unless said otherwise. */
  outcome?: 'success' | 'failed' | 'cancelled';
  /** How many polls find it unfinished. 3. */
  polls?: number;
}

/** A request as it arrived, without the key. */
export interface RecordedRequest {
  method: string;
  /** As on the wire, still percent-encoded, without the query. */
  path: string;
  /** Names and values, decoded, in the order of arrival. */
  query: [name: string, value: string][];
  /** Names in lower case and values, in the order of arrival. */
  headers: [name: string, value: string][];
  /** As text; empty if there was none. */
  body: string;
}

/**
 * An Instantly on a free port of this machine. It holds background jobs that go on as they are polled, refuses what the API refuses,
 * and answers every other operation with data that is made up.
 *
 * ```ts
 * const server = new MockServer({ jobs: 3 });
 * const client = new Instantly({ apiKey: 'any', baseUrl: server.url });
 * server.answerNext({ status: 429, headers: { 'retry-after': '1' } });
 * // ...
 * server.stop();
 * ```
 */
export class MockServer {
  readonly #server: NativeMockServer;

  /** Starts it: when this returns, it takes connections. */
  constructor({ jobs, seed, apiKey }: MockServerOptions = {}) {
    this.#server = new native.MockServer(jobs, seed, apiKey);
  }

  /** `http://127.0.0.1:PORT`, for a client's `baseUrl`. */
  get url(): string {
    return this.#server.url;
  }

  /** The requests that arrived, oldest first. */
  get requests(): RecordedRequest[] {
    return JSON.parse(this.#server.requests()) as RecordedRequest[];
  }

  /** Forgets the requests that arrived. */
  clearRequests(): void {
    this.#server.clearRequests();
  }

  /** Orders an answer. Several are used up one after the other. */
  answerNext(answer: NextAnswer): void {
    this.#server.answerNext(JSON.stringify(answer));
  }

  /** Adds a background job, and returns it as the API shows it. */
  addJob(job: NewJob = {}): { id: string; status: string; [unknown: string]: unknown } {
    return JSON.parse(this.#server.addJob(JSON.stringify(job))) as { id: string; status: string };
  }

  /** Moves every unfinished background job on, as if it had been polled that often. */
  advance(steps = 1): void {
    this.#server.advance(steps);
  }

  /** Brings jobs, requests and ordered answers back to how they were at the start. */
  reset(): void {
    this.#server.reset();
  }

  /** Frees the port and closes every connection. */
  stop(): void {
    this.#server.stop();
  }
}
