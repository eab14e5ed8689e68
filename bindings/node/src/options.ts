/** Options of a client, a call and a wait, and the checks that come before anything is sent. Which options there are is in `optionTable.ts`. */
import { InvalidArgumentError } from './errors.js';
import type { Hooks, Listeners, Logger } from './events.js';
import { describe, invalid } from './optionChecks.js';
import {
  clientOptionNames,
  derivedOptionNames,
  encodedCallOptions,
  encodedClientOptions,
  encodedWaitOptions,
  requestOptionNames,
  waitOptionNames,
} from './optionTable.js';
import type { CallOptions, ClientOptions, WaitOptions } from './optionTable.js';

export { describe, invalid };
export type { QueryValue } from './optionChecks.js';
export type { CallOptions, ClientOptions, RequestOptions, WaitOptions } from './optionTable.js';

/** As the native module reads them, or nothing if there are none. */
export function encodeCallOptions(options: CallOptions, names = requestOptionNames): string | undefined {
  checkNames(options, names);
  const encoded = encodedCallOptions(options);
  return Object.values(encoded).some((value) => value !== undefined) ? JSON.stringify(encoded) : undefined;
}

/** What a client takes that is made of another one. */
export function encodeDefaults(options: CallOptions & Hooks): string {
  return encodeCallOptions(options, derivedOptionNames) ?? '{}';
}

/** As the native module reads them. The environment is read here, since a worker has one of its own. */
export function encodeClientOptions(options: ClientOptions): string {
  checkNames(options, clientOptionNames);
  const settings = encodedClientOptions(options);
  settings['apiKey'] ??= environment('INSTANTLY_API_KEY');
  settings['baseUrl'] ??= environment('INSTANTLY_BASE_URL');
  if (settings['apiKey'] === undefined) {
    const message = 'apiKey is missing: pass it to new Instantly({ apiKey }) or set INSTANTLY_API_KEY';
    throw new InvalidArgumentError(message, 'apiKey');
  }
  return JSON.stringify({
    settings,
    hooks: options.onRequest !== undefined || options.onResponse !== undefined,
    logger: options.logger !== undefined,
    log: logVariable(),
    runtime: `node/${process.versions.node}`,
  });
}

/** The same options, once they are known to be right. */
export function checkWaitOptions<Job>(options: WaitOptions<Job>): WaitOptions<Job> {
  checkNames(options, waitOptionNames);
  encodedWaitOptions(options);
  if (options.onProgress !== undefined && typeof options.onProgress !== 'function') {
    throw invalid('onProgress', 'a function', options.onProgress);
  }
  return options;
}

/** Who listens to a client's calls: whom these options name, and else those of `base`. */
export function listenersOf(options: Hooks & { logger?: Logger | undefined }, base?: Listeners): Listeners | undefined {
  const { logger = base?.logger } = options;
  if (logger !== undefined && (typeof logger?.debug !== 'function' || typeof logger.info !== 'function')) {
    throw invalid('logger', 'an object with the functions debug and info', logger);
  }
  const onRequest = hook('onRequest', options.onRequest) ?? base?.onRequest;
  const onResponse = hook('onResponse', options.onResponse) ?? base?.onResponse;
  return (logger ?? onRequest ?? onResponse) && { onRequest, onResponse, logger };
}

/** What `INSTANTLY_LOG` says, if anything. */
export function logVariable(): string | undefined {
  return environment('INSTANTLY_LOG');
}

export function checkSignal(signal: AbortSignal | undefined): AbortSignal | undefined {
  if (signal === undefined) return undefined;
  if (typeof signal === 'object' && signal !== null && typeof signal.addEventListener === 'function') return signal;
  throw invalid('signal', 'an AbortSignal', signal);
}

function checkNames(options: unknown, known: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw invalid('options', 'an object', options);
  }
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || known.includes(name)) continue;
    throw new InvalidArgumentError(`${name} is not an option; these are: ${known.join(', ')}`, name);
  }
}

function hook<F>(name: string, value: F | undefined): F | undefined {
  if (value === undefined || typeof value === 'function') return value;
  throw invalid(name, 'a function', value);
}

function environment(name: string): string | undefined {
  const value = process.env[name];
  return value === undefined || value.trim() === '' ? undefined : value;
}
