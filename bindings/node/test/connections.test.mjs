import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';

import { Instantly } from 'instantly-sdk';

import { json, key, program, serve } from './support.mjs';

test('20 of 20 writes succeed although the server closes each idle connection', async () => {
  const closing = await serve((request, response) => {
    response.once('finish', () => setImmediate(() => request.socket.end()));
    json(response, 200, { id: '1' });
  });
  const client = new Instantly({ apiKey: key, baseUrl: closing.url, maxRetries: 0 });
  for (let round = 1; round <= 20; round += 1) {
    assert.equal((await client.campaigns.pause('c')).id, '1');
    await closing.closed(round);
  }
  assert.equal(closing.counts.arrived, 20);
});

test('a thousand resets leave no descriptor behind', { skip: !existsSync('/proc/self/fd') }, async () => {
  const resetting = await serve((request, response) => {
    if (request.url.endsWith('fine')) json(response, 200, { id: '1' });
    else request.socket.resetAndDestroy();
  });
  const body = `
    import { readdirSync } from 'node:fs';
    const client = new Instantly({ apiKey: 'key', baseUrl, maxRetries: 0, rateLimit: null });
    const descriptors = () => readdirSync('/proc/self/fd').length;
    const fine = () => client.backgroundJobs.get('fine');
    await fine();
    const before = descriptors();
    const errors = new Map();
    for (let round = 0; round < 50; round += 1) {
      const calls = Array.from({ length: 20 }, () => client.backgroundJobs.get('reset'));
      for (const { reason } of await Promise.allSettled(calls)) errors.set(reason?.name, (errors.get(reason?.name) ?? 0) + 1);
    }
    // The last connections may be closing still; each call gives them time.
    let rounds = 0;
    do await fine(); while (descriptors() > before && ++rounds < 100);
    console.log(JSON.stringify({ errors: [...errors], left: Math.max(0, descriptors() - before) }));`;
  const out = JSON.parse(await program(body, { values: { baseUrl: resetting.url } }));
  assert.deepEqual(out, { errors: [['APIConnectionError', 1000]], left: 0 });
});
