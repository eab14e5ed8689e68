import { Instantly, NotFoundError } from 'instantly-sdk';
import { MockServer } from 'instantly-sdk/testing';

async function main() {
  const client = new Instantly();
  const page = await client.backgroundJobs.list({ limit: 5 });
  const error = await client.backgroundJobs.get('000000000000000000000000').catch((error) => error);

  const server = new MockServer({ jobs: 3 });
  const embedded = new Instantly({ apiKey: 'any', baseUrl: server.url });
  const jobs = (await embedded.backgroundJobs.list()).items;
  server.stop();
  console.log(page.items.length, error instanceof NotFoundError, jobs.length);
}

main();
