import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Instantly } from 'instantly-sdk';

import { failure, key, serve, start } from './support.mjs';

const { server, client } = start({ jobs: 0 }, { maxRetries: 0 });

test('an answer without a body is undefined, whatever its status', async () => {
  const bare = await serve((request, response, index) => response.writeHead(index === 0 ? 204 : 200).end());
  const { campaigns } = new Instantly({ apiKey: key, baseUrl: bare.url, maxRetries: 0 });
  assert.equal(await campaigns.share('c-1'), undefined);
  assert.equal(await campaigns.share('c-1'), undefined);
});

test('an empty body, or null, is an error where a value is promised', async () => {
  for (const [raw, got] of [
    ['', 'an empty body'],
    ['null', 'null'],
    ['nul', 'text that is not JSON'],
  ]) {
    server.answerNext({ status: 200, raw });
    const error = await failure(client.leads.get('l-1'));
    assert.equal(error.name, 'APIResponseValidationError');
    assert.match(error.message, new RegExp(`expected a JSON object, got ${got}`));
    assert.match(error.stack, /answers\.test\.mjs/);
  }
});

test('text is text', async () => {
  server.answerNext({ status: 200, headers: { 'content-type': 'text/csv' }, raw: 'value\nexample.com\n' });
  assert.equal(await client.blockListsEntries.download({ domains_only: true }), 'value\nexample.com\n');
  assert.equal(Object.fromEntries(server.requests.at(-1).headers).accept, 'text/csv');
});

test('a bare array is an array, and nothing else will do', async () => {
  server.answerNext({ status: 200, json: [{ sent: 1, brand_new: null }] });
  assert.deepEqual(await client.campaigns.analytics.daily(), [{ sent: 1, brand_new: null }]);
  server.answerNext({ status: 200, json: { sent: 1 } });
  const error = await failure(client.campaigns.analytics.daily());
  assert.equal(error.name, 'APIResponseValidationError');
  assert.match(error.message, /expected a JSON array, got an object/);
});

test('integers beyond 2^53 are in the text of the answer', async () => {
  server.answerNext({ status: 200, raw: '{"id":"l-1","big":9007199254740993}' });
  const { data, response } = await client.leads.get('l-1').withResponse();
  assert.equal(data.big, 9007199254740992);
  assert.match(response.text, /"big":9007199254740993/);
});

test('a success that only carries an error is an error', async () => {
  server.answerNext({ status: 200, json: { error: 'ACC_NOT_FOUND' } });
  const error = await failure(
    client.emails.test({
      eaccount: 'a@example.com',
      to_address_email_list: 'b@example.com',
      subject: 's',
      body: { html: 'x' },
    }),
  );
  assert.equal(error.name, 'APIStatusError');
  assert.equal(error.statusCode, 200);
});

test('resources are made once, when they are first used', () => {
  assert.equal(client.leads, client.leads);
  assert.equal(client.accounts.warmup, client.accounts.warmup);
  assert.notEqual(client.withOptions({}).leads, client.leads);
});
