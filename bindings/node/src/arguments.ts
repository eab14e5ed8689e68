/** How the arguments of a call are written for the native module, which checks them. */
import { types } from 'node:util';

import { InvalidArgumentError } from './errors.js';
import type { NativeOperation } from './native.js';
import type { Operation, OperationSettings } from './operation.js';
import { describe, invalid } from './options.js';

/** Arguments as JSON text: path and query values by wire name, and the body. */
export interface EncodedArguments {
  values: string | undefined;
  body: string | undefined;
}

/** Splits what a user passed into parameters and body. */
export function encodeArguments(operation: Operation, path: readonly unknown[], params: object): EncodedArguments {
  const { row, settings } = operation;
  if (typeof params !== 'object' || params === null || Array.isArray(params)) {
    throw new InvalidArgumentError(`${row.name}: takes an object of parameters, got ${describe(params)}`, 'params');
  }
  const values: Record<string, unknown> = {};
  const body: Record<string, unknown> = {};
  let isEmpty = true;
  for (const [name, value] of Object.entries(params) as [string, unknown][]) {
    if (value === undefined) continue;
    if (row.path.includes(name)) {
      throw new InvalidArgumentError(`${row.name}: ${name} is an argument of its own, not a parameter`, name);
    }
    if (isOfBody(row, name)) {
      body[name] = value;
    } else {
      values[name] = types.isDate(value) ? moment(row, settings, name, value) : carry(value);
      isEmpty = false;
    }
  }
  row.path.forEach((name, index) => {
    values[name] = carry(path[index]);
    isEmpty = false;
  });
  return {
    values: isEmpty ? undefined : JSON.stringify(values),
    body: row.hasBody ? encodeBody(row, settings, row.isBodyOneValue ? body['body'] : body) : undefined,
  };
}

/** The API may know more fields of an object than its document; a body that is one value has one name. */
function isOfBody(row: NativeOperation, name: string): boolean {
  return row.hasBody && !row.query.includes(name) && (!row.isBodyOneValue || name === 'body');
}

/** A date in a query, if its parameter holds one. */
function moment(row: NativeOperation, { days, times }: OperationSettings, name: string, date: Date): unknown {
  if (days?.includes(name)) return day(row, name, date);
  return times?.includes(name) ? time(row, name, date) : carry(date);
}

/** No parameter is an object, so one can name a value that JSON has no form for. */
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

/** JSON, but for what `JSON.stringify` would drop or falsify without a word. A value that is absent has none. */
function encodeBody(row: NativeOperation, { days }: OperationSettings, body: unknown): string | undefined {
  if (body === undefined) return undefined;
  function replace(this: unknown, name: string, value: unknown): unknown {
    if (hasHalfOfAPair(name)) throw invalid('body', 'an object of well-formed names', name, `${row.name}: `);
    // A `Date` has been made text by now, and an invalid one `null`.
    const given = (this as Record<string, unknown>)[name];
    if (types.isDate(given)) return days?.includes(name) ? day(row, name, given) : time(row, name, given);
    if (isLost(value) || (value === undefined && Array.isArray(this))) {
      throw invalid(nameIn(this, name), 'a value that JSON can carry', value, `${row.name}: `);
    }
    return value;
  }
  try {
    return JSON.stringify(body, replace);
  } catch (error) {
    // A circle, or more levels than the stack takes: nothing else in here throws one, but for a `toJSON` of the user's.
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    throw new InvalidArgumentError(`${row.name}: ${error.message}`, 'params');
  }
}

/** Whether JSON would have nothing, or something else, in its place. */
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

/** `name` inside `holder`, for a reader. */
function nameIn(holder: unknown, name: string): string {
  if (Array.isArray(holder)) return `item ${name} of a list`;
  return name === '' ? 'body' : name;
}

/** `2026-08-13`: the date's day in UTC. */
function day(row: NativeOperation, name: string, date: Date): string {
  return time(row, name, date).replace(/T.*/, '');
}

function time(row: NativeOperation, name: string, date: Date): string {
  if (!Number.isNaN(date.getTime())) return date.toISOString();
  throw new InvalidArgumentError(`${row.name}: ${name} must be a date, got an invalid Date`, name);
}
