import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

import { json, program, serve } from './support.mjs';

/** Runs a program that has a `client` of an embedded Instantly, `server`, and tells of rejections that nobody handles. */
function run(body, values) {
  const start = `
    const server = new MockServer({ jobs: 25 });
    const client = new Instantly({ apiKey: 'key', baseUrl: server.url, maxRetries: 0 });
    process.on('unhandledRejection', (error) => console.log('unhandled', error.name));`;
  return program(`${start}\n${body}`, { values });
}

for (const close of ['', 'client.close();']) {
  test(`a program ends when its work is done${close && ', closed client or not'}`, async () => {
    assert.equal(await run(`console.log((await client.backgroundJobs.list()).items.length); ${close}`), '10\n');
  });

  test(`a call that nobody awaits goes on to its end${close && ', closed client or not'}`, async () => {
    const late = await serve((_request, response) => setTimeout(() => json(response, 200, { id: '1' }), 200));
    const out = await run(
      `const other = new Instantly({ apiKey: 'key', baseUrl: url, onResponse: ({ status }) => console.log(status) });
      other.campaigns.pause('c').then(({ id }) => console.log(id));
      ${close.replace('client', 'other')}
      console.log('the end of the file');`,
      { url: late.url },
    );
    assert.equal(out, 'the end of the file\n200\n1\n');
  });
}

test('a program ends although a stopped loop was fetching ahead', async () => {
  const stalled = await serve(
    (_request, response, index) => index === 0 && json(response, 200, { items: [{}], next_starting_after: 'a' }),
  );
  const out = await run(
    `const ahead = new Instantly({ apiKey: 'key', baseUrl: url });
    for await (const job of ahead.backgroundJobs.list()) { console.log('one'); break; }`,
    { url: stalled.url },
  );
  assert.equal(out, 'one\n');
});

test('a program can leave with calls under way', async () => {
  const stalled = await serve(() => undefined);
  const out = await run(
    `const slow = new Instantly({ apiKey: 'key', baseUrl: url, onRequest: () => undefined });
    for (let count = 0; count < 20; count += 1) slow.backgroundJobs.list();
    await client.backgroundJobs.list();
    console.log('bye');
    process.exit(0);`,
    { url: stalled.url },
  );
  assert.equal(out, 'bye\n');
});

test('a program can leave from a hook', async () => {
  const out = await run(`
    const leaving = client.withOptions({ onResponse: () => { console.log('bye'); process.exit(0); } });
    await Promise.all(Array.from({ length: 20 }, () => leaving.backgroundJobs.list()));
    console.log('not reached');`);
  assert.equal(out, 'bye\n');
});

test('no rejection is unhandled that somebody handles', async () => {
  const out = await run(`
    const fail = () => server.answerNext({ status: 404 });
    const told = (error) => console.log('caught', error.name);
    fail(); await client.backgroundJobs.list().withResponse().catch(told);
    fail(); await client.backgroundJobs.get('a').then(() => 1, told);
    fail(); try { for await (const job of client.backgroundJobs.list()); } catch (error) { told(error); }
    fail(); await client.backgroundJobs.wait('a').catch(told);
    const items = client.backgroundJobs.list()[Symbol.asyncIterator](); fail(); await items.next().catch(() => 1);
    await client.backgroundJobs.list({ limit: 0 }).catch(told);
    for await (const job of client.backgroundJobs.list({ limit: 10 })) { fail(); break; }
    await client.backgroundJobs.list().catch(() => 1);`);
  assert.equal(out, 'caught NotFoundError\n'.repeat(4) + 'caught InvalidArgumentError\n');
});

test('no rejection is unhandled that comes when nobody waits for it any more', async () => {
  const stalled = await serve(() => undefined);
  const failing = await serve((_request, response, index) =>
    index === 0 ? json(response, 200, { items: [{}, {}], next_starting_after: 'a' }) : json(response, 404, {}),
  );
  const out = await run(
    `const of = (baseUrl, options) => new Instantly({ apiKey: 'key', baseUrl, maxRetries: 0, ...options }).backgroundJobs;
    const aborting = (start) => {
      const controller = new AbortController();
      const promise = start(controller.signal);
      setImmediate(() => controller.abort());
      return promise;
    };
    // Dropped after it was caught.
    client.backgroundJobs.get('a').catch(() => undefined);
    // The loser of a race.
    await Promise.race([of(stalled, { timeout: 100 }).get('a'), client.backgroundJobs.list()]);
    await Promise.any([aborting((signal) => of(stalled).get('a', {}, { signal })), client.backgroundJobs.list()]);
    // A page that failed and is never read.
    let answered;
    const isAnswered = new Promise((resolve) => (answered = resolve));
    const onResponse = ({ status }) => status === 404 && answered();
    for await (const job of of(failing, { onResponse }).list()) { await isAnswered; break; }
    // Waits that are aborted while they look and while they sleep.
    await aborting((signal) => of(stalled).wait('a', { signal })).catch((error) => console.log('caught', error.name));
    const { id } = server.addJob({ polls: 1000 });
    await aborting((signal) => client.backgroundJobs.wait(id, { signal, pollInterval: 60_000 }))
      .catch((error) => console.log('caught', error.name));
    // Two that ask an iterator at once.
    const items = aborting((signal) => of(stalled).list({}, { signal }))[Symbol.asyncIterator]();
    await Promise.allSettled([items.next(), items.next(), items.return()]);`,
    { stalled: stalled.url, failing: failing.url },
  );
  assert.equal(out, 'caught AbortError\n'.repeat(2));
});

test('a rejection that nobody handles is told once', async () => {
  const out = await run(`server.answerNext({ status: 404 }); client.backgroundJobs.list();`);
  assert.equal(out, 'unhandled NotFoundError\n');
});

test('workers call for themselves, at the same time', async () => {
  const out = await run(`
    const { Worker } = await import('node:worker_threads');
    const list = () => new Promise((resolve, reject) => {
      const worker = new Worker('./fixtures/worker.mjs', { workerData: { task: 'list', url: server.url }, execArgv: [] });
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    console.log(...(await Promise.all([list(), list(), list(), list()])));`);
  assert.equal(out, '25 25 25 25\n');
});

test('workers that end with calls under way close their connections and harm nobody, thirty in a row', async () => {
  assert.equal(await program(`await import('./fixtures/terminate.mjs');`), 'done\n');
});

test('a worker that is terminated leaves those of others alone', async () => {
  const stalled = await serve(() => undefined);
  const file = new URL('fixtures/worker.mjs', import.meta.url);
  const worker = new Worker(file, { workerData: { task: 'call', url: stalled.url } });
  await stalled.arrived(20);
  const other = new Worker(file, { workerData: { task: 'call', url: stalled.url } });
  await stalled.arrived(40);
  await worker.terminate();
  await stalled.closed(20);
  assert.equal(stalled.counts.closed, 20);
  await other.terminate();
  await stalled.closed(40);
});
