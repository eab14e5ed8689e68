/** Options of a client, a call and a wait, and the checks that come before anything is sent. */
import { InvalidArgumentError } from './errors.js';
import type { Hooks, Listeners, Logger } from './events.js';

/** What may differ from call to call. Times are in milliseconds. */
export interface CallOptions {
  /** One attempt, from its start to the last byte. 60,000 unless the client says otherwise. */
  timeout?: number | undefined;
  /** Opening a connection. 5,000 unless the client says otherwise. */
  connectTimeout?: number | undefined;
  /** Everything: all attempts and the waits between them. 600,000 unless the client says otherwise. */
  deadline?: number | undefined;
  /** Attempts after the first. 2 unless the client says otherwise. */
  maxRetries?: number | undefined;
  /** Repeat a write that was sent and may have acted. Off, since a repeated reply mails twice. */
  retryWrites?: boolean | undefined;
  /** Of a list: fetch the next page while the current one is used, where pages or items are walked through. On unless the client says otherwise. */
  prefetch?: boolean | undefined;
  /** Act as this sub-workspace, with an admin workspace's key. */
  workspace?: string | undefined;
  /** Headers to send besides the client's own. */
  headers?: Readonly<Record<string, string | undefined>> | undefined;
  /** Query parameters to add. */
  query?: Readonly<Record<string, QueryValue | readonly QueryValue[] | undefined>> | undefined;
}

/** What a query parameter of your own may be. */
export type QueryValue = string | number | boolean;

/** The last argument of a method. */
export interface RequestOptions extends CallOptions {
  /** Aborts the call, and with it the connection. */
  signal?: AbortSignal | undefined;
}

/** What `new Instantly({...})` takes. */
export interface ClientOptions extends Hooks {
  /** The API v2 key. `INSTANTLY_API_KEY` when absent. */
  apiKey?: string | undefined;
  /** Where the API is. `INSTANTLY_BASE_URL` when absent, then the API's own server. */
  baseUrl?: string | undefined;
  /** Act as this sub-workspace, with an admin workspace's key. */
  workspace?: string | undefined;
  /** One attempt, from its start to the last byte, in milliseconds. 60,000. */
  timeout?: number | undefined;
  /** Opening a connection, in milliseconds. 5,000. */
  connectTimeout?: number | undefined;
  /** Everything: all attempts and the waits between them, in milliseconds. 600,000. */
  deadline?: number | undefined;
  /** Attempts after the first. 2. */
  maxRetries?: number | undefined;
  /** Repeat a write that was sent and may have acted. Off, since a repeated reply mails twice. */
  retryWrites?: boolean | undefined;
  /** Fetch the next page of a list while the current one is used, where pages or items are walked through. On. */
  prefetch?: boolean | undefined;
  /** `'auto'` keeps to the API's documented limits, together with every client of the same key; `null` never waits. */
  rateLimit?: 'auto' | null | undefined;
  /** The largest body that is read, after decompression, in bytes. 268,435,456: 256 MiB. */
  maxResponseBytes?: number | undefined;
  /** Headers to send with every request. */
  headers?: Readonly<Record<string, string | undefined>> | undefined;
  /** Certificates to trust besides the platform's own: the text of a PEM file, or its bytes. */
  caCertificates?: string | Uint8Array | undefined;
  /** Where to connect through: `http://proxy.example.com:8080`. What `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` say, when absent. */
  proxy?: string | undefined;
  /**
   * Gets a line for each request, when it is over, by `info`. With `INSTANTLY_LOG=debug` also one when it is sent and one when it will be sent
   * again, by `debug`. Without a logger, `INSTANTLY_LOG=info` and `INSTANTLY_LOG=debug` log to stderr.
   */
  logger?: Logger | undefined;
}

/** What `wait` and `waitMany` take. Times are in milliseconds. */
export interface WaitOptions<Job> {
  /** The whole wait. 600,000. */
  timeout?: number | undefined;
  /** The sleep after the first look; later ones grow. 1,000. */
  pollInterval?: number | undefined;
  /** The longest sleep. 10,000. */
  maxPollInterval?: number | undefined;
  /** Called with each object at each look. If it returns a promise, the wait goes on when that is settled. */
  onProgress?: ((job: Job) => unknown) | undefined;
  /** Ends the wait at once, and the call in flight with it. */
  signal?: AbortSignal | undefined;
}

const hookNames = ['onRequest', 'onResponse'];
const sharedNames = [
  'timeout',
  'connectTimeout',
  'deadline',
  'maxRetries',
  'retryWrites',
  'prefetch',
  'workspace',
  'headers',
];
const requestOptionNames = [...sharedNames, 'query', 'signal'];
const defaultsNames = [...sharedNames, 'query', ...hookNames];
const clientOptionNames = [
  ...['apiKey', 'baseUrl', ...sharedNames, 'rateLimit', 'maxResponseBytes', 'caCertificates', 'proxy', 'logger'],
  ...hookNames,
];
const waitOptionNames = ['timeout', 'pollInterval', 'maxPollInterval', 'onProgress', 'signal'];

/** The longest time Node's timers take: 24.8 days. */
const longest = 2 ** 31 - 1;

/** As the native module reads them, or nothing if there are none. */
export function encodeCallOptions(options: CallOptions, names = requestOptionNames): string | undefined {
  checkNames(options, names);
  flag('prefetch', options.prefetch);
  const encoded = {
    timeout: milliseconds('timeout', options.timeout),
    connectTimeout: milliseconds('connectTimeout', options.connectTimeout),
    deadline: milliseconds('deadline', options.deadline),
    maxRetries: count('maxRetries', options.maxRetries),
    retryWrites: flag('retryWrites', options.retryWrites),
    workspace: text('workspace', options.workspace),
    headers: headerPairs(options.headers),
    query: queryPairs(options.query),
  };
  return Object.values(encoded).some((value) => value !== undefined) ? JSON.stringify(encoded) : undefined;
}

/** What a client takes that is made of another one. */
export function encodeDefaults(options: CallOptions & Hooks): string {
  return encodeCallOptions(options, defaultsNames) ?? '{}';
}

/** As the native module reads them. The environment is read here, since a worker has one of its own. */
export function encodeClientOptions(options: ClientOptions): string {
  checkNames(options, clientOptionNames);
  flag('prefetch', options.prefetch);
  const apiKey = text('apiKey', options.apiKey) ?? environment('INSTANTLY_API_KEY');
  if (apiKey === undefined) {
    const message = 'apiKey is missing: pass it to new Instantly({ apiKey }) or set INSTANTLY_API_KEY';
    throw new InvalidArgumentError(message, 'apiKey');
  }
  const { rateLimit } = options;
  if (rateLimit !== undefined && rateLimit !== null && rateLimit !== 'auto') {
    throw invalid('rateLimit', "'auto' or null", rateLimit);
  }
  return JSON.stringify({
    apiKey,
    baseUrl: text('baseUrl', options.baseUrl) ?? environment('INSTANTLY_BASE_URL'),
    workspace: text('workspace', options.workspace),
    timeout: milliseconds('timeout', options.timeout),
    connectTimeout: milliseconds('connectTimeout', options.connectTimeout),
    deadline: milliseconds('deadline', options.deadline),
    maxRetries: count('maxRetries', options.maxRetries),
    retryWrites: flag('retryWrites', options.retryWrites),
    paced: rateLimit !== null,
    maxResponseBytes: size('maxResponseBytes', options.maxResponseBytes),
    headers: headerPairs(options.headers) ?? [],
    caCertificates: pem(options.caCertificates),
    proxy: text('proxy', options.proxy),
    hooks: options.onRequest !== undefined || options.onResponse !== undefined,
    logger: options.logger !== undefined,
    log: logVariable(),
    userAgent: `node/${process.versions.node}`,
  });
}

/** The same options, once they are known to be right. */
export function checkWaitOptions<Job>(options: WaitOptions<Job>): WaitOptions<Job> {
  checkNames(options, waitOptionNames);
  milliseconds('timeout', options.timeout);
  milliseconds('pollInterval', options.pollInterval);
  milliseconds('maxPollInterval', options.maxPollInterval);
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

/** "timeout must be a number, got …" */
export function invalid(argument: string, expected: string, value: unknown, where = ''): InvalidArgumentError {
  return new InvalidArgumentError(`${where}${argument} must be ${expected}, got ${describe(value)}`, argument);
}

/** A value in words. */
export function describe(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value.length <= 40 ? JSON.stringify(value) : `a string of ${value.length} characters`;
    case 'function':
      return 'a function';
    case 'symbol':
      return 'a symbol';
    case 'bigint':
      return `${value}n`;
    case 'object': {
      if (value === null) return 'null';
      if (Array.isArray(value)) return 'an array';
      const name: unknown = (value.constructor as { name?: unknown } | undefined)?.name;
      return typeof name !== 'string' || name === '' || name === 'Object' ? 'an object' : `a ${name}`;
    }
    default:
      return String(value);
  }
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

function milliseconds(name: string, value: number | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value > 0 && value <= longest) return value;
  throw invalid(name, `a number of milliseconds above 0 and up to ${longest}`, value);
}

function count(name: string, value: number | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (Number.isInteger(value) && value >= 0 && value <= 0xffffffff) return value;
  throw invalid(name, 'a whole number, 0 or more', value);
}

function size(name: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isSafeInteger(value) && value > 0)) return value;
  throw invalid(name, 'a whole number, 1 or more', value);
}

function flag(name: string, value: boolean | undefined): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  throw invalid(name, 'true or false', value);
}

function text(name: string, value: string | undefined): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw invalid(name, 'a string', value);
}

function hook<F>(name: string, value: F | undefined): F | undefined {
  if (value === undefined || typeof value === 'function') return value;
  throw invalid(name, 'a function', value);
}

/** PEM is ASCII. */
function pem(value: string | Uint8Array | undefined): string | undefined {
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (value === undefined || typeof value === 'string') return value;
  throw invalid('caCertificates', 'a string or a Uint8Array', value);
}

function headerPairs(headers: CallOptions['headers']): [string, string][] | undefined {
  return pairs('headers', headers, (name, value) => {
    if (typeof value !== 'string') throw invalid(`headers: ${JSON.stringify(name)}`, 'a string', value);
    return [value];
  });
}

function queryPairs(query: CallOptions['query']): [string, string][] | undefined {
  return pairs('query', query, (name, value) =>
    (Array.isArray(value) ? (value as readonly unknown[]) : [value]).map((item) => {
      if (typeof item === 'string' || typeof item === 'boolean') return String(item);
      if (typeof item === 'number' && Number.isFinite(item)) return String(item);
      throw invalid(`query: ${JSON.stringify(name)}`, 'a string, a number or a boolean, or a list of them', item);
    }),
  );
}

function pairs(
  option: string,
  values: object | undefined,
  convert: (name: string, value: unknown) => string[],
): [string, string][] | undefined {
  if (values === undefined) return undefined;
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    throw invalid(option, 'an object of names and values', values);
  }
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return given.flatMap(([name, value]) => convert(name, value).map((item): [string, string] => [name, item]));
}

function environment(name: string): string | undefined {
  const value = process.env[name];
  return value === undefined || value.trim() === '' ? undefined : value;
}
