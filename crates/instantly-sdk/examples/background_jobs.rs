//! Lists the jobs that are going on, waits for the first with a progress line, and shows what an error looks like.
//!
//! `INSTANTLY_API_KEY=... cargo run --example background_jobs`; `INSTANTLY_BASE_URL` leads it to another server, such as `instantly-mock`.

use std::time::Duration;

use instantly_sdk::background_jobs::{
    BackgroundJob,
    BackgroundJobStatus::{InProgress, Pending},
    ListBackgroundJobs,
};
use instantly_sdk::{Class, Client, Error};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let client = Client::from_env()?;
    let first = list(&client).await?;
    if let Some(job) = first {
        wait(&client, &job).await?;
    }
    show_an_error(&client).await
}

/// Every pending and running job, page after page; returns the first.
async fn list(client: &Client) -> Result<Option<BackgroundJob>, Error> {
    let params = ListBackgroundJobs { status: [Pending, InProgress].into(), limit: Some(50), ..Default::default() };
    let mut jobs = client.background_jobs().list(params).stream();
    let mut first = None;
    println!("{:<26}{:<30}{:<14}{:>8}", "id", "type", "status", "progress");
    while let Some(job) = jobs.try_next().await? {
        println!("{:<26}{:<30}{:<14}{:>7}%", job.id, job.r#type, job.status, job.progress);
        first.get_or_insert(job);
    }
    Ok(first)
}

async fn wait(client: &Client, job: &BackgroundJob) -> Result<(), Error> {
    let wait = client
        .background_jobs()
        .wait(&job.id)
        .timeout(Duration::from_secs(60))
        .poll_interval(Duration::from_millis(200))
        .on_progress(|job: &BackgroundJob| println!("{} {:>3}% {}", job.id, job.progress, job.status));
    match wait.await {
        Ok(done) => println!("{} ended as {}", done.id, done.status),
        Err(error) if error.job().is_some() => println!("{error}"),
        Err(error) => return Err(error),
    }
    Ok(())
}

async fn show_an_error(client: &Client) -> Result<(), Error> {
    match client.background_jobs().get("000000000000000000000000").max_retries(0).await {
        Err(error) if error.class() == Class::NotFoundError => println!("{}: {error}", error.class().name()),
        other => drop(other?),
    }
    Ok(())
}
