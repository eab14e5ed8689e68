import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { inspect, promisify } from 'node:util';

import { Instantly } from 'instantly-sdk';

import { failure, json, key, serve, start } from './support.mjs';

const { server } = start({ jobs: 25 });

/** Every way in which a value may come to be read by somebody. */
function texts(value) {
  const ways = {
    inspect: () => inspect(value, { showHidden: true, depth: null, getters: true }),
    string: () => String(value),
    json: () => JSON.stringify(value),
    clone: () => inspect(structuredClone(value), { showHidden: true, depth: null }),
    error: () => (value instanceof Error ? `${value.message}\n${value.stack}\n${inspect(value.cause)}` : ''),
    names: () => Reflect.ownKeys(value).join(),
  };
  return Object.entries(ways).map(([way, show]) => {
    try {
      return [way, String(show())];
    } catch (error) {
      return [way, `${error}`];
    }
  });
}

function assertHidden(what, value, secret = key) {
  for (const [way, text] of texts(value)) assert.ok(!text.includes(secret), `${what}, ${way}: ${text}`);
}

const make = (options) => new Instantly({ apiKey: key, baseUrl: server.url, maxRetries: 0, ...options });

test('no object that a program gets hold of shows the key', async () => {
  const client = make({ onRequest: () => undefined, logger: { info: () => undefined, debug: () => undefined } });
  const id = '0198f000-0000-7000-8000-000000000000';
  const list = client.backgroundJobs.list({ limit: 10 });
  const { data: page, response } = await list.withResponse();
  const job = client.backgroundJobs.wait(page.items[0].id, { timeout: 1 }).catch((error) => error);
  const objects = {
    client,
    'the class': Instantly,
    'a derived client': client.withOptions({ timeout: 5000, workspace: 'w' }),
    'a resource': client.backgroundJobs,
    'its prototype': Object.getPrototypeOf(client.backgroundJobs),
    'the caller': client.backgroundJobs.caller,
    'a promise': list,
    'a page': page,
    'a walk': page.iterPages(),
    'an iterator': page[Symbol.asyncIterator](),
    'an answer': response,
    'a wait': await job,
    'a started job': await client.leads.move({ ids: [id], to_list_id: id }),
    'the limits': client.rateLimitStatus(),
  };
  for (const [what, object] of Object.entries(objects)) assertHidden(what, object);
});

test('no error about an option shows it', () => {
  const attempts = {
    'a key that is none': { apiKey: `${key}\r\nx-evil: 1` },
    'a key of another type': { apiKey: [key] },
    'a key beside a wrong URL': { baseUrl: 'nonsense' },
    'a key as the URL': { apiKey: 'another-key', baseUrl: key },
    'a key in the URL': { baseUrl: `https://api.example.com/?api_key=${key}` },
    'a key as user info': { baseUrl: `https://${key}@api.example.com` },
    'a password in the URL': { apiKey: 'another-key', baseUrl: `https://user:${key}@api.example.com` },
    'a key in a header': { headers: { authorization: `Bearer ${key}\n` } },
    'a key in a proxy': { proxy: `socks9://user:${key}@127.0.0.1` },
    'a key in certificates': { caCertificates: key },
  };
  for (const [what, options] of Object.entries(attempts)) {
    let error;
    try {
      make(options);
    } catch (thrown) {
      error = thrown;
    }
    assert.equal(error?.name, 'InvalidArgumentError', what);
    assertHidden(what, error);
  }
});

/** A server that repeats the key wherever an answer has room for it; the path says with which status. */
const echo = () =>
  serve((request, response) => {
    const status = Number(/\d+$/.exec(request.url)[0]);
    const told = request.headers.authorization;
    const headers = { 'x-request-id': told, 'x-echo': told, 'retry-after': '0' };
    if (status !== 200)
      return json(response, status, { message: `no: ${told}`, code: told, error: told, [told]: told }, headers);
    response.writeHead(200, headers);
    response.end(`<p>${told}</p>`);
  });

test('no error of a call shows it, though the server repeats it everywhere', async () => {
  const { url } = await echo();
  for (const status of [400, 401, 403, 404, 429, 500, 302, 200]) {
    const error = await failure(make({ baseUrl: url }).backgroundJobs.get(`${status}`));
    assert.equal(error.statusCode, status);
    assertHidden(`${status}`, error);
    if (status !== 200) assert.match(error.message, /\[redacted\]/);
  }
});

test('no error of a connection shows it', async () => {
  const broken = await serve((request) => request.socket.end(`HTTP/1.1 what ${request.headers.authorization}\r\n\r\n`));
  const stalled = await serve(() => undefined);
  const errors = {
    broken: make({ baseUrl: broken.url }).backgroundJobs.get('1'),
    stalled: make({ baseUrl: stalled.url, timeout: 50 }).backgroundJobs.get('1'),
    refused: make({ baseUrl: 'http://127.0.0.1:1' }).backgroundJobs.get('1'),
    aborted: make({ baseUrl: stalled.url }).backgroundJobs.get('1', {}, { signal: AbortSignal.timeout(50) }),
    argument: make().backgroundJobs.list({ limit: 0 }),
    header: make().backgroundJobs.list({}, { headers: { authorization: `Bearer ${key}\n` } }),
  };
  const found = Object.entries(errors).map(async ([what, promise]) => assertHidden(what, await failure(promise)));
  await Promise.all(found);
  const closed = make();
  closed.close();
  assertHidden('closed', await failure(closed.backgroundJobs.list()));
});

test('no event and no line of a log shows it', async () => {
  const { url } = await echo();
  const told = [];
  const note = (event) => void told.push(event);
  process.env.INSTANTLY_LOG = 'debug';
  try {
    const options = {
      baseUrl: url,
      maxRetries: 1,
      onRequest: note,
      onResponse: note,
      logger: { info: note, debug: note },
    };
    await failure(make(options).backgroundJobs.get('500'));
    await failure(make(options).backgroundJobs.get('200'));
  } finally {
    delete process.env.INSTANTLY_LOG;
  }
  assert.equal(told.length, 4 + 5 + 2 + 2);
  for (const event of told) assertHidden('told', event);
});

test('nothing that a program writes by itself shows it', async () => {
  const { url } = await echo();
  const source = `
    import { Instantly } from 'instantly-sdk';
    const client = new Instantly({ onResponse: () => { throw new Error('a hook'); } });
    console.log(client, client.backgroundJobs);
    await client.backgroundJobs.get('500');`;
  const run = promisify(execFile)(process.execPath, ['--input-type=module', '--trace-warnings', '--eval', source], {
    cwd: import.meta.dirname,
    env: { ...process.env, INSTANTLY_LOG: 'debug', INSTANTLY_API_KEY: key, INSTANTLY_BASE_URL: url },
  });
  const { stdout, stderr, code } = await run.catch((error) => error);
  assert.equal(code, 1, 'it ends with the error that nobody caught');
  assert.match(stderr, /InternalServerError: 500/);
  assert.match(stderr, /instantly: GET/);
  assert.ok(!`${stdout}${stderr}`.includes(key), `${stdout}${stderr}`);
});
