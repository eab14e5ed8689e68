//! What is not a race: walks with a slow consumer, many calls, growth with items and with concurrency, and cold starts.

use std::process::Command;

use anyhow::{Result, ensure};

use super::Extent;
use super::comparison::median;
use super::peers::{Language, RACES};
use super::setup::{Course, Form, Grounds};

/// What all of it came to.
#[derive(Default)]
pub struct Courses {
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

/// How long the server holds an answer back, where it should seem far away.
const DELAY_MILLISECONDS: usize = 5;
/// How many calls there are at a time while somebody looks at Node's event loop.
pub const AT_ONCE: usize = 64;
const CONCURRENCIES: [usize; 9] = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/// Measures them for these languages.
///
/// # Errors
/// When a contestant fails or a walk misses something.
pub fn run(grounds: &Grounds, languages: &[Language], extent: &Extent) -> Result<Courses> {
    let mut courses = Courses::default();
    let has = |language| languages.contains(&language);
    let usual = grounds.course(Form::Usual)?;
    let far = grounds.course(Form::Far { jobs: extent.slow_pages * 100, milliseconds: DELAY_MILLISECONDS })?;
    for (language, title) in [(Language::Python, "Python, blocking"), (Language::Node, "Node")].into_iter().filter(|(one, _)| has(*one)) {
        courses.walks.push(walk(grounds, language, title, &far, extent)?);
    }
    if has(Language::Python) {
        for count in [1, 2, 4, 8] {
            let mut ours = grounds.start(Language::Python, "ours", &far.url)?;
            ours.run(&far.order("threads", 50, count))?;
            let figures = ours.run(&far.order("threads", 200 * count, count))?;
            courses.threads.push((count, 200.0 * count as f64 / figures.wall));
        }
    }
    if has(Language::Node) {
        for (client, program) in [("instantly-sdk", "ours"), ("fetch", "peer_fetch"), ("undici request", "peer_undici")] {
            let mut contestant = grounds.start(Language::Node, program, &usual.url)?;
            let mut delay = |work| -> Result<f64> {
                contestant.run(&usual.order(work, extent.delayed_calls, AT_ONCE))?;
                Ok(contestant.run(&usual.order(work, extent.delayed_calls, AT_ONCE))?.delay)
            };
            courses.loop_delays.push(LoopDelay { client, single_calls: delay("single")?, pages: delay("all")? });
        }
    }
    let names = [(Language::Python, "ours", "Python"), (Language::Node, "ours", "Node"), (Language::Rust, "bench-ours", "Rust")];
    for (language, program, title) in names.into_iter().filter(|(one, ..)| has(*one)) {
        courses.items.push(items(grounds, language, program, title, extent)?);
    }
    let names =
        [(Language::Python, "ours_async", "Python, asyncio"), (Language::Node, "ours", "Node"), (Language::Rust, "bench-ours", "Rust")];
    for (language, program, title) in names.into_iter().filter(|(one, ..)| has(*one)) {
        courses.concurrency.push(concurrency(grounds, language, program, title, &usual, extent)?);
    }
    courses.starts = starts(grounds, languages, &usual, extent)?;
    Ok(courses)
}

fn walk(grounds: &Grounds, language: Language, title: &'static str, far: &Course, extent: &Extent) -> Result<Walk> {
    let mut ours = grounds.start(language, "ours", &far.url)?;
    let mut time = |work| -> Result<f64> {
        let figures = ours.run(&far.order(work, 1, 1))?;
        ensure!(figures.result == extent.slow_pages * 100, "{work} saw {} jobs of {}", figures.result, extent.slow_pages * 100);
        Ok(figures.wall * 1e3 / extent.slow_pages as f64)
    };
    time("walk_slowly")?;
    Ok(Walk { language: title, ahead: time("walk_slowly")?, step_by_step: time("walk_step_by_step")? })
}

/// Walks through ever more jobs, each in a process of its own, so that its memory is its own.
fn items(grounds: &Grounds, language: Language, program: &'static str, title: &'static str, extent: &Extent) -> Result<Growth> {
    let mut points = Vec::new();
    for size in [100, 1_000, 10_000, 100_000, 1_000_000].into_iter().filter(|&size| size <= extent.jobs) {
        let course = grounds.course(Form::Of { jobs: size })?;
        let mut ours = grounds.start(language, program, &course.url)?;
        let figures = ours.run(&course.order("walk", 1, 1))?;
        ensure!(figures.result == size, "{title}: a walk of {size} jobs saw {}", figures.result);
        let each = 1e6 / size as f64;
        points.push(Point { size, cpu: figures.cpu * each, wall: figures.wall * each, memory: figures.memory / 1e6 });
    }
    Ok(Growth { language: title, points })
}

fn concurrency(
    grounds: &Grounds,
    language: Language,
    program: &'static str,
    title: &'static str,
    usual: &Course,
    extent: &Extent,
) -> Result<Growth> {
    let mut points = Vec::new();
    for size in CONCURRENCIES {
        let mut ours = grounds.start(language, program, &usual.url)?;
        let calls = ours.run(&usual.order("single", 500, size)).map(|warm| (extent.turn * 500.0 / warm.wall) as usize)?.max(2 * size);
        let figures = ours.run(&usual.order("single", calls, size))?;
        let each = 1e6 / calls as f64;
        points.push(Point { size, cpu: figures.cpu * each, wall: figures.wall * each, memory: figures.memory / 1e6 });
    }
    Ok(Growth { language: title, points })
}

/// Milliseconds from the start of a process to its first result, the programs in turns.
fn starts(grounds: &Grounds, languages: &[Language], usual: &Course, extent: &Extent) -> Result<Vec<(String, f64)>> {
    let mut programs: Vec<(String, Language, &str)> = Vec::new();
    for race in RACES.iter().filter(|race| languages.contains(&race.language)) {
        programs.push((format!("{}: instantly-sdk", race.title), race.language, race.ours));
        programs.extend(race.peers.iter().map(|peer| (format!("{}: {}", race.title, peer.name), race.language, peer.program)));
    }
    let mut times = vec![Vec::new(); programs.len()];
    for _ in 0..extent.starts {
        for (index, (_, language, program)) in programs.iter().enumerate() {
            let mut fresh = grounds.start(*language, program, &usual.url)?;
            fresh.run(&usual.order("single", 1, 1))?;
            times[index].push(fresh.age().as_secs_f64() * 1e3);
        }
    }
    let named = programs.into_iter().zip(times).map(|((title, ..), times)| (title, median(times)));
    Ok(named.collect())
}

/// Pins a program to a core, where the system can.
#[must_use]
pub fn pinned(core: usize, command: &Command) -> Command {
    let mut pinned = Command::new("taskset");
    pinned.args(["--cpu-list", &core.to_string()]).arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        if let Some(value) = value {
            pinned.env(name, value);
        }
    }
    if let Some(folder) = command.get_current_dir() {
        pinned.current_dir(folder);
    }
    pinned
}
