/** The native module: what it exports, as `../native/*.rs` says. Where it is found is the loader's matter. */
import { loadNative } from './loader.js';

import type { RateLimitStatus } from './pacing.js';

/** Status, headers (names and values in turn, one a line), request id, attempts, milliseconds, body, whether it carries no value. */
export type NativeAnswer = [
  status: number,
  headers: string,
  requestId: string | null | undefined,
  attempts: number,
  elapsed: number,
  text: string,
  isAbsent: boolean,
];

/** A failure with all that is known of it; `className` says which error class to make. */
export interface NativeFailure {
  className: string;
  message: string;
  argument?: string;
  statusCode?: number;
  code?: string;
  body?: string;
  headers?: string;
  requestId?: string;
  retryAfter?: number;
  attempts: number;
  elapsed: number;
  causes: string[];
}

/** `null` when the call was cancelled. */
export type NativeSettled = NativeAnswer | NativeFailure | null;

/** What an attempt of a call does. */
export interface NativeEvent {
  /** The call's number. */
  call: number;
  operation: string;
  method: string;
  path: string;
  attempt: number;
  phase: 'started' | 'answered' | 'failed' | 'retrying';
  status?: number;
  requestId?: string;
  elapsed?: number;
  error?: string;
  /** For the logger, if its level includes this event. */
  line?: string;
}

export interface NativeEvents {
  take(): NativeEvent[];
}

export interface NativeClient {
  readonly baseUrl: string;
  withOptions(options: string, hooks: boolean, events: NativeEvents | undefined): NativeClient | NativeFailure;
  rateLimitStatus(): RateLimitStatus | null;
  call(id: number, operation: number, callArguments: string, options: string | undefined): Promise<NativeSettled>;
  page(id: number, walk: NativeWalk, options: string | undefined): Promise<NativeSettled>;
  wrongForm(
    operation: number,
    status: number,
    headers: string,
    attempts: number,
    elapsed: number,
    text: string,
  ): NativeFailure;
}

export interface NativeOperation {
  index: number;
  name: string;
  path: string[];
  /** The other parameters; none of them is a field of the body. */
  parameters: string[];
  form: 'text' | 'object' | 'array' | 'any';
  ofObjects: boolean;
  /** Where in a page the items are, outermost field first, and what tells of the next page. */
  items?: string[];
  next?: string[];
  /** The resource of the background job it starts. */
  job?: string;
}

/** A walk at one of its pages. It does not change. */
export interface NativeWalk {
  advance(
    told: string | number | undefined,
    items: number,
  ): [cursor: string | null | undefined, next: NativeWalk | null | undefined] | NativeFailure;
}

export interface NativeDecision {
  kind: 'sleep' | 'done' | 'failed' | 'timedOut';
  milliseconds?: number;
  id?: string;
  message?: string;
}

export interface NativeWaiter {
  readonly operation: string;
  readonly idField: string;
  readonly statusField: string;
  identify(own: string | undefined): string | null;
  firstUnfinished(): string | null;
  prepare(): number | NativeFailure;
  poll(client: NativeClient, id: number, index: number, options: string | undefined): Promise<NativeSettled>;
  remaining(): number;
  lookDeadline(): number;
  observe(ids: string[], statuses: string[]): NativeDecision;
  timeoutMessage(): string;
}

export interface NativeMockServer {
  readonly url: string;
  requests(): string;
  clearRequests(): void;
  answerNext(order: string): void;
  addJob(job: string): string;
  advance(steps: number): void;
  reset(): void;
  stop(): void;
}

interface NativeModule {
  version(): string;
  operation(id: string): NativeOperation | null;
  createClient(options: string, events: NativeEvents | undefined): NativeClient | NativeFailure;
  nextCall(): number;
  cancel(id: number): void;
  Events: new (wake: () => void) => NativeEvents;
  startWalk(operation: number, callArguments: string): NativeWalk | NativeFailure;
  jobId(operation: number, body: string): string | null;
  createWaiter(resource: string, ids: string[], options: string): NativeWaiter | NativeFailure;
  MockServer: new (jobs: number | undefined, seed: number | undefined, apiKey: string | undefined) => NativeMockServer;
}

/** The version of this package. */
export const version: string = (require('../package.json') as { version: string }).version;

export const native: NativeModule = loadNative(version);
