/** Starts calls on the native module and returns their outcome. */
import { InstantlyError, RequestAbortedError } from './errors.js';
import { eventsFor, standardError, watch, type Hooks, type Listeners } from './events.js';
import { inOurNames, isFailure, toError, unwrap, withOrigin, type Origin } from './failure.js';
import { native, type NativeAnswer, type NativeClient, type NativeSettled, type NativeWalk } from './native.js';
import type { Operation } from './operation.js';
import { defaults, encodeClientOptions, encodeDefaults, listenersOf, logVariable } from './options.js';
import type { CallOptions, ClientOptions } from './options.js';
import type { RateLimitStatus } from './pacing.js';
import type { WithResponse } from './promise.js';
import { APIResponse, readBody, wrongForm } from './response.js';
import { throwIfAborted, untilAborted } from './signal.js';
import { parseWithoutBlocking } from './yielding.js';

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

/** A client's connections and default options. The native client holds the key: no JavaScript object ever does. */
export class Transport {
  readonly #client: NativeClient;
  readonly #lifetime: Lifetime;
  /** `undefined` when no hooks or logger are set, so calls emit no events. */
  readonly #listeners: Listeners | undefined;
  /** The deadline in effect, which a wait must not exceed. */
  readonly deadline: number;
  /** Whether a walk over pages fetches the next one while the current one is used. */
  readonly prefetch: boolean;

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
    this.prefetch = prefetch;
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
    const { deadline = this.deadline, prefetch = this.prefetch } = options;
    return new Transport(client, this.#lifetime, listeners, deadline, prefetch);
  }

  close(): void {
    this.#lifetime.closed = true;
  }

  /** Starts a call whose arguments are encoded already. */
  start<T>(
    operation: Operation,
    encoded: string,
    options: string | undefined,
    signal: AbortSignal | undefined,
    origin: Origin | undefined,
  ): Started<T> {
    return this.run<T>(operation, signal, origin, (client, id) =>
      client.call(id, operation.row.index, encoded, options),
    );
  }

  /** Starts the call for the page that a walk is at. */
  page<T>(
    operation: Operation,
    walk: NativeWalk,
    options: string | undefined,
    signal: AbortSignal | undefined,
    origin: Origin | undefined,
  ): Started<T> {
    return this.run<T>(operation, signal, origin, (client, id) => client.page(id, walk, options));
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
        return parseWithoutBlocking(settled[5].length, () => this.#read<T>(operation, settled, origin));
      },
      (error: Error) => {
        tellRest?.();
        throw withOrigin(error, origin);
      },
    );
    return { answered, cancel: () => native.cancel(id) };
  }

  #read<T>(operation: Operation, answer: NativeAnswer, origin: Origin | undefined): WithResponse<T> {
    const [status, headers, , attempts, elapsed, text, isAbsent] = answer;
    const value = isAbsent ? undefined : readBody(operation.row, text);
    if (value === wrongForm) {
      throw toError(this.#client.wrongForm(operation.row.index, status, headers, attempts, elapsed, text), origin);
    }
    return { data: value as T, response: new APIResponse(answer) };
  }
}
