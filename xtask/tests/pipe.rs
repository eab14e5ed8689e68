//! Output that nobody reads to its end.

use std::process::{Command, Stdio};

#[test]
fn a_closed_pipe_is_no_error() {
    let mut xtask = Command::new(env!("CARGO_BIN_EXE_xtask"));
    xtask.args(["ir", "--document", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/parameter_styles.yaml")]);
    let mut child = xtask.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}
