/** What the tests share: clients of an embedded Instantly, and servers that stall where a test wants them to. */
import { execFile } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { Instantly } from 'instantly-sdk';
import { MockServer } from 'instantly-sdk/testing';

export const key = 'a-key-that-nobody-may-see';

/** An embedded Instantly and a client of it, for one test file. */
export function start(options = {}, clientOptions = {}) {
  const server = new MockServer(options);
  after(() => server.stop());
  const client = new Instantly({ apiKey: key, baseUrl: server.url, ...clientOptions });
  return { server, client };
}

/**
 * A server that answers as `answer(request, response, index)` does, and so may also not answer at all. `requests` counts; `arrived` and
 * `closed` wait until so many requests have arrived, and so many of their connections are closed.
 */
export async function serve(answer) {
  const events = new EventEmitter();
  const counts = { arrived: 0, closed: 0 };
  const sockets = new Set();
  const server = createServer((request, response) => {
    if (!sockets.has(request.socket)) {
      sockets.add(request.socket);
      request.socket.once('close', () => {
        counts.closed += 1;
        events.emit('closed');
      });
    }
    counts.arrived += 1;
    events.emit('arrived');
    answer(request, response, counts.arrived - 1);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  const reached = (name) => async (count) => {
    while (counts[name] < count) await once(events, name);
  };
  const url = `http://127.0.0.1:${server.address().port}`;
  return { url, counts, arrived: reached('arrived'), closed: reached('closed') };
}

export function json(response, status, body, headers = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}

/** A page of jobs whose ids are given. */
export function page(ids, next) {
  return { items: ids.map((id) => ({ id, status: 'pending', progress: 0 })), next_starting_after: next };
}

export async function collect(iterable) {
  const values = [];
  for await (const value of iterable) values.push(value);
  return values;
}

export async function failure(promise) {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it should have failed');
}

/**
 * Runs a program to its end, and returns what it printed. It must end by itself, with exit code 0 and without a word on stderr. `values` are
 * variables of the program.
 */
export async function program(body, { values = {}, env = {}, arguments: given = [] } = {}) {
  const variables = Object.entries(values).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`);
  const source = `import { Instantly } from 'instantly-sdk'; import { MockServer } from 'instantly-sdk/testing';
    ${variables.join('\n')}
    ${body}`;
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [...given, '--input-type=module', '--eval', source],
    { cwd: fileURLToPath(new URL('.', import.meta.url)), timeout: 60_000, env: { ...process.env, ...env } },
  );
  if (stderr !== '') throw new Error(`the program wrote to stderr:\n${stderr}`);
  return stdout;
}
