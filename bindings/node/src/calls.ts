/** The calls that resources make: pages, started jobs and waits, built on the single calls of the transport. */
import { encodeArguments } from './arguments.js';
import { originOf, unwrap, withOrigin, type Origin } from './failure.js';
import { StartedJob } from './job.js';
import { native } from './native.js';
import type { Operation } from './operation.js';
import { checkSignal, encodeCallOptions, type RequestOptions, type WaitOptions } from './options.js';
import { Listing, PagePromise } from './page.js';
import { APIPromise, type WithResponse } from './promise.js';
import type { APIResponse } from './response.js';
import type { Started, Transport } from './transport.js';
import { waitForAll, waitForOne } from './wait.js';

/** Makes the calls of a client's resources. */
export class Caller {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /** One call that returns one value. */
  call<T>(operation: Operation, path: readonly unknown[], params: object, options: RequestOptions): APIPromise<T> {
    const origin = originOf(this.call);
    return new APIPromise<T>(this.#begin<T>(operation, path, params, options, origin));
  }

  /** One call that starts a background job. */
  startJob<T, Job extends object>(
    operation: Operation,
    path: readonly unknown[],
    params: object,
    options: RequestOptions,
  ): APIPromise<StartedJob<T, Job>> {
    const origin = originOf(this.startJob);
    const answered = this.#begin<T>(operation, path, params, options, origin);
    return new APIPromise(
      answered.then(({ data, response }) => ({ data: this.#job<T, Job>(operation, data, response), response })),
    );
  }

  /** The first page of a list, and through it all others. */
  list<T>(operation: Operation, path: readonly unknown[], params: object, options: RequestOptions): PagePromise<T> {
    const origin = originOf(this.list);
    const started = attempt(origin, () => {
      const encodedOptions = encodeCallOptions(options);
      const signal = checkSignal(options.signal);
      const encoded = encodeArguments(operation, path, params);
      const { prefetch = this.#transport.prefetch } = options;
      const walk = unwrap(native.startWalk(operation.row.index, encoded));
      return new Listing<T>(this.#transport, operation, encodedOptions, signal, prefetch).fetch(walk, origin);
    });
    // An invalid signal was refused above: the promise rejects.
    return new PagePromise<T>(started, options?.signal);
  }

  /** One object of a resource, once it is done. */
  wait<T extends object>(resource: string, id: string, options: WaitOptions<T>): Promise<T> {
    return waitForOne<T>(this.#transport, resource, id, options);
  }

  /** Many objects, once all are done, in the order of `ids`. */
  waitMany<T extends object>(resource: string, ids: readonly string[], options: WaitOptions<T>): Promise<T[]> {
    return waitForAll<T>(this.#transport, resource, ids, options);
  }

  #job<T, Job extends object>({ row }: Operation, answer: T, { text }: APIResponse): StartedJob<T, Job> {
    const id = native.jobId(row.index, text) ?? undefined;
    return new StartedJob<T, Job>(this.#transport, row.job ?? '', answer, id);
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
      const encoded = encodeArguments(operation, path, params);
      return this.#transport.start<T>(operation, encoded, encodedOptions, signal, origin);
    });
  }
}

/** Invalid arguments reject the promise instead of throwing, so that callers catch errors in one place. */
function attempt<T>(origin: Origin, begin: () => Started<T>): Promise<WithResponse<T>> {
  try {
    return begin().answered;
  } catch (error) {
    return Promise.reject(error instanceof Error ? withOrigin(error, origin) : error);
  }
}
