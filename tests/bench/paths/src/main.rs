//! The ways that every answer takes, for counting instructions: `instantly-paths <path> <times>` under callgrind.
//!
//! A count is the same from run to run where a time is not. What is counted is the difference between few and many times, so that starting up
//! and making the page do not count.

use std::hint::black_box;

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use instantly_types::background_jobs::BackgroundJob;

#[allow(dead_code, unused_imports, reason = "only the index is counted here")]
#[path = "../../../../bindings/python/src/tape/mod.rs"]
mod tape;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let path = arguments.next().context("the path to count")?;
    let times: usize = arguments.next().context("how many times")?.parse()?;
    let body = Bytes::from(page());
    for _ in 0..times {
        match path.as_str() {
            // What Python does with a page before anybody reads it.
            "index" => {
                black_box(tape::Document::index(body.clone()).map_err(|problem| anyhow::anyhow!("{problem}"))?);
            }
            // What Rust does with it.
            "decode" => {
                black_box(instantly_types::decode::<Vec<BackgroundJob>>(&body)?);
            }
            other => bail!("no such path: {other}"),
        }
    }
    Ok(())
}

/// A hundred jobs as the API shows them.
fn page() -> String {
    let jobs = (0..100).map(|number| {
        format!(
            r#"{{"id":"6a7ed6671d8cecde4f{number:06x}","workspace_id":"0199f68c-1680-7bb3-91c5-a58882907775","user_id":"019bf988-0680-780b-8cb1-a5e758c6c98c","type":"move-leads","entity_id":"019e878f-aa80-71cb-994f-3050f5c3e91f","entity_type":"list","data":{{"success_count":{number},"failed_count":0,"skipped_count":0,"total_to_process":1379,"moved_lead_emails":["lead-{number}@example.com"]}},"progress":100,"status":"success","created_at":"2026-08-14T08:48:39.797Z","updated_at":"2026-08-14T08:50:02.289Z"}}"#
        )
    });
    format!("[{}]", jobs.collect::<Vec<_>>().join(","))
}
