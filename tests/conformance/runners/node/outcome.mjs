// From the `call` of a case to a real call, and from what it gives to JSON. Cases count in seconds, this package in milliseconds.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const installed = createRequire(join(process.env.CONFORMANCE_PROJECT ?? process.cwd(), 'package.json'));
const { Instantly, InstantlyError } = installed('instantly-sdk');

const times = new Set(['timeout', 'deadline', 'poll_interval', 'connect_timeout']);

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
  const path = call.path ?? [];
  const waits = call.mode === 'wait' || call.mode === 'wait_many';
  // Wire names are kept for parameters; the options of a wait are ours.
  const parameters = waits ? named(call.arguments ?? {}) : (call.arguments ?? {});
  if (call.mode === 'wait') {
    values.progress = [];
    parameters.onProgress = (job) => void values.progress.push(job.progress);
  }
  const start = () => resource[method](...path, parameters, ...(waits ? [] : [named(call.options ?? {})]));

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
      const { status, requestId = null, attempts, headers } = response;
      values.raw = { status_code: status, request_id: requestId, attempts, headers };
      values.json = shown(data);
      break;
    }
    case 'wait_many':
      values.items = plain(await start());
      break;
    default:
      values.json = shown(await start());
  }
}

/** An object as it came; a page as its items and where it leads. */
function shown(value) {
  if (typeof value?.hasNextPage !== 'function') return plain(value);
  const { items, nextStartingAfter = null } = value;
  return { items: plain(items), next_starting_after: nextStartingAfter, has_next_page: value.hasNextPage() };
}

/** What is left after JSON: the way most users write a value down. */
function plain(value) {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function named(options) {
  const given = Object.entries(options).filter(([, value]) => value !== null);
  return Object.fromEntries(given.map(([name, value]) => [camelCase(name), times.has(name) ? value * 1000 : value]));
}

function camelCase(name) {
  return name.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase());
}
