/** The same package by `require`: checked with `tsc`, never run. */
import sdk = require('instantly-sdk');
import testing = require('instantly-sdk/testing');

const client: sdk.Instantly = new sdk.Instantly({ baseUrl: new testing.MockServer().url });
const page: Promise<sdk.Page<sdk.BackgroundJob>> = client.backgroundJobs.list({ limit: 1 });
const status: sdk.CampaignStatus = sdk.CampaignStatus.ACTIVE;
// @ts-expect-error no such class
sdk.Nothing;
console.log(page, status);
