// Every case with the installed npm package. Run by `cargo xtask test --only conformance`.
import { deepStrictEqual } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';

import { problems } from './compare.mjs';
import { Script } from './mock.mjs';
import { run } from './outcome.mjs';

const folder = setting('CONFORMANCE_FOLDER');
const mock = setting('CONFORMANCE_MOCK');
const { cases } = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8'));
const cells = [];

describe('conformance', { concurrency: 8 }, () => {
  for (const entry of cases.filter(({ except }) => except?.node === undefined)) {
    test(entry.id, async () => {
      const cell = { id: entry.id, ok: false, message: 'the runner broke off' };
      cells.push(cell);
      let found;
      try {
        const script = await Script.start(mock, entry.exchanges);
        const outcome = await run(entry, script.baseUrl);
        found = [...problems(entry.result, outcome), ...(await script.end())];
      } catch (error) {
        cell.message = String(error.stack ?? error);
        throw error;
      }
      cell.ok = found.length === 0;
      cell.message = found.join('\n');
      deepStrictEqual(found, []);
    });
  }

  after(() => writeFileSync(join(folder, 'node.json'), JSON.stringify(cells, null, 1)));
});

function setting(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run \`cargo xtask test --only conformance\``);
  return value;
}
