// Shared by the Node clients: reads tasks, one a line, and writes a line of figures for each.
// Only the calls are timed. The figures are CPU time of the whole process and time on the clock, in seconds.
import { createHash } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';

export const baseUrl = process.env.INSTANTLY_BASE_URL;
export const apiKey = process.env.INSTANTLY_API_KEY;
export const jobsPath = '/api/v2/background-jobs';
export const pageSize = 100;

const fields = [
  'id',
  'workspace_id',
  'user_id',
  'type',
  'entity_id',
  'entity_type',
  'data',
  'progress',
  'status',
  'created_at',
  'updated_at',
];

// Where what was read goes, so that no engine finds out that nobody wants it.
let sink = 0;

/** Reads what a program looks at to see how its jobs are doing. */
export function readThree(jobs) {
  for (const job of jobs) sink += job.id.length + job.status.length + job.progress;
}

/** Reads every field. */
export function readAll(jobs) {
  for (const job of jobs) {
    sink +=
      job.id.length +
      job.workspace_id.length +
      (job.user_id?.length ?? 0) +
      job.type.length +
      (job.entity_id?.length ?? 0);
    sink += (job.entity_type?.length ?? 0) + (job.data ? 1 : 0) + job.progress + job.status.length;
    sink += job.created_at.length + job.updated_at.length;
  }
}

/** Of the fields that everybody knows, as JSON in one form. */
export function checksum(jobs) {
  const digest = createHash('sha256');
  for (const job of jobs) digest.update(`${JSON.stringify(fields.map((field) => plain(job[field] ?? null)))}\n`);
  return digest.digest('hex').slice(0, 16);
}

/** With the keys of objects in order, and without those that are null. */
function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value)
    .filter(([, entry]) => entry !== null)
    .sort(([one], [two]) => (one < two ? -1 : 1));
  return Object.fromEntries(entries.map(([key, entry]) => [key, plain(entry)]));
}

/** Makes the calls, so many at a time. */
export async function atOnce(task, call) {
  let next = 0;
  const worker = async () => {
    while (next < task.calls) await call(next++);
  };
  await Promise.all(Array.from({ length: task.concurrency }, worker));
}

/** The workloads of a client, from how it gets a page's items and a job. */
export function workloads(page, job) {
  const cursor = (task, number) => task.cursors[number % task.cursors.length];
  return {
    three: (task) => atOnce(task, async (number) => readThree(await page(cursor(task, number)))),
    all: (task) => atOnce(task, async (number) => readAll(await page(cursor(task, number)))),
    single: (task) => atOnce(task, async (number) => readThree([await job(task.ids[number % task.ids.length])])),
    check: async (task) => {
      const pages = [];
      for (const cursor of task.cursors) pages.push(await page(cursor));
      return checksum(pages.flat());
    },
  };
}

/** Runs tasks until there are no more. */
export async function serve(client) {
  for await (const line of createInterface({ input: process.stdin })) {
    const task = JSON.parse(line);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const cpu = process.cpuUsage();
    const wall = process.hrtime.bigint();
    const result = (await client[task.workload](task)) ?? null;
    const used = process.cpuUsage(cpu);
    const figures = {
      cpu: (used.user + used.system) / 1e6,
      wall: Number(process.hrtime.bigint() - wall) / 1e9,
      result,
    };
    delay.disable();
    // The histogram holds the whole time between two looks, of which the resolution is no delay.
    const loop = Math.max(0, delay.percentile(99) / 1e6 - 1);
    process.stdout.write(`${JSON.stringify({ ...figures, memory: process.memoryUsage.rss(), delay: loop })}\n`);
  }
}
