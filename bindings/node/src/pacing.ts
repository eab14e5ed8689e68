/** How much of the account's limits is used. */

/** What `client.rateLimitStatus()` returns: of all clients of one key in this process. Times are in milliseconds. */
export interface RateLimitStatus {
  /** The account's limits, the shorter window first. */
  windows: RateLimitWindow[];
  /** The lower limits that some operations have besides, by name: of those that were called. */
  groups: Record<string, RateLimitWindow>;
  /** How long until the next call may go; 0 when it may go at once. */
  nextIn: number;
}

/** One limit: so many calls in any `length`. */
export interface RateLimitWindow {
  limit: number;
  length: number;
  /** Calls made, or already given a time, in the window that ends now. */
  used: number;
}
