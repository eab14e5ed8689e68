// From the `call` of a case to a real call, and from what it gives to JSON. Cases count in seconds, this package in milliseconds.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const installed = createRequire(join(process.env.CONFORMANCE_PROJECT ?? process.cwd(), 'package.json'));
const { Instantly, InstantlyError } = installed('instantly-sdk');

// Beside the cases, in the file that all runners read.
const { options } = JSON.parse(readFileSync(join(process.env.CONFORMANCE_FOLDER ?? '', 'cases.json'), 'utf8'));
const times = new Set(options.times);

/** `values` under the names that cases use, and the `error` that ended the call. */
export async function run({ client: settings, call }, baseUrl) {
  const outcome = { values: {}, error: undefined };
  try {
    let client = new Instantly({ baseUrl, ...named(settings) });
    if (call.with_options) client = client.withOptions(named(call.with_options));
    await perform(client, call, outcome.values);
  } catch (error) {
    if (!(error instanceof InstantlyError)) throw error;
    outcome.error = error;
  }
  return outcome;
}

async function perform(client, call, values) {
  const parts = call.operation.split('.').map(camelCase);
  const method = parts.pop();
  const resource = parts.reduce((found, part) => found[part], client);
  const path = given(call.path ?? []);
  const waits = call.mode === 'wait' || call.mode === 'wait_many';
  // Wire names are kept for parameters; the options of a wait are ours.
  const parameters = waits ? named(call.arguments ?? {}) : given(call.arguments ?? {});
  if (call.mode === 'wait') reportProgress(parameters, values);
  // A method of an operation that takes nothing but path values has no parameter for the rest.
  const rest = waits || call.takes_arguments ? [parameters] : [];
  if (!waits && call.options !== undefined) rest.push(named(call.options));
  const start = () => resource[method](...path, ...rest);

  switch (call.mode) {
    case 'all':
      values.items = [];
      for await (const item of start()) values.items.push(plain(item));
      break;
    case 'pages':
      values.pages = [];
      for await (const page of (await start()).iterPages()) values.pages.push(plain(page.items));
      break;
    case 'raw': {
      const { data, response } = await start().withResponse();
      const { status, requestId = null, attempts, elapsed, text, headers } = response;
      values.raw = { status_code: status, request_id: requestId, attempts, elapsed: elapsed / 1000, text, headers };
      values.json = shown(data);
      break;
    }
    case 'wait_many':
      values.items = plain(await start());
      break;
    default: {
      const result = await start();
      values.json = shown(result);
      if (startsJob(result)) values.job_id = result.jobId ?? null;
      if (call.then_wait !== undefined) {
        const waiting = named(call.then_wait);
        reportProgress(waiting, values);
        values.waited = shown(await result.wait(waiting));
      }
    }
  }
}

function reportProgress(parameters, values) {
  values.progress = [];
  parameters.onProgress = (job) => void values.progress.push(job.progress);
}

function startsJob(value) {
  return typeof value?.wait === 'function';
}

/** An object as it came; a page as its items and where it leads; of a started job its answer. */
function shown(value) {
  if (startsJob(value)) return shown(value.answer);
  if (value === undefined) return null;
  if (typeof value?.hasNextPage !== 'function') return plain(value);
  const { items, nextStartingAfter = null } = value;
  return { items: plain(items), next_starting_after: nextStartingAfter, has_next_page: value.hasNextPage() };
}

/** Values as a user would give them: JSON's, but for what JSON has no form for. */
function given(value) {
  if (Array.isArray(value)) return value.map(given);
  if (value === null || typeof value !== 'object') return value;
  if ('$date' in value) return new Date(value.$date);
  if ('$number' in value) return number(value.$number);
  if ('$utf16' in value) return String.fromCharCode(...value.$utf16);
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, given(member)]));
}

function number(text) {
  if (/^-?\d+$/.test(text)) return BigInt(text);
  return Number(text.replace('inf', 'Infinity').replace('nan', 'NaN'));
}

/** What is left after JSON: the way most users write a value down. */
function plain(value) {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function named(values) {
  const given = Object.entries(values).filter(([, value]) => value !== null);
  return Object.fromEntries(given.map(([name, value]) => [camelCase(name), times.has(name) ? value * 1000 : value]));
}

function camelCase(name) {
  return name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
}
