import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';

import { serve } from './support.mjs';

const folder = fileURLToPath(new URL('.', import.meta.url));

/** Runs a program that has `client`, `server` and `stalled`, a client of a server that never answers. It must end by itself. */
async function program(body) {
  const source = `
    import { Instantly } from 'instantly-sdk';
    import { MockServer } from 'instantly-sdk/testing';
    const server = new MockServer({ jobs: 25 });
    const client = new Instantly({ apiKey: 'key', baseUrl: server.url, maxRetries: 0 });
    process.on('unhandledRejection', (error) => console.log('unhandled', error.name));
    ${body}`;
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', source], {
    cwd: folder,
    timeout: 30_000,
  });
  return stdout;
}

test('a program ends when its work is done', async () => {
  assert.equal(await program(`console.log((await client.backgroundJobs.list()).items.length);`), '10\n');
});

test('a program ends although a stopped loop was fetching ahead', async () => {
  assert.equal(
    await program(`for await (const job of client.backgroundJobs.list()) { console.log('one'); break; }`),
    'one\n',
  );
});

test('a program can leave with calls under way', async () => {
  const stalled = await serve(() => undefined);
  const out = await program(`
    const slow = new Instantly({ apiKey: 'key', baseUrl: '${stalled.url}' });
    for (let count = 0; count < 20; count += 1) slow.backgroundJobs.list();
    await client.backgroundJobs.list();
    console.log('bye');
    process.exit(0);`);
  assert.equal(out, 'bye\n');
});

test('no rejection is unhandled that somebody handles', async () => {
  const out = await program(`
    const fail = () => server.answerNext({ status: 404 });
    fail(); await client.backgroundJobs.list().withResponse().catch((error) => console.log('caught', error.name));
    fail(); await client.backgroundJobs.get('a').then(() => 1, (error) => console.log('caught', error.name));
    fail(); try { for await (const job of client.backgroundJobs.list()); } catch (error) { console.log('caught', error.name); }
    fail(); await client.backgroundJobs.wait('a').catch((error) => console.log('caught', error.name));
    const items = client.backgroundJobs.list()[Symbol.asyncIterator](); fail(); await items.next().catch(() => 1);
    await client.backgroundJobs.list({ limit: 0 }).catch((error) => console.log('caught', error.name));
    for await (const job of client.backgroundJobs.list({ limit: 10 })) { fail(); break; }
    await client.backgroundJobs.list().catch(() => 1);`);
  assert.equal(out, 'caught NotFoundError\n'.repeat(4) + 'caught InvalidArgumentError\n');
});

test('a rejection that nobody handles is told once', async () => {
  assert.equal(
    await program(`server.answerNext({ status: 404 }); client.backgroundJobs.list();`),
    'unhandled NotFoundError\n',
  );
});

test('workers call for themselves, at the same time', async () => {
  const workers = Array.from({ length: 3 }, () => run({ jobs: 25 }));
  assert.deepEqual(await Promise.all(workers), [25, 25, 25]);
});

test('a worker terminated with calls under way closes their connections and harms nobody', async () => {
  for (let round = 0; round < 5; round += 1) {
    const stalled = await serve(() => undefined);
    const worker = new Worker(new URL('fixtures/worker.mjs', import.meta.url), { workerData: { stall: stalled.url } });
    await stalled.arrived(20);
    await worker.terminate();
    await stalled.closed(20);
  }
  assert.equal(await run({ jobs: 5 }), 5);
});

function run(workerData) {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('fixtures/worker.mjs', import.meta.url), { workerData });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
