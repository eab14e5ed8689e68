//! Runs the conformance cases with the Rust SDK. Run by `cargo xtask test --only conformance`; see `tests/conformance/README.md`.

#[allow(dead_code, reason = "which forms of call there are depends on the document")]
mod call;
mod compare;
#[rustfmt::skip]
mod generated;
mod mock;
#[allow(dead_code, reason = "which forms of call there are depends on the document")]
#[rustfmt::skip]
mod options;
#[allow(dead_code, reason = "which forms of call there are depends on the document")]
mod request;
mod run;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use futures_util::{StreamExt, stream};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// So many cases run at a time.
const AT_ONCE: usize = 8;

#[derive(Deserialize)]
struct Cases {
    cases: Vec<Value>,
}

/// A case, fixtures and repetitions worked out.
#[derive(Deserialize)]
struct Case {
    id: String,
    client: options::Client,
    call: call::Call,
    exchanges: Value,
    result: compare::Expected,
}

/// A cell of the matrix.
#[derive(Serialize)]
struct Cell {
    id: String,
    ok: bool,
    message: String,
}

#[tokio::main]
async fn main() -> Result<ExitCode> {
    let folder = PathBuf::from(setting("CONFORMANCE_FOLDER")?);
    let mock = mock::Mock::new(&setting("CONFORMANCE_MOCK")?)?;
    let text = std::fs::read_to_string(folder.join("cases.json")).context("cases.json: can't be read")?;
    let Cases { cases } = serde_json::from_str(&text).context("cases.json: is not as expected")?;
    // Those of other languages may have values that none of Rust's types has, so they aren't even read.
    let cases = cases.into_iter().filter(|case| case["except"]["rust"].is_null());
    let cases = cases.map(|case| serde_json::from_value(case.clone()).with_context(|| case["id"].to_string()));
    let cases: Vec<Case> = cases.collect::<Result<_>>()?;
    let cells: Vec<Cell> = stream::iter(cases).map(|case| cell(case, &mock)).buffer_unordered(AT_ONCE).collect().await;
    std::fs::write(folder.join("rust.json"), serde_json::to_string_pretty(&cells)?).context("rust.json: can't be written")?;
    let failed = cells.iter().filter(|cell| !cell.ok).count();
    println!("rust: {} passed, {failed} failed", cells.len() - failed);
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn cell(case: Case, mock: &mock::Mock) -> Cell {
    let id = case.id.clone();
    let message = match problems(case, mock).await {
        Ok(problems) => problems.join("\n"),
        Err(error) => format!("{error:#}"),
    };
    Cell { id, ok: message.is_empty(), message }
}

async fn problems(case: Case, mock: &mock::Mock) -> Result<Vec<String>> {
    let script = mock.start(&case.exchanges).await?;
    let outcome = run::run(&case.client, &case.call, &script.base_url).await?;
    let mut problems = compare::problems(&case.result, &outcome)?;
    problems.extend(mock.end(&script).await?);
    Ok(problems)
}

fn setting(name: &str) -> Result<String> {
    std::env::var(name).with_context(|| format!("{name} is not set: run `cargo xtask test --only conformance`"))
}
