/** The promise a method returns. */
import type { APIResponse } from './response.js';

/** A value and the answer it came in. */
export interface WithResponse<T> {
  data: T;
  response: APIResponse;
}

/** A promise of the value; `withResponse()` gives the HTTP side as well. `then`, `catch` and `finally` make plain promises of it. */
export class APIPromise<T> extends Promise<T> {
  /** What `then`, `catch` and `finally` make. */
  static override get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  readonly #answered: Promise<WithResponse<T>>;

  /** @internal */
  constructor(answered: Promise<WithResponse<T>>) {
    super((resolve, reject) => {
      answered.then(({ data }) => resolve(data), reject);
    });
    this.#answered = answered;
  }

  /** The value together with status, headers, request id and text of its answer. */
  withResponse(): Promise<WithResponse<T>> {
    // A failure is told through the promise returned here; this one would tell it a second time, as an unhandled rejection.
    this.catch(() => undefined);
    return this.#answered.then(({ data, response }) => ({ data, response }));
  }
}
