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
let isEnding = false;
/** First come, first served. While anybody waits, the end of the turn is due. */
const waiting: { characters: number; go: () => void }[] = [];

/** Runs `decode` now, or in a later turn of the event loop when this one has had its share. */
export function inTurn<T>(characters: number, decode: () => T): T | Promise<T> {
  if (waiting.length > 0 || !fits(characters)) {
    return new Promise<void>((go) => waiting.push({ characters, go })).then(decode);
  }
  take(characters);
  return decode();
}

/** One that is larger than a turn has a turn of its own. */
function fits(characters: number): boolean {
  return decoded === 0 || decoded + characters <= largestTurn;
}

function take(characters: number): void {
  decoded += characters;
  if (isEnding) return;
  isEnding = true;
  soon(endTurn);
}

function endTurn(): void {
  isEnding = false;
  decoded = 0;
  for (let first = waiting[0]; first !== undefined && fits(first.characters); first = waiting[0]) {
    waiting.shift();
    take(first.characters);
    first.go();
  }
}
