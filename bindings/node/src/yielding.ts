/**
 * Keeps the event loop free while many large responses arrive at once: `JSON.parse` of one is quick, of sixty-four in a row slow enough to
 * delay everything else the process does.
 */
import { setImmediate } from 'node:timers';

/** Characters of JSON: about a millisecond of `JSON.parse`. */
const largestTurn = 256 * 1024;

/** Read at load time: fake timers of a test replace the original. */
const scheduleFlush = setImmediate;

/** Characters parsed in this turn of the event loop. */
let parsed = 0;
let isScheduled = false;
/** First come, first served. While any wait, a flush is scheduled. */
const waiting: { characters: number; go: () => void }[] = [];

/** Runs `parse` now, or in a later turn of the event loop when this one has had its share. */
export function parseWithoutBlocking<T>(characters: number, parse: () => T): T | Promise<T> {
  if (waiting.length > 0 || !fits(characters)) {
    return new Promise<void>((go) => waiting.push({ characters, go })).then(parse);
  }
  take(characters);
  return parse();
}

/** A response larger than a turn's share has a turn of its own. */
function fits(characters: number): boolean {
  return parsed === 0 || parsed + characters <= largestTurn;
}

function take(characters: number): void {
  parsed += characters;
  if (isScheduled) return;
  isScheduled = true;
  scheduleFlush(flush);
}

function flush(): void {
  isScheduled = false;
  parsed = 0;
  for (let first = waiting[0]; first !== undefined && fits(first.characters); first = waiting[0]) {
    waiting.shift();
    take(first.characters);
    first.go();
  }
}
