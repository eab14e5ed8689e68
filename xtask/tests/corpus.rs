//! Small documents, one for each trap that a published document may hold: each works, or stops with its place, a reason and what to do.
//!
//! What the generator makes of `corpus/NAME.yaml` is in `corpus/NAME.txt`; with `UPDATE_CORPUS` set, this test writes those instead of
//! comparing them. That everything that works compiles in all languages is a stage of `cargo xtask test`.

#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

/// What `cargo xtask ir` says of a document, or why it stops.
fn outcome(name: &str) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    let output = command.args(["ir", "--document", name]).current_dir(corpus()).output().unwrap();
    assert!(output.status.code().is_some_and(|code| code < 2), "{name}: neither done nor refused: {output:?}");
    let (stdout, stderr) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.success(), stderr.is_empty(), "{name}: {stderr}");
    stdout + &stderr
}

#[test]
fn every_trap_has_the_outcome_that_is_written_beside_it() {
    let mut names: Vec<String> = fs::read_dir(corpus()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| name.ends_with(".yaml"));
    names.sort();
    assert!(names.len() > 40, "the corpus is incomplete: {names:?}");
    let mut wrong = Vec::new();
    for name in &names {
        let (expected, found) = (corpus().join(name).with_extension("txt"), outcome(name));
        if std::env::var_os("UPDATE_CORPUS").is_some() {
            fs::write(expected, found).unwrap();
            continue;
        }
        let expected = fs::read_to_string(expected).unwrap_or_default();
        if expected != found {
            wrong.push(format!("── {name}, expected\n{expected}── found\n{found}"));
        }
        // One that stops says where, why, and on the next line what to do.
        let stops = name.starts_with("stops_");
        assert_eq!(stops, found.starts_with(&format!("error: {name}#/")), "{name}: {found}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
