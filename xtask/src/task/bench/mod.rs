//! `cargo xtask bench`: how much processor time calls cost, ours and those of what people would take instead, measured in the same run.
//!
//! The embedded Instantly serves pages that were rendered beforehand, pinned to one core; clients run on another, one at a time, in turns. The
//! figure of a comparison is the median of its rounds' ratios: absolute times are noise on a machine that does other things, ratios are not.
//! `peers` says who runs and what is aimed at, `setup` brings them here, `comparison` and `scenarios` measure, `report` and `plot` write
//! `docs/benchmarks.md`.

mod client;
mod comparison;
mod peers;
mod plot;
mod report;
mod scenarios;
mod setup;

use std::path::Path;
use std::time::Instant;

use anyhow::Result;
use clap::{Args, ValueEnum};

use super::environment::Environment;
use super::environment::command::seconds;
use peers::{Language, RACES};
use setup::Grounds;

/// What to measure, and how well.
#[derive(Args)]
pub struct Options {
    /// Few rounds: to see that it works, not to read figures from; writes no page
    #[arg(long)]
    quick: bool,
    /// Only this language; writes no page
    #[arg(long, value_name = "LANGUAGE")]
    only: Option<Language>,
}

/// How much is measured.
pub struct Extent {
    /// Turns of each comparison before those that count.
    pub warm_up_turns: usize,
    /// Turns of each comparison.
    pub rounds: usize,
    /// Seconds that a turn takes, about.
    pub turn: f64,
    /// The largest walk, in jobs.
    pub jobs: usize,
    /// Pages of the walks with a consumer that takes its time.
    pub slow_pages: usize,
    /// Calls while somebody looks at the event loop.
    pub delayed_calls: usize,
    /// Starts of each program.
    pub starts: usize,
}

const FULL: Extent = Extent { warm_up_turns: 3, rounds: 15, turn: 0.3, jobs: 1_000_000, slow_pages: 200, delayed_calls: 6_000, starts: 15 };
const QUICK: Extent = Extent { warm_up_turns: 0, rounds: 3, turn: 0.05, jobs: 10_000, slow_pages: 20, delayed_calls: 500, starts: 3 };

/// Measures everything and writes the page.
///
/// # Errors
/// When something can't be built or installed, a contestant fails, or two of them saw different data.
pub fn run(root: &Path, options: &Options) -> Result<()> {
    let started = Instant::now();
    let extent = if options.quick { QUICK } else { FULL };
    let languages = options.only.map_or_else(|| Language::value_variants().to_vec(), |only| vec![only]);
    println!("── setting up");
    let grounds = Grounds::prepare(Environment::new(root)?, &languages)?;
    let mut races = Vec::new();
    for race in RACES.iter().filter(|race| languages.contains(&race.language)) {
        println!("── {}", race.title);
        races.push(comparison::run(&grounds, race, &extent)?);
    }
    println!("── walks, many calls, growth, cold starts");
    let courses = scenarios::run(&grounds, &languages, &extent)?;
    let results = report::Results { races, courses, versions: grounds.versions()?, extent, pinned: grounds.pinned };
    print!("{}", report::tables(&results));
    if !options.quick && options.only.is_none() {
        report::write(root, &results)?;
        println!("written: docs/benchmarks.md");
    }
    println!("bench: {} comparisons passed in {}", results.races.len(), seconds(started.elapsed()));
    Ok(())
}
