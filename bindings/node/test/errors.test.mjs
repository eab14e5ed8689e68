import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { test } from 'node:test';

import * as sdk from 'instantly-sdk';

import { failure, json, key, serve, start } from './support.mjs';

const { server, client } = start({ jobs: 3 }, { maxRetries: 0 });
const get = () => failure(client.backgroundJobs.get('675266e304a8e55b17f0228b'));

const statuses = {
  400: sdk.BadRequestError,
  401: sdk.AuthenticationError,
  402: sdk.PaymentRequiredError,
  403: sdk.PermissionDeniedError,
  404: sdk.NotFoundError,
  409: sdk.ConflictError,
  413: sdk.PayloadTooLargeError,
  418: sdk.APIStatusError,
  422: sdk.UnprocessableEntityError,
  429: sdk.RateLimitError,
  500: sdk.InternalServerError,
  503: sdk.InternalServerError,
};

for (const [status, errorClass] of Object.entries(statuses)) {
  test(`${status} is a ${errorClass.prototype.name}`, async () => {
    server.answerNext({ status: Number(status), json: { message: 'no', code: 'why' } });
    const error = await get();
    assert.equal(error.constructor, errorClass);
    assert.equal(error.name, errorClass.prototype.name);
    for (const parent of [sdk.APIStatusError, sdk.APIError, sdk.InstantlyError, Error])
      assert.ok(error instanceof parent);
    assert.equal(error.statusCode, Number(status));
    assert.equal(error.code, 'why');
    assert.deepEqual(error.body, { message: 'no', code: 'why' });
    assert.equal(error.attempts, 1);
    assert.ok(error.elapsed > 0 && error.elapsed < 60_000);
    assert.ok(error.requestId);
    assert.equal(error.headers['x-request-id'], error.requestId);
    assert.match(error.message, new RegExp(`^${status}.*: no$`));
  });
}

test('a 429 says how long to wait, in milliseconds', async () => {
  server.answerNext({ status: 429, headers: { 'retry-after': '7' } });
  const error = await get();
  assert.equal(error.retryAfter, 7000);
});

test('a body that is not JSON is kept as text', async () => {
  server.answerNext({ status: 502, raw: '<h1>Bad gateway</h1>' });
  const error = await get();
  assert.equal(error.body, '<h1>Bad gateway</h1>');
});

test('a success that is not the promised JSON is a validation error with status and body', async () => {
  for (const answer of [{ raw: '<html>' }, { json: [] }, { json: 5 }, { raw: '' }]) {
    server.answerNext({ status: 200, ...answer });
    const error = await get();
    assert.equal(error.constructor, sdk.APIResponseValidationError);
    assert.ok(error instanceof sdk.APIError && !(error instanceof sdk.APIStatusError));
    assert.equal(error.statusCode, 200);
    assert.ok(error.attempts === 1 && error.elapsed > 0);
  }
  server.answerNext({ status: 200, json: { items: {} } });
  assert.match((await failure(client.backgroundJobs.list())).message, /expected an array at items, got an object/);
});

test('a refused connection is an APIConnectionError with its cause', async () => {
  const other = await serve(() => undefined);
  const { port } = new URL(other.url);
  const closed = new sdk.Instantly({ apiKey: key, baseUrl: `http://127.0.0.1:${port === '1' ? 2 : 1}`, maxRetries: 0 });
  const error = await failure(closed.backgroundJobs.list());
  assert.equal(error.constructor, sdk.APIConnectionError);
  assert.ok(error.cause instanceof Error);
  assert.equal(error.attempts, 1);
});

test('a timeout is an APITimeoutError, which is an APIConnectionError', async () => {
  const stalled = await serve(() => undefined);
  const slow = new sdk.Instantly({ apiKey: key, baseUrl: stalled.url, maxRetries: 0, timeout: 500 });
  const error = await failure(slow.backgroundJobs.list());
  assert.equal(error.constructor, sdk.APITimeoutError);
  assert.ok(error.elapsed >= 500 && error.elapsed < 60_000);
  assert.ok(error instanceof sdk.APIConnectionError);
  await stalled.closed(1);
});

test('the stack leads to the call, not into the package', async () => {
  server.answerNext({ status: 404 });
  const here = async () => client.backgroundJobs.get('675266e304a8e55b17f0228b');
  const error = await failure(here());
  assert.match(error.stack, /^NotFoundError: 404/);
  assert.match(error.stack, /at here .*errors\.test\.mjs/);
});

test('errors serialise sensibly', async () => {
  server.answerNext({ status: 404 });
  const error = await get();
  const { name, message, statusCode, requestId } = JSON.parse(JSON.stringify(error));
  assert.deepEqual({ name, statusCode }, { name: 'NotFoundError', statusCode: 404 });
  assert.equal(message, error.message);
  assert.equal(requestId, error.requestId);
  const clone = structuredClone(error);
  assert.ok(clone instanceof Error);
  assert.equal(clone.message, error.message);
  assert.match(clone.stack, /NotFoundError/);
});

test('nothing shows the key', async () => {
  const echo = await serve((request, response) =>
    json(response, 401, { message: `no: ${request.headers.authorization}` }),
  );
  const echoed = new sdk.Instantly({ apiKey: key, baseUrl: echo.url, maxRetries: 0 });
  const error = await failure(echoed.backgroundJobs.list());
  const shown = [error.message, error.stack, JSON.stringify(error), inspect(error, { depth: 9, showHidden: true })];
  for (const object of [echoed, echoed.backgroundJobs, echoed.withOptions({ timeout: 5 })]) {
    shown.push(inspect(object, { depth: 9, showHidden: true }), JSON.stringify(object), String(object));
  }
  for (const text of shown) assert.ok(!text.includes(key), text);
});

test('errors can be made by hand, for tests of programs', () => {
  const error = new sdk.RateLimitError('slow down', { statusCode: 429, retryAfter: 1000, attempts: 3, elapsed: 4100 });
  assert.deepEqual([error.statusCode, error.retryAfter, error.attempts, error.elapsed], [429, 1000, 3, 4100]);
  assert.equal(new sdk.JobFailedError('failed', { id: 'a' }).job.id, 'a');
});
