//! Running other programs so that a person sees what goes on: a moving line on a terminal, a line now and then in a log,
//! and the whole output when something fails.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, IsTerminal, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// How often a log that is no terminal hears that work goes on.
const HEARTBEAT: Duration = Duration::from_secs(20);
/// Of a failed program's output, so many lines are shown.
const SHOWN_ON_FAILURE: usize = 150;

/// Runs a program whose output matters only when it fails; `what` says what it is for.
///
/// # Errors
/// With the end of the output, when the program can't be started or fails.
pub fn quietly(what: &str, command: &mut Command) -> Result<()> {
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("{}: can't be started", shown(command)))?;
    let (sender, lines) = mpsc::channel();
    for pipe in [child.stdout.take().map(boxed), child.stderr.take().map(boxed)].into_iter().flatten() {
        let sender = sender.clone();
        std::thread::spawn(move || forward(pipe, &sender));
    }
    drop(sender);

    let mut progress = Progress::new(what, started);
    let mut output = Vec::new();
    loop {
        match lines.recv_timeout(progress.patience()) {
            Ok(line) => {
                progress.show(&line);
                output.push(line);
            }
            Err(mpsc::RecvTimeoutError::Timeout) => progress.remind(),
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
        }
    }
    let status = child.wait().with_context(|| format!("{}: lost", shown(command)))?;
    progress.clear();
    if status.success() {
        println!("  {what} ({})", seconds(started.elapsed()));
        return Ok(());
    }
    for line in output.iter().skip(output.len().saturating_sub(SHOWN_ON_FAILURE)) {
        println!("  | {line}");
    }
    bail!("{what} failed ({status})\n  {}", shown(command))
}

/// Runs a program whose output is the point of running it, and says what is run.
///
/// # Errors
/// When the program can't be started or fails.
pub fn openly(command: &mut Command) -> Result<()> {
    println!("  $ {}", shown(command));
    attached(command)
}

/// The same without a word before.
///
/// # Errors
/// When the program can't be started or fails.
pub fn attached(command: &mut Command) -> Result<()> {
    std::io::stdout().flush().ok();
    let status = command.stdin(Stdio::null()).status().with_context(|| format!("{}: can't be started", shown(command)))?;
    if !status.success() {
        bail!("{} failed ({status})", shown(command));
    }
    Ok(())
}

/// What a program prints, trimmed.
///
/// # Errors
/// When the program can't be started or fails.
pub fn output(command: &mut Command) -> Result<String> {
    let found = command.stdin(Stdio::null()).output().with_context(|| format!("{}: can't be started", shown(command)))?;
    if !found.status.success() {
        bail!("{} failed ({})\n{}", shown(command), found.status, String::from_utf8_lossy(&found.stderr).trim());
    }
    Ok(String::from_utf8_lossy(&found.stdout).trim().to_owned())
}

/// `1.2 s`, `2 min 05 s`.
#[must_use]
pub fn seconds(time: Duration) -> String {
    match time.as_secs() {
        0..60 => format!("{:.1} s", time.as_secs_f64()),
        whole => format!("{} min {:02} s", whole / 60, whole % 60),
    }
}

/// The command as one would type it, with the program's name alone.
fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_name().unwrap_or_else(|| OsStr::new("?"));
    let words = std::iter::once(program).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

fn boxed(pipe: impl Read + Send + 'static) -> Box<dyn Read + Send> {
    Box::new(pipe)
}

fn forward(pipe: Box<dyn Read + Send>, lines: &mpsc::Sender<String>) {
    let mut reader = BufReader::new(pipe);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        if lines.send(String::from_utf8_lossy(&line).trim_end().to_owned()).is_err() {
            return;
        }
        line.clear();
    }
}

/// The line that moves.
struct Progress<'a> {
    what: &'a str,
    started: Instant,
    reminded: Instant,
    last: String,
    terminal: bool,
}

impl<'a> Progress<'a> {
    fn new(what: &'a str, started: Instant) -> Self {
        let progress = Self { what, started, reminded: started, last: String::new(), terminal: std::io::stdout().is_terminal() };
        progress.paint();
        progress
    }

    fn patience(&self) -> Duration {
        if self.terminal { Duration::from_millis(250) } else { HEARTBEAT.saturating_sub(self.reminded.elapsed()) }
    }

    fn show(&mut self, line: &str) {
        if !line.trim().is_empty() {
            line.trim().clone_into(&mut self.last);
        }
        if self.terminal {
            self.paint();
        } else if self.reminded.elapsed() >= HEARTBEAT {
            self.remind();
        }
    }

    fn remind(&mut self) {
        self.reminded = Instant::now();
        if self.terminal {
            self.paint();
        } else {
            println!("  {} … {} {}", self.what, seconds(self.started.elapsed()), self.last);
        }
    }

    fn paint(&self) {
        if !self.terminal {
            return;
        }
        let line = format!("  {} … {} {}", self.what, seconds(self.started.elapsed()), self.last);
        let line: String = line.chars().take(110).collect();
        print!("\r\x1b[2K{line}");
        std::io::stdout().flush().ok();
    }

    fn clear(&self) {
        if self.terminal {
            print!("\r\x1b[2K");
        }
    }
}
