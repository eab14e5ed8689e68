/** Turns a failure of the native module into an error of the class it names. */
import * as errors from './errors.js';
import type { NativeFailure } from './native.js';
import { parseHeaders } from './response.js';

/** Where a call was made: an error made later, when the answer is there, would have a stack of our own frames only. */
export interface Origin {
  stack?: string;
}

/** Takes note of who called `method`. */
export function originOf(method: (...values: never[]) => unknown): Origin {
  const origin: Origin = {};
  Error.captureStackTrace(origin, method);
  return origin;
}

export function isFailure(value: unknown): value is NativeFailure {
  return typeof value === 'object' && value !== null && 'className' in value;
}

/** The native module's value, unless it is a failure. */
export function unwrap<T extends object | number>(value: T | NativeFailure): T {
  if (isFailure(value)) throw toError(value);
  return value;
}

/** Options under the names that the native module has for them, and those of this package. */
const optionNames = {
  api_key: 'apiKey',
  base_url: 'baseUrl',
  ca_certificates: 'caCertificates',
  connect_timeout: 'connectTimeout',
  rate_limit: 'rateLimit',
};

/** A failure that speaks of options, and of nothing that came from elsewhere. */
export function inOurNames(failure: NativeFailure): NativeFailure {
  const rename = (text: string): string =>
    Object.entries(optionNames).reduce((renamed, [theirs, ours]) => renamed.replace(theirs, ours), text);
  const { argument, message } = failure;
  return { ...failure, message: rename(message), ...(argument === undefined ? {} : { argument: rename(argument) }) };
}

export function toError(failure: NativeFailure, origin?: Origin): errors.InstantlyError {
  return withOrigin(make(failure), origin);
}

/** Gives an error the stack of the call it belongs to. */
export function withOrigin<E extends Error>(error: E, origin: Origin | undefined): E {
  const frames = origin?.stack?.indexOf('\n    at ') ?? -1;
  if (origin?.stack !== undefined && frames >= 0) {
    const stack = `${error.name}: ${error.message}${origin.stack.slice(frames)}`;
    Object.defineProperty(error, 'stack', { value: stack, configurable: true, writable: true });
  }
  return error;
}

const answeredClasses: Record<string, new (message: string, answer: errors.ErrorAnswer) => errors.APIError> = {
  APIStatusError: errors.APIStatusError,
  BadRequestError: errors.BadRequestError,
  AuthenticationError: errors.AuthenticationError,
  PaymentRequiredError: errors.PaymentRequiredError,
  PermissionDeniedError: errors.PermissionDeniedError,
  NotFoundError: errors.NotFoundError,
  ConflictError: errors.ConflictError,
  PayloadTooLargeError: errors.PayloadTooLargeError,
  UnprocessableEntityError: errors.UnprocessableEntityError,
  RateLimitError: errors.RateLimitError,
  InternalServerError: errors.InternalServerError,
  APIResponseValidationError: errors.APIResponseValidationError,
};

function make(failure: NativeFailure): errors.InstantlyError {
  const { className, message, attempts, elapsed } = failure;
  const options = chain(failure.causes);
  switch (className) {
    case 'InvalidArgumentError':
      return new errors.InvalidArgumentError(message, failure.argument ?? '');
    case 'APIConnectionError':
      return new errors.APIConnectionError(message, attempts, elapsed, options);
    case 'APITimeoutError':
      return new errors.APITimeoutError(inOurNames(failure).message, attempts, elapsed, options);
  }
  const answered = answeredClasses[className];
  if (answered === undefined) return new errors.InstantlyError(message, options);
  return new answered(message, {
    statusCode: failure.statusCode ?? 0,
    code: failure.code,
    body: parseBody(failure.body),
    headers: parseHeaders(failure.headers ?? ''),
    requestId: failure.requestId,
    attempts,
    elapsed,
    retryAfter: failure.retryAfter,
    ...options,
  });
}

function parseBody(text: string | undefined): unknown {
  if (text === undefined || text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The causes, each the `cause` of the one before. */
function chain(causes: readonly string[]): ErrorOptions | undefined {
  return causes.reduceRight<ErrorOptions | undefined>(
    (inner, message) => ({ cause: withoutStack(new Error(message, inner)) }),
    undefined,
  );
}

/** These errors happened in Rust: a JavaScript stack would only mislead. */
function withoutStack(error: Error): Error {
  Object.defineProperty(error, 'stack', {
    value: `${error.name}: ${error.message}`,
    configurable: true,
    writable: true,
  });
  return error;
}
