//! What has to hold after a soak, and the table that shows it.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use serde::Deserialize;

/// So much may the resident memory grow after the warm-up, in bytes: what allocators and garbage collectors take and give back.
const MEMORY_GROWTH: u64 = 10_000_000;

/// So many descriptors may be added after the warm-up. A worker needs one connection; but a call that starts to connect and then gets one that
/// has become free leaves the new one in the pool.
const DESCRIPTOR_GROWTH: u64 = 16;

/// What the faults become for a write, which is not repeated, by the beginning of their names. A 429 is missing: it is repeated.
const CLASSES: [(&str, &str); 8] = [
    ("500", "InternalServerError"),
    ("502", "InternalServerError"),
    ("503", "InternalServerError"),
    ("reset", "APIConnectionError"),
    ("truncated", "APIConnectionError"),
    ("cut-in-chunk", "APIConnectionError"),
    ("html", "APIResponseValidationError"),
    ("hang", TIMEOUT),
];
const TIMEOUT: &str = "APITimeoutError";

/// What a program counted and measured.
#[derive(Deserialize)]
struct Report {
    calls: u64,
    seconds: f64,
    errors: Errors,
    /// Before the first call, after the warm-up, in the middle, at the end, and when all calls had ended.
    memory: Vec<u64>,
    descriptors: Vec<u64>,
}

/// By class.
#[derive(Deserialize)]
struct Errors {
    reads: BTreeMap<String, u64>,
    writes: BTreeMap<String, u64>,
}

/// What the mock saw.
#[derive(Deserialize)]
struct Seen {
    requests: u64,
    faults: BTreeMap<String, Struck>,
    writes: u64,
    duplicates: Vec<String>,
}

#[derive(Deserialize)]
struct Struck {
    reads: u64,
    writes: u64,
}

/// A language in the table.
pub struct Row {
    name: &'static str,
    cells: Vec<String>,
    calls: u64,
    errors: String,
    problems: Vec<String>,
}

const HEADINGS: [&str; 8] = ["calls", "calls/s", "writes", "faults", "errors", "memory in MB", "descriptors", "duplicates"];

impl Row {
    /// A language whose program ended early.
    pub fn failed(name: &'static str, error: &anyhow::Error) -> Self {
        Self { name, cells: Vec::new(), calls: 0, errors: String::new(), problems: vec![format!("{error:#}")] }
    }

    /// Judges a program's report by what the mock saw.
    ///
    /// # Errors
    /// When one of the two can't be read.
    pub fn judge(name: &'static str, report: &str, seen: &str) -> Result<Self> {
        let report: Report = serde_json::from_str(report).with_context(|| format!("{name}: the report can't be read"))?;
        let seen: Seen = serde_json::from_str(seen).context("instantly-mock: what it saw can't be read")?;
        let faults: u64 = seen.faults.values().map(|struck| struck.reads + struck.writes).sum();
        let by_class = report.errors.by_class();
        let megabytes = report.memory.iter().map(|bytes| format!("{:.1}", *bytes as f64 / 1e6)).collect::<Vec<_>>().join(" ");
        let descriptors = report.descriptors.iter().map(u64::to_string).collect::<Vec<_>>().join(" ");
        let cells = vec![
            report.calls.to_string(),
            format!("{:.0}", report.calls as f64 / report.seconds),
            seen.writes.to_string(),
            faults.to_string(),
            by_class.values().sum::<u64>().to_string(),
            megabytes,
            descriptors,
            seen.duplicates.len().to_string(),
        ];
        let errors = by_class.iter().map(|(class, count)| format!("{class} {count}")).collect::<Vec<_>>().join(", ");
        let problems = problems(&report, &seen, faults);
        Ok(Self { name, cells, calls: report.calls, errors, problems })
    }
}

impl Errors {
    fn by_class(&self) -> BTreeMap<&str, u64> {
        let mut sums = BTreeMap::new();
        for (class, count) in self.reads.iter().chain(&self.writes) {
            *sums.entry(class.as_str()).or_insert(0) += count;
        }
        sums
    }
}

fn problems(report: &Report, seen: &Seen, faults: u64) -> Vec<String> {
    let mut problems = Vec::new();
    if seen.requests < report.calls || faults == 0 || seen.writes == 0 {
        problems.push(format!("{} requests with {faults} faults and {} writes prove nothing", seen.requests, seen.writes));
    }
    if !seen.duplicates.is_empty() {
        problems.push(format!("writes that came again after they had acted: {}", seen.duplicates.join(", ")));
    }
    problems.extend(misjudged(report, seen));
    let mut flat = |what: &str, figures: &[u64], most: u64| {
        let [_, warm, .., last] = figures else { return problems.push(format!("{what}: {figures:?} are too few figures")) };
        let growth = last.saturating_sub(*warm);
        if growth > most {
            problems.push(format!("{what}: {growth} more than after the warm-up; {most} are allowed"));
        }
    };
    flat("bytes of memory", &report.memory, MEMORY_GROWTH);
    flat("descriptors", &report.descriptors, DESCRIPTOR_GROWTH);
    problems
}

/// Each fault of a write must have become the error it stands for. A slow machine may add timeouts, and one may come in the place of another
/// error; nothing else may.
fn misjudged(report: &Report, seen: &Seen) -> Vec<String> {
    let mut expected: BTreeMap<&str, u64> = BTreeMap::new();
    for (name, struck) in &seen.faults {
        if let Some((_, class)) = CLASSES.iter().find(|(beginning, _)| name.starts_with(beginning)) {
            *expected.entry(class).or_default() += struck.writes;
        }
    }
    let found = |class: &str| report.errors.writes.get(class).copied().unwrap_or_default();
    let mut problems: Vec<String> = expected
        .iter()
        .filter(|(class, count)| **class != TIMEOUT && found(class) > **count)
        .map(|(class, count)| format!("{} writes ended with {class}, {count} faults can have caused it", found(class)))
        .collect();
    let (struck, ended) = (expected.values().sum::<u64>(), expected.keys().map(|class| found(class)).sum::<u64>());
    if ended < struck {
        problems.push(format!("{struck} writes were struck by a fault, but only {ended} ended with its error"));
    }
    problems
}

/// Prints the table and what is wrong; how much that is.
pub fn show(rows: &[Row]) -> usize {
    let width = rows.iter().map(|row| row.name.len()).max().unwrap_or_default();
    let widths: Vec<usize> = HEADINGS
        .iter()
        .enumerate()
        .map(|(column, heading)| {
            rows.iter().filter_map(|row| row.cells.get(column)).map(String::len).chain([heading.len()]).max().unwrap_or_default()
        })
        .collect();
    let line = |name: &str, cells: &[String]| {
        let cells: String = cells.iter().zip(&widths).map(|(cell, width)| format!("  {cell:>width$}")).collect();
        println!("  {name:width$}{cells}");
    };
    println!();
    line("", &HEADINGS.map(str::to_owned));
    for row in rows {
        line(row.name, &row.cells);
        if !row.errors.is_empty() {
            println!("    {}", row.errors);
        }
        for problem in &row.problems {
            println!("    ✗ {problem}");
        }
    }
    println!(
        "  memory and descriptors: before the first call, after the warm-up (a fifth of the time), in the middle, at the end, after the last call;\n  \
         after the warm-up they may grow by {} MB and by {DESCRIPTOR_GROWTH}",
        MEMORY_GROWTH / 1_000_000
    );
    let failed = rows.iter().map(|row| row.problems.len()).sum();
    println!("\nsoak: {} calls passed, {failed} failed", rows.iter().map(|row| row.calls).sum::<u64>());
    failed
}

#[cfg(test)]
mod tests {
    use super::Row;

    const REPORT: &str = r#"{
        "calls": 90, "seconds": 10.0, "errors": { "reads": { "RateLimitError": 1 }, "writes": { "APITimeoutError": 1, "InternalServerError": 2 } },
        "memory": [1000000, 40000000, 41000000, 42000000, 42000000], "descriptors": [6, 30, 31, 33, 30]
    }"#;
    const SEEN: &str = r#"{
        "requests": 100, "faults": { "429": { "reads": 3, "writes": 2 }, "502-acted": { "reads": 0, "writes": 2 }, "hang": { "reads": 1, "writes": 1 } },
        "writes": 30, "acted": 28, "duplicates": []
    }"#;

    /// What is wrong when this and that is different.
    fn problems(changes: &[(&str, &str)]) -> Vec<String> {
        let (mut report, mut seen) = (REPORT.to_owned(), SEEN.to_owned());
        for (from, to) in changes {
            assert!(report.contains(from) != seen.contains(from), "{from}");
            (report, seen) = (report.replace(from, to), seen.replace(from, to));
        }
        Row::judge("language", &report, &seen).unwrap().problems
    }

    #[test]
    fn what_holds_is_no_problem() {
        assert_eq!(problems(&[]), Vec::<String>::new());
        // A slow machine: one more timeout, one in the place of another error.
        assert_eq!(problems(&[("\"APITimeoutError\": 1", "\"APITimeoutError\": 3")]), Vec::<String>::new());
        assert_eq!(
            problems(&[("\"APITimeoutError\": 1", "\"APITimeoutError\": 2"), ("\"InternalServerError\": 2", "\"InternalServerError\": 1")]),
            Vec::<String>::new()
        );
    }

    #[test]
    fn each_promise_that_is_not_kept_is_named() {
        let cases = [
            ("\"duplicates\": []", "\"duplicates\": [\"a\", \"b\"]", "writes that came again after they had acted: a, b"),
            ("42000000]", "50000001]", "bytes of memory: 10000001 more than after the warm-up; 10000000 are allowed"),
            ("33, 30]", "33, 47]", "descriptors: 17 more than after the warm-up; 16 are allowed"),
            (
                "\"InternalServerError\": 2",
                "\"InternalServerError\": 3",
                "3 writes ended with InternalServerError, 2 faults can have caused it",
            ),
            (
                "\"InternalServerError\": 2",
                "\"InternalServerError\": 1",
                "3 writes were struck by a fault, but only 2 ended with its error",
            ),
            ("\"requests\": 100", "\"requests\": 80", "80 requests with 9 faults and 30 writes prove nothing"),
        ];
        for (from, to, problem) in cases {
            assert_eq!(problems(&[(from, to)]), [problem], "{to}");
        }
    }
}
