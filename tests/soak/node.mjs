// The soak in Node: many calls at once on one client. `cargo xtask soak` runs it, and `soak.py` is the same in Python.
// SOAK_URL is a mock with faults, SOAK_SEED its seed, SOAK_SECONDS how long to go on; the argument names a file for the report.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';

import { Instantly, InstantlyError } from 'instantly-sdk';
import { MockServer } from 'instantly-sdk/testing';

const workers = 64;
// Few enough that some reads run out of them.
const retries = 2;
const seconds = Number(process.env.SOAK_SECONDS);
// A type of job that none of the calls adds to.
const kind = 'export-leads';
// When it is measured: after the warm-up, in the middle, at the end.
const shares = [0.2, 0.5, 1];
const descriptors = '/proc/self/fd';

// What the faults may become, with the statuses.
const ownErrors = {
  RateLimitError: [429],
  InternalServerError: [500, 502, 503],
  APIConnectionError: [undefined],
  APITimeoutError: [undefined],
  APIResponseValidationError: [200],
};

// What follows a call that started a job.
const waitFor = {
  name: 'StartedJob.wait',
  send: (begun) => begun.wait({ timeout: 30_000, pollInterval: 50 }),
  right: (job, begun) => assert.deepEqual([job.id, job.status], [begun.jobId, 'success']),
};

const expected = await withoutFaults();
const tally = { calls: 0, errors: { reads: {}, writes: {} } };
const settings = { apiKey: 'soak-key', timeout: 2_000, deadline: 30_000, maxRetries: retries, rateLimit: null };
const client = new Instantly({ baseUrl: process.env.SOAK_URL, ...settings });
const mix = round();
let number = 0;

// Whoever still hangs a minute after the end is ended.
setTimeout(() => process.exit(1), (seconds + 60) * 1_000).unref();
const figures = { memory: [], descriptors: [] };
const started = performance.now();
const end = started + seconds * 1_000;
measure();
const working = Promise.all(Array.from({ length: workers }, work));
for (const share of shares) {
  const ticking = new Promise((resolve) => setTimeout(resolve, started + seconds * 1_000 * share - performance.now()));
  await Promise.race([ticking, working.then(() => ticking)]);
  measure();
}
await working;
measure();
const report = { seconds: (performance.now() - started) / 1_000, ...tally, ...figures };
writeFileSync(process.argv[2], JSON.stringify(report));

/** One of the many. */
async function work() {
  while (performance.now() < end) {
    number += 1;
    const call = mix[number % mix.length];
    const begun = await attempt(call, number);
    if (call.starts && begun !== undefined) await attempt(waitFor, begun);
  }
}

/** One call, to its right end; what it gave. */
async function attempt(call, n) {
  let value;
  try {
    value = await call.send(n);
  } catch (error) {
    if (!(error instanceof InstantlyError)) throw error;
    take(call, error, n);
    return undefined;
  }
  tally.calls += 1;
  try {
    call.right(value, n);
  } catch (error) {
    throw new Error(`${call.name} of ${call.write ? n : ''} gave ${JSON.stringify(value)}`, { cause: error });
  }
  return value;
}

/** A call ended with an error: it must be one that the faults may become. */
function take(call, error, n) {
  const { name, statusCode, attempts } = error;
  // Only a 429 lets a write be repeated; a success that is none is repeated for nobody.
  const repeated = name === 'RateLimitError' || (!call.write && name !== 'APIResponseValidationError');
  const wrong = new Error(`${call.name} of ${call.write ? n : ''} after ${attempts} attempts`, { cause: error });
  if (!(ownErrors[name] ?? []).includes(statusCode)) throw wrong;
  if (attempts > retries + 1 || (repeated && attempts !== retries + 1)) throw wrong;
  const errors = call.write ? tally.errors.writes : tally.errors.reads;
  tally.calls += 1;
  errors[name] = (errors[name] ?? 0) + 1;
}

/** What the answers are without faults. */
async function withoutFaults() {
  const server = new MockServer({ seed: Number(process.env.SOAK_SEED) });
  const client = new Instantly({ apiKey: 'soak-key', baseUrl: server.url });
  const jobs = (await client.backgroundJobs.list({ type: kind, limit: 100 })).items.map((job) => job.id);
  const leads = (await client.leads.list({ limit: 5 })).items;
  server.stop();
  assert.ok(jobs.length >= 20 && leads.length > 0, 'the mock without faults has too little to ask for');
  return { jobs, leads, job: (n) => jobs[n % jobs.length] };
}

/** The calls that are made again and again; `n` is a number of its own for each time. */
function round() {
  const get = {
    name: 'backgroundJobs.get',
    send: (n) => client.backgroundJobs.get(expected.job(n)),
    right: (job, n) => assert.deepEqual([job.id, job.type], [expected.job(n), kind]),
  };
  const page = {
    name: 'backgroundJobs.list, one page',
    send: () => client.backgroundJobs.list({ type: kind, limit: 10 }),
    right: ({ items }) => assert.deepEqual(ids(items), expected.jobs.slice(0, 10)),
  };
  const walk = {
    name: 'backgroundJobs.list, every page',
    send: async () => {
      const jobs = [];
      for await (const job of client.backgroundJobs.list({ type: kind, limit: 7 })) jobs.push(job);
      return jobs;
    },
    right: (jobs) => assert.deepEqual(ids(jobs), expected.jobs),
  };
  const post = {
    name: 'leads.list, a POST that reads',
    send: () => client.leads.list({ limit: 5 }),
    right: ({ items }) => assert.deepEqual(items, expected.leads),
  };
  const create = {
    name: 'customTags.create',
    write: true,
    send: (n) => client.customTags.create({ label: `Tag ${n}` }, marked(n)),
    right: (tag, n) => assert.equal(tag.label, `Tag ${n}`),
  };
  const update = {
    name: 'leadLists.update',
    write: true,
    send: (n) => client.leadLists.update(identifier(n), { name: `List ${n}` }, marked(n)),
    right: (list, n) => assert.deepEqual([list.id, list.name], [identifier(n), `List ${n}`]),
  };
  const remove = {
    name: 'leads.delete',
    write: true,
    send: (n) => client.leads.delete(identifier(n), marked(n)),
    right: (lead, n) => assert.equal(lead.id, identifier(n)),
  };
  const reply = {
    name: 'emails.reply',
    write: true,
    send: (n) => {
      const email = { eaccount: 'sender@example.com', subject: `Reply ${n}`, body: { text: 'Yes' } };
      return client.emails.reply({ ...email, reply_to_uuid: identifier(n) }, marked(n));
    },
    right: (email, n) => assert.equal(email.subject, `Reply ${n}`),
  };
  const move = {
    name: 'leads.move',
    write: true,
    starts: true,
    send: (n) => client.leads.move({ campaign: identifier(n), to_list_id: identifier(n) }, marked(n)),
    right: ({ answer }, n) => assert.deepEqual([answer.entity_id, answer.status], [identifier(n), 'pending']),
  };
  return [
    ...[get, page, create, get, post, update, page, get, reply],
    ...[walk, get, remove, page, post, get, create, move],
  ];
}

/** By this the mock knows a write again. */
function marked(n) {
  return { headers: { 'x-soak-id': `write-${n}` } };
}

/** An id that no other call uses. */
function identifier(n) {
  return `019ffad2-5c7d-7000-8000-${n.toString(16).padStart(12, '0')}`;
}

function ids(jobs) {
  return jobs.map((job) => job.id);
}

/** Takes the figures of this moment; where there is no /proc, there are no descriptors. */
function measure() {
  globalThis.gc();
  // V8 keeps what it has collected, and more of it the longer it runs: that is no leak.
  const { rss, heapTotal, heapUsed } = process.memoryUsage();
  figures.memory.push(rss - heapTotal + heapUsed);
  figures.descriptors.push(existsSync(descriptors) ? readdirSync(descriptors).length : 0);
}
