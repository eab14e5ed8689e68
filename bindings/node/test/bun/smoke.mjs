/** Under Bun: pages, errors, cancelling, waiting and closing. Node's own tests say the rest. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { inspect } from 'node:util';

import { Instantly, InvalidArgumentError, NotFoundError } from 'instantly-sdk';
import { MockServer } from 'instantly-sdk/testing';

assert.ok(process.versions.bun, 'this is for Bun');

const server = new MockServer({ jobs: 25 });
const client = new Instantly({ apiKey: 'k', baseUrl: server.url });

const ids = [];
for await (const job of client.backgroundJobs.list({ limit: 10 })) ids.push(job.id);
assert.equal(new Set(ids).size, 25);

const { data, response } = await client.backgroundJobs.get(ids[0]).withResponse();
assert.deepEqual([data.id, response.status], [ids[0], 200]);
assert.equal(inspect(data), inspect(JSON.parse(response.text)));

const nobody = '0'.repeat(24);
await assert.rejects(
  client.backgroundJobs.get(nobody),
  (error) => error instanceof NotFoundError && error.statusCode === 404,
);
await assert.rejects(async () => client.backgroundJobs.list({ limit: 1_000 }), InvalidArgumentError);

const cancel = new AbortController();
const cancelled = client.backgroundJobs.get(nobody, {}, { signal: cancel.signal });
cancel.abort();
await assert.rejects(cancelled, { name: 'AbortError' });

const { id } = server.addJob({ polls: 2 });
assert.equal((await client.backgroundJobs.wait(id, { pollInterval: 1 })).status, 'success');

assert.equal(createRequire(import.meta.url)('instantly-sdk').Instantly, Instantly);
await client[Symbol.asyncDispose]();
await assert.rejects(client.backgroundJobs.list(), /client is closed/);
server.stop();
console.log(`Bun ${process.versions.bun} works`);
