/** What a call that starts work in the background returns. */
import { within } from './response.js';
import type { Operation } from './operation.js';
import type { WaitOptions } from './options.js';
import type { Transport } from './transport.js';
import { waitForOne, waitPlan } from './wait.js';

/** Work that has begun: the answer to the call that started it, and the means to wait for its end. */
export class StartedJob<Answer, Job extends object> {
  /** What the API answered. */
  readonly answer: Answer;
  /** The job's id, if the API gave one: there may have been nothing to do. */
  readonly jobId: string | undefined;
  readonly #transport: Transport;
  readonly #resource: string;

  /** @internal */
  constructor(transport: Transport, { settings }: Operation, answer: Answer) {
    const id = within(answer, settings.job?.id ?? []);
    this.answer = answer;
    this.jobId = typeof id === 'string' && id !== '' ? id : undefined;
    this.#transport = transport;
    this.#resource = settings.job?.resource ?? '';
  }

  /**
   * Waits until the job is done, and returns it; `undefined` at once when there is no job.
   *
   * Rejects with a `JobFailedError` when it ends without success, and with a `WaitTimeoutError` when `timeout` passes.
   */
  async wait(options: WaitOptions<Job> = {}): Promise<Job | undefined> {
    if (this.jobId === undefined) return undefined;
    return waitForOne<Job>(this.#transport, waitPlan(this.#resource), this.jobId, options);
  }
}
