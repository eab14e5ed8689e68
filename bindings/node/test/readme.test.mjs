import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

import { program, start } from './support.mjs';

const { server } = start({ jobs: 250, seed: 7 });
const text = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
const examples = [...text.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, example]) => example);

test('the README has examples', () => assert.equal(examples.length, 2));

for (const [index, example] of examples.entries()) {
  test(`example ${index + 1} of the README runs as printed`, async () => {
    const env = { INSTANTLY_API_KEY: 'key', INSTANTLY_BASE_URL: server.url };
    assert.notEqual(await program(example, { env, whole: true }), '');
  });
}
