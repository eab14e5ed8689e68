/**
 * Keeps the event loop free while many large answers come at once: `JSON.parse` of one takes no time to speak of, of sixty-four in a row
 * long enough to be noticed by whatever else the process does.
 */
import { setImmediate } from 'node:timers';

/** Characters of JSON: about a millisecond of `JSON.parse`. */
const largestTurn = 256 * 1024;

/** Kept from the start: a test that stops the clock puts another in its place. */
const soon = setImmediate;

/** Of this turn of the event loop. */
let decoded = 0;
let next: Promise<void> | undefined;

/** Runs `decode` now, or in a later turn of the event loop when this one has had its share. First come, first served. */
export function inTurn<T>(characters: number, decode: () => T): T | Promise<T> {
  const rest = nextTurn();
  if (decoded > 0 && decoded + characters > largestTurn) return rest.then(() => inTurn(characters, decode));
  decoded += characters;
  return decode();
}

function nextTurn(): Promise<void> {
  next ??= new Promise((resolve) => {
    soon(() => {
      next = undefined;
      decoded = 0;
      resolve();
    });
  });
  return next;
}
