/** An operation of the API, as the generated methods name it. */
import { native, type NativeOperation } from './native.js';

/** What the generated code knows of an operation beyond the native module's row. */
export interface OperationSettings {
  /** Arguments, at any depth, that hold a day: of a `Date`, only its day is sent. */
  days?: readonly string[];
  /** Query parameters that hold a point in time. In a body, every `Date` is one that isn't a day. */
  times?: readonly string[];
  /** A success may come without a body, or be `null`. */
  mayBeEmpty?: boolean;
  /** The job it starts: the resource whose objects are waited for, and where in the answer the id is. */
  job?: { resource: string; id: readonly string[] };
}

/** Looked up at the first call, so that loading the package costs nothing for operations nobody calls. */
export class Operation {
  readonly id: string;
  readonly settings: OperationSettings;
  #row: NativeOperation | undefined;

  constructor(id: string, settings: OperationSettings) {
    this.id = id;
    this.settings = settings;
  }

  get row(): NativeOperation {
    return (this.#row ??= find(this.id));
  }
}

/** The operation with this operationId. */
export function operation(id: string, settings: OperationSettings = {}): Operation {
  return new Operation(id, settings);
}

function find(id: string): NativeOperation {
  const row = native.operation(id);
  if (row === null)
    throw new Error(`instantly-sdk: the native module does not know the operation ${id}; install again`);
  return row;
}
