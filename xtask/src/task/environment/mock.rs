//! The embedded Instantly as a process of its own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
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
        Self::start_as(Command::new(program).args(arguments))
    }

    /// The same for a command that says how the program is to run.
    ///
    /// # Errors
    /// When it can't be started or says no address.
    pub fn start_as(command: &mut Command) -> Result<Self> {
        let mut process = command
            .args(["--port", "0", "--stop-with-stdin"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("instantly-mock: can't be started")?;
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

    /// What an endpoint answers.
    ///
    /// # Errors
    /// When the mock is gone, or answers with no body.
    pub fn ask(&self, path: &str) -> Result<String> {
        let host = self.url.trim_start_matches("http://");
        let mut answer = String::new();
        let mut stream = TcpStream::connect(host).with_context(|| format!("instantly-mock: {host} can't be reached"))?;
        let head = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer any\r\nconnection: close\r\n\r\n");
        stream.write_all(head.as_bytes()).context("instantly-mock: it takes nothing")?;
        stream.read_to_string(&mut answer).with_context(|| format!("instantly-mock: the answer to {path} can't be read"))?;
        let (_, body) = answer.split_once("\r\n\r\n").with_context(|| format!("instantly-mock: {path} has no body"))?;
        Ok(body.to_owned())
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
