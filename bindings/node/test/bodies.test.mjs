import assert from 'node:assert/strict';
import { test } from 'node:test';

import { InvalidArgumentError } from 'instantly-sdk';

import { failure, start } from './support.mjs';

const { server, client } = start({ jobs: 0 }, { maxRetries: 0 });

/** The one request that a call makes: method, path, content type, and the body as text. The answer is of no interest. */
async function sent(call) {
  server.reset();
  server.answerNext({ status: 200, json: {} });
  await call();
  assert.equal(server.requests.length, 1);
  const [{ method, path, query, headers, body }] = server.requests;
  const values = Object.fromEntries(headers);
  return { method, path, query, body, type: values['content-type'], length: values['content-length'] };
}

test('absent, null and empty are three things', async () => {
  const { body, type } = await sent(() =>
    client.campaigns.update('c-1', { name: undefined, daily_limit: null, email_list: [], email_tag_list: ['a'] }),
  );
  assert.equal(body, '{"daily_limit":null,"email_list":[],"email_tag_list":["a"]}');
  assert.equal(type, 'application/json');
});

test('objects in lists in objects arrive as they are, unknown fields too', async () => {
  const leads = [{ email: 'a@example.com', custom_variables: { plan: 'pro', seats: 3, trial: false, none: null } }];
  const { body } = await sent(() => client.leads.add({ leads, campaign_id: 'c-1', brand_new: { deep: [1, [2]] } }));
  assert.deepEqual(JSON.parse(body), { leads, campaign_id: 'c-1', brand_new: { deep: [1, [2]] } });
});

test('an operation with a body sends one, if an empty one', async () => {
  assert.equal((await sent(() => client.campaigns.update('c-1'))).body, '{}');
  assert.equal((await sent(() => client.leads.deleteMany())).body, '{}');
});

test('a field called body is a field', async () => {
  const { body } = await sent(() =>
    client.emails.reply({ eaccount: 'me@example.com', reply_to_uuid: 'e-1', subject: 'Re', body: { text: 'Yes.' } }),
  );
  assert.deepEqual(JSON.parse(body).body, { text: 'Yes.' });
});

test('a DELETE without a body sends neither body nor content type, one with a body both', async () => {
  const plain = await sent(() => client.leads.delete('l/1'));
  assert.deepEqual(
    [plain.method, plain.path, plain.body, plain.type],
    ['DELETE', '/api/v2/leads/l%2F1', '', undefined],
  );
  const full = await sent(() => client.leads.deleteMany({ campaign_id: 'c-1', ids: ['1', '2'] }));
  assert.deepEqual(
    [full.method, full.path, full.body, full.type],
    ['DELETE', '/api/v2/leads', '{"campaign_id":"c-1","ids":["1","2"]}', 'application/json'],
  );
});

test('a POST without a body says that it has none', async () => {
  const { method, body, type, length } = await sent(() => client.campaigns.activate('c-1'));
  assert.deepEqual([method, body, type, length], ['POST', '', undefined, '0']);
});

test('dates: a point in time as ISO 8601, a day as its day in UTC, at any depth', async () => {
  const late = new Date('2026-08-13T23:30:00.250Z');
  const { body: email } = await sent(() => client.emails.update('e-1', { reminder_ts: late }));
  assert.equal(email, '{"reminder_ts":"2026-08-13T23:30:00.250Z"}');
  const campaign_schedule = { start_date: late, end_date: '2026-12-31', schedules: [] };
  const { body: campaign } = await sent(() => client.campaigns.update('c-1', { campaign_schedule }));
  assert.deepEqual(JSON.parse(campaign).campaign_schedule, {
    start_date: '2026-08-13',
    end_date: '2026-12-31',
    schedules: [],
  });
});

test('dates in a query', async () => {
  const late = new Date('2026-08-13T23:30:00.250Z');
  server.reset();
  server.answerNext({ status: 200, json: [] });
  await client.campaigns.analytics.daily({ start_date: late, end_date: '2026-08-31' });
  assert.deepEqual(Object.fromEntries(server.requests[0].query), { start_date: '2026-08-13', end_date: '2026-08-31' });
  const { query } = await sent(() => client.aiAgents.analytics('a-1', { start_date: late }));
  assert.deepEqual(query, [['start_date', '2026-08-13T23:30:00.250Z']]);
});

const circle = {};
circle.again = circle;

const deep = Array.from({ length: 100_000 }).reduce((inner) => [inner], []);

const refusals = [
  ['a required field that is missing', () => client.campaigns.addVariables('c-1', {}), 'variables', /is required/],
  [
    'a field of the wrong type',
    () => client.leads.merge({ lead_id: 1, destination_lead_id: '2' }),
    'lead_id',
    /string/,
  ],
  ['null where the API takes none', () => client.campaigns.update('c-1', { name: null }), 'name', /got null/],
  ['a number JSON lacks', () => client.leads.update('l-1', { pl_value_lead: NaN }), 'pl_value_lead', /got NaN/],
  ['a bigint', () => client.leads.deleteMany({ limit: 10n }), 'limit', /limit must be .* got 10n/],
  ['a function deep inside', () => client.leads.add({ leads: [{ email: () => 1 }] }), 'email', /got a function/],
  ['a hole in a list', () => client.leads.deleteMany({ ids: ['a', undefined] }), 'item 1 of a list', /got undefined/],
  ['a Map', () => client.leads.update('l-1', { custom_variables: new Map() }), 'custom_variables', /got a Map/],
  ['a circle', () => client.leads.create({ custom_variables: circle }), 'params', /circular/],
  ['a thing of too many levels', () => client.leads.create({ custom_variables: deep }), 'params', /call stack/],
  ['half of a pair', () => client.leads.create({ first_name: 'a\ud83d' }), 'first_name', /got "a\\ud83d"/],
  ['half of a pair in a name', () => client.leads.create({ custom_variables: { '\ude00': 1 } }), 'body', /names/],
  ['no date', () => client.emails.update('e-1', { reminder_ts: new Date(NaN) }), 'reminder_ts', /got an invalid Date/],
  ['no day', () => client.campaigns.analytics.daily({ end_date: new Date(NaN) }), 'end_date', /got an invalid Date/],
  ['a path value among the fields', () => client.leads.update('l-1', { id: 'l-2' }), 'id', /an argument of its own/],
  [
    'a parameter where there is no body',
    () => client.campaigns.list({ name: 'x' }),
    'name',
    /is not an argument of this operation; it takes/,
  ],
];

for (const [what, call, argument, message] of refusals) {
  test(`${what} is refused before anything is sent`, async () => {
    server.clearRequests();
    const error = await failure(call());
    assert.ok(error instanceof InvalidArgumentError, error.stack);
    assert.equal(error.argument, argument);
    assert.match(error.message, message);
    assert.equal(server.requests.length, 0);
  });
}
