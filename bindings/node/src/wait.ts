/** Waiting for background work. The native module decides what to poll, how long to sleep and when the wait is over. */
import { APITimeoutError, JobFailedError, WaitTimeoutError } from './errors.js';
import { originOf, unwrap, withOrigin } from './failure.js';
import { native, type NativeDecision, type NativeWaiter } from './native.js';
import { operation, type Operation } from './operation.js';
import { checkSignal, encodeCallOptions, encodeWaitOptions, invalid, type WaitOptions } from './options.js';
import { within } from './response.js';
import { sleep } from './signal.js';
import type { Transport } from './transport.js';

/** One object of a resource such as `background_jobs`, once it has succeeded; rejects if it failed. */
export async function waitForOne<T extends object>(
  transport: Transport,
  resource: string,
  id: string,
  options: WaitOptions<T>,
): Promise<T> {
  const [object] = await run<T>(transport, resource, () => [checkId(resource, id)], options);
  return object as T;
}

/** The objects in the order of the ids, once all have succeeded; rejects with the first that failed. */
export function waitForAll<T extends object>(
  transport: Transport,
  resource: string,
  ids: readonly string[],
  options: WaitOptions<T>,
): Promise<T[]> {
  return run<T>(transport, resource, () => checkIds(resource, ids), options);
}

async function run<T extends object>(
  transport: Transport,
  resource: string,
  ids: () => readonly string[],
  options: WaitOptions<T>,
): Promise<T[]> {
  const origin = originOf(run);
  try {
    return await new Wait<T>(transport, resource, ids(), options).run();
  } catch (error) {
    const ours = error instanceof JobFailedError || error instanceof WaitTimeoutError;
    throw ours ? withOrigin(error, origin) : error;
  }
}

class Wait<T extends object> {
  readonly #transport: Transport;
  readonly #ids: readonly string[];
  readonly #options: WaitOptions<T>;
  readonly #signal: AbortSignal | undefined;
  readonly #waiter: NativeWaiter;
  /** Called by each poll. */
  readonly #operation: Operation;
  /** The objects as last seen. */
  readonly #latest = new Map<string, T>();

  constructor(transport: Transport, resource: string, ids: readonly string[], options: WaitOptions<T>) {
    this.#ids = ids;
    const encoded = encodeWaitOptions(options);
    this.#options = options;
    this.#signal = checkSignal(options.signal);
    this.#transport = transport;
    this.#waiter = unwrap(native.createWaiter(resource, [...ids], encoded));
    this.#operation = operation(this.#waiter.operation);
  }

  async run(): Promise<T[]> {
    for (;;) {
      const decision = await this.#look();
      switch (decision.kind) {
        case 'done':
          return this.#ids.map((id) => this.#latest.get(id) as T);
        case 'failed':
          throw new JobFailedError(decision.message ?? '', this.#latest.get(decision.id ?? '') as T);
        case 'timedOut':
          throw this.#timedOut(decision.message);
        case 'sleep':
          await sleep(decision.milliseconds ?? 0, this.#signal);
      }
    }
  }

  /** One round: every object that is still going on. */
  async #look(): Promise<NativeDecision> {
    const { idField, statusField } = this.#waiter;
    const seenIds: string[] = [];
    const statuses: string[] = [];
    const polls = unwrap(this.#waiter.prepare());
    for (let index = 0; index < polls; index += 1) {
      for (const object of await this.#poll(index)) {
        const fields = object as Record<string, unknown>;
        const id = this.#waiter.identify(text(fields[idField]));
        if (id !== null) {
          this.#latest.set(id, object);
          seenIds.push(id);
          statuses.push(String(fields[statusField]));
        }
        await this.#options.onProgress?.(object);
      }
    }
    return this.#waiter.observe(seenIds, statuses);
  }

  async #poll(index: number): Promise<T[]> {
    const options = encodeCallOptions({ deadline: Math.min(this.#waiter.lookDeadline(), this.#transport.deadline) });
    const started = this.#transport.run<unknown>(this.#operation, this.#signal, undefined, (client, id) =>
      this.#waiter.poll(client, id, index, options),
    );
    try {
      const { data } = await started.answered;
      const { items } = this.#operation.row;
      return items === undefined ? [data as T] : (within(data, items) as T[]);
    } catch (error) {
      if (error instanceof APITimeoutError && this.#waiter.remaining() <= 0) throw this.#timedOut(undefined, error);
      throw error;
    }
  }

  #timedOut(message = this.#waiter.timeoutMessage(), cause?: Error): WaitTimeoutError<T> {
    const job = this.#latest.get(this.#waiter.firstUnfinished() ?? '');
    return new WaitTimeoutError<T>(message, job, cause && { cause });
  }
}

function checkId(resource: string, id: unknown): string {
  if (typeof id === 'string') return id;
  throw invalid('id', 'a string', id, `${resource}.wait: `);
}

function checkIds(resource: string, ids: unknown): readonly string[] {
  const where = `${resource}.waitMany: `;
  if (!Array.isArray(ids)) throw invalid('ids', 'a list of strings', ids, where);
  const other: unknown = ids.find((id) => typeof id !== 'string');
  if (other !== undefined) throw invalid('ids', 'a list of strings', other, where);
  return ids as readonly string[];
}

/** An object's own id as text. */
function text(id: unknown): string | undefined {
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}
