//! Scenarios beyond comparisons: walks with a slow consumer, many calls, growth with items and with concurrency, and cold starts.

use anyhow::{Result, ensure};

use super::comparison::median;
use super::peers::{COMPARISONS, Language};
use super::scale::Scale;
use super::setup::{BenchEnvironment, Form, Server};

/// The results of all scenarios.
#[derive(Default)]
pub struct ScenarioResults {
    pub walks: Vec<Walk>,
    pub threads: Vec<(usize, f64)>,
    pub loop_delays: Vec<LoopDelay>,
    pub items: Vec<Growth>,
    pub concurrency: Vec<Growth>,
    pub starts: Vec<(String, f64)>,
}

/// Milliseconds by which Node's event loop was late, at [`AT_ONCE`] calls at once.
pub struct LoopDelay {
    pub client: &'static str,
    pub single_calls: f64,
    pub pages: f64,
}

/// A walk whose consumer takes 5 ms a page, while a page takes 5 ms to come; milliseconds a page.
pub struct Walk {
    pub language: &'static str,
    pub ahead: f64,
    pub step_by_step: f64,
}

/// A cost as a size grows.
pub struct Growth {
    pub language: &'static str,
    pub points: Vec<Point>,
}

/// One size.
pub struct Point {
    pub size: usize,
    /// Microseconds of CPU time an item or a call.
    pub cpu: f64,
    /// Microseconds on the clock.
    pub wall: f64,
    /// Megabytes in memory at the end.
    pub memory: f64,
}

/// The delay of the server's responses, where it should seem far away.
const DELAY_MILLISECONDS: usize = 5;
/// The concurrency of calls while the delay of Node's event loop is measured.
pub const AT_ONCE: usize = 64;
const CONCURRENCIES: [usize; 9] = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/// Measures them for these languages.
///
/// # Errors
/// When a client fails or a walk misses something.
pub fn run(bench: &BenchEnvironment, languages: &[Language], scale: &Scale) -> Result<ScenarioResults> {
    let mut scenarios = ScenarioResults::default();
    let has = |language| languages.contains(&language);
    let usual = bench.server(Form::Usual)?;
    let far = bench.server(Form::Far { jobs: scale.slow_pages * 100, milliseconds: DELAY_MILLISECONDS })?;
    for (language, title) in [(Language::Python, "Python, blocking"), (Language::Node, "Node")].into_iter().filter(|(one, _)| has(*one)) {
        scenarios.walks.push(walk(bench, language, title, &far, scale)?);
    }
    if has(Language::Python) {
        for count in [1, 2, 4, 8] {
            let mut ours = bench.start(Language::Python, "ours", &far.url)?;
            ours.run(&far.task("threads", 50, count))?;
            let figures = ours.run(&far.task("threads", 200 * count, count))?;
            scenarios.threads.push((count, 200.0 * count as f64 / figures.wall));
        }
    }
    if has(Language::Node) {
        for (client, program) in [("instantly-sdk", "ours"), ("fetch", "peer_fetch"), ("undici request", "peer_undici")] {
            let mut running = bench.start(Language::Node, program, &usual.url)?;
            let mut delay = |workload| -> Result<f64> {
                running.run(&usual.task(workload, scale.delayed_calls, AT_ONCE))?;
                Ok(running.run(&usual.task(workload, scale.delayed_calls, AT_ONCE))?.delay)
            };
            scenarios.loop_delays.push(LoopDelay { client, single_calls: delay("single")?, pages: delay("all")? });
        }
    }
    let names = [(Language::Python, "ours", "Python"), (Language::Node, "ours", "Node"), (Language::Rust, "bench-ours", "Rust")];
    for (language, program, title) in names.into_iter().filter(|(one, ..)| has(*one)) {
        scenarios.items.push(items(bench, language, program, title, scale)?);
    }
    let names =
        [(Language::Python, "ours_async", "Python, asyncio"), (Language::Node, "ours", "Node"), (Language::Rust, "bench-ours", "Rust")];
    for (language, program, title) in names.into_iter().filter(|(one, ..)| has(*one)) {
        scenarios.concurrency.push(concurrency(bench, language, program, title, &usual, scale)?);
    }
    scenarios.starts = starts(bench, languages, &usual, scale)?;
    Ok(scenarios)
}

fn walk(bench: &BenchEnvironment, language: Language, title: &'static str, far: &Server, scale: &Scale) -> Result<Walk> {
    let mut ours = bench.start(language, "ours", &far.url)?;
    let mut time = |workload| -> Result<f64> {
        let figures = ours.run(&far.task(workload, 1, 1))?;
        ensure!(figures.result == scale.slow_pages * 100, "{workload} saw {} jobs of {}", figures.result, scale.slow_pages * 100);
        Ok(figures.wall * 1e3 / scale.slow_pages as f64)
    };
    time("walk_slowly")?;
    Ok(Walk { language: title, ahead: time("walk_slowly")?, step_by_step: time("walk_step_by_step")? })
}

/// Walks through ever more jobs, each in a process of its own, so that its memory is its own.
fn items(bench: &BenchEnvironment, language: Language, program: &'static str, title: &'static str, scale: &Scale) -> Result<Growth> {
    let mut points = Vec::new();
    for size in [100, 1_000, 10_000, 100_000, 1_000_000].into_iter().filter(|&size| size <= scale.jobs) {
        let server = bench.server(Form::Of { jobs: size })?;
        let mut ours = bench.start(language, program, &server.url)?;
        let figures = ours.run(&server.task("walk", 1, 1))?;
        ensure!(figures.result == size, "{title}: a walk of {size} jobs saw {}", figures.result);
        let each = 1e6 / size as f64;
        points.push(Point { size, cpu: figures.cpu * each, wall: figures.wall * each, memory: figures.memory / 1e6 });
    }
    Ok(Growth { language: title, points })
}

fn concurrency(
    bench: &BenchEnvironment,
    language: Language,
    program: &'static str,
    title: &'static str,
    usual: &Server,
    scale: &Scale,
) -> Result<Growth> {
    let mut points = Vec::new();
    for size in CONCURRENCIES {
        let mut ours = bench.start(language, program, &usual.url)?;
        let calls =
            ours.run(&usual.task("single", 500, size)).map(|warm| (scale.sample_seconds * 500.0 / warm.wall) as usize)?.max(2 * size);
        let figures = ours.run(&usual.task("single", calls, size))?;
        let each = 1e6 / calls as f64;
        points.push(Point { size, cpu: figures.cpu * each, wall: figures.wall * each, memory: figures.memory / 1e6 });
    }
    Ok(Growth { language: title, points })
}

/// Milliseconds from the start of a process to its first result, the programs in alternation.
fn starts(bench: &BenchEnvironment, languages: &[Language], usual: &Server, scale: &Scale) -> Result<Vec<(String, f64)>> {
    let mut programs: Vec<(String, Language, &str)> = Vec::new();
    for comparison in COMPARISONS.iter().filter(|comparison| languages.contains(&comparison.language)) {
        programs.push((format!("{}: instantly-sdk", comparison.title), comparison.language, comparison.ours));
        programs.extend(
            comparison.peers.iter().map(|peer| (format!("{}: {}", comparison.title, peer.name), comparison.language, peer.program)),
        );
    }
    let mut times = vec![Vec::new(); programs.len()];
    for _ in 0..scale.starts {
        for (index, (_, language, program)) in programs.iter().enumerate() {
            let mut fresh = bench.start(*language, program, &usual.url)?;
            fresh.run(&usual.task("single", 1, 1))?;
            times[index].push(fresh.age().as_secs_f64() * 1e3);
        }
    }
    let named = programs.into_iter().zip(times).map(|((title, ..), times)| (title, median(times)));
    Ok(named.collect())
}
