//! The program: its first line, its help, its end.
#![cfg(feature = "cli")]

mod support;

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use support::get;

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_instantly-mock"))
}

#[test]
fn the_first_line_is_the_url_and_the_end_of_input_the_end() {
    let mut process = program()
        .args(["--jobs", "3", "--seed", "1", "--script", "--stop-with-stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("start");
    let mut url = String::new();
    BufReader::new(process.stdout.take().expect("output")).read_line(&mut url).expect("a line");
    let page = get(url.trim(), "/api/v2/background-jobs").json();
    assert_eq!(page["items"].as_array().expect("items").len(), 3);
    drop(process.stdin.take());
    assert!(process.wait().expect("an end").success());
}

#[test]
fn help_names_every_option_and_shows_examples() {
    let help = program().arg("--help").output().expect("help");
    let text = String::from_utf8_lossy(&help.stdout);
    for part in ["--port", "--jobs", "--seed", "--api-key", "--document", "--script", "--static-pages", "--faults", "Examples:"] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn a_share_of_faults_is_between_none_and_all() {
    for share in ["1.5", "-0.1", "some"] {
        let refused = program().arg(format!("--faults={share}")).output().expect("an end");
        assert!(String::from_utf8_lossy(&refused.stderr).contains("must be between 0 and 1"), "{share}");
    }
}

#[test]
fn a_document_that_is_none_is_named() {
    let refused = program().args(["--document", "missing.json"]).output().expect("an end");
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).starts_with("error: the OpenAPI document can't be used: missing.json"));
}
