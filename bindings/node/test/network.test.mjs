import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request as forward } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { connect } from 'node:net';
import { after, test } from 'node:test';
import { inspect } from 'node:util';

import { APIConnectionError, Instantly, InvalidArgumentError } from 'instantly-sdk';

import { certificate } from './certificate.mjs';
import { failure, json, key, program, serve } from './support.mjs';

const { key: privateKey, cert } = certificate();

/** A server for `localhost` with a certificate that nobody knows; every answer is a job called `secure`. */
async function serveSecurely() {
  const counts = { arrived: 0 };
  const server = createSecureServer({ key: privateKey, cert }, (_request, response) => {
    counts.arrived += 1;
    json(response, 200, { id: 'secure' });
  });
  await listen(server);
  return { url: `https://localhost:${server.address().port}`, counts };
}

/** A proxy: `seen` is what it was asked for. It passes everything on, or answers with `refusal`, a status line. */
async function serveProxy(refusal) {
  const seen = [];
  const note = ({ method, url, headers }) => seen.push({ method, url, authorization: headers['proxy-authorization'] });
  const server = createServer((request, response) => {
    note(request);
    const passed = forward(request.url, { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    request.pipe(passed);
  });
  server.on('connect', (request, socket) => {
    note(request);
    if (refusal !== undefined) return socket.end(`HTTP/1.1 ${refusal}\r\ncontent-length: 0\r\n\r\n`);
    const target = connect(request.url.split(':')[1], '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.pipe(target).pipe(socket);
    });
    socket.on('error', () => target.destroy());
    target.on('error', () => socket.destroy());
  });
  await listen(server);
  return { url: `http://127.0.0.1:${server.address().port}`, seen };
}

async function listen(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.closeAllConnections();
    server.close();
  });
}

const get = (baseUrl, options) =>
  new Instantly({ apiKey: key, baseUrl, maxRetries: 0, ...options }).backgroundJobs.get('1');

test('a certificate that nobody vouches for is refused, and the error says so', async () => {
  const { url, counts } = await serveSecurely();
  const error = await failure(get(url));
  assert.equal(error.constructor, APIConnectionError);
  assert.match(error.message, /certificate/);
  assert.equal(counts.arrived, 0);
});

test('it is trusted when it is given, as text or as bytes', async () => {
  const { url } = await serveSecurely();
  assert.equal((await get(url, { caCertificates: cert })).id, 'secure');
  assert.equal((await get(url, { caCertificates: Buffer.from(cert) })).id, 'secure');
  const error = await failure(get(url, { caCertificates: certificate().cert }));
  assert.match(error.message, /certificate/, 'another one does not vouch for it');
});

test('what is no certificate is refused at once', () => {
  for (const [caCertificates, message] of [
    ['no PEM', /^caCertificates has no readable certificate/],
    [5, /^caCertificates must be a string or a Uint8Array, got 5$/],
  ]) {
    const expected = (error) => error.argument === 'caCertificates' && message.test(error.message);
    assert.throws(() => new Instantly({ apiKey: key, caCertificates }), expected);
  }
});

test('nothing turns verification off', async () => {
  const { url, counts } = await serveSecurely();
  // A process of its own: this one may have settled how it verifies.
  const out = await program(
    `await new Instantly({ apiKey: 'a-key', baseUrl, maxRetries: 0 }).backgroundJobs.get('1')
      .catch((error) => console.log(error.message));`,
    { values: { baseUrl: url }, env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } },
  );
  assert.match(out, /certificate/);
  assert.equal(counts.arrived, 0);
  assert.throws(() => get(url, { rejectUnauthorized: false }), /rejectUnauthorized is not an option/);
});

test('a proxy of the option is asked for the host, and gets nothing of the key', async () => {
  const { url } = await serveSecurely();
  const proxy = await serveProxy();
  const proxyUrl = proxy.url.replace('://', '://user:pass-word@');
  assert.equal((await get(url, { caCertificates: cert, proxy: proxyUrl })).id, 'secure');
  const authorization = `Basic ${Buffer.from('user:pass-word').toString('base64')}`;
  assert.deepEqual(proxy.seen, [{ method: 'CONNECT', url: new URL(url).host, authorization }]);
});

test('a proxy that refuses is told of without its password', async () => {
  const proxy = await serveProxy('407 Proxy Authentication Required');
  const error = await failure(
    get('https://api.example.com', { proxy: proxy.url.replace('://', '://user:pass-word@') }),
  );
  assert.equal(error.constructor, APIConnectionError);
  assert.equal(proxy.seen.length, 1);
  assert.match(
    error.message,
    new RegExp(`^could not connect to api.example.com through the proxy ${new URL(proxy.url).host}`),
  );
  const shown = inspect(error, { showHidden: true, depth: null }) + error.stack + JSON.stringify(error);
  assert.doesNotMatch(shown, /pass-word/);
});

test('a proxy that is no URL is refused without being repeated', () => {
  for (const proxy of ['user:pass-word@proxy.example.com', 'ftp://user:pass-word@proxy.example.com', '']) {
    assert.throws(
      () => new Instantly({ apiKey: key, proxy }),
      (error) =>
        error instanceof InvalidArgumentError && error.argument === 'proxy' && !error.message.includes('pass-word'),
    );
  }
});

test('the environment says what is reached through which proxy', async () => {
  const secure = await serveSecurely();
  const plain = await serve((_request, response) => json(response, 200, { id: 'plain' }));
  const proxy = await serveProxy();
  const run = async (baseUrl, env) => {
    proxy.seen.length = 0;
    const body = `
      const client = new Instantly({ apiKey: 'a-key', baseUrl, caCertificates, maxRetries: 0 });
      console.log((await client.backgroundJobs.get('1')).id);`;
    const none = { HTTP_PROXY: '', HTTPS_PROXY: '', NO_PROXY: '', http_proxy: '', https_proxy: '', no_proxy: '' };
    const out = await program(body, { values: { baseUrl, caCertificates: cert }, env: { ...none, ...env } });
    return [out, proxy.seen.map(({ method }) => method)];
  };
  assert.deepEqual(await run(plain.url, { HTTP_PROXY: proxy.url }), ['plain\n', ['GET']]);
  assert.deepEqual(await run(secure.url, { HTTPS_PROXY: proxy.url }), ['secure\n', ['CONNECT']]);
  assert.deepEqual(await run(secure.url, { HTTP_PROXY: proxy.url }), ['secure\n', []]);
  assert.deepEqual(await run(plain.url, { HTTP_PROXY: proxy.url, NO_PROXY: '127.0.0.1' }), ['plain\n', []]);
  assert.deepEqual(await run(secure.url, { HTTPS_PROXY: proxy.url, NO_PROXY: 'localhost' }), ['secure\n', []]);
});
