import sdk = require('instantly-sdk');
import testing = require('instantly-sdk/testing');

export async function first(client: sdk.Instantly): Promise<sdk.BackgroundJob | undefined> {
  const page: sdk.Page<sdk.BackgroundJob> = await client.backgroundJobs.list({ limit: 1 });
  // @ts-expect-error a limit is a number: that this is refused shows that the types are seen
  await client.backgroundJobs.list({ limit: 'one' });
  return page.items[0];
}

export const url: string = new testing.MockServer().url;
