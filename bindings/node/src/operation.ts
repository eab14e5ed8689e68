/** An operation of the API, as the generated methods name it. */
import { native, type NativeOperation } from './native.js';

/** Settings that the native module's row doesn't have: JavaScript has no type for a day. */
export interface OperationSettings {
  /** Arguments, at any depth, that hold a day: of a `Date`, only its day is sent. */
  days?: readonly string[];
  /** Parameters that hold a point in time. In a body, every `Date` is one that isn't a day. */
  times?: readonly string[];
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
