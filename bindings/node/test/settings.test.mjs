import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { after, test } from 'node:test';

import { APITimeoutError, Instantly } from 'instantly-sdk';

import { failure, key, start } from './support.mjs';

const { server, client } = start({ jobs: 3 });

test('a handshake that never ends is given up after the connectTimeout, of the client, a derived one or a call', async () => {
  const silent = createServer();
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  after(() => silent.close());
  const host = `127.0.0.1:${silent.address().port}`;
  const make = (options) => new Instantly({ apiKey: key, baseUrl: `https://${host}`, maxRetries: 0, ...options });
  const connectTimeout = 100;
  for (const call of [
    () => make({ connectTimeout }).backgroundJobs.list(),
    () => make().withOptions({ connectTimeout }).backgroundJobs.list(),
    () => make().backgroundJobs.list({}, { connectTimeout }),
  ]) {
    const error = await failure(call());
    assert.equal(error.constructor, APITimeoutError);
    assert.match(error.message, new RegExp(`^could not connect to ${host} within the connectTimeout of 0.1 s`));
  }
});

test('clients of one key share its limits, and each shows what is used of them', async () => {
  const make = (options) => new Instantly({ apiKey: 'a-key-of-two', baseUrl: server.url, ...options });
  const [one, other] = [make(), make()];
  const used = (client) => client.rateLimitStatus().windows.map((window) => window.used);
  assert.deepEqual(one.rateLimitStatus(), {
    windows: [
      { limit: 100, length: 1000, used: 0 },
      { limit: 6000, length: 60_000, used: 0 },
    ],
    groups: {},
    nextIn: 0,
  });
  await one.backgroundJobs.list();
  await other.withOptions({ timeout: 5000 }).backgroundJobs.list();
  await make({ rateLimit: null }).backgroundJobs.list();
  await other.emails.list();
  for (const client of [one, other]) {
    assert.equal(used(client)[1], 3);
    assert.deepEqual(client.rateLimitStatus().groups, { emails_list: { limit: 20, length: 60_000, used: 1 } });
  }
  assert.equal(make({ apiKey: 'a-key-of-one' }).rateLimitStatus().windows[1].used, 0);
  assert.equal(make({ rateLimit: null }).rateLimitStatus(), null);
});

test('a window that is full says when the next call may go', async () => {
  const full = new Instantly({ apiKey: 'a-key-that-was-refused', baseUrl: server.url, maxRetries: 0 });
  server.answerNext({ status: 429, headers: { 'retry-after': '30' } });
  await failure(full.backgroundJobs.list());
  const { nextIn } = full.rateLimitStatus();
  assert.ok(nextIn > 20_000 && nextIn <= 30_000, `${nextIn}`);
});

test('an option that belongs to a call or to a client alone is refused elsewhere', () => {
  assert.throws(() => client.withOptions({ signal: new AbortController().signal }), { argument: 'signal' });
  assert.throws(() => client.withOptions({ proxy: 'http://127.0.0.1:1' }), { argument: 'proxy' });
  assert.throws(() => client.withOptions(null), { argument: 'options' });
});
