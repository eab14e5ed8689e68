import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import { Instantly } from 'instantly-sdk';

import { collect, failure, json, key, page, program, serve, start } from './support.mjs';

const { server } = start({ jobs: 25 });

/** A client that keeps no pace, and all that its hooks are told: `[hook, event]`. */
function watched(options) {
  const told = [];
  const client = new Instantly({
    apiKey: key,
    baseUrl: server.url,
    rateLimit: null,
    onRequest: (event) => told.push(['request', event]),
    onResponse: (event) => told.push(['response', event]),
    ...options,
  });
  return { client, told };
}

const get = { operation: 'background_jobs.get', method: 'GET', path: '/api/v2/background-jobs/{id}' };

/** What is the same in each run. */
const steady = (told) => told.map(([hook, { elapsed, requestId, ...event }]) => [hook, event]);

test('an attempt is told before and after, with the template of its path', async () => {
  const { client, told } = watched();
  const { id } = server.addJob();
  const { response } = await client.backgroundJobs.get(id).withResponse();
  const [[, request], [, answer]] = told;
  assert.deepEqual(request, { ...get, attempt: 1 });
  const { elapsed, ...rest } = answer;
  assert.deepEqual(rest, { ...get, attempt: 1, status: 200, requestId: response.requestId, error: null });
  assert.ok(elapsed > 0 && elapsed < 60_000, `${elapsed}`);
  assert.equal(told.length, 2);
});

test('each attempt is told, and an answer of any status', async () => {
  const { client, told } = watched();
  const { id } = server.addJob();
  server.answerNext({ status: 503, headers: { 'retry-after': '0' } });
  await client.backgroundJobs.get(id);
  server.answerNext({ status: 404 });
  await failure(client.backgroundJobs.get('nope'));
  const response = (attempt, status) => ['response', { ...get, attempt, status, error: null }];
  assert.deepEqual(steady(told), [
    ['request', { ...get, attempt: 1 }],
    response(1, 503),
    ['request', { ...get, attempt: 2 }],
    response(2, 200),
    ['request', { ...get, attempt: 1 }],
    response(1, 404),
  ]);
});

test('an attempt without an answer is told with the reason', async () => {
  const broken = await serve((request) => request.socket.destroy());
  const { client, told } = watched({ baseUrl: broken.url, maxRetries: 0 });
  await failure(client.backgroundJobs.get('a'));
  const stalled = await serve(() => undefined);
  await failure(
    watched({
      baseUrl: stalled.url,
      maxRetries: 0,
      timeout: 50,
      onResponse: (event) => told.push(['response', event]),
    }).client.backgroundJobs.get('a'),
  );
  const errors = told
    .filter(([hook]) => hook === 'response')
    .map(([, { status, requestId, error }]) => [status, requestId, error]);
  assert.deepEqual(errors, [
    [null, null, 'the connection broke'],
    [null, null, 'timed out'],
  ]);
});

test('a call that is refused before sending tells nothing', async () => {
  const { client, told } = watched();
  await failure(client.backgroundJobs.list({ limit: 0 }));
  assert.deepEqual(told, []);
});

test('an attempt is told while it is under way', async () => {
  let release;
  const released = new Promise((resolve) => (release = resolve));
  const slow = await serve(async (_request, response) => {
    await released;
    json(response, 200, { id: '1' });
  });
  let call;
  await new Promise((resolve) => {
    call = watched({ baseUrl: slow.url, onRequest: resolve }).client.backgroundJobs.get('1');
  });
  release();
  assert.equal((await call).id, '1');
});

test('two copies of the package, as test runners make them, listen each for itself', async () => {
  const stalled = await serve(() => undefined);
  const require = createRequire(import.meta.url);
  const copies = [1, 2].map(() => {
    // The native module stays the same, as it does there.
    for (const file of Object.keys(require.cache)) if (!file.endsWith('.node')) delete require.cache[file];
    return require('instantly-sdk').Instantly;
  });
  assert.notEqual(...copies);
  const controllers = [];
  for (const Copy of copies) {
    const controller = new AbortController();
    controllers.push(controller);
    const event = await new Promise((resolve) => {
      const client = new Copy({ apiKey: key, baseUrl: stalled.url, onRequest: resolve });
      client.backgroundJobs.get('a', {}, { signal: controller.signal }).catch(() => undefined);
    });
    assert.deepEqual(event, { ...get, attempt: 1 });
  }
  await stalled.arrived(2);
  for (const [index, controller] of controllers.entries()) {
    controller.abort();
    await stalled.closed(index + 1);
  }
});

test('the events of a call come before its outcome, however many calls there are', async () => {
  const quick = await serve((request, response) => json(response, request.url.endsWith('7') ? 404 : 200, { id: '1' }));
  const storage = new AsyncLocalStorage();
  const note = (name) => () => storage.getStore().push(name);
  const { client } = watched({ baseUrl: quick.url, onRequest: note('request'), onResponse: note('response') });
  for (let round = 0; round < 20; round += 1) {
    const calls = Array.from({ length: 50 }, async (_, index) => {
      const told = [];
      const call = storage.run(told, () => client.backgroundJobs.get(`${index}`));
      await call.catch(() => undefined);
      assert.deepEqual(told, ['request', 'response']);
    });
    await Promise.all(calls);
  }
});

test('hooks run in the async context of the call', async () => {
  const storage = new AsyncLocalStorage();
  const stores = [];
  const note = () => stores.push(storage.getStore());
  const { client } = watched({ onRequest: note, onResponse: note });
  await Promise.all(['one', 'two'].map((name) => storage.run(name, () => client.backgroundJobs.list())));
  assert.deepEqual(stores.sort(), ['one', 'one', 'two', 'two']);
});

test('pages and waits are calls like others', async () => {
  const { client, told } = watched();
  const jobs = await collect(client.backgroundJobs.list({ limit: 100 }));
  assert.ok(jobs.length >= 25);
  const { id } = server.addJob({ polls: 1 });
  await client.backgroundJobs.wait(id, { pollInterval: 1 });
  const names = new Set(told.map(([, { operation }]) => operation));
  assert.deepEqual([...names], ['background_jobs.list', 'background_jobs.get']);
});

test('a derived client has its own hooks, or those of the other', async () => {
  const { client, told } = watched();
  const own = [];
  await client.withOptions({ onRequest: () => own.push('request') }).backgroundJobs.list();
  assert.deepEqual(own, ['request']);
  assert.deepEqual(
    told.map(([hook]) => hook),
    ['response'],
  );
  await client.withOptions({ timeout: 5000 }).backgroundJobs.list();
  assert.deepEqual(
    told.map(([hook]) => hook),
    ['response', 'request', 'response'],
  );

  const plain = new Instantly({ apiKey: key, baseUrl: server.url });
  const late = [];
  await plain.withOptions({ onResponse: ({ status }) => late.push(status) }).backgroundJobs.list();
  await plain.backgroundJobs.list();
  assert.deepEqual(late, [200]);
});

test('a call that is aborted tells nothing after its outcome', async () => {
  const stalled = await serve(() => undefined);
  const { client, told } = watched({ baseUrl: stalled.url });
  const controller = new AbortController();
  const call = failure(client.backgroundJobs.get('a', {}, { signal: controller.signal }));
  await stalled.arrived(1);
  controller.abort();
  await call;
  await stalled.closed(1);
  assert.deepEqual(steady(told), [['request', { ...get, attempt: 1 }]]);
});

test('a page that was fetched ahead for nobody ends silently', async () => {
  const stalled = await serve((_request, response, index) => index === 0 && json(response, 200, page(['1'], 'a')));
  const { client, told } = watched({ baseUrl: stalled.url });
  for await (const _job of client.backgroundJobs.list()) {
    await stalled.arrived(2);
    break;
  }
  await stalled.closed(1);
  const hooks = told.map(([hook]) => hook);
  assert.deepEqual(hooks.slice(0, 2), ['request', 'response']);
  assert.ok(hooks.length <= 3, `${hooks}`);
});

for (const [how, fail] of [
  [
    'throws',
    () => {
      throw new Error('a hook of mine');
    },
  ],
  ['returns a promise that is rejected', () => Promise.reject(new Error('a hook of mine'))],
  [
    'throws something strange',
    () => {
      throw Object.create(null, {
        stack: {
          get() {
            throw 1;
          },
        },
      });
    },
  ],
]) {
  test(`a hook or a logger that ${how} changes nothing, and is warned of`, async () => {
    const { id } = server.addJob();
    for (const [name, options] of [
      ['onRequest', { onRequest: fail }],
      ['onResponse', { onResponse: fail }],
      ['logger', { logger: { info: fail, debug: fail } }],
    ]) {
      const warning = once(process, 'warning');
      const { client } = watched(options);
      assert.equal((await client.backgroundJobs.get(id)).id, id);
      const [warned] = await warning;
      assert.deepEqual([warned.name, warned.message], ['InstantlyWarning', `${name} failed; the call goes on`]);
      if (!how.includes('strange')) assert.match(warned.detail, /Error: a hook of mine\n {4}at/);
    }
  });
}

test('hooks and loggers that are none are refused', () => {
  for (const [argument, value] of [
    ['onRequest', 'log'],
    ['onResponse', {}],
    ['logger', console.log],
    ['logger', null],
    ['logger', { info: console.info }],
  ]) {
    assert.throws(() => new Instantly({ apiKey: key, [argument]: value }), { name: 'InvalidArgumentError', argument });
  }
  const { client } = watched();
  assert.throws(() => client.withOptions({ onRequest: 'log' }), {
    name: 'InvalidArgumentError',
    argument: 'onRequest',
  });
});

test('hooks keep no program alive', async () => {
  const body = `
    const server = new MockServer();
    const client = new Instantly({ apiKey: 'key', baseUrl: server.url, onRequest: () => console.log('request'), logger: console });
    await client.backgroundJobs.list();
    console.log('done');`;
  const lines = (await program(body)).trim().split('\n');
  assert.deepEqual([lines.length, lines[0], lines[2]], [3, 'request', 'done']);
});
