import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';

import { Instantly, InstantlyError, RequestAbortedError } from 'instantly-sdk';

import { failure, json, key, page, serve, start } from './support.mjs';

const { server, client } = start({ jobs: 25 });

/** What every aborted call rejects with; and no listener is left. */
function check(error, { signal }) {
  assert.ok(error instanceof RequestAbortedError && error instanceof InstantlyError, error.stack);
  assert.equal(error.name, 'AbortError');
  assert.equal(error.code, 'ABORT_ERR');
  assert.equal(error.cause, signal.reason);
  assert.equal(getEventListeners(signal, 'abort').length, 0);
}

const clientOf = (url) => new Instantly({ apiKey: key, baseUrl: url }).backgroundJobs;

test('before the call: nothing is sent', async () => {
  const signal = AbortSignal.abort(new Error('not today'));
  check(await failure(client.backgroundJobs.list({}, { signal })), { signal });
  check(await failure(client.backgroundJobs.wait('a', { signal })), { signal });
  assert.equal(server.requests.length, 0);
});

test('while the answer is awaited: the connection is closed', async () => {
  const stalled = await serve(() => undefined);
  const controller = new AbortController();
  const call = failure(clientOf(stalled.url).get('a', {}, { signal: controller.signal }));
  await stalled.arrived(1);
  controller.abort('enough');
  check(await call, controller);
  await stalled.closed(1);
});

test('while the body comes: the connection is closed', async () => {
  const half = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
    response.write('{"items":[');
  });
  const controller = new AbortController();
  const call = failure(clientOf(half.url).list({}, { signal: controller.signal }));
  await half.arrived(1);
  controller.abort();
  check(await call, controller);
  await half.closed(1);
});

test('the server sees the connection end within 200 ms, and the client goes on', async () => {
  const every = await serve((_request, response, index) => index % 2 === 1 && json(response, 200, { id: '1' }));
  const jobs = clientOf(every.url);
  const times = [];
  for (let round = 1; round <= 5; round += 1) {
    const controller = new AbortController();
    const call = failure(jobs.get('a', {}, { signal: controller.signal }));
    await every.arrived(2 * round - 1);
    const begun = performance.now();
    controller.abort();
    await every.closed(round);
    times.push(performance.now() - begun);
    check(await call, controller);
    assert.equal((await jobs.get('a')).id, '1');
    assert.equal(every.counts.arrived, 2 * round);
  }
  // The best of five: a machine that has much else to do is slow at anything.
  assert.ok(Math.min(...times) < 200, `${times}`);
});

test('between attempts: no further one is made', async () => {
  const busy = await serve((_request, response) => json(response, 500, { message: 'busy' }, { 'retry-after': '1' }));
  const controller = new AbortController();
  let answered;
  const isAnswered = new Promise((resolve) => (answered = resolve));
  const client = new Instantly({ apiKey: key, baseUrl: busy.url, onResponse: () => answered(), maxRetries: 1 });
  const call = failure(client.backgroundJobs.list({}, { signal: controller.signal }));
  await isAnswered;
  controller.abort();
  check(await call, controller);
  // As long as the aborted call would have waited, another one does.
  await failure(client.backgroundJobs.list());
  assert.equal(busy.counts.arrived, 3);
});

test('while the rate limit is waited for: nothing is sent', async () => {
  const refusing = await serve((_request, response) => json(response, 429, {}, { 'retry-after': '30' }));
  const client = new Instantly({ apiKey: 'a-key-of-its-own', baseUrl: refusing.url, maxRetries: 0 });
  await failure(client.backgroundJobs.list());
  const controller = new AbortController();
  const call = failure(client.backgroundJobs.list({}, { signal: controller.signal }));
  setImmediate(() => controller.abort());
  check(await call, controller);
  assert.equal(refusing.counts.arrived, 1);
});

test('between pages and items', async () => {
  const controller = new AbortController();
  let count = 0;
  const walk = async () => {
    for await (const _job of client.backgroundJobs.list({ limit: 10 }, { signal: controller.signal })) {
      count += 1;
      if (count === 12) controller.abort();
    }
  };
  check(await failure(walk()), controller);
  assert.equal(count, 12);
});

test('while the next page is awaited', async () => {
  const stalled = await serve((_request, response, index) => index === 0 && json(response, 200, page(['1'], 'a')));
  const controller = new AbortController();
  const items = clientOf(stalled.url).list({}, { signal: controller.signal })[Symbol.asyncIterator]();
  await items.next();
  const next = failure(items.next());
  await stalled.arrived(2);
  controller.abort();
  check(await next, controller);
  await stalled.closed(1);
});

test('leaving a loop ends the page that was fetched ahead', async () => {
  const stalled = await serve((_request, response, index) => index === 0 && json(response, 200, page(['1'], 'a')));
  for await (const _job of clientOf(stalled.url).list()) {
    await stalled.arrived(2);
    break;
  }
  await stalled.closed(1);
  assert.equal(stalled.counts.arrived, 2);
});

test('after the call: nothing happens, and no listener is left', async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const first = await client.backgroundJobs.list({ limit: 10 }, { signal });
  await failure(client.backgroundJobs.get('nope', {}, { signal }));
  assert.equal(getEventListeners(signal, 'abort').length, 0);
  controller.abort();
  assert.equal(first.items.length, 10);
});

test('a wait: while it sleeps, and while it looks', async () => {
  const job = server.addJob({ polls: 1000 });
  const asleep = new AbortController();
  const sleeping = client.backgroundJobs.wait(job.id, {
    signal: asleep.signal,
    pollInterval: 60_000,
    onProgress: () => setImmediate(() => asleep.abort()),
  });
  check(await failure(sleeping), asleep);

  const stalled = await serve(() => undefined);
  const looking = new AbortController();
  const call = failure(clientOf(stalled.url).waitMany(['a', 'b'], { signal: looking.signal }));
  await stalled.arrived(1);
  looking.abort();
  check(await call, looking);
  await stalled.closed(1);
});

test('one signal for many calls warns of nothing and ends them all', async () => {
  const stalled = await serve(() => undefined);
  const controller = new AbortController();
  const warnings = [];
  const note = (warning) => warnings.push(warning.name);
  process.on('warning', note);
  const jobs = clientOf(stalled.url);
  const calls = Array.from({ length: 40 }, (_, index) =>
    failure(jobs.get(`${index}`, {}, { signal: controller.signal })),
  );
  await stalled.arrived(40);
  controller.abort();
  for (const error of await Promise.all(calls)) check(error, controller);
  await stalled.closed(40);
  process.off('warning', note);
  assert.deepEqual(warnings, []);
});

test('a signal that outlives a thousand calls keeps none of them', async () => {
  const quick = await serve((_request, response) => json(response, 200, { id: '1' }));
  const jobs = new Instantly({ apiKey: key, baseUrl: quick.url, rateLimit: null }).backgroundJobs;
  const { signal } = new AbortController();
  const warnings = [];
  const note = (warning) => warnings.push(warning.name);
  process.on('warning', note);
  for (let round = 0; round < 50; round += 1) {
    await Promise.all(Array.from({ length: 20 }, () => jobs.get('1', {}, { signal })));
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  }
  process.off('warning', note);
  assert.deepEqual(warnings, []);
});

test('AbortSignal.timeout works as the reason says', async () => {
  const stalled = await serve(() => undefined);
  const error = await failure(clientOf(stalled.url).get('a', {}, { signal: AbortSignal.timeout(20) }));
  assert.equal(error.name, 'AbortError');
  assert.equal(error.cause.name, 'TimeoutError');
});
