import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { Worker } from 'node:worker_threads';

import { Instantly } from 'instantly-sdk';

import { json, key, serve } from './support.mjs';

/** A server that is busy once, and then answers. */
const busyOnce = () =>
  serve((_request, response, index) =>
    index === 0
      ? json(response, 503, { message: 'busy' }, { 'retry-after': '0' })
      : json(response, 200, { id: '1' }, { 'x-request-id': 'r-1' }),
  );

const start = 'GET /api/v2/background-jobs/{id} (background_jobs.get) attempt';
const steady = (line) => line.replace(/\d+ ms/, 'N ms');
const outcomes = [`${start} 1: 503 in N ms`, `${start} 2: 200 in N ms, request id r-1`];
const everything = [`${start} 1: sent`, outcomes[0], `${start} 1: again in N ms`, `${start} 2: sent`, outcomes[1]];

/** A logger that keeps its lines, by `this`, as loggers do. */
class Lines {
  lines = [];
  info(line) {
    this.lines.push(['info', steady(line)]);
  }
  debug(line) {
    this.lines.push(['debug', steady(line)]);
  }
}

/** With `INSTANTLY_LOG` as given, while a client is made. */
function clientOf(baseUrl, level, options) {
  if (level !== undefined) process.env.INSTANTLY_LOG = level;
  try {
    return new Instantly({ apiKey: key, baseUrl, ...options });
  } finally {
    delete process.env.INSTANTLY_LOG;
  }
}

for (const [level, expected] of [
  [undefined, outcomes],
  ['info', outcomes],
  [' ', outcomes],
  ['DEBUG', everything],
]) {
  test(`a logger with INSTANTLY_LOG=${level}`, async () => {
    const { url } = await busyOnce();
    const logger = new Lines();
    await clientOf(url, level, { logger }).withOptions({ timeout: 5000 }).backgroundJobs.get('1');
    const levelOf = (line) => (outcomes.includes(line) ? 'info' : 'debug');
    assert.deepEqual(
      logger.lines,
      expected.map((line) => [levelOf(line), line]),
    );
  });
}

/** What a program that says nothing of logs writes to stderr. */
async function stderrOf(level) {
  const { url } = await busyOnce();
  const source = `
    import { Instantly } from 'instantly-sdk';
    await new Instantly({ apiKey: 'key', baseUrl: '${url}' }).backgroundJobs.get('1');`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', source], {
    cwd: import.meta.dirname,
    timeout: 60_000,
    env: { ...process.env, INSTANTLY_LOG: level },
  });
  assert.equal(stdout, '');
  return stderr.split('\n').filter(Boolean).map(steady);
}

test('without a logger, the variable makes it stderr', async () => {
  const prefixed = (lines) => lines.map((line) => `instantly: ${line}`);
  assert.deepEqual(await stderrOf(''), []);
  assert.deepEqual(await stderrOf('info'), prefixed(outcomes));
  assert.deepEqual(await stderrOf('debug'), prefixed(everything));
});

test('a worker has an environment of its own', async () => {
  const { url } = await busyOnce();
  const source = `
    const { Instantly } = require('instantly-sdk');
    void new Instantly({ apiKey: 'key', baseUrl: '${url}' }).backgroundJobs.get('1');`;
  const worker = new Worker(source, { eval: true, stderr: true, env: { ...process.env, INSTANTLY_LOG: 'info' } });
  let written = '';
  for await (const chunk of worker.stderr) written += chunk;
  assert.deepEqual(
    written.split('\n').filter(Boolean).map(steady),
    outcomes.map((line) => `instantly: ${line}`),
  );
});

test('another word is refused, with what the words are', () => {
  for (const options of [{}, { logger: new Lines() }]) {
    assert.throws(() => clientOf('http://127.0.0.1:1', 'trace', options), {
      name: 'InvalidArgumentError',
      argument: 'INSTANTLY_LOG',
      message: 'INSTANTLY_LOG must be info or debug, got "trace"',
    });
  }
});
