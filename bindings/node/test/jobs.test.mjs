import assert from 'node:assert/strict';
import { test } from 'node:test';

import { JobFailedError, StartedJob } from 'instantly-sdk';

import { failure, start } from './support.mjs';

const { server, client } = start({ jobs: 0 });
const quick = { pollInterval: 1 };

test('what starts a job can be waited for', async () => {
  const job = server.addJob({ polls: 2 });
  server.answerNext({ status: 200, json: job });
  const { data: started, response } = await client.leads.move({ ids: ['l-1'], to_list_id: 'x' }).withResponse();
  assert.ok(started instanceof StartedJob);
  assert.equal(response.status, 200);
  assert.equal(started.jobId, job.id);
  assert.deepEqual(started.answer, job);
  assert.deepEqual(Object.keys(started), ['answer', 'jobId']);
  const seen = [];
  const done = await started.wait({ ...quick, onProgress: (each) => seen.push(each.status) });
  assert.equal(done.id, job.id);
  assert.equal(done.status, 'success');
  assert.equal(seen.length, 3);
});

test('a job that fails rejects, as any wait does', async () => {
  const job = server.addJob({ outcome: 'failed', polls: 0 });
  server.answerNext({ status: 200, json: job });
  const started = await client.accounts.warmup.enable({ emails: ['a@example.com'] });
  const error = await failure(started.wait(quick));
  assert.ok(error instanceof JobFailedError);
  assert.equal(error.job.id, job.id);
});

test('without an id there is nothing to wait for', async () => {
  for (const answer of [{ background_job_id: null }, {}, { background_job_id: '' }, { background_job_id: true }]) {
    server.answerNext({ status: 200, json: answer });
    server.clearRequests();
    const started = await client.supersearchEnrichment.enrichLeadsFromSupersearch({ search_filters: {}, limit: 1 });
    assert.deepEqual(started.answer, answer);
    assert.equal(started.jobId, undefined);
    assert.equal(await started.wait(quick), undefined);
    assert.equal(server.requests.length, 1);
  }
});

test('the id stands where the document says', async () => {
  const job = server.addJob({ polls: 0 });
  server.answerNext({ status: 200, json: { background_job_id: job.id } });
  const started = await client.supersearchEnrichment.enrichLeadsFromSupersearch({ search_filters: {}, limit: 1 });
  assert.equal((await started.wait(quick)).id, job.id);
});

test('a call that is refused starts nothing', async () => {
  server.answerNext({ status: 404, times: 1 });
  assert.equal((await failure(client.leads.move({}))).name, 'NotFoundError');
});
