// By hand: the platform's fetch; no retries.
import { apiKey, baseUrl, jobsPath, pageSize, serve, workloads } from './harness.mjs';

const headers = { authorization: `Bearer ${apiKey}`, accept: 'application/json' };

async function get(path) {
  const response = await fetch(baseUrl + path, { headers });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

await serve(
  workloads(
    async (cursor) => (await get(`${jobsPath}?limit=${pageSize}&starting_after=${cursor}`)).items,
    (id) => get(`${jobsPath}/${id}`),
  ),
);
