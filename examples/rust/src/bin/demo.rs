//! The demonstration in Rust: a list over several pages, a wait, an error. `cargo xtask demo` runs it.
//!
//! `INSTANTLY_API_KEY` and `INSTANTLY_BASE_URL` say where; it only reads. The argument names a file for a report of what it saw.

use std::io::{IsTerminal, Write};
use std::time::Duration;

use anyhow::{Context, Result};
use instantly_sdk::background_jobs::{BackgroundJob, BackgroundJobStatus, ListBackgroundJobs};
use instantly_sdk::{Class, Client};
use serde_json::{Value, json};

const SHOWN: usize = 8;

#[tokio::main]
async fn main() -> Result<()> {
    let file = std::env::args().nth(1).context("the argument is missing: a file for the report")?;
    let client = Client::from_env()?;
    let jobs = list(&client).await?;
    let waited = match jobs.first() {
        Some(job) => Some(wait_for(&client, job).await?),
        None => None,
    };
    let error = provoke(&client).await;
    let jobs: Vec<_> = jobs.iter().map(summary).collect();
    std::fs::write(file, json!({ "jobs": jobs, "waited": waited, "error": error }).to_string())?;
    Ok(())
}

/// Prints the jobs that are not done yet.
async fn list(client: &Client) -> Result<Vec<BackgroundJob>> {
    row("id", "type", "status", "progress");
    let parameters = ListBackgroundJobs {
        status: [BackgroundJobStatus::Pending, BackgroundJobStatus::InProgress].into(),
        limit: Some(25),
        ..Default::default()
    };
    let mut pages = client.background_jobs().list(parameters).pages();
    let (mut jobs, mut count) = (Vec::new(), 0);
    while let Some(page) = pages.try_next().await? {
        count += 1;
        for job in page.items {
            if jobs.len() < SHOWN {
                row(&job.id, job.r#type.as_str(), job.status.as_str(), &format!("{} %", job.progress));
            }
            jobs.push(job);
        }
    }
    println!("  … and {} more: {} jobs on {count} pages\n", jobs.len().saturating_sub(SHOWN), jobs.len());
    Ok(jobs)
}

/// Draws a bar until the job is done, for half a minute at most.
async fn wait_for(client: &Client, job: &BackgroundJob) -> Result<Value> {
    let wait = client.background_jobs().wait(&job.id).timeout(Duration::from_secs(30)).poll_interval(Duration::from_millis(100));
    let outcome = match wait.on_progress(draw).await {
        Ok(done) => done.status.as_str().to_owned(),
        Err(error) => {
            if error.class() != Class::WaitTimeoutError {
                print!("\n  {error}");
            }
            error.class().name().to_owned()
        }
    };
    println!();
    Ok(json!({ "id": job.id, "outcome": outcome }))
}

/// The bar: redrawn in place on a terminal, a line each time elsewhere.
fn draw(job: &BackgroundJob) {
    let percent = job.progress.as_f64();
    let done = (0..20).filter(|step| f64::from(*step) * 5.0 + 5.0 <= percent).count();
    let (start, end) = if std::io::stdout().is_terminal() { ("\r", "") } else { ("", "\n") };
    let status = job.status.as_str();
    print!("{start}  {} [{}{}] {percent:>3} % {status:<12}{end}", job.id, "█".repeat(done), "·".repeat(20 - done));
    std::io::stdout().flush().ok();
}

/// What a missing job looks like.
async fn provoke(client: &Client) -> &'static str {
    match client.background_jobs().get("000000000000000000000000").await {
        Ok(_) => "none",
        Err(error) => {
            if error.class() == Class::NotFoundError {
                println!("  {}: {error}", error.class().name());
            }
            error.class().name()
        }
    }
}

/// What the three languages are compared by.
fn summary(job: &BackgroundJob) -> Value {
    json!({ "id": job.id, "type": job.r#type, "status": job.status, "progress": job.progress })
}

fn row(id: &str, kind: &str, status: &str, progress: &str) {
    println!("  {id:<26}{kind:<30}{status:<14}{progress:>9}");
}
