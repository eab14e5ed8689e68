// By hand: undici's request and JSON.parse; no retries.
import { Pool } from 'undici';
import { apiKey, baseUrl, jobsPath, pageSize, serve, workloads } from './harness.mjs';

const pool = new Pool(baseUrl, { connections: 16 });
const headers = { authorization: `Bearer ${apiKey}`, accept: 'application/json' };

async function get(path) {
  const { statusCode, body } = await pool.request({ method: 'GET', path, headers });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(text);
  return JSON.parse(text);
}

await serve(
  workloads(
    async (cursor) => (await get(`${jobsPath}?limit=${pageSize}&starting_after=${cursor}`)).items,
    (id) => get(`${jobsPath}/${id}`),
  ),
);
