// By hand, as low as undici goes: dispatch with a handler of one's own, and JSON.parse; no streams, no retries.
import { Pool } from 'undici';
import { apiKey, baseUrl, jobsPath, pageSize, serve, workloads } from './harness.mjs';

const pool = new Pool(baseUrl, { connections: 16 });
const headers = { authorization: `Bearer ${apiKey}`, accept: 'application/json' };

function get(path) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    let status = 0;
    pool.dispatch(
      { method: 'GET', path, headers },
      {
        onRequestStart() {},
        onResponseStart(_controller, statusCode) {
          status = statusCode;
        },
        onResponseData(_controller, chunk) {
          chunks.push(chunk);
        },
        onResponseEnd() {
          const text = (chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)).toString('utf8');
          if (status === 200) resolve(JSON.parse(text));
          else reject(new Error(text));
        },
        onResponseError(_controller, error) {
          reject(error);
        },
      },
    );
  });
}

await serve(
  workloads(
    async (cursor) => (await get(`${jobsPath}?limit=${pageSize}&starting_after=${cursor}`)).items,
    (id) => get(`${jobsPath}/${id}`),
  ),
);
