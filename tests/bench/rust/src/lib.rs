//! Shared by the Rust clients: reads tasks, one a line, and writes a line of figures for each.
//!
//! Only the calls are timed. The figures are CPU time of the whole process and time on the clock, in seconds.

use std::hint::black_box;
use std::io::{BufRead, Write};
use std::time::Instant;

use anyhow::Result;
use cpu_time::ProcessTime;
use futures_util::future::try_join_all;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

/// How many jobs a page has.
pub const PAGE: i64 = 100;

const FIELDS: [&str; 10] =
    ["id", "workspace_id", "user_id", "type", "entity_id", "entity_type", "progress", "status", "created_at", "updated_at"];

/// One run of a workload.
#[derive(Deserialize)]
pub struct Task {
    /// The workload's name.
    pub workload: String,
    /// How many calls.
    pub calls: usize,
    /// How many at a time.
    pub concurrency: usize,
    /// Jobs to get, one after the other.
    pub ids: Vec<String>,
    /// Pages to list, by the cursor that they start after.
    pub cursors: Vec<String>,
}

/// A client, and how its values are read.
#[expect(async_fn_in_trait, reason = "only used here, in one thread")]
pub trait BenchClient {
    /// A job.
    type Job;

    /// The items of a page.
    async fn page(&self, cursor: &str) -> Result<Vec<Self::Job>>;
    /// One job.
    async fn job(&self, id: &str) -> Result<Self::Job>;
    /// Reads id, status and progress.
    fn read_three(job: &Self::Job);
    /// Reads every field.
    fn read_all(job: &Self::Job);
    /// A job as JSON.
    fn json(job: &Self::Job) -> Value;
    /// All jobs, one after the other; their number.
    async fn walk(&self) -> Result<usize>;
}

/// Runs tasks until there are no more.
///
/// # Errors
/// When a call fails.
pub async fn serve<C: BenchClient>(client: &C) -> Result<()> {
    for line in std::io::stdin().lock().lines() {
        let task: Task = serde_json::from_str(&line?)?;
        let (cpu, wall) = (ProcessTime::now(), Instant::now());
        let result = run(client, &task).await?;
        let figures = json!({
            "cpu": cpu.elapsed().as_secs_f64(),
            "wall": wall.elapsed().as_secs_f64(),
            "memory": memory(),
            "result": result,
        });
        let mut output = std::io::stdout().lock();
        writeln!(output, "{figures}")?;
        output.flush()?;
    }
    Ok(())
}

async fn run<C: BenchClient>(client: &C, task: &Task) -> Result<Value> {
    let cursor = |number: usize| task.cursors[number % task.cursors.len()].as_str();
    match task.workload.as_str() {
        "walk" => return Ok(client.walk().await?.into()),
        "check" => {
            let mut digest = Sha256::new();
            for number in 0..task.cursors.len() {
                client.page(cursor(number)).await?.iter().for_each(|job| digest.update(row(&C::json(job))));
            }
            let hex: String = digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
            return Ok(hex.into());
        }
        _ => {}
    }
    // Each worker makes every so-manieth call.
    let workers = (0..task.concurrency).map(|worker| async move {
        for number in (worker..task.calls).step_by(task.concurrency) {
            match task.workload.as_str() {
                "three" => client.page(cursor(number)).await?.iter().for_each(C::read_three),
                "all" => client.page(cursor(number)).await?.iter().for_each(C::read_all),
                "single" => C::read_three(&client.job(&task.ids[number % task.ids.len()]).await?),
                other => anyhow::bail!("no such workload: {other}"),
            }
        }
        Ok(())
    });
    try_join_all(workers).await?;
    Ok(Value::Null)
}

/// Keeps the compiler from removing the read of an unused value.
pub fn read<T>(value: T) {
    black_box(value);
}

/// The fields that everybody knows, as JSON in one form. Of a job's data that is the one that the document names: progenitor's types
/// drop the rest, and a list that is empty.
fn row(job: &Value) -> String {
    let emails = job["data"]["moved_lead_emails"].as_array().filter(|emails| !emails.is_empty()).cloned();
    let fields = FIELDS.iter().map(|field| plain(job.get(field).unwrap_or(&Value::Null))).chain([emails.into()]);
    format!("{}\n", fields.collect::<Value>())
}

/// Whole numbers as such, and the keys of objects in order, without those that are null.
fn plain(value: &Value) -> Value {
    match value {
        Value::Number(number) => {
            number.as_f64().filter(|number| number.fract() == 0.0).map_or_else(|| value.clone(), |whole| json!(whole as i64))
        }
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Object(fields) => {
            let mut sorted: Vec<_> = fields.iter().filter(|(_, value)| !value.is_null()).collect();
            sorted.sort_by_key(|(name, _)| *name);
            sorted.into_iter().map(|(name, value)| (name.clone(), plain(value))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

/// Bytes of this process in memory; 0 where the system doesn't say.
fn memory() -> u64 {
    const PAGE_SIZE: u64 = 4096;
    let text = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    text.split(' ').nth(1).and_then(|pages| pages.parse::<u64>().ok()).unwrap_or_default() * PAGE_SIZE
}
