/** What `console.log` and JSON show: plain objects, and of the package's own classes what a user wants to know. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inspect } from 'node:util';

import { key, start } from './support.mjs';

const { client, server } = start();

const job = {
  id: '1',
  status: 'success',
  progress: 100,
  data: { moved_lead_emails: ['a@example.com'] },
  unknown: { deep: [null] },
};

test('a model is a plain object', async () => {
  server.answerNext({ status: 200, json: job });
  const got = await client.backgroundJobs.get('1');
  assert.equal(Object.getPrototypeOf(got), Object.prototype);
  assert.equal(Object.getPrototypeOf(got.data), Object.prototype);
  assert.equal(inspect(got), inspect(job));
  assert.deepEqual(JSON.parse(JSON.stringify(got)), job);
  assert.deepEqual(structuredClone({ ...got }), job);
});

test('a page shows its items and its cursor', async () => {
  server.answerNext({ status: 200, json: { items: [{ id: '1' }], next_starting_after: 'c' } });
  const page = await client.backgroundJobs.list();
  assert.equal(inspect(page), "Page { items: [ { id: '1' } ], nextStartingAfter: 'c' }");
});

test('a started job shows its answer and the id of the job', async () => {
  server.answerNext({ status: 200, json: { id: '1', status: 'pending' } });
  const started = await client.leads.move({ to_list_id: 'a-list' });
  const shown = inspect(started);
  for (const part of ["id: '1'", "status: 'pending'"]) assert.ok(shown.includes(part), shown);
});

test('a client and its resources show where they lead, and never the key', () => {
  assert.equal(inspect(client), `Instantly { baseUrl: '${server.url}' }`);
  for (const shown of [inspect(client.leads, { depth: 9, showHidden: true }), JSON.stringify(client)]) {
    assert.ok(!shown.includes(key), shown);
  }
});
