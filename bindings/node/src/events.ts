/** Hooks and logger: what calls tell while they are under way. */
import { AsyncResource } from 'node:async_hooks';
import { inspect } from 'node:util';

import { native, type NativeEvent, type NativeEvents } from './native.js';

/** An attempt that is about to be sent. */
export interface RequestEvent {
  /** `background_jobs.get` */
  readonly operation: string;
  readonly method: string;
  /** The path's template, without the values in it: `/api/v2/background-jobs/{id}`. */
  readonly path: string;
  /** From 1. */
  readonly attempt: number;
}

/** An attempt that is over, whatever came of it. One that is aborted has none. */
export interface ResponseEvent extends RequestEvent {
  /** Any status; `null` when no answer came. */
  readonly status: number | null;
  /** The server's id of the request, if it gave one. */
  readonly requestId: string | null;
  /** From sending to the last byte, in milliseconds. */
  readonly elapsed: number;
  /** Why no answer came; `null` when one did. */
  readonly error: string | null;
}

/**
 * Functions that watch the attempts of a client's calls; they can't change anything. They are called in the order of events, in the async
 * context of the call, and before its promise settles. What they return is ignored; should they fail, the process emits a warning.
 */
export interface Hooks {
  /** Called before each attempt. */
  onRequest?: ((event: RequestEvent) => unknown) | undefined;
  /** Called after each attempt, for an answer of any status and for none. */
  onResponse?: ((event: ResponseEvent) => unknown) | undefined;
}

/** Where a client logs to: `console` will do, or what a logging package makes. */
export interface Logger {
  debug(message: string): unknown;
  info(message: string): unknown;
}

/** Everybody whom a client's calls tell. */
export interface Listeners extends Hooks {
  logger?: Logger | undefined;
}

/** For a program that sets `INSTANTLY_LOG` and has no logger. */
export const standardError: Logger = {
  debug: (message) => console.error(`instantly: ${message}`),
  info: (message) => console.error(`instantly: ${message}`),
};

/** Who is told of which call under way, and in which async context: that of whoever made the call. */
const watched = new Map<number, { listeners: Listeners; context: AsyncResource }>();
let events: NativeEvents | undefined;

/** Where the native module puts what there is to tell, once somebody listens. */
export function eventsFor(listeners: Listeners | undefined): NativeEvents | undefined {
  return listeners && (events ??= new native.Events(tellAll));
}

/** Tells the listeners what the native module tells of a call, until the returned function is called: that tells the rest of it. */
export function watch(call: number, listeners: Listeners): () => void {
  watched.set(call, { listeners, context: new AsyncResource('InstantlyCall') });
  return () => {
    tellAll();
    watched.delete(call);
  };
}

function tellAll(): void {
  for (const event of events?.take() ?? []) {
    const watcher = watched.get(event.call);
    watcher?.context.runInAsyncScope(tell, undefined, watcher.listeners, event);
  }
}

function tell({ onRequest, onResponse, logger }: Listeners, event: NativeEvent): void {
  const { operation, method, path, attempt, phase, line } = event;
  const isOver = phase === 'answered' || phase === 'failed';
  if (line !== undefined) guard('logger', () => (isOver ? logger?.info(line) : logger?.debug(line)));
  const request: RequestEvent = { operation, method, path, attempt };
  if (onRequest !== undefined && phase === 'started') guard('onRequest', () => onRequest(request));
  if (onResponse !== undefined && isOver) {
    const { status = null, requestId = null, elapsed = 0, error = null } = event;
    guard('onResponse', () => onResponse({ ...request, status, requestId, elapsed, error }));
  }
}

/** Whatever a listener does, neither the call nor the process comes to harm. */
function guard(name: string, listener: () => unknown): void {
  const warn = (error: unknown): void =>
    process.emitWarning(`${name} failed; the call goes on`, {
      type: 'InstantlyWarning',
      detail: inspect(error, { customInspect: false }),
    });
  try {
    const returned = listener() as PromiseLike<unknown> | undefined | null;
    if (typeof returned?.then === 'function') Promise.resolve(returned).catch(warn);
  } catch (error) {
    warn(error);
  }
}
