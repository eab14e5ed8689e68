/** What must compile, and what must not: checked with `tsc`, never run. */
import {
  Instantly,
  JobFailedError,
  NotFoundError,
  Page,
  type BackgroundJob,
  type BackgroundJobStatus,
} from 'instantly-sdk';
import type { ClientOptions, PagePromise, RequestOptions } from 'instantly-sdk';
import { MockServer } from 'instantly-sdk/testing';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_yes: Same<A, B>): void => undefined;

const options: ClientOptions = { apiKey: undefined, baseUrl: new MockServer({ jobs: 3 }).url, rateLimit: null };
const client = new Instantly(options);
const { signal } = new AbortController();
const jobs = client.withOptions({ timeout: 5_000 }).backgroundJobs;

// Lists.
const list = jobs.list({ status: ['pending', 'in-progress', 'not-yet-known'], limit: 10 }, { signal, timeout: 5_000 });
same<typeof list, PagePromise<BackgroundJob>>(true);
for await (const job of list) same<typeof job, BackgroundJob>(true);
for await (const page of list.iterPages()) same<typeof page, Page<BackgroundJob>>(true);
const page = await list;
same<typeof page, Page<BackgroundJob>>(true);
same<typeof page.items, BackgroundJob[]>(true);
same<typeof page.nextStartingAfter, string | undefined>(true);
const following: Page<BackgroundJob> = await page.getNextPage();
for await (const job of following) same<typeof job.progress, number>(true);

// Single objects.
const { data, response } = await jobs.get('a', { data_fields: ['success_count'] }).withResponse();
same<typeof data, BackgroundJob>(true);
same<typeof response.status, number>(true);
same<typeof data.user_id, string | null | undefined>(true);
same<typeof data.data, NonNullable<BackgroundJob['data']> | undefined>(true);
const unknownField: unknown = data.not_in_the_document;
const status: BackgroundJobStatus = 'one-that-is-new';

// Waiting.
const done = await jobs.wait('a', { timeout: 1_000, onProgress: (job) => console.log(job.progress), signal });
same<typeof done, BackgroundJob>(true);
same<Awaited<ReturnType<typeof jobs.waitMany>>, BackgroundJob[]>(true);

// Errors.
try {
  await jobs.get('a');
} catch (error) {
  if (error instanceof NotFoundError) same<typeof error.statusCode, number>(true);
  if (error instanceof JobFailedError) console.log(error.job['id']);
}

// With exactOptionalPropertyTypes, `undefined` may be passed for what may be left out.
const none: RequestOptions = { signal: undefined, timeout: undefined, headers: undefined };
jobs.list({ limit: undefined, status: undefined }, none);

// @ts-expect-error a list is a list
jobs.list({ status: 'pending' });
// @ts-expect-error null is no filter
jobs.list({ status: null });
// @ts-expect-error a limit is a number
jobs.list({ limit: '10' });
// @ts-expect-error no such parameter
jobs.list({ state: ['pending'] });
// @ts-expect-error no such option
jobs.list({}, { timeot: 5 });
// @ts-expect-error an id is needed
jobs.get();
// @ts-expect-error an id is a string
jobs.wait(5);
// @ts-expect-error only 'auto' and null
new Instantly({ rateLimit: 'off' });
// @ts-expect-error no such resource
client.nothing;
// @ts-expect-error the transport is nobody's business
jobs.transport;

console.log(unknownField, status);
