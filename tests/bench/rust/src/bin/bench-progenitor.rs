//! What progenitor alone would make of the two operations: reqwest and serde types; no retries.

use anyhow::Result;
use instantly_bench::{BenchClient, PAGE, read, serve};
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use serde_json::Value;

mod client {
    progenitor::generate_api!(spec = "peer.json");
}

use client::Client;
use client::types::BackgroundJob;

struct Peer(Client);

impl BenchClient for Peer {
    type Job = BackgroundJob;

    async fn page(&self, cursor: &str) -> Result<Vec<BackgroundJob>> {
        let limit = std::num::NonZeroU64::new(PAGE as u64);
        Ok(self.0.list_jobs(limit, Some(cursor)).await?.into_inner().items)
    }

    async fn job(&self, id: &str) -> Result<BackgroundJob> {
        Ok(self.0.get_job(id).await?.into_inner())
    }

    fn read_three(job: &BackgroundJob) {
        read((&job.id, &job.status, &job.progress));
    }

    fn read_all(job: &BackgroundJob) {
        read((&job.id, &job.workspace_id, &job.user_id, &job.type_, &job.entity_id, &job.entity_type));
        read((&job.data, &job.progress, &job.status, &job.created_at, &job.updated_at));
    }

    fn json(job: &BackgroundJob) -> Value {
        serde_json::to_value(job).unwrap_or_default()
    }

    async fn walk(&self) -> Result<usize> {
        anyhow::bail!("progenitor's client does not walk")
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    // reqwest comes without a choice of cryptography in this workspace. Nothing here is encrypted.
    rustls::crypto::ring::default_provider().install_default().ok();
    let url = std::env::var("INSTANTLY_BASE_URL")?;
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, HeaderValue::from_str(&format!("Bearer {}", std::env::var("INSTANTLY_API_KEY")?))?);
    // What `Client::new` does, with the key.
    let http = reqwest::Client::builder().default_headers(headers).build()?;
    serve(&Peer(Client::new_with_client(&url, http))).await
}
