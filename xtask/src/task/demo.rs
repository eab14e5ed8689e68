//! `cargo xtask demo`: the same short program in three languages, against the embedded Instantly or the real one, and whether they agree.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde::Deserialize;

use super::environment::Environment;
use super::environment::command::{attached, seconds};
use super::environment::mock::Mock;

const LANGUAGES: [&str; 3] = ["Rust", "Python", "Node"];

/// What a program saw, as it writes it down.
#[derive(Deserialize)]
struct Report {
    /// Every job listed.
    jobs: Vec<Job>,
    /// How the wait ended: a status, or the name of an error.
    waited: Option<Waited>,
    /// The name of the error that was provoked.
    error: String,
}

#[derive(Deserialize, PartialEq, Eq, Clone, Debug)]
struct Job {
    id: String,
    r#type: String,
    status: String,
    progress: serde_json::Number,
}

#[derive(Deserialize, PartialEq, Eq, Debug)]
struct Waited {
    id: String,
    outcome: String,
}

/// Builds what is needed, runs the three programs and compares what they saw.
///
/// # Errors
/// When a program fails, or the three don't agree.
pub fn run(root: &Path) -> Result<()> {
    let real = std::env::var("INSTANTLY_API_KEY").is_ok_and(|key| !key.trim().is_empty());
    println!("instantly-sdk: one small program in Rust, Python and Node");
    println!("── setting up (minutes the first time, seconds after that)");
    let environment = Environment::new(root)?;
    environment.build_programs(&["instantly-mock", "instantly-examples"])?;
    let python = environment.python_with_wheel("demo", "requirements-demo.txt", &environment.wheel()?)?;
    let project = environment.node_with_package(&environment.tarball()?)?;
    // A module finds packages from where it lies.
    std::fs::copy(root.join("examples/node/demo.mjs"), project.join("demo.mjs")).context("examples/node/demo.mjs: can't be copied")?;

    let program = |language: &str| match language {
        "Rust" => Command::new(environment.program("demo")),
        "Python" => with_argument(&python, &root.join("examples/python/demo.py")),
        _ => with_argument(Path::new("node"), &project.join("demo.mjs")),
    };
    let folder = environment.target.join("demo");
    std::fs::create_dir_all(&folder).with_context(|| format!("{}: can't be created", folder.display()))?;
    let mut reports = Vec::new();
    for language in LANGUAGES {
        let file = folder.join(format!("{}.json", language.to_lowercase()));
        reports.push(one(language, program(language), &environment, &file, real)?);
    }
    println!("\n── do they agree?");
    if real { compare_live(&reports) } else { compare(&reports) }
}

/// Each program has an embedded Instantly of its own, of the same seed: jobs move on when they are looked at.
fn one(language: &str, mut command: Command, environment: &Environment, file: &PathBuf, real: bool) -> Result<Report> {
    println!("\n── {language}");
    let mock = if real { None } else { Some(Mock::start(&environment.program("instantly-mock"), &["--jobs", "250", "--seed", "7"])?) };
    if let Some(mock) = &mock {
        command.env("INSTANTLY_BASE_URL", &mock.url).env("INSTANTLY_API_KEY", "demo-key");
    }
    std::fs::remove_file(file).ok();
    let started = Instant::now();
    attached(command.arg(file))?;
    println!("  ({})", seconds(started.elapsed()));
    let text = std::fs::read_to_string(file).with_context(|| format!("{language}: left no report"))?;
    serde_json::from_str(&text).with_context(|| format!("{language}: the report can't be read"))
}

fn with_argument(program: &Path, argument: &Path) -> Command {
    let mut command = Command::new(program);
    command.arg(argument);
    command
}

fn compare(reports: &[Report]) -> Result<()> {
    let [first, others @ ..] = reports else { bail!("no report") };
    for (other, language) in others.iter().zip(&LANGUAGES[1..]) {
        if let Some((one, two)) = first.jobs.iter().zip(&other.jobs).find(|(one, two)| one != two) {
            bail!("Rust saw {one:?}, {language} {two:?}");
        }
        if first.jobs.len() != other.jobs.len() {
            bail!("Rust saw {} jobs, {language} {}", first.jobs.len(), other.jobs.len());
        }
        if first.waited != other.waited {
            bail!("Rust's wait ended with {:?}, {language}'s with {:?}", first.waited, other.waited);
        }
        if first.error != other.error {
            bail!("Rust's error was {}, {language}'s {}", first.error, other.error);
        }
    }
    let waited = first.waited.as_ref().context("no job was waited for")?;
    println!("  ✓ the same {} jobs, in the same order", first.jobs.len());
    println!("  ✓ job {} ended as {}", waited.id, waited.outcome);
    println!("  ✓ {} for a job that does not exist", first.error);
    Ok(())
}

/// The real thing moves on between two programs: what all three saw of a job has to agree in what doesn't change.
fn compare_live(reports: &[Report]) -> Result<()> {
    let [first, others @ ..] = reports else { bail!("no report") };
    let kinds: BTreeMap<_, _> = first.jobs.iter().map(|job| (&job.id, &job.r#type)).collect();
    let mut shared = 0;
    for (other, language) in others.iter().zip(&LANGUAGES[1..]) {
        for job in &other.jobs {
            match kinds.get(&job.id) {
                Some(kind) if **kind != job.r#type => bail!("job {}: {kind} in Rust, {} in {language}", job.id, job.r#type),
                found => shared += usize::from(found.is_some()),
            }
        }
        if first.error != other.error {
            bail!("Rust's error was {}, {language}'s {}", first.error, other.error);
        }
    }
    if !first.jobs.is_empty() && shared == 0 {
        bail!("the three saw no job in common");
    }
    println!("  ✓ what they saw of the same jobs is the same, and so is the error: {}", first.error);
    Ok(())
}
