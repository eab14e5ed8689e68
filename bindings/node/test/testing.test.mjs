import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AuthenticationError, Instantly, RateLimitError } from 'instantly-sdk';
import { MockServer } from 'instantly-sdk/testing';

import { failure, start } from './support.mjs';

const { server, client } = start({ jobs: 5, seed: 3 }, { maxRetries: 0 });

test('the same seed gives the same jobs', async () => {
  const other = start({ jobs: 5, seed: 3 });
  const listed = async ({ backgroundJobs }) => (await backgroundJobs.list({ limit: 100 })).items;
  assert.deepEqual(await listed(client), await listed(other.client));
});

test('jobs are added, moved on and brought back', async () => {
  const { id } = server.addJob({ type: 'export-leads', outcome: 'cancelled', polls: 5 });
  server.advance(100);
  const job = await client.backgroundJobs.get(id);
  assert.deepEqual([job.type, job.status], ['export-leads', 'cancelled']);
  server.reset();
  assert.equal((await client.backgroundJobs.list({ limit: 100 })).items.length, 5);
  assert.throws(() => server.addJob({ outcome: 'lost' }), /outcome/);
});

test('answers are ordered for the requests that fit, and requests are recorded without the key', async () => {
  server.reset();
  server.answerNext({ status: 429, times: 2, match: { path: '/api/v2/background-jobs' } });
  assert.equal((await failure(client.backgroundJobs.get('nope'))).statusCode, 404);
  assert.ok((await failure(client.backgroundJobs.list())) instanceof RateLimitError);
  assert.ok((await failure(client.backgroundJobs.list())) instanceof RateLimitError);
  await client.backgroundJobs.list();
  assert.equal(server.requests.length, 4);
  assert.equal(new Map(server.requests[0].headers).get('authorization'), 'Bearer ***');
  server.clearRequests();
  assert.deepEqual(server.requests, []);
});

test('a server with a key accepts no other, and a stopped one accepts nothing', async () => {
  const locked = new MockServer({ jobs: 1, apiKey: 'the-right-key' });
  const calling = (apiKey) => new Instantly({ apiKey, baseUrl: locked.url, maxRetries: 0 }).backgroundJobs.list();
  assert.equal((await calling('the-right-key')).items.length, 1);
  assert.ok((await failure(calling('another-key'))) instanceof AuthenticationError);
  locked.stop();
  locked.stop();
  assert.equal((await failure(calling('the-right-key'))).name, 'APIConnectionError');
});
