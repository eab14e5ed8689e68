//! The command line of the tasks.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use xtask::task;

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
    /// List the actions of the overlay that are retired, because upstream removed what they are about.
    Overlay {
        /// Remove them from the overlay's files; comments and the other actions stay.
        #[arg(long)]
        prune: bool,
        #[command(flatten)]
        input: task::generate::Input,
    },
    /// Print what the generator knows of the API, in short: what the emitters work from.
    Ir(task::generate::Input),
    /// Show the SDK at work: the same short program in Rust, Python and Node against the embedded Instantly (or, with INSTANTLY_API_KEY, the real API).
    Demo,
    /// Build the release artefacts into dist/, for this machine's platform or another.
    Dist(task::dist::Options),
    /// Print the version that everything has, or set NEW everywhere.
    Version { new: Option<String> },
    /// Mix calls from many threads and tasks in Python and Node against an embedded Instantly of whose answers one in twenty goes wrong.
    Soak {
        /// How long each language goes on; a quarter of a minute unless told otherwise.
        #[arg(long)]
        minutes: Option<f64>,
    },
    /// Measure what importing the release artefacts and making a client cost, and hold it to the limits.
    Startup(task::startup::Options),
    /// Measure what calls cost, ours and those of the usual ways to make them, and write docs/benchmarks.md.
    Bench(task::bench::Options),
    /// Count the instructions that an answer costs, under valgrind, and hold them to what they were.
    Instructions {
        /// Write the counts down in place of comparing them.
        #[arg(long)]
        accept: bool,
    },
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
        Task::Overlay { prune, input } => task::generate::overlay(root, &input, prune),
        Task::Ir(input) => task::generate::show(root, &input),
        Task::Demo => task::demo::run(root),
        Task::Dist(options) => task::dist::run(root, &options),
        Task::Version { new } => task::version::run(root, new.as_deref()),
        Task::Soak { minutes } => task::soak::run(root, minutes),
        Task::Startup(options) => task::startup::run(root, &options),
        Task::Bench(options) => task::bench::run(root, &options),
        Task::Instructions { accept } => task::instructions::run(root, accept),
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
