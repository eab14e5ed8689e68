/** Writes the arguments of a call as JSON for the native module, which splits and checks them. */
import { types } from 'node:util';

import { InvalidArgumentError } from './errors.js';
import type { NativeOperation } from './native.js';
import type { Operation, OperationSettings } from './operation.js';
import { describe, invalid } from './options.js';

/** The text of one object with every argument by its wire name. */
export function encodeArguments(operation: Operation, path: readonly unknown[], params: object): string {
  const { row, settings } = operation;
  if (typeof params !== 'object' || params === null || Array.isArray(params)) {
    throw new InvalidArgumentError(`${row.name}: takes an object of parameters, got ${describe(params)}`, 'params');
  }
  const values: Record<string, unknown> = {};
  let isPlain = true;
  for (const [name, value] of Object.entries(params) as [string, unknown][]) {
    if (value === undefined) continue;
    if (row.path.includes(name)) {
      throw new InvalidArgumentError(`${row.name}: ${name} is an argument of its own, not a parameter`, name);
    }
    const isParameter = row.parameters.includes(name);
    values[name] = isParameter ? parameter(operation, name, value) : value;
    isPlain &&= isParameter;
  }
  row.path.forEach((name, index) => {
    values[name] = carry(path[index]);
  });
  return isPlain ? JSON.stringify(values) : encodeChecked(row, settings, values);
}

/** A parameter's value. A date is written out if the parameter holds one. */
function parameter({ row, settings: { days, times } }: Operation, name: string, value: unknown): unknown {
  if (types.isDate(value)) {
    if (days?.includes(name)) return day(row, name, value);
    if (times?.includes(name)) return time(row, name, value);
  }
  return carry(value);
}

/** A value that JSON can't carry is named for the native module's message, by an object: no parameter is one. */
function carry(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value : { other: String(value) };
    case 'object':
      if (value === null) return null;
      if (Array.isArray(value)) return value.map(carry);
  }
  return { other: describe(value) };
}

/** JSON, refusing what `JSON.stringify` would silently drop or change. */
function encodeChecked(row: NativeOperation, { days }: OperationSettings, values: Record<string, unknown>): string {
  function replace(this: unknown, name: string, value: unknown): unknown {
    if (hasHalfOfAPair(name)) throw invalid('body', 'an object of well-formed names', name, `${row.name}: `);
    // `JSON.stringify` has turned a `Date` into text by now, and an invalid one into `null`.
    const given = (this as Record<string, unknown>)[name];
    if (types.isDate(given)) return days?.includes(name) ? day(row, name, given) : time(row, name, given);
    if (isLost(value) || (value === undefined && Array.isArray(this))) {
      throw invalid(nameIn(this, name), 'a value that JSON can carry', value, `${row.name}: `);
    }
    return value;
  }
  try {
    return JSON.stringify(values, replace);
  } catch (error) {
    // A circle, or more levels than the stack takes: nothing else in here throws one, but for a `toJSON` of the user's.
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    throw new InvalidArgumentError(`${row.name}: ${error.message}`, 'params');
  }
}

/** Whether JSON would drop the value or change it. */
function isLost(value: unknown): boolean {
  switch (typeof value) {
    case 'bigint':
    case 'function':
    case 'symbol':
      return true;
    case 'number':
      return !Number.isFinite(value);
    case 'string':
      return hasHalfOfAPair(value);
    default:
      return types.isMap(value) || types.isSet(value);
  }
}

/** Half of a surrogate pair is no character, so no text that could be sent. */
function hasHalfOfAPair(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}

/** The name inside `holder`, for messages. */
function nameIn(holder: unknown, name: string): string {
  return Array.isArray(holder) ? `item ${name} of a list` : name;
}

/** `2026-08-13`: the date's day in UTC. */
function day(row: NativeOperation, name: string, date: Date): string {
  return time(row, name, date).replace(/T.*/, '');
}

function time(row: NativeOperation, name: string, date: Date): string {
  if (!Number.isNaN(date.getTime())) return date.toISOString();
  throw new InvalidArgumentError(`${row.name}: ${name} must be a date, got an invalid Date`, name);
}
