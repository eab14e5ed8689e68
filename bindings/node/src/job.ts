/** The result of a call that starts work in the background. */
import type { WaitOptions } from './options.js';
import type { Transport } from './transport.js';
import { waitForOne } from './wait.js';

/** Work that has begun: the answer to the call that started it, and the means to wait for its end. */
export class StartedJob<Answer, Job extends object> {
  /** What the API answered. */
  readonly answer: Answer;
  /** The job's id, if the API gave one: there may have been nothing to do. */
  readonly jobId: string | undefined;
  readonly #transport: Transport;
  readonly #resource: string;

  /** @internal */
  constructor(transport: Transport, resource: string, answer: Answer, jobId: string | undefined) {
    this.answer = answer;
    this.jobId = jobId;
    this.#transport = transport;
    this.#resource = resource;
  }

  /**
   * Waits until the job is done, and returns it; `undefined` at once when there is no job.
   *
   * Rejects with a `JobFailedError` when it ends without success, and with a `WaitTimeoutError` when `timeout` passes.
   */
  async wait(options: WaitOptions<Job> = {}): Promise<Job | undefined> {
    if (this.jobId === undefined) return undefined;
    return waitForOne<Job>(this.#transport, this.#resource, this.jobId, options);
  }
}
