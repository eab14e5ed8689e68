/** What the tests share: clients of an embedded Instantly, and servers that stall where a test wants them to. */
import { execFile } from 'node:child_process';
import { after } from 'node:test';
import { promisify } from 'node:util';

import { Instantly } from 'instantly-sdk';
import { MockServer } from 'instantly-sdk/testing';

import { listen } from './server.mjs';

export { json, page } from './server.mjs';

export const key = 'a-key-that-nobody-may-see';

/** An embedded Instantly and a client of it, for one test file. */
export function start(options = {}, clientOptions = {}) {
  const server = new MockServer(options);
  after(() => server.stop());
  const client = new Instantly({ apiKey: key, baseUrl: server.url, ...clientOptions });
  return { server, client };
}

/** A server that answers as `answer` does, for one test; see `listen`. */
export async function serve(answer) {
  const server = await listen(answer);
  after(server.close);
  return server;
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
 * Runs a program to its end, and returns what it printed. It must end by itself, with exit code 0 and without a word on stderr. It has
 * `Instantly`, `MockServer` and `values`, unless it is `whole`.
 */
export async function program(body, { values = {}, env = {}, whole = false } = {}) {
  const variables = Object.entries(values).map(([name, value]) => `const ${name} = ${JSON.stringify(value)};`);
  const beginning = `import { Instantly } from 'instantly-sdk'; import { MockServer } from 'instantly-sdk/testing';
    ${variables.join('\n')}\n`;
  const source = whole ? body : beginning + body;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', source], {
    cwd: import.meta.dirname,
    timeout: 120_000,
    env: { ...process.env, ...env },
  });
  if (stderr !== '') throw new Error(`the program wrote to stderr:\n${stderr}`);
  return stdout;
}
