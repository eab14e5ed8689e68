// Holds an outcome against the result a case promises.
import { inspect, isDeepStrictEqual } from 'node:util';

const errorFields = ['status_code', 'code', 'retry_after', 'request_id', 'attempts', 'argument', 'body', 'job'];

/** Everything that differs, in words; empty when the outcome is the promised one. */
export function problems(expected, { values, error }) {
  const found = [];
  for (const name of ['json', 'items', 'pages', 'progress', 'job_id', 'waited']) {
    if (name in expected) compare(found, name, expected[name], values[name]);
  }
  if (error !== undefined && expected.error === undefined) found.push(`unexpected ${error.name}: ${error.message}`);
  if (expected.error !== undefined) compareError(found, expected.error, error, values);
  if (expected.many !== undefined) compareMany(found, expected.many, values);
  if (expected.raw?.elapsed !== undefined) {
    compareElapsed(found, 'raw.elapsed', expected.raw.elapsed, values.raw?.elapsed);
  }
  for (const name of ['status_code', 'request_id', 'attempts', 'text']) {
    if (expected.raw !== undefined && name in expected.raw)
      compare(found, `raw.${name}`, expected.raw[name], values.raw?.[name]);
  }
  for (const [name, value] of Object.entries(expected.raw?.headers ?? {})) {
    compare(found, `raw.headers[${name}]`, value, values.raw?.headers[name]);
  }
  return found;
}

function compareError(found, expected, error, values) {
  if (error === undefined) {
    found.push(`expected ${expected.class}, got ${JSON.stringify(values)}`);
    return;
  }
  if (error.constructor.name !== expected.class || error.name !== expected.class) {
    found.push(`expected ${expected.class}, got ${error.constructor.name} named ${error.name}: ${error.message}`);
    return;
  }
  for (const name of errorFields.filter((name) => name in expected)) {
    // An argument of the API has its wire name, a setting of the client the name it has here.
    if (name === 'argument' && expected[name] === error.argument) continue;
    compare(found, `error.${name}`, expected[name], field(error, name));
  }
  if (expected.elapsed !== undefined) {
    compareElapsed(found, 'error.elapsed', expected.elapsed, error.elapsed / 1000);
  }
  for (const part of expected.message_contains ?? []) {
    if (!error.message.includes(part)) found.push(`error message without '${part}': ${error.message}`);
  }
  const everything = [error.stack, inspect(error, { depth: 10, showHidden: true }), JSON.stringify(error)].join('\n');
  for (const part of expected.excludes ?? []) {
    if (everything.includes(part)) found.push(`the error shows '${part}'`);
  }
}

/** The error's property in the terms of the cases: snake case, seconds, and null for what is not there. */
function field(error, name) {
  const value = error[name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase())];
  if (value === undefined) return null;
  if (name === 'retry_after') return value / 1000;
  if (name === 'argument') return value.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return name === 'job' ? JSON.parse(JSON.stringify(value)) : value;
}

function compareElapsed(found, what, { at_least: least = 0, below = Infinity }, actual) {
  if (!(actual >= least && actual < below)) {
    found.push(`${what}: expected at least ${least} and below ${below}, got ${actual}`);
  }
}

/** Every item is there, in its place and whole. What differs is told by its number only. */
function compareMany(found, { count, like }, values) {
  const items = values.json?.items ?? values.items ?? [];
  if (items.length !== count) found.push(`many: expected ${count} items, got ${items.length}`);
  const wanted = (index) => ({ ...like, id: `${like.id}-${index + 1}` });
  const differing = items.findIndex((item, index) => !isDeepStrictEqual(item, wanted(index)));
  if (differing >= 0) found.push(`many: item ${differing} differs`);
}

function compare(found, what, expected, actual) {
  if (!isDeepStrictEqual(expected, actual)) {
    found.push(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
  }
}
