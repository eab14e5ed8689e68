//! How many instructions the hot paths take, against what they took when somebody last looked: time on a busy machine says nothing, counts do.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde::{Deserialize, Serialize};

use super::environment::Environment;
use super::environment::command::{output, quietly};

/// The counts that are held, and by how much a path may exceed or fall below its own.
const LEDGER: &str = "tests/bench/paths/instructions.json";
const FEW: u64 = 2;
const MANY: u64 = 12;

#[derive(Deserialize, Serialize)]
struct Ledger {
    tolerance_percent: f64,
    /// What compiled the paths when they were counted: another compiler makes other instructions.
    compiler: String,
    /// Instructions for a page of a hundred jobs, by path.
    paths: BTreeMap<String, u64>,
}

/// Counts every path of the ledger; `accept` writes the counts down in place of comparing them.
///
/// # Errors
/// When a path takes more or fewer instructions than the ledger allows, or valgrind is missing.
pub fn run(root: &Path, accept: bool) -> Result<()> {
    count_all(&Environment::new(root)?, accept)
}

/// The same in an environment that is there already.
///
/// # Errors
/// As above.
pub fn count_all(environment: &Environment, accept: bool) -> Result<()> {
    let file = environment.root.join(LEDGER);
    let mut ledger: Ledger = serde_json::from_str(&std::fs::read_to_string(&file).with_context(|| format!("{LEDGER}: can't be read"))?)?;
    output(Command::new("valgrind").arg("--version")).context("valgrind is needed to count instructions; install it")?;
    let mut cargo = environment.cargo(&["build", "--locked", "--profile", "measured", "--package", "instantly-paths"]);
    quietly("build the paths", &mut cargo)?;
    let program = environment.target.join("measured").join(format!("instantly-paths{}", std::env::consts::EXE_SUFFIX));
    let compiler = output(Command::new("rustc").arg("--version"))?;
    let is_comparable = compiler == ledger.compiler;
    let mut missed = Vec::new();
    for (path, held) in &mut ledger.paths {
        let found = (count(&program, path, MANY)? - count(&program, path, FEW)?) / (MANY - FEW);
        let change = 100.0 * (found as f64 / *held as f64 - 1.0);
        println!("  {path:<10}{found:>12} instructions a page, {change:+.1} %");
        if change.abs() > ledger.tolerance_percent {
            missed.push(format!("{path} by {change:+.1} %"));
        }
        if accept {
            *held = found;
        }
    }
    if accept {
        ledger.compiler = compiler;
        let text = serde_json::to_string_pretty(&ledger)? + "\n";
        return std::fs::write(&file, text).with_context(|| format!("{LEDGER}: can't be written"));
    }
    if !is_comparable {
        println!("  counted with {} and now with {compiler}: not held to the counts", ledger.compiler);
        return Ok(());
    }
    ensure!(
        missed.is_empty(),
        "the hot paths changed: {}; if that is meant, run cargo xtask instructions --accept and say why in the commit",
        missed.join(", ")
    );
    println!("instructions: {} passed", ledger.paths.len());
    Ok(())
}

/// Instructions of a run of the program.
fn count(program: &Path, path: &str, times: u64) -> Result<u64> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(program).args([path, &times.to_string()]);
    let found = valgrind.output().context("valgrind can't be started")?;
    let text = String::from_utf8_lossy(&found.stderr);
    let Some(count) = text.lines().find_map(|line| line.split_once("Collected : ")) else {
        bail!("valgrind counted nothing for {path}:\n{text}")
    };
    count.1.trim().parse().with_context(|| format!("valgrind's count of {path}"))
}
