//! `instantly-mock`: the embedded Instantly as a process of its own.

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser;
use instantly_mock::{MockError, MockOptions, MockServer, StaticPages};

/// Serve an embedded Instantly API v2 on 127.0.0.1, for tests and demos.
///
/// The first line on standard output is the base URL for clients. GET /__mock lists the control endpoints.
#[derive(Parser)]
#[command(version, after_help = EXAMPLES)]
struct Arguments {
    /// Listen on this port; 0 takes a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// Hold this many background jobs
    #[arg(long, default_value_t = 250)]
    jobs: usize,
    /// Make everything up from this number; the same seed gives the same answers
    #[arg(long, default_value_t = 7)]
    seed: u64,
    /// Accept only this API key; by default any that isn't empty
    #[arg(long, value_name = "KEY")]
    api_key: Option<String>,
    /// Serve this OpenAPI 3.1 document (JSON) in place of the embedded one
    #[arg(long, value_name = "FILE")]
    document: Option<PathBuf>,
    /// Play conformance cases posted to /__mock/cases (always possible; the option says that it is meant)
    #[arg(long)]
    script: bool,
    /// Let this share of the answers go wrong (0.05: one in twenty), chosen by the seed; GET /__mock/faults tells what struck
    #[arg(long, value_name = "SHARE", default_value_t = 0.0, value_parser = share, conflicts_with = "static_pages")]
    faults: f64,
    /// Serve jobs and their lists rendered once, for measuring clients: jobs stand still, list calls aren't recorded
    #[arg(long, conflicts_with = "script")]
    static_pages: bool,
    /// Render static pages as an API might that changed: other order of keys, unknown fields, escapes
    #[arg(long, requires = "static_pages")]
    irregular: bool,
    /// Answer with a static page only after so many milliseconds
    #[arg(long, requires = "static_pages", default_value_t = 0, value_name = "MILLISECONDS")]
    delay: u64,
    /// Write a line for each request to standard error
    #[arg(long)]
    log: bool,
    /// Stop when standard input is closed, so as not to outlive the program that started this one
    #[arg(long)]
    stop_with_stdin: bool,
}

const EXAMPLES: &str = "\
Examples:
  instantly-mock                              250 jobs on a free port
  instantly-mock --port 8080 --jobs 20 --log  a small one to look at
  curl -H 'Authorization: Bearer any' 'http://127.0.0.1:8080/api/v2/background-jobs?status=pending'
  curl -d '{\"status\": 429, \"times\": 2}' http://127.0.0.1:8080/__mock/next";

fn main() -> ExitCode {
    match run(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<(), MockError> {
    let Arguments { irregular, delay, .. } = arguments;
    let server = MockServer::start(MockOptions {
        port: arguments.port,
        jobs: arguments.jobs,
        seed: arguments.seed,
        api_key: arguments.api_key,
        static_pages: arguments.static_pages.then(|| StaticPages { irregular, delay: Duration::from_millis(delay) }),
        document: arguments.document,
        faults: arguments.faults,
        log: arguments.log,
    })?;
    let mut output = std::io::stdout();
    // Nobody to read the URL is no reason to stop.
    let _ = writeln!(output, "{}", server.url()).and_then(|()| output.flush());
    if arguments.stop_with_stdin {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        server.stop();
        return Ok(());
    }
    loop {
        std::thread::park();
    }
}

fn share(text: &str) -> Result<f64, String> {
    text.parse().ok().filter(|share| (0.0..=1.0).contains(share)).ok_or_else(|| "must be between 0 and 1".to_owned())
}
