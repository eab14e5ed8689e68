/** Starts calls on the native module and brings their outcome back. */
import { encodeArguments } from './arguments.js';
import { InstantlyError, RequestAbortedError } from './errors.js';
import { eventsFor, standardError, watch, type Hooks, type Listeners } from './events.js';
import { inOurNames, isFailure, originOf, toError, unwrap, withOrigin, type Origin } from './failure.js';
import { StartedJob } from './job.js';
import { native, type NativeAnswer, type NativeClient, type NativeSettled } from './native.js';
import type { Operation } from './operation.js';
import {
  checkSignal,
  defaults,
  encodeCallOptions,
  encodeClientOptions,
  encodeDefaults,
  listenersOf,
  logVariable,
} from './options.js';
import type { CallOptions, ClientOptions, RequestOptions, WaitOptions } from './options.js';
import type { RateLimitStatus } from './pacing.js';
import { Listing, PagePromise } from './page.js';
import { APIPromise, type WithResponse } from './promise.js';
import { APIResponse, decode } from './response.js';
import { throwIfAborted, untilAborted } from './signal.js';
import { inTurn } from './turns.js';
import { checkId, checkIds, waitForAll, type WaitPlan } from './wait.js';

/** A call in flight. */
export interface Started<T> {
  readonly answered: Promise<WithResponse<T>>;
  /** Ends it without anybody being told; its connection is closed. */
  cancel(): void;
}

/** Shared by a client and all that were derived from it. */
interface Lifetime {
  closed: boolean;
}

/** What resources call. It holds the native client, which holds the key: no key is ever in a JavaScript object. */
export class Transport {
  readonly #client: NativeClient;
  readonly #lifetime: Lifetime;
  /** Nobody, usually: then no call tells anything. */
  readonly #listeners: Listeners | undefined;
  /** The deadline in effect, which a wait must not exceed. */
  readonly deadline: number;
  /** Whether a walk over pages fetches the next one while the current one is used. */
  readonly #prefetch: boolean;

  private constructor(
    client: NativeClient,
    lifetime: Lifetime,
    listeners: Listeners | undefined,
    deadline: number,
    prefetch: boolean,
  ) {
    this.#client = client;
    this.#lifetime = lifetime;
    this.#listeners = listeners;
    this.deadline = deadline;
    this.#prefetch = prefetch;
  }

  static open(options: ClientOptions): Transport {
    const encoded = encodeClientOptions(options);
    const listeners = listenersOf(options, logVariable() === undefined ? undefined : { logger: standardError });
    const created = native.createClient(encoded, eventsFor(listeners));
    if (isFailure(created)) throw toError(inOurNames(created));
    const { deadline = defaults.deadline, prefetch = defaults.prefetch } = options;
    return new Transport(created, { closed: false }, listeners, deadline, prefetch);
  }

  get baseUrl(): string {
    return this.#client.baseUrl;
  }

  rateLimitStatus(): RateLimitStatus | null {
    return this.#client.rateLimitStatus();
  }

  withOptions(options: CallOptions & Hooks): Transport {
    const encoded = encodeDefaults(options);
    const listeners = listenersOf(options, this.#listeners);
    const hooks = listeners?.onRequest !== undefined || listeners?.onResponse !== undefined;
    const client = unwrap(this.#client.withOptions(encoded, hooks, eventsFor(listeners)));
    const { deadline = this.deadline, prefetch = this.#prefetch } = options;
    return new Transport(client, this.#lifetime, listeners, deadline, prefetch);
  }

  close(): void {
    this.#lifetime.closed = true;
  }

  /** One call, one value. */
  call<T>(operation: Operation, path: readonly unknown[], params: object, options: RequestOptions): APIPromise<T> {
    const origin = originOf(this.call);
    return new APIPromise<T>(this.#begin<T>(operation, path, params, options, origin));
  }

  /** One call, and what it started. */
  startJob<T, Job extends object>(
    operation: Operation,
    path: readonly unknown[],
    params: object,
    options: RequestOptions,
  ): APIPromise<StartedJob<T, Job>> {
    const origin = originOf(this.startJob);
    const answered = this.#begin<T>(operation, path, params, options, origin);
    return new APIPromise(
      answered.then(({ data, response }) => ({ data: new StartedJob<T, Job>(this, operation, data), response })),
    );
  }

  /** The first page of a list, and through it all others. */
  list<T>(operation: Operation, path: readonly unknown[], params: object, options: RequestOptions): PagePromise<T> {
    const origin = originOf(this.list);
    const started = attempt(origin, () => {
      const encodedOptions = encodeCallOptions(options);
      const signal = checkSignal(options.signal);
      const encoded = encodeArguments(operation, path, params);
      const { prefetch = this.#prefetch } = options;
      return new Listing<T>(this, operation, encodedOptions, signal, prefetch).first(encoded, origin);
    });
    // A signal that is none has been refused by now: the promise is a rejected one.
    return new PagePromise<T>(started, options?.signal);
  }

  /** One object, once it is done. */
  async wait<T extends object>(plan: WaitPlan, id: string, options: WaitOptions<T>): Promise<T> {
    const [object] = await waitForAll<T>(this, plan, () => [checkId(plan, id)], options);
    return object as T;
  }

  /** Many objects, once all are done, in the order of `ids`. */
  waitMany<T extends object>(plan: WaitPlan, ids: readonly string[], options: WaitOptions<T>): Promise<T[]> {
    return waitForAll<T>(this, plan, () => checkIds(plan, ids), options);
  }

  #begin<T>(
    operation: Operation,
    path: readonly unknown[],
    params: object,
    options: RequestOptions,
    origin: Origin,
  ): Promise<WithResponse<T>> {
    return attempt<T>(origin, () => {
      const encodedOptions = encodeCallOptions(options);
      const signal = checkSignal(options.signal);
      const { values, body } = encodeArguments(operation, path, params);
      return this.run<T>(operation, signal, origin, (client, id) =>
        client.call(id, operation.row.index, values, body, encodedOptions),
      );
    });
  }

  /** Runs what `begin` starts, under the rules that hold for every call: numbers, signals, closed clients, decoding. */
  run<T>(
    operation: Operation,
    signal: AbortSignal | undefined,
    origin: Origin | undefined,
    begin: (client: NativeClient, id: number) => Promise<NativeSettled>,
  ): Started<T> {
    if (this.#lifetime.closed) throw new InstantlyError(`${operation.row.name}: the client is closed; make a new one`);
    throwIfAborted(signal);
    const id = native.nextCall();
    const begun = begin(this.#client, id);
    const tellRest = this.#listeners && watch(id, this.#listeners);
    const answered = untilAborted(begun, signal, () => native.cancel(id)).then(
      (settled) => {
        tellRest?.();
        if (settled === null) throw withOrigin(new RequestAbortedError(signal?.reason), origin);
        if (!Array.isArray(settled)) throw toError(settled, origin);
        return inTurn(settled[5].length, () => this.#decode<T>(operation, settled, origin));
      },
      (error: Error) => {
        tellRest?.();
        throw withOrigin(error, origin);
      },
    );
    return { answered, cancel: () => native.cancel(id) };
  }

  #decode<T>(operation: Operation, answer: NativeAnswer, origin: Origin | undefined): WithResponse<T> {
    const [status, headers, , attempts, elapsed, text] = answer;
    const { row } = operation;
    const decoded = decode(row, text);
    if (decoded === undefined) {
      throw toError(this.#client.wrongForm(row.index, status, headers, attempts, elapsed, text), origin);
    }
    return { data: decoded.value as T, response: new APIResponse(answer) };
  }
}

/** What is wrong with an argument rejects the promise too: one place to catch errors. */
function attempt<T>(origin: Origin, begin: () => Started<T>): Promise<WithResponse<T>> {
  try {
    return begin().answered;
  } catch (error) {
    return Promise.reject(error instanceof Error ? withOrigin(error, origin) : error);
  }
}
