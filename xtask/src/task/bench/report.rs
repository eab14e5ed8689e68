//! `docs/benchmarks.md`: the tables, with the targets beside the figures, and how to read them.

use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, Result};

use super::comparison::{ComparisonResult, WorkloadResult};
use super::peers::WORKLOADS;
use super::plot;
use super::scale::Scale;
use super::scenarios::{AT_ONCE, Growth, LoopDelay, ScenarioResults};

/// Everything that was measured.
pub struct Results {
    pub comparisons: Vec<ComparisonResult>,
    pub scenarios: ScenarioResults,
    pub versions: Vec<(&'static str, String)>,
    pub scale: Scale,
    /// Server and clients had a core each.
    pub pinned: bool,
}

/// Writes the page and its plots.
///
/// # Errors
/// When a file can't be written.
pub fn write(root: &Path, results: &Results) -> Result<()> {
    let files = [
        ("docs/benchmarks.md", page(results)),
        ("docs/benchmarks-cpu.svg", plot::costs(&results.comparisons)),
        ("docs/benchmarks-growth.svg", plot::growth(&results.scenarios)),
    ];
    for (name, text) in files {
        std::fs::write(root.join(name), text).with_context(|| format!("{name}: can't be written"))?;
    }
    Ok(())
}

/// The tables alone.
#[must_use]
pub fn tables(results: &Results) -> String {
    let mut text = String::new();
    for comparison in &results.comparisons {
        let _ = writeln!(text, "\n### {}\n\n{}", comparison.comparison.title, comparison_table(comparison));
    }
    text + &scenarios(&results.scenarios)
}

fn page(results: &Results) -> String {
    let mut text = String::from(HEAD);
    let machine = machine();
    let _ = writeln!(
        text,
        "Machine: {machine}; {}.\n",
        if results.pinned { "the server on one core, clients on another" } else { "nothing pinned to a core" }
    );
    let versions: Vec<_> =
        results.versions.iter().map(|(name, version)| format!("{name} {}", version.trim_start_matches(*name).trim())).collect();
    let _ = writeln!(text, "Versions: {}.\n", versions.join(", "));
    let _ = writeln!(text, "{} rounds a comparison, of about {} s for each client.\n", results.scale.rounds, results.scale.sample_seconds);
    text += "## What a call costs\n\n![CPU time of a call, ours and theirs](benchmarks-cpu.svg)\n";
    text += &tables(results);
    text += TAIL;
    text
}

const HEAD: &str = "<!-- Written by `cargo xtask bench`. Do not edit. -->

# Benchmarks

What calls cost with instantly-sdk and with what one would take instead, on one machine, in one run. The first figure is processor time of the client
process: it is what remains yours when the network is slow. A ratio is theirs by ours, the median over all rounds, in each of which every client is
measured once; more is better. *Irregular* is the same comparison on responses with keys in another order, unknown fields, escapes and text beyond ASCII.

";

const TAIL: &str = "
## What to keep in mind

- The server is the mock server with prerendered pages, on the same machine, over plain HTTP: no TLS, no distance. With both, the time a call
  takes is mostly the network's, and what these tables show is what is left for the processor to do.
- Where a client is faster than the server, calls a second are the server's limit: ratios of calls a second are then smaller than those of processor time.
- instantly-sdk runs as it is installed: retries, deadlines, errors and models in place; only its pacing is off, as it is in every client that has one.
  Clients *by hand* do nothing but call and decode: no retries, no deadlines, no errors worth the name.
- Items are read lazily in Python: fields that nobody reads cost nothing, which flatters *3 fields read*. *All fields read* is the comparison without that,
  and there a value that is made when it is read costs more than orjson's dictionaries and msgspec's structures, which are made in one go.
- msgspec structures have the same types as ours, dates included; orjson's dictionaries and Node's objects hold dates as text, as ours in Node do.
- In Node a page is mostly `JSON.parse`, the same for everybody. Our calls run on a thread of their own: on the one core that all clients have here,
  changing threads costs what undici saves by staying in JavaScript's; where there are two, JavaScript's has less to do. Each call also takes
  note of its caller, so that the stack of an error leads there.
- progenitor's types drop what the document does not name, such as the counts in a job's data, and know no enum value that is new. Ours keep both, which
  shows most on irregular responses, where each job has objects of unknown fields.
- All clients read the same jobs: their checksums over every field that all of them have are compared before anything is timed.
- Past some 400,000 jobs the server renders pages when they are asked for. A walk waits for it then, and each page finds the processor's caches cold: that is
  what the last step of the growth shows.
- Absolute times depend on the machine and on what else it does; read the ratios.
";

fn comparison_table(result: &ComparisonResult) -> String {
    let mut text = String::from(
        "| | workload | ours, µs CPU a call | theirs | CPU, theirs by ours | target | calls a second, ours by theirs | irregular, CPU |\n|---|---|---:|---:|---:|---:|---:|---:|\n",
    );
    for (index, peer) in result.comparison.peers.iter().enumerate() {
        for (number, (_, workload)) in WORKLOADS.iter().enumerate() {
            let (WorkloadResult { ours_cpu, peers, .. }, irregular) = (&result.usual[number], &result.irregular[number].peers[index]);
            let peer_result = &peers[index];
            let target = peer.targets.map_or_else(|| "–".to_owned(), |targets| aim(targets[number], peer_result.cpu_ratio));
            let _ = writeln!(
                text,
                "| {} | {workload} | {ours_cpu:.0} | {:.0} | **{:.1}×** | {target} | {:.1}× | {:.1}× |",
                if number == 0 { peer.name } else { "" },
                peer_result.cpu,
                peer_result.cpu_ratio,
                peer_result.rate_ratio,
                irregular.cpu_ratio,
            );
        }
    }
    text
}

/// A target, and whether what was measured falls short of it.
fn aim(target: f64, measured: f64) -> String {
    // As both are printed.
    let missed = (measured * 10.0).round() < (target * 10.0).round();
    format!("≥ {target:.1}{}", if missed { ", missed" } else { "" })
}

fn scenarios(scenarios: &ScenarioResults) -> String {
    let mut text = String::new();
    if !scenarios.walks.is_empty() {
        text += "\n## Walking pages\n\nA page takes 5 ms to come and its consumer works for 5 ms; milliseconds a page.\n\n| | next page fetched meanwhile | one after the other |\n|---|---:|---:|\n";
        for walk in &scenarios.walks {
            let _ = writeln!(text, "| {} | {:.1} | {:.1} |", walk.language, walk.ahead, walk.step_by_step);
        }
    }
    if !scenarios.threads.is_empty() {
        text += "\n## Many calls\n\nPython, blocking, one client, answers 5 ms away: calls a second by threads.\n\n| threads | calls a second |\n|---:|---:|\n";
        for (threads, rate) in &scenarios.threads {
            let _ = writeln!(text, "| {threads} | {rate:.0} |");
        }
    }
    if !scenarios.loop_delays.is_empty() {
        let _ = writeln!(
            text,
            "\nNode, {AT_ONCE} at once: by how many milliseconds the event loop was late at most in 99 of 100 looks. Ours is to stay below 5.\n\n\
             | | single calls | 100-item pages, all fields read |\n|---|---:|---:|"
        );
        for LoopDelay { client, single_calls, pages } in &scenarios.loop_delays {
            let _ = writeln!(text, "| {client} | {single_calls:.1} | {pages:.1} |");
        }
    }
    if !scenarios.items.is_empty() {
        text += "\n## Growth\n\n![Cost by number of items and by calls at a time](benchmarks-growth.svg)\n\n";
        text += &growth("A walk of so many jobs, 100 a page, nothing kept:", "jobs", "a job", &scenarios.items);
        text += &growth("Single calls, so many at a time:", "at a time", "a call", &scenarios.concurrency);
    }
    if !scenarios.starts.is_empty() {
        text += "\n## Cold start\n\nFrom the start of the process to its first result; what the measuring itself loads is in all of them.\n\n| | milliseconds |\n|---|---:|\n";
        for (name, time) in &scenarios.starts {
            let _ = writeln!(text, "| {name} | {time:.0} |");
        }
    }
    text
}

fn growth(title: &str, size: &str, each: &str, growth: &[Growth]) -> String {
    let mut text = format!("{title}\n\n| | {size} | µs CPU {each} | µs {each} | MB in memory |\n|---|---:|---:|---:|---:|\n");
    for Growth { language, points } in growth {
        for (index, point) in points.iter().enumerate() {
            let name = if index == 0 { language } else { "" };
            let _ = writeln!(text, "| {name} | {} | {:.1} | {:.1} | {:.0} |", point.size, point.cpu, point.wall, point.memory);
        }
    }
    text + "\n"
}

/// Cores and processor, as Linux tells them.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text
        .lines()
        .find_map(|line| line.strip_prefix("model name"))
        .map_or("a processor of unknown make", |rest| rest.trim_start_matches([' ', '\t', ':']));
    format!("{cores} cores of {model}, {} {}", std::env::consts::OS, std::env::consts::ARCH)
}

#[cfg(test)]
mod tests {
    use super::aim;

    #[test]
    fn a_target_that_is_missed_says_so() {
        assert_eq!(aim(1.4, 1.36), "≥ 1.4");
        assert_eq!(aim(1.4, 1.34), "≥ 1.4, missed");
        assert_eq!(aim(25.0, 30.0), "≥ 25.0");
    }
}
