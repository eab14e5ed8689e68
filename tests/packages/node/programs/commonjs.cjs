const { Instantly, NotFoundError } = require('instantly-sdk');

async function main() {
  const client = new Instantly();
  const page = await client.backgroundJobs.list({ limit: 5 });
  const error = await client.backgroundJobs.get('000000000000000000000000').catch((error) => error);
  console.log(page.items.length, error instanceof NotFoundError);
}

main();
