import assert from 'node:assert/strict';
import { before, test } from 'node:test';

import { Instantly, InstantlyError, InvalidArgumentError } from 'instantly-sdk';

import { failure, key, start } from './support.mjs';

const { server, client } = start({ jobs: 3 });
const jobs = client.backgroundJobs;

before(() => {
  delete process.env.INSTANTLY_API_KEY;
  delete process.env.INSTANTLY_BASE_URL;
});

const refusals = [
  [
    'a limit that is too low',
    () => jobs.list({ limit: 0 }),
    'limit',
    /background_jobs\.list: limit must be between 1 and 100, got 0/,
  ],
  ['a limit that is too high', () => jobs.list({ limit: 101 }), 'limit', /got 101/],
  ['a limit that is no number', () => jobs.list({ limit: '10' }), 'limit', /limit must be a whole number, got "10"/],
  ['a limit that JSON has no form for', () => jobs.list({ limit: Infinity }), 'limit', /got Infinity/],
  ['a limit of a type JSON lacks', () => jobs.list({ limit: 10n }), 'limit', /got 10n/],
  ['a string for a list', () => jobs.list({ status: 'pending' }), 'status', /put it in a list/],
  ['a list with something else in it', () => jobs.list({ ids: ['a', 5] }), 'ids', /item 1 is 5/],
  ['a value of a class', () => jobs.list({ starting_after: new Date(0) }), 'starting_after', /got a Date/],
  ['a function', () => jobs.list({ starting_after: () => 1 }), 'starting_after', /got a function/],
  ['null', () => jobs.list({ status: null }), 'status', /got null/],
  [
    'an unknown parameter',
    () => jobs.list({ state: ['pending'] }),
    'state',
    /state is not an argument of this operation/,
  ],
  ['a path value among the parameters', () => jobs.get('a', { id: 'b' }), 'id', /id is an argument of its own/],
  ['something else than parameters', () => jobs.list(['pending']), 'params', /got an array/],
  ['an empty id', () => jobs.get(''), 'id', /background_jobs\.get: id must not be empty/],
  ['an id of dots', () => jobs.get('..'), 'id', /id must not be "\.\."/],
  ['no id', () => jobs.get(), 'id', /id/],
  ['an id that is no string', () => jobs.get(5), 'id', /id must be a string, got 5/],
  ['nothing to wait for', () => jobs.waitMany([]), 'ids', /at least one/],
  ['an id to wait for that is none', () => jobs.wait(7), 'id', /background_jobs\.wait: id must be a string, got 7/],
  ['ids that are no list', () => jobs.waitMany('a'), 'ids', /ids must be a list of strings, got "a"/],
  ['an unknown option', () => jobs.list({}, { timeot: 5 }), 'timeot', /timeot is not an option/],
  ['a timeout of nothing', () => jobs.list({}, { timeout: 0 }), 'timeout', /timeout must be a number of milliseconds/],
  ['a timeout that is no number', () => jobs.get('a', {}, { timeout: '5' }), 'timeout', /got "5"/],
  ['a negative number of retries', () => jobs.get('a', {}, { maxRetries: -1 }), 'maxRetries', /whole number/],
  ['a signal that is none', () => jobs.get('a', {}, { signal: {} }), 'signal', /signal must be an AbortSignal/],
  ['a header that is no string', () => jobs.get('a', {}, { headers: { x: 1 } }), 'headers: "x"', /must be a string/],
  [
    'a header that can not be sent',
    () => jobs.get('a', {}, { headers: { 'a b': 'c' } }),
    'headers',
    /not a header name/,
  ],
  ['a callback that is none', () => jobs.wait('a', { onProgress: 5 }), 'onProgress', /must be a function/],
];

for (const [what, call, argument, message] of refusals) {
  test(`${what} is refused before anything is sent`, async () => {
    const error = await failure(call());
    assert.ok(error instanceof InvalidArgumentError && error instanceof InstantlyError, error.stack);
    assert.equal(error.argument, argument);
    assert.match(error.message, message);
    assert.equal(server.requests.length, 0);
  });
}

test('a client without a key names the option and the variable', () => {
  assert.throws(() => new Instantly(), {
    name: 'InvalidArgumentError',
    argument: 'apiKey',
    message: /INSTANTLY_API_KEY/,
  });
});

test('a base URL that is none is refused', () => {
  for (const baseUrl of [
    'nonsense',
    'ftp://example.com',
    'http://user@example.com',
    'http://example.com?a=b',
    'http://example.com#a',
  ]) {
    assert.throws(
      () => new Instantly({ apiKey: key, baseUrl }),
      { name: 'InvalidArgumentError', argument: 'baseUrl' },
      baseUrl,
    );
  }
});

test('what a native check says is said in the names of this package, on the stack too', () => {
  assert.throws(
    () => new Instantly({ apiKey: key, baseUrl: 'nonsense' }),
    ({ message, stack }) => message.includes('baseUrl') && !`${message}${stack}`.includes('base_url'),
  );
});

test('options of the client are checked', () => {
  assert.throws(() => new Instantly({ apiKey: key, apikey: key }), { argument: 'apikey' });
  assert.throws(() => new Instantly({ apiKey: 5 }), { argument: 'apiKey' });
  assert.throws(() => new Instantly({ apiKey: key, rateLimit: 'none' }), { argument: 'rateLimit' });
  assert.throws(() => new Instantly({ apiKey: key, connectTimeout: NaN }), { argument: 'connectTimeout' });
  for (const maxResponseBytes of [0, -1, 1.5, '1', 2 ** 60]) {
    assert.throws(() => new Instantly({ apiKey: key, maxResponseBytes }), { argument: 'maxResponseBytes' });
  }
  assert.throws(() => new Instantly('key'), { argument: 'options' });
});

test('the key and the base URL come from the environment', async () => {
  process.env.INSTANTLY_API_KEY = key;
  process.env.INSTANTLY_BASE_URL = `${server.url}/`;
  try {
    const client = new Instantly();
    assert.equal(client.baseUrl, server.url);
    assert.equal((await client.backgroundJobs.list()).items.length, 3);
  } finally {
    delete process.env.INSTANTLY_API_KEY;
    delete process.env.INSTANTLY_BASE_URL;
  }
});

test('options of a call and of a derived client reach the wire', async () => {
  server.clearRequests();
  const options = { headers: { 'x-mine': 'yes' }, query: { extra: ['a', 'b'], flag: true }, workspace: 'w-1' };
  await client.withOptions({ headers: { 'x-theirs': 'too' } }).backgroundJobs.list({}, options);
  const [request] = server.requests;
  const headers = Object.fromEntries(request.headers);
  assert.equal(headers['x-mine'], 'yes');
  assert.equal(headers['x-theirs'], 'too');
  assert.equal(headers['x-as-workspace'], 'w-1');
  assert.match(headers['user-agent'], /node\//);
  assert.deepEqual(request.query, [
    ['extra', 'a'],
    ['extra', 'b'],
    ['flag', 'true'],
  ]);
});
