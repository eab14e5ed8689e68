/** The base of the generated resource classes. */
import type { Caller } from './calls.js';

/** A group of operations: `client.backgroundJobs`. */
export abstract class Resource {
  /** @internal */
  protected readonly caller: Caller;

  /** @internal */
  constructor(caller: Caller) {
    this.caller = caller;
    // Not part of what a resource shows of itself, in `console.log` for one.
    Object.defineProperty(this, 'caller', { enumerable: false });
  }
}
