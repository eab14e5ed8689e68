/** What must compile, and what must not: checked with `tsc`, never run. */
import {
  CampaignStatus,
  Instantly,
  JobFailedError,
  LeadStatus,
  NotFoundError,
  Page,
  StartedJob,
  type BackgroundJob,
  type BackgroundJobStatus,
  type Campaign,
  type Lead,
  type Leads,
} from 'instantly-sdk';
import type { ClientOptions, Logger, PagePromise, RateLimitStatus, RequestEvent, RequestOptions } from 'instantly-sdk';
import type { ResponseEvent } from 'instantly-sdk';
import { MockServer } from 'instantly-sdk/testing';

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <A, B>(_yes: Same<A, B>): void => undefined;

const options: ClientOptions = { apiKey: undefined, baseUrl: new MockServer({ jobs: 3 }).url, rateLimit: null };
const client = new Instantly(options);
const { signal } = new AbortController();
const jobs = client.withOptions({ timeout: 5_000 }).backgroundJobs;

// Settings, hooks and logs.
const logger: Logger = console;
const hooked = new Instantly({ caCertificates: new Uint8Array(), proxy: undefined, connectTimeout: 5_000, logger });
hooked.withOptions({
  connectTimeout: 1_000,
  onRequest: (event) => same<typeof event, RequestEvent>(true),
  onResponse: async (event) => same<typeof event, ResponseEvent>(true),
});
const limits = hooked.rateLimitStatus();
same<typeof limits, RateLimitStatus | null>(true);

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

// Closing at the end of a block.
{
  await using scoped = new Instantly(options);
  same<typeof scoped, Instantly>(true);
}

// Waiting.
const done = await jobs.wait('a', { timeout: 1_000, onProgress: (job) => console.log(job.progress), signal });
same<typeof done, BackgroundJob>(true);
same<Awaited<ReturnType<typeof jobs.waitMany>>, BackgroundJob[]>(true);

// Bodies: absent, null and empty; lists that nobody may change; dates.
const addresses: readonly string[] = ['a@example.com'];
const campaign = await client.campaigns.update('c', {
  name: undefined,
  daily_limit: null,
  email_list: addresses,
  campaign_schedule: { start_date: new Date(), end_date: '2026-12-31', schedules: [] },
});
same<typeof campaign, Campaign>(true);
client.campaigns.analytics.daily({ start_date: new Date(), end_date: '2026-12-31' });
client.emails.update('e', { reminder_ts: new Date() });
client.leads.add({
  leads: [{ email: 'a@example.com', custom_variables: { seats: 3, plan: 'pro', trial: false, none: null } }],
});
client.leads.list({ queries: [] }, { signal });

// Numeric codes: a type and its values under one name; others pass.
const code: CampaignStatus = CampaignStatus.ACTIVE;
same<typeof CampaignStatus.ACTIVE, 1>(true);
same<typeof LeadStatus.BOUNCED, -1>(true);
client.campaigns.list({ status: CampaignStatus.PAUSED, exclude_status: 77 });
if (campaign.status === CampaignStatus.DRAFT) console.log(code);

// Answers of every shape.
const leads: Leads = client.leads;
const lead = await leads.get('l');
same<typeof lead, Lead>(true);
same<Awaited<ReturnType<typeof client.campaigns.share>>, void>(true);
same<Awaited<ReturnType<typeof client.blockListsEntries.download>>, string>(true);
const days = await client.campaigns.analytics.daily();
same<(typeof days)[number]['sent'], number | undefined>(true);

// Jobs that are started.
const started = await client.leads.move({ ids: ['l'], to_list_id: 'x' });
same<typeof started, StartedJob<BackgroundJob, BackgroundJob>>(true);
same<typeof started.answer, BackgroundJob>(true);
same<typeof started.jobId, string | undefined>(true);
const moved = await started.wait({ timeout: 1_000, onProgress: (job) => console.log(job.progress) });
same<typeof moved, BackgroundJob | undefined>(true);

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
// @ts-expect-error a required field
client.campaigns.create({ name: 'x' });
// @ts-expect-error what is required makes the parameters so
client.leads.merge();
// @ts-expect-error null is not for this field
client.campaigns.update('c', { name: null });
// @ts-expect-error no such field
client.leads.update('l', { campaing: 'c' });
// @ts-expect-error a code is a number
client.campaigns.list({ status: 'active' });
// @ts-expect-error a list of strings
client.leads.deleteMany({ ids: [1] });
// @ts-expect-error a scalar
client.leads.update('l', { custom_variables: { deep: {} } });
// @ts-expect-error a name that no code has
CampaignStatus.NOTHING;
// @ts-expect-error no such option
jobs.list({}, { timeot: 5 });
// @ts-expect-error an id is needed
jobs.get();
// @ts-expect-error an id is a string
jobs.wait(5);
// @ts-expect-error a logger has two functions
new Instantly({ logger: console.log });
// @ts-expect-error an event is read, not written
hooked.withOptions({ onRequest: (event) => (event.attempt = 2) });
// @ts-expect-error hooks belong to a client
jobs.list({}, { onRequest: () => undefined });
// @ts-expect-error only 'auto' and null
new Instantly({ rateLimit: 'off' });
// @ts-expect-error no such resource
client.nothing;
// @ts-expect-error the caller is internal
jobs.caller;

console.log(unknownField, status);
