//! `cargo xtask startup`: what importing the packages and making a client cost, from the release artefacts, against what others take.
//!
//! Each figure is the median of many processes. The programs take turns, so that whatever else the machine does slows all of them alike.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use super::dist::{self, NPM, NPM_PLATFORM, WHEEL};
use super::environment::Environment;
use super::environment::command::{output, quietly};

/// The arguments of the task.
#[derive(clap::Args)]
pub struct Options {
    /// The wheel; the one in dist/wheel otherwise.
    #[arg(long)]
    wheel: Option<PathBuf>,
    /// The npm packages, main and platform; those in dist/npm and dist/npm-platform otherwise.
    #[arg(long)]
    package: Vec<PathBuf>,
    /// How many processes of each kind.
    #[arg(long, default_value_t = 21)]
    rounds: usize,
}

/// A program that is measured.
struct Program {
    name: &'static str,
    /// What its import may take.
    limit: Option<f64>,
    command: Command,
    rounds: Vec<Costs>,
}

/// Of one process, in milliseconds: to import, then to construct a client; each by the clock, then of the processor.
type Costs = [f64; 4];

/// The limits that are promised, in milliseconds. The processor's time is held to them: where nothing else runs it is that of the clock, and where
/// something does it is still the package's own.
const PYTHON_IMPORT: f64 = 40.0;
const NODE_REQUIRE: f64 = 25.0;
const CONSTRUCT: f64 = 5.0;

/// Measures, prints a table, and holds our packages to the limits.
///
/// # Errors
/// When an artefact is missing, a program fails, or a limit is passed.
pub fn run(root: &Path, options: &Options) -> Result<()> {
    let environment = Environment::new(root)?;
    let python = python(&environment, options)?;
    let project = node(&environment, options)?;
    let probe = |name: &str| environment.root.join("tests/startup").join(name);
    let of_python = |name, limit, package: &str| {
        let mut command = Command::new(&python);
        command.arg("-I").arg(probe("probe.py")).arg(package);
        Program { name, limit, command, rounds: Vec::new() }
    };
    let mut node = Command::new("node");
    node.arg(probe("probe.cjs")).arg("instantly-sdk").current_dir(&project);
    let mut programs = [
        of_python("Python, instantly-sdk", Some(PYTHON_IMPORT), "instantly_sdk"),
        of_python("Python, instantlyai", None, "instantlyai"),
        Program { name: "Node, instantly-sdk", limit: Some(NODE_REQUIRE), command: node, rounds: Vec::new() },
    ];
    measure(&mut programs, options.rounds)?;
    report(&programs)
}

fn measure(programs: &mut [Program], rounds: usize) -> Result<()> {
    ensure!(rounds > 0, "--rounds must be at least 1");
    // The first round compiles Python's modules and fills the system's caches; it doesn't count.
    for round in 0..=rounds {
        for program in &mut *programs {
            let costs = program.run()?;
            if round > 0 {
                program.rounds.push(costs);
            }
        }
    }
    Ok(())
}

fn report(programs: &[Program]) -> Result<()> {
    println!("| median of {}, in ms | import | of the processor | client | of the processor |", programs[0].rounds.len());
    println!("| --- | ---: | ---: | ---: | ---: |");
    let mut passed = Vec::new();
    for program in programs {
        let [import, import_processor, client, client_processor] = std::array::from_fn(|index| program.median(index));
        println!("| {} | {import:.1} | {import_processor:.1} | {client:.2} | {client_processor:.2} |", program.name);
        if let Some(limit) = program.limit {
            let limits = [("import", import_processor, limit), ("client", client_processor, CONSTRUCT)];
            passed.extend(
                limits
                    .iter()
                    .filter(|(_, took, limit)| took > limit)
                    .map(|(what, took, limit)| format!("{}: {what} took {took:.1} ms, {limit} ms are promised", program.name)),
            );
        }
    }
    if passed.is_empty() { Ok(()) } else { bail!("{}", passed.join("\n")) }
}

impl Program {
    fn run(&mut self) -> Result<Costs> {
        let said = output(&mut self.command)?;
        let costs: Vec<f64> = said.split_whitespace().filter_map(|number| number.parse().ok()).collect();
        costs.try_into().map_err(|_| anyhow::anyhow!("{}: four numbers were expected, got {said:?}", self.name))
    }

    fn median(&self, index: usize) -> f64 {
        let mut values: Vec<_> = self.rounds.iter().map(|costs| costs[index]).collect();
        values.sort_by(f64::total_cmp);
        values[values.len() / 2]
    }
}

/// An environment with our wheel, and with what it is compared with.
fn python(environment: &Environment, options: &Options) -> Result<PathBuf> {
    let wheel = match &options.wheel {
        Some(wheel) => wheel.clone(),
        None => dist::files(environment, &[WHEEL], "whl")?.remove(0),
    };
    environment.python_with_wheel("startup", "requirements-startup.txt", &wheel)
}

/// A project with our packages.
fn node(environment: &Environment, options: &Options) -> Result<PathBuf> {
    let packages = match options.package.as_slice() {
        [] => dist::files(environment, &[NPM, NPM_PLATFORM], "tgz")?,
        given => given.iter().map(std::path::absolute).collect::<Result<_, _>>()?,
    };
    let folder = environment.target.join("startup");
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).with_context(|| format!("{}: can't be created", folder.display()))?;
    fs::write(folder.join("package.json"), r#"{ "private": true }"#).context("package.json: can't be written")?;
    let mut npm = environment.npm(&["install", "--no-save", "--ignore-scripts"]);
    quietly("install the npm packages", npm.args(packages).current_dir(&folder))?;
    Ok(folder)
}

#[cfg(test)]
mod tests {
    use super::{Command, Program, report};

    fn program(limit: f64, imports: &[f64]) -> Program {
        let rounds = imports.iter().map(|import| [1_000.0, *import, 1_000.0, 2.0]).collect();
        Program { name: "it", limit: Some(limit), command: Command::new("it"), rounds }
    }

    #[test]
    fn the_median_is_held_to_the_limit() {
        assert!(report(&[program(40.0, &[900.0, 40.0, 1.0])]).is_ok());
        let error = report(&[program(40.0, &[900.0, 41.0, 1.0])]).expect_err("it passes its limit");
        assert_eq!(error.to_string(), "it: import took 41.0 ms, 40 ms are promised");
    }
}
