/** A successful answer: what `withResponse()` shows of it, and how its body becomes a value. */
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

/** The form of a success, from the operation's row; `items` is the place of a page with its items. */
export type ResponseForm = Pick<NativeOperation, 'shape' | 'ofObjects' | 'optional' | 'items'>;

/** What stands inside `value` under these names, outermost first, if all of it is there. */
export function within(value: unknown, names: readonly string[]): unknown {
  return names.reduce((found, name) => {
    const isObject = typeof found === 'object' && found !== null && Object.hasOwn(found, name);
    return isObject ? (found as Record<string, unknown>)[name] : undefined;
  }, value);
}

/** No body, or one of white space; `null` counts as none where a body may be missing. */
const blank = /^[\t\n\f\r ]*$/;
const blankOrNull = /^[\t\n\f\r ]*(?:null[\t\n\f\r ]*)?$/;

/** The value of a body; nothing for one of another form than promised, which the native module describes. */
export function decode(form: ResponseForm, text: string): { value: unknown } | undefined {
  const { shape, optional } = form;
  if (shape === 'text') return { value: text };
  if (shape === 'empty') return { value: undefined };
  if (optional ? blankOrNull.test(text) : shape === 'any' && blank.test(text)) return { value: undefined };
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    return undefined;
  }
  return isOf(form, value) ? { value } : undefined;
}

function isOf({ shape, items, ofObjects }: ResponseForm, value: unknown): boolean {
  switch (shape) {
    case 'object':
      return isObject(value);
    case 'array':
      return Array.isArray(value) && (!ofObjects || value.every(isObject));
    case 'page': {
      const list = isObject(value) ? within(value, place(items)) : undefined;
      return Array.isArray(list) && (!ofObjects || list.every(isObject));
    }
    default:
      return true;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The names that lead to a place: `activity_feed/items`. */
export function place(path = 'items'): string[] {
  return path.split('/');
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
