import { Instantly, type BackgroundJob, type Page } from 'instantly-sdk';
import { MockServer } from 'instantly-sdk/testing';

export async function first(client: Instantly): Promise<BackgroundJob | undefined> {
  const page: Page<BackgroundJob> = await client.backgroundJobs.list({ limit: 1 });
  // @ts-expect-error a limit is a number: that this is refused shows that the types are seen
  await client.backgroundJobs.list({ limit: 'one' });
  return page.items[0];
}

export const url: string = new MockServer().url;
