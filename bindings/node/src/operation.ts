/** An operation of the API, and how its arguments are written for the native module. */
import { InvalidArgumentError } from './errors.js';
import { native, type NativeOperation } from './native.js';
import { describe, invalid } from './options.js';

/** Looked up at the first call, so that loading the package costs nothing for operations nobody calls. */
export class Operation {
  readonly id: string;
  #row: NativeOperation | undefined;

  constructor(id: string) {
    this.id = id;
  }

  get row(): NativeOperation {
    return (this.#row ??= find(this.id));
  }
}

/** The operation with this operationId. */
export function operation(id: string): Operation {
  return new Operation(id);
}

/** Arguments as JSON text: path and query values by wire name, and the body. */
export interface EncodedArguments {
  values: string | undefined;
  body: string | undefined;
}

/** Splits what a user passed into parameters and body. The native module checks the parameters. */
export function encodeArguments(row: NativeOperation, path: readonly unknown[], params: object): EncodedArguments {
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
    if (row.hasBody && !row.query.includes(name)) {
      body[name] = value;
    } else {
      values[name] = carry(value);
      isEmpty = false;
    }
  }
  row.path.forEach((name, index) => {
    values[name] = carry(path[index]);
    isEmpty = false;
  });
  return {
    values: isEmpty ? undefined : JSON.stringify(values),
    body: row.hasBody ? encodeBody(row, body) : undefined,
  };
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

/** JSON, but for what `JSON.stringify` would drop or falsify without a word. */
function encodeBody(row: NativeOperation, body: Record<string, unknown>): string {
  return JSON.stringify(body, (name, value: unknown) => {
    const type = typeof value;
    if (
      type === 'bigint' ||
      type === 'function' ||
      type === 'symbol' ||
      (type === 'number' && !Number.isFinite(value))
    ) {
      throw invalid(name, 'a value that JSON can carry', value, `${row.name}: `);
    }
    return value;
  });
}

function find(id: string): NativeOperation {
  const row = native.operation(id);
  if (row === null)
    throw new Error(`instantly-sdk: the native module does not know the operation ${id}; install again`);
  return row;
}
