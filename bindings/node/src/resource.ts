/** The base of the generated resource classes. */
import type { Transport } from './transport.js';

/** A group of operations: `client.backgroundJobs`. */
export abstract class Resource {
  /** @internal */
  protected readonly transport: Transport;

  /** @internal */
  constructor(transport: Transport) {
    this.transport = transport;
    // Not part of what a resource shows of itself, in `console.log` for one.
    Object.defineProperty(this, 'transport', { enumerable: false });
  }
}
