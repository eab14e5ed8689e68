/** A successful answer: what `withResponse()` shows of it, and how its body becomes a value. */
import type { ResponseHeaders } from './errors.js';
import type { NativeAnswer } from './native.js';

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

/** What a body must be, over all: `items` is the place of a page with its items. */
export interface Shape {
  shape: 'object' | 'array' | 'page' | 'text' | 'empty' | 'any';
  items?: string;
}

/** What stands inside `value` under these names, outermost first, if all of it is there. */
export function within(value: unknown, names: readonly string[]): unknown {
  return names.reduce((found, name) => {
    const isObject = typeof found === 'object' && found !== null && Object.hasOwn(found, name);
    return isObject ? (found as Record<string, unknown>)[name] : undefined;
  }, value);
}

/** The value of a body, or in a few words what is wrong with it. `mayBeEmpty`: no body, or `null`, is a value too: `undefined`. */
export function decode(
  { shape, items }: Shape,
  text: string,
  mayBeEmpty = false,
): { value: unknown } | { problem: string } {
  if (mayBeEmpty && (text === '' || text === 'null')) return { value: undefined };
  if (shape === 'text') return { value: text };
  if (shape === 'empty') return { value: undefined };
  if (text === '') return shape === 'any' ? { value: undefined } : { problem: 'no body' };
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    return { problem: 'not JSON' };
  }
  if (shape === 'any') return { value };
  if (shape === 'array') return Array.isArray(value) ? { value } : { problem: 'not an array' };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { problem: 'not an object' };
  return shape === 'page' ? asPage(value, place(items)) : { value };
}

function asPage(value: object, path: readonly string[]): { value: unknown } | { problem: string } {
  const items = within(value, path);
  if (!Array.isArray(items)) return { problem: `"${path.join('.')}" is not an array` };
  const odd = items.findIndex((item) => typeof item !== 'object' || item === null || Array.isArray(item));
  return odd < 0 ? { value } : { problem: `item ${odd} is not an object` };
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
