import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';

const { parseWithoutBlocking } = createRequire(import.meta.url)('../dist/yielding.js');

test('many large answers at once leave the event loop turns in between, in their order', async () => {
  const turns = [[]];
  const all = Array.from({ length: 12 }, (_, number) => parseWithoutBlocking(100_000, () => turns.at(-1).push(number)));
  assert.deepEqual(turns, [[0, 1]]);
  while (turns.flat().length < 12) {
    turns.push([]);
    await nextTurn();
  }
  await Promise.all(all);
  assert.deepEqual(turns.slice(1), [
    [2, 3],
    [4, 5],
    [6, 7],
    [8, 9],
    [10, 11],
  ]);
});

test('small answers do not wait, nor does one that is larger than a turn', async () => {
  await nextTurn();
  assert.deepEqual(
    Array.from({ length: 50 }, (_, number) => parseWithoutBlocking(1_000, () => number)),
    [...Array(50).keys()],
  );
  await nextTurn();
  assert.equal(
    parseWithoutBlocking(10_000_000, () => 'whole'),
    'whole',
  );
});

test('what decoding throws rejects, in a later turn too', async () => {
  const wrong = () => {
    throw new Error('not JSON');
  };
  await nextTurn();
  assert.throws(() => parseWithoutBlocking(300_000, wrong), /not JSON/);
  await assert.rejects(async () => parseWithoutBlocking(300_000, wrong), /not JSON/);
});
