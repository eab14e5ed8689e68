//! A client under measurement: a process of its own that reads tasks, one a line, and writes the figures of each.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// One run of a workload.
#[derive(Serialize)]
pub struct Task<'a> {
    /// Its name in the programs of `tests/bench`.
    pub workload: &'a str,
    /// How many calls.
    pub calls: usize,
    /// How many at a time.
    pub concurrency: usize,
    /// Jobs to get.
    pub ids: &'a [String],
    /// Pages to list, by the cursor they start after.
    pub cursors: &'a [String],
}

/// The figures of a task.
#[derive(Deserialize)]
pub struct Figures {
    /// Seconds of CPU time, of all threads.
    pub cpu: f64,
    /// Seconds on the clock.
    pub wall: f64,
    /// Bytes in memory afterwards.
    pub memory: f64,
    /// The 99th percentile of the event loop's delay, in milliseconds. Node only.
    #[serde(default)]
    pub delay: f64,
    /// The workload's result: a checksum, a count, or nothing.
    pub result: Value,
}

/// A running client; dropping it ends its process.
pub struct Client {
    name: &'static str,
    process: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    started: Instant,
}

impl Client {
    /// Starts the program.
    ///
    /// # Errors
    /// When it can't be started.
    pub fn start(name: &'static str, mut command: Command, url: &str) -> Result<Self> {
        command.env("INSTANTLY_BASE_URL", url).env("INSTANTLY_API_KEY", "bench-key");
        let started = Instant::now();
        let mut process =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().with_context(|| format!("{name}: can't be started"))?;
        let input = process.stdin.take();
        let output = BufReader::new(process.stdout.take().with_context(|| format!("{name}: has no output"))?);
        Ok(Self { name, process, input, output, started })
    }

    /// Sends a task and waits for its figures.
    ///
    /// # Errors
    /// When the client fails.
    pub fn run(&mut self, task: &Task) -> Result<Figures> {
        let mut line = serde_json::to_string(task)?;
        line.push('\n');
        let input = self.input.as_mut().with_context(|| format!("{}: has no input", self.name))?;
        input.write_all(line.as_bytes()).and_then(|()| input.flush()).with_context(|| format!("{}: ended early", self.name))?;
        let mut answer = String::new();
        self.output.read_line(&mut answer)?;
        ensure!(!answer.is_empty(), "{} failed at {}", self.name, task.workload);
        serde_json::from_str(&answer).with_context(|| format!("{}: {answer}", self.name))
    }

    /// Since the process was started.
    #[must_use]
    pub fn age(&self) -> Duration {
        self.started.elapsed()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // The process ends with its input.
        self.input = None;
        self.process.wait().ok();
    }
}
