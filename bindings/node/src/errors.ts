/** The error tree: the same names in every language. `instanceof` works across ESM and CommonJS. */

/** Response headers: lower-case names; values of a repeated name are joined with `, `. */
export type ResponseHeaders = Readonly<Record<string, string>>;

/** The root of every error this package raises. */
export class InstantlyError extends Error {
  static {
    setName(this, 'InstantlyError');
  }

  /** What `JSON.stringify` sees: name, message, and whatever else the class knows. */
  toJSON(): Record<string, unknown> {
    return { name: this.name, message: this.message, ...(this as object) };
  }
}

/** An argument or option is wrong; nothing was sent. */
export class InvalidArgumentError extends InstantlyError {
  static {
    setName(this, 'InvalidArgumentError');
  }

  /** What Node's own `TypeError`s for bad arguments carry. */
  readonly code = 'ERR_INVALID_ARG_VALUE';

  constructor(
    message: string,
    /** The name of the argument. */
    readonly argument: string,
  ) {
    super(message);
  }
}

/** The `AbortSignal` of a call was triggered. `name` is `AbortError`, as for everything that Node aborts; `cause` is the signal's reason. */
export class RequestAbortedError extends InstantlyError {
  static {
    setName(this, 'AbortError');
  }

  readonly code = 'ABORT_ERR';

  constructor(reason?: unknown) {
    super('The call was aborted', { cause: reason });
  }
}

/** The API refused, could not be reached, or answered with something else than it promises. */
export class APIError extends InstantlyError {
  static {
    setName(this, 'APIError');
  }

  constructor(
    message: string,
    /** How often the request was sent. */
    readonly attempts: number = 0,
    /** From the call to the error, waits included, in milliseconds. */
    readonly elapsed: number = 0,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The server could not be reached, or the connection broke. */
export class APIConnectionError extends APIError {
  static {
    setName(this, 'APIConnectionError');
  }
}

/** There was no answer in time. */
export class APITimeoutError extends APIConnectionError {
  static {
    setName(this, 'APITimeoutError');
  }
}

/** What is known of an answer that became an error. */
export interface ErrorAnswer {
  statusCode: number;
  code?: string | undefined;
  /** The JSON value of the body, or its text if it is not JSON. */
  body?: unknown;
  headers?: ResponseHeaders | undefined;
  requestId?: string | undefined;
  attempts?: number | undefined;
  /** In milliseconds. */
  elapsed?: number | undefined;
  /** In milliseconds. */
  retryAfter?: number | undefined;
  cause?: unknown;
}

/** An answer that is an error, or that is not what the API promises. */
abstract class AnsweredError extends APIError {
  readonly statusCode: number;
  /** The JSON value of the body, or its text if it is not JSON. */
  readonly body: unknown;
  readonly headers: ResponseHeaders;
  /** The server's id of the request, to be quoted in a question to Instantly's support. */
  readonly requestId: string | undefined;

  constructor(message: string, answer: ErrorAnswer) {
    super(message, answer.attempts, answer.elapsed, 'cause' in answer ? { cause: answer.cause } : undefined);
    this.statusCode = answer.statusCode;
    this.body = answer.body;
    this.headers = answer.headers ?? {};
    this.requestId = answer.requestId;
  }
}

/** A 2xx whose body is not the promised JSON. */
export class APIResponseValidationError extends AnsweredError {
  static {
    setName(this, 'APIResponseValidationError');
  }
}

/** The API refused. Its subclasses tell why. */
export class APIStatusError extends AnsweredError {
  static {
    setName(this, 'APIStatusError');
  }

  /** The API's own code, where it gives one: `COMPANY_LIST_NOT_FOUND`. */
  readonly code: string | undefined;
  /** How long the server asks to wait, in milliseconds. */
  readonly retryAfter: number | undefined;

  constructor(message: string, answer: ErrorAnswer) {
    super(message, answer);
    this.code = answer.code;
    this.retryAfter = answer.retryAfter;
  }
}

/** 400 */
export class BadRequestError extends APIStatusError {
  static {
    setName(this, 'BadRequestError');
  }
}

/** 401: the API key is missing, wrong or revoked. */
export class AuthenticationError extends APIStatusError {
  static {
    setName(this, 'AuthenticationError');
  }
}

/** 402: the workspace's plan does not include this, or has ended. */
export class PaymentRequiredError extends APIStatusError {
  static {
    setName(this, 'PaymentRequiredError');
  }
}

/** 403: the API key lacks a scope. */
export class PermissionDeniedError extends APIStatusError {
  static {
    setName(this, 'PermissionDeniedError');
  }
}

/** 404 */
export class NotFoundError extends APIStatusError {
  static {
    setName(this, 'NotFoundError');
  }
}

/** 409 */
export class ConflictError extends APIStatusError {
  static {
    setName(this, 'ConflictError');
  }
}

/** 413 */
export class PayloadTooLargeError extends APIStatusError {
  static {
    setName(this, 'PayloadTooLargeError');
  }
}

/** 422 */
export class UnprocessableEntityError extends APIStatusError {
  static {
    setName(this, 'UnprocessableEntityError');
  }
}

/** 429, after the retries. `retryAfter` says how long the server asks to wait. */
export class RateLimitError extends APIStatusError {
  static {
    setName(this, 'RateLimitError');
  }
}

/** 500 to 599, after the retries. */
export class InternalServerError extends APIStatusError {
  static {
    setName(this, 'InternalServerError');
  }
}

/** What was waited for ended without success. */
export class JobFailedError<Job extends object = Record<string, unknown>> extends InstantlyError {
  static {
    setName(this, 'JobFailedError');
  }

  constructor(
    message: string,
    /** The object as last seen. */
    readonly job: Job,
  ) {
    super(message);
  }
}

/** What was waited for was still going on when the time was up. */
export class WaitTimeoutError<Job extends object = Record<string, unknown>> extends InstantlyError {
  static {
    setName(this, 'WaitTimeoutError');
  }

  constructor(
    message: string,
    /** The object as last seen, if it was. */
    readonly job: Job | undefined,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The name is a property of the prototype, as for the built-in errors, and survives a minifier. */
function setName(errorClass: { prototype: Error }, name: string): void {
  Object.defineProperty(errorClass.prototype, 'name', { value: name, configurable: true, writable: true });
}
