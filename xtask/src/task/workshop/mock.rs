//! The embedded Instantly as a process of its own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail};

/// A running `instantly-mock`; it ends with this value, and by itself when this process does, since its standard input closes then.
pub struct Mock {
    process: Child,
    /// Held open: a program that prints into a closed pipe ends.
    _output: Option<BufReader<ChildStdout>>,
    /// Where it listens.
    pub url: String,
}

impl Mock {
    /// Starts the program and reads the address from its first line.
    ///
    /// # Errors
    /// When it can't be started or says no address.
    pub fn start(program: &Path, arguments: &[&str]) -> Result<Self> {
        let mut process = Command::new(program)
            .args(["--port", "0", "--stop-with-stdin"])
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{}: can't be started", program.display()))?;
        let mut line = String::new();
        let mut output = process.stdout.take().map(BufReader::new);
        if let Some(output) = &mut output {
            output.read_line(&mut line).context("instantly-mock: its first line can't be read")?;
        }
        let mock = Self { process, _output: output, url: line.trim().to_owned() };
        if !mock.url.starts_with("http://") {
            bail!("instantly-mock: the first line must be its address, got {:?}", mock.url);
        }
        Ok(mock)
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
