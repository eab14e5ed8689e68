/** Closing a client at the end of a block. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { test } from 'node:test';

import { key, start } from './support.mjs';

const { client, server } = start({ jobs: 3 });
const closed = /client is closed/;
const typescript = join(createRequire(import.meta.url).resolve('typescript/package.json'), '../bin/tsc');

test('disposing of a client closes it, once and again', async () => {
  const derived = client.withOptions({ timeout: 1_000 });
  assert.equal((await derived.backgroundJobs.list()).items.length, 3);
  await client[Symbol.asyncDispose]();
  await client[Symbol.asyncDispose]();
  client.close();
  await assert.rejects(derived.backgroundJobs.list(), closed);
});

test('await using, as TypeScript compiles it', () => {
  // Inside the package, so that its own name leads to it.
  const folder = mkdtempSync(join(import.meta.dirname, 'using-'));
  try {
    const options =
      '--ignoreConfig --strict --target es2022 --module node16 --types node --rootDir test/fixtures'.split(' ');
    execFileSync(process.execPath, [typescript, ...options, '--outDir', folder, 'test/fixtures/using.mts'], {
      cwd: join(import.meta.dirname, '..'),
    });
    const said = execFileSync(process.execPath, [join(folder, 'using.mjs')], { encoding: 'utf8' });
    assert.match(said, new RegExp(`^3\n.*${closed.source}`));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a Node without the symbol loads the package all the same', () => {
  const program = `
    const real = Symbol;
    globalThis.Symbol = new Proxy(() => {}, { get: (_, name) => (name === 'asyncDispose' ? undefined : real[name]) });
    const { Instantly } = require('instantly-sdk');
    const client = new Instantly({ apiKey: '${key}', baseUrl: '${server.url}' });
    const names = Object.getOwnPropertyNames(Instantly.prototype);
    client.close();
    console.log(names.includes('undefined'));
  `;
  const said = execFileSync(process.execPath, ['-e', program], { cwd: import.meta.dirname, encoding: 'utf8' });
  assert.equal(said, 'false\n');
});
