/** A successful response: what `withResponse()` shows of it, and how its body becomes a value. */
import type { ResponseHeaders } from './errors.js';
import type { NativeAnswer, NativeOperation } from './native.js';

/** The HTTP side of a success. */
export class APIResponse {
  /** 200 to 299. */
  readonly status: number;
  /** The server's id of the request. */
  readonly requestId: string | undefined;
  /** How often the request was sent. */
  readonly attempts: number;
  /** From the call to the last byte, waits included, in milliseconds. */
  readonly elapsed: number;
  /** The body as it came; for integers beyond 2^53, which `JSON.parse` rounds. */
  readonly text: string;
  readonly #lines: string;
  #headers: ResponseHeaders | undefined;

  /** @internal */
  constructor([status, headers, requestId, attempts, elapsed, text]: NativeAnswer) {
    this.status = status;
    this.requestId = requestId ?? undefined;
    this.attempts = attempts;
    this.elapsed = elapsed;
    this.text = text;
    this.#lines = headers;
  }

  /** Lower-case names; values of a repeated name are joined with `, `. */
  get headers(): ResponseHeaders {
    return (this.#headers ??= parseHeaders(this.#lines));
  }
}

/** Names and values in turn, one a line. */
export function parseHeaders(lines: string): ResponseHeaders {
  const headers = new Map<string, string>();
  const parts = lines.split('\n');
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const name = parts[index] ?? '';
    const value = parts[index + 1] ?? '';
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  return Object.fromEntries(headers);
}

/** The form of a success's body, as far as it is checked: the client crate has the words for what is wrong with it. */
export type Form = Pick<NativeOperation, 'form' | 'ofObjects' | 'items'>;

/** Returned by `readBody` for a body of another form than its operation promises. */
export const wrongForm: unique symbol = Symbol('wrongForm');

/** The value of a body that has one. */
export function readBody({ form, ofObjects, items }: Form, text: string): unknown {
  if (form === 'text') return text;
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    return wrongForm;
  }
  if (form === 'any') return value;
  if (form === 'array') return isList(value, ofObjects) ? value : wrongForm;
  return isObject(value) && (items === undefined || isList(within(value, items), ofObjects)) ? value : wrongForm;
}

/** The value inside `value` at these names, outermost first; `undefined` if one of them is missing. */
export function within(value: unknown, names: readonly string[]): unknown {
  return names.reduce((found, name) => {
    const isObject = typeof found === 'object' && found !== null && Object.hasOwn(found, name);
    return isObject ? (found as Record<string, unknown>)[name] : undefined;
  }, value);
}

function isList(value: unknown, ofObjects: boolean): boolean {
  return Array.isArray(value) && (!ofObjects || value.every(isObject));
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A lone surrogate, which only an escape can smuggle in, becomes U+FFFD; every other text takes the fast way. */
function parse(text: string): unknown {
  // A search for plain text costs a tenth of one for a pattern.
  const mayBeHalf = text.includes('\\ud') || text.includes('\\uD');
  return JSON.parse(mayBeHalf ? wellFormed(text) : text);
}

/** JSON has backslashes in strings only, so every escape can be looked at by itself: a pair, half of one, or any other. */
function wellFormed(text: string): string {
  const escape = /\\(?:ud[89ab][\da-f]{2}\\ud[c-f][\da-f]{2}|(ud[89a-f][\da-f]{2})|.)/gi;
  return text.replace(escape, (found: string, half?: string) => (half === undefined ? found : '\\ufffd'));
}
