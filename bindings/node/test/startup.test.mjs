/** What loading the package and making a client cost: no thread is started before the first call. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';

import { start } from './support.mjs';

const { server } = start({ jobs: 1 });

test('one thread is started, and by the first call', { skip: process.platform !== 'linux' }, () => {
  const program = `
    const { readdirSync, readFileSync } = require('node:fs');
    // By name and number: Node has threads of its own, and starts some when it likes.
    const named = () => {
      const threads = readdirSync('/proc/self/task').map((thread) => readFileSync('/proc/self/task/' + thread + '/comm', 'utf8'));
      return threads.map((name) => name.trim()).filter((name) => !/^(node|MainThread|libuv|V8|DelayedTask|Signal)/.test(name));
    };
    const { Instantly } = require('instantly-sdk');
    const client = new Instantly({ apiKey: 'k', baseUrl: process.argv[1] });
    client.withOptions({ timeout: 5_000 }).leads;
    console.log(JSON.stringify(named()));
    Promise.all([client.backgroundJobs.list(), client.backgroundJobs.list()]).then(() => console.log(JSON.stringify(named())));
  `;
  const said = execFileSync(process.execPath, ['-e', program, server.url], {
    cwd: import.meta.dirname,
    encoding: 'utf8',
  });
  assert.deepEqual(
    said
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
    [[], ['instantly-sdk']],
  );
});
