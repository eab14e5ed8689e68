import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { test } from 'node:test';

import * as imported from 'instantly-sdk';

import { start } from './support.mjs';

const required = createRequire(import.meta.url)('instantly-sdk');
const { server, client } = start({ jobs: 0 });

test('numeric codes have names, the same for import and require', () => {
  const { CampaignStatus, LeadStatus } = imported;
  assert.deepEqual([CampaignStatus.DRAFT, CampaignStatus.ACTIVE, CampaignStatus.PAUSED], [0, 1, 2]);
  assert.equal(LeadStatus.BOUNCED, -1);
  assert.equal(required.CampaignStatus, CampaignStatus);
});

test('a code is sent as its number, and one that nobody knows passes both ways', async () => {
  server.answerNext({ status: 200, json: { items: [{ id: '1', status: 1 }, { id: '2', status: 77 }] } }); // prettier-ignore
  const { items } = await client.campaigns.list({ status: imported.CampaignStatus.ACTIVE });
  assert.deepEqual(server.requests.at(-1).query, [['status', '1']]);
  assert.deepEqual(
    items.map((campaign) => campaign.status === imported.CampaignStatus.ACTIVE),
    [true, false],
  );
  assert.equal(items[1].status, 77);
  server.answerNext({ status: 200, json: { items: [] } });
  await client.campaigns.list({ status: 77 });
  assert.deepEqual(server.requests.at(-1).query, [['status', '77']]);
});
