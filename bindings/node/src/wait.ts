/** Waiting for work that goes on in the background. The native module decides what to look at, how long to sleep and when it is over. */
import { APITimeoutError, JobFailedError, WaitTimeoutError } from './errors.js';
import { originOf, unwrap, withOrigin } from './failure.js';
import { native, type NativeWaiter, type NativeWaitRow } from './native.js';
import { operation, type Operation } from './operation.js';
import { checkSignal, checkWaitOptions, encodeCallOptions, invalid, type WaitOptions } from './options.js';
import { sleep } from './signal.js';
import type { Transport } from './transport.js';

/** How the objects of a resource are waited for; looked up when first used. */
export class WaitPlan {
  readonly resource: string;
  #found: { row: NativeWaitRow; get: Operation; list: Operation } | undefined;

  constructor(resource: string) {
    this.resource = resource;
  }

  get found(): { row: NativeWaitRow; get: Operation; list: Operation } {
    return (this.#found ??= find(this.resource));
  }
}

/** The wait plan of a resource, by its name in snake_case. */
export function waitPlan(resource: string): WaitPlan {
  return new WaitPlan(resource);
}

/** The objects in the order of the ids, once all have succeeded; rejects with the first that failed. */
export async function waitForAll<T extends object>(
  transport: Transport,
  plan: WaitPlan,
  ids: () => readonly string[],
  options: WaitOptions<T>,
): Promise<T[]> {
  const origin = originOf(waitForAll);
  try {
    return await new Wait<T>(transport, plan, ids(), options).run();
  } catch (error) {
    const ours = error instanceof JobFailedError || error instanceof WaitTimeoutError;
    throw ours ? withOrigin(error, origin) : error;
  }
}

/** One object, once it has succeeded; rejects if it failed. */
export async function waitForOne<T extends object>(
  transport: Transport,
  plan: WaitPlan,
  id: string,
  options: WaitOptions<T>,
): Promise<T> {
  const [object] = await waitForAll<T>(transport, plan, () => [checkId(plan, id)], options);
  return object as T;
}

export function checkIds(plan: WaitPlan, ids: unknown): readonly string[] {
  const where = `${plan.resource}.waitMany: `;
  if (!Array.isArray(ids)) throw invalid('ids', 'a list of strings', ids, where);
  const other: unknown = ids.find((id) => typeof id !== 'string');
  if (other !== undefined) throw invalid('ids', 'a list of strings', other, where);
  return ids as readonly string[];
}

class Wait<T extends object> {
  readonly #transport: Transport;
  readonly #plan: WaitPlan['found'];
  readonly #ids: readonly string[];
  readonly #options: WaitOptions<T>;
  readonly #signal: AbortSignal | undefined;
  readonly #waiter: NativeWaiter;
  /** The objects as last seen. */
  readonly #latest = new Map<string, T>();
  /** A single object is read by its id, many by a list. */
  readonly #isSingle: boolean;

  constructor(transport: Transport, plan: WaitPlan, ids: readonly string[], options: WaitOptions<T>) {
    this.#ids = ids;
    this.#isSingle = new Set(ids).size === 1;
    this.#options = checkWaitOptions(options);
    this.#signal = checkSignal(options.signal);
    this.#transport = transport;
    this.#plan = plan.found;
    const { timeout, pollInterval, maxPollInterval } = options;
    this.#waiter = unwrap(native.createWaiter(plan.resource, [...this.#ids], timeout, pollInterval, maxPollInterval));
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
  async #look(): Promise<ReturnType<NativeWaiter['observe']>> {
    const { id: idField, status: statusField } = this.#plan.row;
    const seenIds: string[] = [];
    const statuses: string[] = [];
    const polls = unwrap(this.#waiter.prepare());
    for (let index = 0; index < polls; index += 1) {
      for (const object of await this.#poll(index)) {
        const fields = object as Record<string, unknown>;
        const id = this.#isSingle ? (this.#ids[0] ?? '') : String(fields[idField]);
        this.#latest.set(id, object);
        seenIds.push(id);
        statuses.push(String(fields[statusField]));
        await this.#options.onProgress?.(object);
      }
    }
    return this.#waiter.observe(seenIds, statuses);
  }

  async #poll(index: number): Promise<T[]> {
    const options = encodeCallOptions({ deadline: Math.min(this.#waiter.lookDeadline(), this.#transport.deadline) });
    const operation = this.#isSingle ? this.#plan.get : this.#plan.list;
    const started = this.#transport.run<unknown>(operation, this.#signal, undefined, (client, id) =>
      this.#waiter.poll(client, id, index, options),
    );
    try {
      const { data } = await started.answered;
      return this.#isSingle ? [data as T] : ((data as Record<string, unknown>)[operation.row.items ?? 'items'] as T[]);
    } catch (error) {
      if (error instanceof APITimeoutError && this.#waiter.remaining() <= 0) throw this.#timedOut(undefined, error);
      throw error;
    }
  }

  #timedOut(message = this.#waiter.timeoutMessage(), cause?: Error): WaitTimeoutError<T> {
    const { status, succeeded } = this.#plan.row;
    const isDone = (job: T | undefined): boolean =>
      job !== undefined && succeeded.includes(String((job as Record<string, unknown>)[status]));
    const pending = this.#ids.find((id) => !isDone(this.#latest.get(id)));
    const job = pending === undefined ? undefined : this.#latest.get(pending);
    return new WaitTimeoutError<T>(message, job, cause && { cause });
  }
}

function find(resource: string): { row: NativeWaitRow; get: Operation; list: Operation } {
  const row = native.waitRow(resource);
  if (row === null) throw new Error(`instantly-sdk: the native module can't wait for ${resource}; install again`);
  return { row, get: operation(row.get), list: operation(row.list) };
}

function checkId(plan: WaitPlan, id: unknown): string {
  if (typeof id === 'string') return id;
  throw invalid('id', 'a string', id, `${plan.resource}.wait: `);
}
