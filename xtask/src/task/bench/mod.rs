//! `cargo xtask bench`: the processor time of calls, with our packages and with their alternatives, measured in the same run.
//!
//! The mock server serves prerendered pages, pinned to one core; clients run on another, one at a time, alternating. The
//! figure of a comparison is the median of its rounds' ratios: absolute times are noise on a machine that does other things, ratios are not.
//! `peers` lists the clients and their targets, `setup` installs them, `comparison` and `scenarios` measure, `report` and `plot` write
//! `docs/benchmarks.md`.

mod client;
mod comparison;
mod peers;
mod plot;
mod report;
mod scale;
mod scenarios;
mod setup;

use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use clap::{Args, ValueEnum};

use super::environment::Environment;
use super::environment::command::seconds;
use peers::{COMPARISONS, Language};
use scale::{FULL, QUICK};
use setup::BenchEnvironment;

/// The arguments of the task.
#[derive(Args)]
pub struct Options {
    /// Few rounds: to see that it works, not to read figures from; writes no page
    #[arg(long)]
    quick: bool,
    /// Only this language; writes no page
    #[arg(long, value_name = "LANGUAGE")]
    only: Option<Language>,
}

/// Measures everything and writes the page.
///
/// # Errors
/// When something can't be built or installed, a client fails, or two of them saw different data.
pub fn run(root: &Path, options: &Options) -> Result<()> {
    let started = Instant::now();
    let scale = if options.quick { QUICK } else { FULL };
    let languages = options.only.map_or_else(|| Language::value_variants().to_vec(), |only| vec![only]);
    println!("── setting up");
    let bench = BenchEnvironment::prepare(Environment::new(root)?, &languages)?;
    let mut comparisons = Vec::new();
    for comparison in COMPARISONS.iter().filter(|comparison| languages.contains(&comparison.language)) {
        println!("── {}", comparison.title);
        comparisons.push(comparison::run(&bench, comparison, &scale)?);
    }
    println!("── walks, many calls, growth, cold starts");
    let scenarios = scenarios::run(&bench, &languages, &scale)?;
    let results = report::Results { comparisons, scenarios, versions: bench.versions()?, scale, pinned: bench.pinned };
    print!("{}", report::tables(&results));
    if !options.quick && options.only.is_none() {
        report::write(root, &results)?;
        println!("written: docs/benchmarks.md");
    }
    println!("bench: {} comparisons passed in {}", results.comparisons.len(), seconds(started.elapsed()));
    Ok(())
}
