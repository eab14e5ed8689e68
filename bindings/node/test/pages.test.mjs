import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Instantly, InstantlyError, Page, PagePromise } from 'instantly-sdk';

import { collect, failure, json, key, page, serve, start } from './support.mjs';

const { server, client } = start({ jobs: 25 });

/** A client of a server that serves these pages, by the cursor asked for. */
async function lists(pages) {
  const asked = [];
  const server = await serve((request, response) => {
    const cursor = new URL(request.url, 'http://localhost').searchParams.get('starting_after');
    asked.push(cursor);
    json(response, 200, pages[cursor ?? '']);
  });
  const client = new Instantly({ apiKey: key, baseUrl: server.url, maxRetries: 0 });
  return { asked, client, jobs: client.backgroundJobs };
}

const ids = (items) => items.map((item) => item.id);

test('awaiting a list gives a page; iterating it gives every item', async () => {
  const promise = client.backgroundJobs.list({ limit: 10 });
  assert.ok(promise instanceof PagePromise && promise instanceof Promise);
  const first = await promise;
  assert.ok(first instanceof Page);
  assert.equal(first.items.length, 10);
  assert.equal(first.hasNextPage(), true);
  assert.equal(first.nextStartingAfter, first.body.next_starting_after);
  const all = await collect(client.backgroundJobs.list({ limit: 10 }));
  assert.equal(new Set(ids(all)).size, 25);
  assert.deepEqual(ids(await collect(first)), ids(all));
});

test('pages one by one', async () => {
  const pages = await collect(client.backgroundJobs.list({ limit: 10 }).iterPages());
  assert.deepEqual(
    pages.map((each) => each.items.length),
    [10, 10, 5],
  );
  let current = await client.backgroundJobs.list({ limit: 10 });
  const seen = [ids(current.items)];
  while (current.hasNextPage()) {
    current = await current.getNextPage();
    seen.push(ids(current.items));
  }
  assert.deepEqual(
    seen,
    pages.map((each) => ids(each.items)),
  );
  assert.match((await failure(current.getNextPage())).message, /this is the last page/);
  assert.ok((await failure(current.getNextPage())) instanceof InstantlyError);
  const { data, response } = await pages[0].getNextPage().withResponse();
  assert.deepEqual(ids(data.items), ids(pages[1].items));
  assert.equal(response.status, 200);
});

test('filters hold on every page', async () => {
  server.clearRequests();
  await collect(client.backgroundJobs.list({ limit: 5, status: ['success', 'failed'], sort_order: 'asc' }));
  assert.ok(server.requests.length > 1);
  for (const { query } of server.requests) {
    const values = Object.fromEntries(query);
    assert.deepEqual([values.limit, values.status, values.sort_order], ['5', 'success,failed', 'asc']);
  }
});

test('a list ends without a cursor, at an empty page, and at a cursor that was there before', async () => {
  const missing = await lists({ '': page(['1'], 'a'), a: page(['2']) });
  assert.deepEqual(ids(await collect(missing.jobs.list())), ['1', '2']);
  const empty = await lists({ '': page(['1'], 'a'), a: page([], 'b') });
  assert.deepEqual(ids(await collect(empty.jobs.list())), ['1']);
  assert.deepEqual(empty.asked, [null, 'a']);
  const repeated = await lists({ '': page(['1'], 'a'), a: page(['2'], 'b'), b: page(['3'], 'a') });
  assert.deepEqual(ids(await collect(repeated.jobs.list())), ['1', '2', '3']);
  const backToStart = await lists({ s: page(['1'], 's') });
  assert.deepEqual(ids(await collect(backToStart.jobs.list({ starting_after: 's' }))), ['1']);
});

test('a page can be asked for its next one twice', async () => {
  const { jobs } = await lists({ '': page(['1'], 'a'), a: page(['2'], 'b'), b: page(['3']) });
  const first = await jobs.list();
  const [once, twice] = [await first.getNextPage(), await first.getNextPage()];
  assert.deepEqual([once.hasNextPage(), twice.hasNextPage()], [true, true]);
  for await (const each of first.iterPages()) {
    if (each.hasNextPage()) assert.equal((await each.getNextPage()).items.length, 1);
  }
});

test('the next page is fetched while the current one is used, and no further', async () => {
  const { asked, jobs } = await lists({ '': page(['1'], 'a'), a: page(['2'], 'b'), b: page(['3']) });
  const items = jobs.list()[Symbol.asyncIterator]();
  await items.next();
  while (asked.length < 2) await new Promise(setImmediate);
  await items.return();
  assert.deepEqual(asked, [null, 'a']);
});

test('without prefetch a page is asked for when it is due', async () => {
  const { asked, client, jobs } = await lists({ '': page(['1'], 'a'), a: page(['2'], 'b'), b: page(['3']) });
  for (const list of [
    () => jobs.list({}, { prefetch: false }),
    () => client.withOptions({ prefetch: false }).backgroundJobs.list(),
    () => new Instantly({ apiKey: key, baseUrl: client.baseUrl, prefetch: false }).backgroundJobs.list(),
  ]) {
    asked.length = 0;
    const items = list()[Symbol.asyncIterator]();
    await items.next();
    await jobs.list();
    assert.deepEqual(asked, [null, null]);
    assert.deepEqual(ids(await collect(items)), ['2', '3']);
    assert.deepEqual(asked, [null, null, 'a', 'b']);
  }
  await assert.rejects(async () => jobs.list({}, { prefetch: 'no' }), /prefetch must be true or false, got "no"/);
});

test('leaving a loop cancels the page that was fetched ahead', async () => {
  const stalled = await serve((_request, response, index) => index === 0 && json(response, 200, page(['1'], 'a')));
  const jobs = new Instantly({ apiKey: key, baseUrl: stalled.url }).backgroundJobs;
  for await (const job of jobs.list()) {
    assert.equal(job.id, '1');
    await stalled.arrived(2);
    break;
  }
  await stalled.closed(1);
});

test('an error on a later page comes when that page is due', async () => {
  const seen = [];
  const { jobs } = await lists({ '': page(['1', '2'], 'a') });
  const error = await failure(
    (async () => {
      for await (const job of jobs.list()) seen.push(job.id);
    })(),
  );
  assert.deepEqual(seen, ['1', '2']);
  assert.equal(error.name, 'APIResponseValidationError');
});

test('what the API adds is kept, and what it leaves out is absent', async () => {
  const body = { items: [{ id: '1', status: 'brand-new', colour: 'blue', user_id: null }], total: 1 };
  const { jobs } = await lists({ '': body });
  const first = await jobs.list();
  assert.deepEqual(first.items, body.items);
  assert.equal(first.body.total, 1);
  assert.ok(!('created_at' in first.items[0]));
});

test('a lone surrogate becomes U+FFFD, and the page survives', async () => {
  const stray = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end('{"items":[{"id":"\\ud800x","name":"\\ud83d\\ude00","back":"\\\\ud800"}]}');
  });
  const { items } = await new Instantly({ apiKey: key, baseUrl: stray.url }).backgroundJobs.list();
  assert.deepEqual(items, [{ id: '\ufffdx', name: '\u{1f600}', back: '\\ud800' }]);
});

test('text beyond ASCII arrives whole', async () => {
  for (const id of ['grün', 'ÿ', 'grün – 緑 – 🟢', '🟢']) {
    const { jobs } = await lists({ '': { items: [{ id }] } });
    const { data, response } = await jobs.list().withResponse();
    assert.equal(data.items[0].id, id);
    assert.equal(response.text, JSON.stringify({ items: [{ id }] }));
  }
});

test('a byte that is no UTF-8 becomes U+FFFD, and the page survives', async () => {
  const latin1 = await serve((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(Buffer.from('{"items":[{"id":"gr\xfcn"}]}', 'latin1'));
  });
  const { items } = await new Instantly({ apiKey: key, baseUrl: latin1.url }).backgroundJobs.list();
  assert.deepEqual(items, [{ id: 'gr\ufffdn' }]);
});

test('items asked for all at once come in order, each once', async () => {
  const { jobs } = await lists({ '': page(['1', '2'], 'a'), a: page([], 'never') });
  const { jobs: more } = await lists({ '': page(['1', '2'], 'a'), a: page(['3'], 'b'), b: page(['4', '5']) });
  for (const [list, expected] of [
    [jobs, ['1', '2']],
    [more, ['1', '2', '3', '4', '5']],
  ]) {
    const items = list.list()[Symbol.asyncIterator]();
    const results = await Promise.all(Array.from({ length: 8 }, () => items.next()));
    assert.deepEqual(ids(results.filter(({ done }) => !done).map(({ value }) => value)), expected);
    assert.deepEqual(await items.return(), { value: undefined, done: true });
    assert.deepEqual(await items.next(), { value: undefined, done: true });
  }
});

test('a cursor in the body: everything else in it stays', async () => {
  server.reset();
  server.answerNext({ status: 200, json: page(['1'], 'a') });
  server.answerNext({ status: 200, json: page(['2']) });
  const leads = await collect(client.leads.list({ campaign: 'c-1', ids: [], limit: 1 }));
  assert.deepEqual(ids(leads), ['1', '2']);
  assert.deepEqual(
    server.requests.map(({ method, query, body }) => [method, query.length, JSON.parse(body)]),
    [
      ['POST', 0, { campaign: 'c-1', ids: [], limit: 1 }],
      ['POST', 0, { campaign: 'c-1', ids: [], limit: 1, starting_after: 'a' }],
    ],
  );
  server.reset();
  server.answerNext({ status: 200, json: page([]) });
  assert.deepEqual((await client.leads.list()).items, []);
  assert.equal(server.requests[0].body, '{}');
});

test('pages inside of an answer, which is at hand too', async () => {
  server.reset();
  server.answerNext({ status: 200, json: { schedule: 'daily', activity_feed: page(['1'], 'a') } });
  server.answerNext({ status: 200, json: { activity_feed: page(['2']) } });
  const first = await client.aiAgents.deliverability.currentState({ limit: 1 });
  assert.equal(first.body.schedule, 'daily');
  assert.equal(first.nextStartingAfter, 'a');
  assert.deepEqual(ids(await collect(first)), ['1', '2']);
  assert.deepEqual(
    server.requests.map(({ query }) => query),
    [[['limit', '1']], [['limit', '1'], ['starting_after', 'a']]], // prettier-ignore
  );
  server.answerNext({ status: 200, json: { activity_feed: {} } });
  const error = await failure(client.aiAgents.deliverability.currentState());
  assert.equal(error.name, 'APIResponseValidationError');
  assert.match(error.message, /expected an array at activity_feed\.items, got nothing/);
});

test('pages by offset: on until as many came as there are', async () => {
  const activity = client.aiAgents.leadActivity;
  const answers = (...pages) => {
    server.reset();
    for (const [emails, total] of pages) {
      server.answerNext({ status: 200, json: { leads: emails.map((email) => ({ email })), total } });
    }
  };
  const skips = () => server.requests.map(({ query }) => Object.fromEntries(query).skip);
  answers([['a', 'b'], 5], [['c', 'd'], 5], [['e'], 5]);
  const pages = await collect(activity.list('a-1', { limit: 2 }).iterPages());
  assert.deepEqual(
    pages.map((each) => each.items.map(({ email }) => email)),
    [['a', 'b'], ['c', 'd'], ['e']],
  );
  assert.deepEqual(skips(), [undefined, '2', '4']);
  assert.deepEqual(
    pages.map((each) => [each.nextStartingAfter, each.hasNextPage()]),
    [['2', true], ['4', true], [undefined, false]], // prettier-ignore
  );
  answers([['d'], 5], [['e'], 5]);
  assert.equal((await collect(activity.list('a-1', { limit: 1, skip: 3 }))).length, 2);
  assert.deepEqual(skips(), ['3', '4']);
  // Without a total there is no telling but by an empty page.
  answers([['a']], [[]]);
  assert.equal((await collect(activity.list('a-1'))).length, 1);
  assert.deepEqual(skips(), [undefined, '1']);
});
