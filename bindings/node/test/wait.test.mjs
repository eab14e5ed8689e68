import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Instantly, JobFailedError, WaitTimeoutError } from 'instantly-sdk';

import { failure, json, key, serve, start } from './support.mjs';

const { server, client } = start({ jobs: 0 });
const jobs = client.backgroundJobs;
const quick = { pollInterval: 1 };

test('waits until the job is done, and tells of every look', async () => {
  const { id } = server.addJob({ polls: 3 });
  const seen = [];
  const done = await jobs.wait(id, { ...quick, onProgress: (job) => seen.push(job.status) });
  assert.equal(done.status, 'success');
  assert.equal(done.id, id);
  assert.equal(seen.length, 4);
  assert.equal(seen.at(-1), 'success');
});

test('a failed or cancelled job rejects, and the job is on the error', async () => {
  for (const outcome of ['failed', 'cancelled']) {
    const { id } = server.addJob({ outcome, polls: 1 });
    const error = await failure(jobs.wait(id, quick));
    assert.equal(error.constructor, JobFailedError);
    assert.equal(error.job.id, id);
    assert.equal(error.job.status, outcome);
    assert.match(error.message, new RegExp(`${id} ended as ${outcome}`));
    assert.match(error.stack, /wait\.test\.mjs/);
  }
});

test('many are asked for in one call, and come back in order', async () => {
  const ids = [3, 0, 2].map((polls) => server.addJob({ polls }).id);
  server.clearRequests();
  const done = await jobs.waitMany([...ids, ids[0]], quick);
  assert.deepEqual(
    done.map((job) => job.id),
    [...ids, ids[0]],
  );
  assert.ok(done.every((job) => job.status === 'success'));
  const [first] = server.requests;
  assert.equal(new Map(first.query).get('ids'), ids.join(','));
  assert.ok(server.requests.every(({ path }) => path === '/api/v2/background-jobs'));
});

test('many fail with the one that failed', async () => {
  const good = server.addJob({ polls: 5 });
  const bad = server.addJob({ outcome: 'failed', polls: 0 });
  const error = await failure(jobs.waitMany([good.id, bad.id], quick));
  assert.ok(error instanceof JobFailedError);
  assert.equal(error.job.id, bad.id);
});

test('when the time is up, the error has the job as last seen', async () => {
  const { id } = server.addJob({ polls: 10_000 });
  const error = await failure(jobs.wait(id, { timeout: 1_000, pollInterval: 50, maxPollInterval: 50 }));
  assert.equal(error.constructor, WaitTimeoutError);
  assert.equal(error.job.id, id);
  const many = await failure(
    jobs.waitMany([id, server.addJob({ polls: 0 }).id], { timeout: 1_000, pollInterval: 50, maxPollInterval: 50 }),
  );
  assert.ok(many instanceof WaitTimeoutError);
  assert.equal(many.job.id, id);
});

test('a look that is still going on when the time is up ends the wait', async () => {
  const stalled = await serve(() => undefined);
  const error = await failure(
    new Instantly({ apiKey: key, baseUrl: stalled.url }).backgroundJobs.wait('a', { timeout: 500 }),
  );
  assert.equal(error.constructor, WaitTimeoutError);
  assert.equal(error.job, undefined);
  await stalled.closed(1);
});

test('unknown statuses, paused and draining are waited through', async () => {
  const statuses = ['paused', 'draining', 'brand-new', undefined, 'success'];
  const odd = await serve((_request, response, index) => json(response, 200, { id: 'a', status: statuses[index] }));
  const done = await new Instantly({ apiKey: key, baseUrl: odd.url }).backgroundJobs.wait('a', quick);
  assert.equal(done.status, 'success');
  assert.equal(odd.counts.arrived, statuses.length);
});

test('what a callback throws ends the wait; what it returns is awaited', async () => {
  const { id } = server.addJob({ polls: 3 });
  const oops = new Error('oops');
  assert.equal(await failure(jobs.wait(id, { ...quick, onProgress: () => Promise.reject(oops) })), oops);
  assert.equal(await failure(jobs.wait(id, { ...quick, onProgress: () => { throw oops; } })), oops); // prettier-ignore
});

test('a single id, even if given twice, identifies the object that comes without one', async () => {
  const bare = await serve((_request, response) => json(response, 200, { status: 'success' }));
  const { backgroundJobs } = new Instantly({ apiKey: key, baseUrl: bare.url });
  assert.deepEqual(await backgroundJobs.waitMany(['a', 'a'], { timeout: 1_000 }), [
    { status: 'success' },
    { status: 'success' },
  ]);
});
