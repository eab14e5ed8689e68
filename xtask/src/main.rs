//! The tasks of this repository: `cargo xtask <task>`.
//!
//! `generate` is five steps that never look back: load the document and apply the overlay (`document`), build what is known of the API (`ir`),
//! hold public names to `openapi/names.lock` (`lock`), emit files (`emit`, one file an output), write or compare them (`output`).
//! It runs when `openapi/` or an emitter changes; what it writes stands in folders called `generated` and under the header of `output`.
//! To add an output, add an emitter to the table in `emit`.

mod document;
mod emit;
mod ir;
mod lock;
mod lower;
mod output;
mod task;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// The tasks of this repository.
#[derive(Parser)]
#[command(name = "cargo xtask")]
struct Command {
    /// The repository to work on.
    #[arg(long, global = true, hide = true)]
    root: Option<PathBuf>,
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Take over a document that upstream published: FILE, or - for standard input.
    Import { file: String },
    /// Write everything that is generated from openapi/.
    Generate(task::generate::Options),
    /// Print what the generator knows of the API, in short: what the emitters work from.
    Ir(task::generate::Input),
    /// Show the SDK at work: the same short program in Rust, Python and Node against the embedded Instantly (or, with INSTANTLY_API_KEY, the real API).
    Demo,
    /// Measure what importing the release artefacts and making a client cost, and hold it to the limits.
    Startup(task::startup::Options),
    /// Run everything that has to hold: formatting, lints, generated files, tests and conformance in three languages.
    Test {
        /// Only this stage.
        #[arg(long)]
        only: Option<task::test::Stage>,
    },
}

fn main() -> ExitCode {
    let command = Command::parse();
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    let root = command.root.as_deref().unwrap_or(home);
    let outcome = match command.task {
        Task::Import { file } => task::import::run(root, &file),
        Task::Generate(options) => task::generate::run(root, &options),
        Task::Ir(input) => task::generate::show(root, &input),
        Task::Demo => task::demo::run(root),
        Task::Startup(options) => task::startup::run(root, &options),
        Task::Test { only } => task::test::run(root, only),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
