//! `INSTANTLY_LOG` in a program without a subscriber of `tracing`: what its user sees on stderr.

mod server;

use std::process::Command;

use serde_json::json;
use server::{answer, listen, request};

/// The variable that makes [`a_program`] run.
const PROGRAM: &str = "INSTANTLY_TEST_PROGRAM";

/// A process of its own, since the environment belongs to a process.
#[tokio::test]
async fn a_program() {
    if std::env::var_os(PROGRAM).is_none() {
        return;
    }
    let (listener, builder) = listen().await;
    let client = match builder.build() {
        Ok(client) => client,
        Err(error) => return eprintln!("error: {error}"),
    };
    let serve = async {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        request(&mut stream).await.expect("a request");
        answer(&mut stream, &json!({ "id": "an-id" })).await;
    };
    let (job, ()) = tokio::join!(async { client.background_jobs().get("an-id").await }, serve);
    assert_eq!(job.expect("it comes").id, "an-id");
}

/// The lines of the program's stderr, and that all went well.
fn stderr(level: &str) -> Vec<String> {
    let program = std::env::current_exe().expect("this test has a file");
    let output = Command::new(program)
        .args(["--exact", "a_program", "--nocapture"])
        .env(PROGRAM, "1")
        .env("INSTANTLY_LOG", level)
        .output()
        .expect("it starts");
    assert!(output.status.success());
    String::from_utf8(output.stderr).expect("it is text").lines().map(str::to_owned).collect()
}

#[test]
fn info_is_a_line_a_request() {
    let lines = stderr("info");
    assert_eq!(lines.len(), 1, "{lines:?}");
    let line = &lines[0];
    assert!(line.starts_with("instantly: GET /api/v2/background-jobs/{id} (background_jobs.get) attempt 1: 200 in "), "{line}");
    assert!(line.ends_with(" ms, request id r-1"), "{line}");
}

#[test]
fn debug_also_says_when_it_was_sent() {
    let lines = stderr("debug");
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_eq!(lines[0], "instantly: GET /api/v2/background-jobs/{id} (background_jobs.get) attempt 1: sent");
}

#[test]
fn nothing_is_said_unasked() {
    assert_eq!(stderr(""), Vec::<String>::new());
}

#[test]
fn what_is_no_level_is_refused() {
    assert_eq!(stderr("loud"), ["error: INSTANTLY_LOG must be info or debug, got \"loud\""]);
}
