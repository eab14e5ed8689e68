/** `instantly-sdk`: the Instantly API v2, typed. */
export { Instantly } from './client.js';
export * from './errors.js';
export type { Hooks, Logger, RequestEvent, ResponseEvent } from './events.js';
export * from './generated/index.js';
export { StartedJob } from './job.js';
export type { CallOptions, ClientOptions, QueryValue, RequestOptions, WaitOptions } from './options.js';
export type { RateLimitStatus, RateLimitWindow } from './pacing.js';
export { Page, PagePromise } from './page.js';
export { APIPromise, type WithResponse } from './promise.js';
export { APIResponse } from './response.js';
export { version } from './native.js';
