/** Checks of options' values, one for each kind; each gives the value as the native module reads it. */
import { InvalidArgumentError } from './errors.js';

/** What a query parameter of your own may be. */
export type QueryValue = string | number | boolean;

/** The longest time Node's timers take: 24.8 days. */
const longest = 2 ** 31 - 1;

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

export function milliseconds(name: string, value: number | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value > 0 && value <= longest) return value;
  throw invalid(name, `a number of milliseconds above 0 and up to ${longest}`, value);
}

export function count(name: string, value: number | undefined): number | undefined {
  if (value === undefined) return undefined;
  if (Number.isInteger(value) && value >= 0 && value <= 0xffffffff) return value;
  throw invalid(name, 'a whole number, 0 or more', value);
}

export function size(name: string, value: number | undefined): number | undefined {
  if (value === undefined || (Number.isSafeInteger(value) && value > 0)) return value;
  throw invalid(name, 'a whole number, 1 or more', value);
}

export function flag(name: string, value: boolean | undefined): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  throw invalid(name, 'true or false', value);
}

export function text(name: string, value: string | undefined): string | undefined {
  if (value === undefined || typeof value === 'string') return value;
  throw invalid(name, 'a string', value);
}

/** Whether calls are paced. */
export function pacing(name: string, value: 'auto' | null | undefined): boolean {
  if (value === undefined || value === null || value === 'auto') return value !== null;
  throw invalid(name, "'auto' or null", value);
}

/** PEM is ASCII. */
export function pem(name: string, value: string | Uint8Array | undefined): string | undefined {
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  if (value === undefined || typeof value === 'string') return value;
  throw invalid(name, 'a string or a Uint8Array', value);
}

export function headerPairs(option: string, headers: object | undefined): [string, string][] | undefined {
  return pairs(option, headers, (name, value) => {
    if (typeof value !== 'string') throw invalid(`${option}: ${JSON.stringify(name)}`, 'a string', value);
    return [value];
  });
}

export function queryPairs(option: string, query: object | undefined): [string, string][] | undefined {
  return pairs(option, query, (name, value) =>
    (Array.isArray(value) ? (value as readonly unknown[]) : [value]).map((item) => {
      if (typeof item === 'string' || typeof item === 'boolean') return String(item);
      if (typeof item === 'number' && Number.isFinite(item)) return String(item);
      throw invalid(`${option}: ${JSON.stringify(name)}`, 'a string, a number or a boolean, or a list of them', item);
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
