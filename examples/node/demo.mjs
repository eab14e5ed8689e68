// The demonstration in Node: a list over several pages, a wait, an error. `cargo xtask demo` runs it.
// INSTANTLY_API_KEY and INSTANTLY_BASE_URL say where; it only reads. The argument names a file for a report of what it saw.
import { writeFileSync } from 'node:fs';

import { Instantly, InstantlyError, NotFoundError, WaitTimeoutError } from 'instantly-sdk';

const shown = 8;

const client = new Instantly();
const jobs = await listJobs();
const waited = jobs.length > 0 ? await waitFor(jobs[0]) : null;
const error = await provoke();
const summaries = jobs.map(({ id, type, status, progress }) => ({ id, type, status, progress }));
writeFileSync(process.argv[2], JSON.stringify({ jobs: summaries, waited, error }));

/** Prints the jobs that are not done yet. */
async function listJobs() {
  row('id', 'type', 'status', 'progress');
  const jobs = [];
  let pages = 0;
  const first = await client.backgroundJobs.list({ status: ['pending', 'in-progress'], limit: 25 });
  for await (const page of first.iterPages()) {
    pages += 1;
    for (const job of page.items) {
      jobs.push(job);
      if (jobs.length <= shown) row(job.id, job.type, job.status, `${job.progress} %`);
    }
  }
  console.log(`  … and ${Math.max(jobs.length - shown, 0)} more: ${jobs.length} jobs on ${pages} pages\n`);
  return jobs;
}

/** Draws a bar until the job is done, for half a minute at most. */
async function waitFor({ id }) {
  let outcome;
  try {
    const done = await client.backgroundJobs.wait(id, { timeout: 30_000, pollInterval: 100, onProgress: draw });
    outcome = done.status;
  } catch (error) {
    if (!(error instanceof InstantlyError)) throw error;
    if (!(error instanceof WaitTimeoutError)) process.stdout.write(`\n  ${error.message}`);
    outcome = error.name;
  }
  console.log();
  return { id, outcome };
}

/** The bar: redrawn in place on a terminal, a line each time elsewhere. */
function draw({ id, progress, status }) {
  const done = Math.floor(progress / 5);
  const bar = '█'.repeat(done) + '·'.repeat(20 - done);
  const line = `  ${id} [${bar}] ${String(progress).padStart(3)} % ${status.padEnd(12)}`;
  process.stdout.write(process.stdout.isTTY ? `\r${line}` : `${line}\n`);
}

/** What a missing job looks like. */
async function provoke() {
  try {
    await client.backgroundJobs.get('000000000000000000000000');
  } catch (error) {
    if (!(error instanceof InstantlyError)) throw error;
    if (error instanceof NotFoundError) console.log(`  ${error.name}: ${error.message}`);
    return error.name;
  }
  return 'none';
}

function row(id, type, status, progress) {
  console.log(`  ${id.padEnd(26)}${type.padEnd(30)}${status.padEnd(14)}${progress.padStart(9)}`);
}
