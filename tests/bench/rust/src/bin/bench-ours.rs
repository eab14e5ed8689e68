//! instantly-sdk: retries, deadlines and models as everybody gets them; only pacing is off.

use anyhow::Result;
use instantly_bench::{BenchClient, PAGE, read, serve};
use instantly_sdk::background_jobs::{BackgroundJob, ListBackgroundJobs};
use instantly_sdk::{Client, RateLimit, ToJson};
use serde_json::Value;

struct Ours(Client);

impl BenchClient for Ours {
    type Job = BackgroundJob;

    async fn page(&self, cursor: &str) -> Result<Vec<BackgroundJob>> {
        let params = ListBackgroundJobs { limit: Some(PAGE), starting_after: Some(cursor.to_owned()), ..Default::default() };
        Ok(self.0.background_jobs().list(params).await?.items)
    }

    async fn job(&self, id: &str) -> Result<BackgroundJob> {
        Ok(self.0.background_jobs().get(id).await?)
    }

    fn read_three(job: &BackgroundJob) {
        read((&job.id, &job.status, &job.progress));
    }

    fn read_all(job: &BackgroundJob) {
        read((&job.id, &job.workspace_id, &job.user_id, &job.r#type, &job.entity_id, &job.entity_type));
        read((&job.data, &job.progress, &job.status, &job.created_at, &job.updated_at));
    }

    fn json(job: &BackgroundJob) -> Value {
        job.to_json().unwrap_or_default()
    }

    async fn walk(&self) -> Result<usize> {
        let mut jobs = self.0.background_jobs().list(ListBackgroundJobs { limit: Some(PAGE), ..Default::default() }).stream();
        let mut count = 0;
        while let Some(job) = jobs.try_next().await? {
            read(&job.id);
            count += 1;
        }
        Ok(count)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    serve(&Ours(Client::builder().rate_limit(RateLimit::Off).build()?)).await
}
