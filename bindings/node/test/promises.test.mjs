import assert from 'node:assert/strict';
import { test } from 'node:test';

import { APIPromise, APIResponse, Instantly, InstantlyError } from 'instantly-sdk';

import { failure, json, key, serve, start } from './support.mjs';

const { server, client } = start({ jobs: 3 });

test('then, catch and finally give plain promises', async () => {
  const promise = client.backgroundJobs.list();
  assert.ok(promise instanceof APIPromise);
  for (const derived of [promise.then(() => 1), promise.catch(() => 1), promise.finally(() => 1)]) {
    assert.equal(derived.constructor, Promise);
    await derived;
  }
  const [one, two] = await Promise.all([client.backgroundJobs.list(), client.backgroundJobs.list({ limit: 1 })]);
  assert.deepEqual([one.items.length, two.items.length], [3, 1]);
});

test('withResponse gives the value and the HTTP side of it', async () => {
  const { id } = server.addJob();
  const { data, response } = await client.backgroundJobs.get(id).withResponse();
  assert.equal(data.id, id);
  assert.ok(response instanceof APIResponse);
  assert.equal(response.status, 200);
  assert.equal(response.attempts, 1);
  assert.ok(response.elapsed > 0 && response.elapsed < 60_000);
  assert.equal(response.headers['x-request-id'], response.requestId);
  assert.match(response.headers['content-type'], /json/);
  assert.deepEqual(JSON.parse(response.text), data);
});

test('the text keeps what a double cannot hold', async () => {
  const big = await serve((_request, response) => response.end('{"id":"1","count":9007199254740993}'));
  const { response } = await new Instantly({ apiKey: key, baseUrl: big.url }).backgroundJobs.get('1').withResponse();
  assert.match(response.text, /9007199254740993/);
});

test('a header that comes twice is joined', async () => {
  const twice = await serve((_request, response) => json(response, 200, { id: '1' }, { 'x-twice': ['a', 'b'] }));
  const { response } = await new Instantly({ apiKey: key, baseUrl: twice.url }).backgroundJobs.get('1').withResponse();
  assert.equal(response.headers['x-twice'], 'a, b');
});

test('a closed client says so, and so do those derived from it', async () => {
  const own = new Instantly({ apiKey: key, baseUrl: server.url });
  const derived = own.withOptions({ timeout: 5000 });
  const underWay = own.backgroundJobs.list();
  own.close();
  assert.equal((await underWay).items.length > 0, true);
  for (const closed of [own, derived]) {
    for (const call of [() => closed.backgroundJobs.list(), () => closed.backgroundJobs.wait('a')]) {
      const error = await failure(call());
      assert.ok(error instanceof InstantlyError);
      assert.match(error.message, /the client is closed/);
    }
  }
});
