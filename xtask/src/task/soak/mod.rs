//! `cargo xtask soak`: mixed calls from many threads and tasks, against an embedded Instantly of whose answers one in twenty goes wrong.
//!
//! The programs in `tests/soak` make the calls and see to it that each ends with its right value or its right error; what they count and
//! measure, and what the mock saw, is judged in [`verdict`].

mod verdict;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use super::environment::Environment;
use super::environment::command::quietly;
use super::environment::mock::Mock;
use verdict::Row;

/// The share of the answers that go wrong, and what decides which.
const FAULTS: &str = "0.05";
const SEED: &str = "7";

/// How long each language goes on, unless told otherwise.
const SHORT: Duration = Duration::from_secs(15);

/// A program of `tests/soak`.
struct Program {
    name: &'static str,
    /// What the interpreter is told before the file.
    options: &'static [&'static str],
    file: &'static str,
}

const PYTHON: [Program; 2] = [
    Program { name: "Python, 16 threads", options: &[], file: "python_sync.py" },
    Program { name: "Python, 64 tasks", options: &[], file: "python_async.py" },
];
/// With a young generation that does not grow, and a collection before each measurement: what V8 keeps in reserve would hide what leaks.
const NODE: Program = Program { name: "Node, 64 at once", options: &["--expose-gc", "--max-semi-space-size=1"], file: "node.mjs" };

/// Builds what is needed, and soaks each language for so many minutes.
///
/// # Errors
/// When a call ended as it must not, a write came twice, or memory or descriptors grew.
pub fn run(root: &Path, minutes: Option<f64>) -> Result<()> {
    let time = minutes.map_or(Ok(SHORT), |minutes| Duration::try_from_secs_f64(minutes * 60.0)).context("--minutes")?;
    let environment = Environment::new(root)?;
    environment.build_programs(&["instantly-mock"])?;
    let python = environment.python_with_wheel("demo", "requirements-demo.txt", &environment.wheel()?)?;
    let project = environment.node_with_package(&environment.tarball()?)?;
    soak(&environment, &python, &project, time)
}

/// The same with what is installed already.
///
/// # Errors
/// As [`run`].
pub fn soak(environment: &Environment, python: &Path, project: &Path, time: Duration) -> Result<()> {
    let folder = environment.root.join("tests/soak");
    // A module finds packages from where it lies.
    let module = project.join(NODE.file);
    std::fs::copy(folder.join(NODE.file), &module).with_context(|| format!("{}: can't be copied", NODE.file))?;
    let run = |program: &Program, interpreter: &Path, file: PathBuf| {
        one(environment, program, Command::new(interpreter).args(program.options).arg(file), time)
            .unwrap_or_else(|error| Row::failed(program.name, &error))
    };
    let mut rows: Vec<Row> = PYTHON.iter().map(|program| run(program, python, folder.join(program.file))).collect();
    rows.push(run(&NODE, Path::new("node"), module));

    let problems = verdict::show(&rows);
    if problems == 0 {
        return Ok(());
    }
    bail!("soak: {problems} promises were not kept")
}

/// One language, with a mock of its own.
fn one(environment: &Environment, program: &Program, command: &mut Command, time: Duration) -> Result<Row> {
    let mock = Mock::start(&environment.program("instantly-mock"), &["--faults", FAULTS, "--seed", SEED])?;
    let report = environment.target.join("soak").join(program.file).with_extension("json");
    std::fs::create_dir_all(report.parent().unwrap_or(&report)).context("the folder for reports can't be created")?;
    command.env("SOAK_URL", &mock.url).env("SOAK_SEED", SEED).env("SOAK_SECONDS", time.as_secs_f64().to_string());
    command.env_remove("INSTANTLY_API_KEY").env_remove("INSTANTLY_BASE_URL").env("PYTHONDONTWRITEBYTECODE", "1");
    quietly(program.name, command.arg(&report))?;
    let report = std::fs::read_to_string(&report).with_context(|| format!("{}: left no report", program.file))?;
    Row::judge(program.name, &report, &mock.ask("/__mock/faults")?)
}
