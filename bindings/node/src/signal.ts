/** Abort signals, with one listener for each signal however many calls it is given to: Node warns of more than ten. */
import { RequestAbortedError } from './errors.js';

const watched = new WeakMap<AbortSignal, { callbacks: Set<() => void>; listener: () => void }>();

/** Calls back when the signal is triggered, unless the returned function was called before. */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  const watch = watched.get(signal) ?? begin(signal);
  watch.callbacks.add(callback);
  return () => {
    watch.callbacks.delete(callback);
    if (watch.callbacks.size > 0) return;
    // A signal can outlive many calls: nothing of ours stays with it.
    signal.removeEventListener('abort', watch.listener);
    if (watched.get(signal) === watch) watched.delete(signal);
  };
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new RequestAbortedError(signal.reason);
}

/** The promise, unless the signal is triggered first. */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined, cancel: () => void): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise<T>((resolve, reject) => {
    const forget = onAbort(signal, () => {
      forget();
      cancel();
      reject(new RequestAbortedError(signal.reason));
    });
    promise.then(resolve, reject).finally(forget);
  });
}

/** Ends early, with an error, when the signal is triggered. */
export async function sleep(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  throwIfAborted(signal);
  let timer: NodeJS.Timeout | undefined;
  const slept = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  await untilAborted(slept, signal, () => clearTimeout(timer));
}

function begin(signal: AbortSignal): { callbacks: Set<() => void>; listener: () => void } {
  const callbacks = new Set<() => void>();
  const watch = { callbacks, listener: (): void => [...callbacks].forEach((callback) => callback()) };
  watched.set(signal, watch);
  signal.addEventListener('abort', watch.listener, { once: true });
  return watch;
}
