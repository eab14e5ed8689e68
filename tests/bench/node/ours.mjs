// instantly-sdk: retries, deadlines and models as everybody gets them; only pacing is off.
import { Instantly } from 'instantly-sdk';
import { apiKey, baseUrl, pageSize, serve, workloads } from './harness.mjs';

const client = new Instantly({ apiKey, baseUrl, rateLimit: null });

const page = async (cursor) => (await client.backgroundJobs.list({ limit: pageSize, starting_after: cursor })).items;
const job = (id) => client.backgroundJobs.get(id);

await serve({
  ...workloads(page, job),
  /** All jobs, one after the other. */
  walk: async () => {
    let count = 0;
    for await (const job of client.backgroundJobs.list({ limit: pageSize })) count += job.id ? 1 : 0;
    return count;
  },
  /** Pages whose consumer works for 5 ms each, the next one being fetched meanwhile. */
  walk_slowly: async () => {
    let count = 0;
    for await (const page of client.backgroundJobs.list({ limit: pageSize }).iterPages())
      count += await consume(page.items);
    return count;
  },
  /** The same without anything fetched ahead. */
  walk_step_by_step: async () => {
    let page = await client.backgroundJobs.list({ limit: pageSize });
    let count = await consume(page.items);
    while (page.hasNextPage()) {
      page = await page.getNextPage();
      count += await consume(page.items);
    }
    return count;
  },
});

/** Takes 5 ms, as a program does that writes what it gets to a database. */
async function consume(items) {
  await new Promise((resolve) => setTimeout(resolve, 5));
  return items.length;
}
