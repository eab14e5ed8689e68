//! A race: every contestant does the same works in turns, and the ratios of each turn are what counts.

use anyhow::{Result, ensure};

use super::Extent;
use super::client::{Contestant, Order};
use super::peers::{Peer, Race, WORKS};
use super::setup::{Course, Form, Grounds};

/// What a race came to, for data in its usual form and in an odd one.
pub struct RaceResult {
    pub race: &'static Race,
    pub usual: Vec<WorkResult>,
    pub odd: Vec<WorkResult>,
}

/// What one of the works came to.
pub struct WorkResult {
    /// Microseconds of CPU time a call, ours: the median of all rounds.
    pub ours_cpu: f64,
    pub peers: Vec<PeerResult>,
}

/// A peer in one of the works.
pub struct PeerResult {
    pub peer: &'static Peer,
    /// Microseconds of CPU time a call.
    pub cpu: f64,
    /// Its CPU time by ours, the median of the rounds' ratios.
    pub cpu_ratio: f64,
    /// Our calls a second by its, likewise.
    pub rate_ratio: f64,
}

/// Runs a race on data of both forms.
///
/// # Errors
/// When a contestant fails, or saw other data than the rest.
pub fn run(grounds: &Grounds, race: &'static Race, extent: &Extent) -> Result<RaceResult> {
    let usual = on(grounds, race, &grounds.course(Form::Usual)?, extent)?;
    let odd = on(grounds, race, &grounds.course(Form::Odd)?, extent)?;
    Ok(RaceResult { race, usual, odd })
}

fn on(grounds: &Grounds, race: &'static Race, course: &Course, extent: &Extent) -> Result<Vec<WorkResult>> {
    let programs = std::iter::once(race.ours).chain(race.peers.iter().map(|peer| peer.program));
    let mut contestants = programs.map(|program| grounds.start(race.language, program, &course.url)).collect::<Result<Vec<_>>>()?;
    same_data(&mut contestants, course)?;
    WORKS.iter().map(|(work, _)| one(&mut contestants, race, work, course, extent)).collect()
}

/// Nobody gets far by reading less than the others.
fn same_data(contestants: &mut [Contestant], course: &Course) -> Result<()> {
    let order = course.order("check", 1, 1);
    let sums = contestants.iter_mut().map(|contestant| Ok(contestant.run(&order)?.result)).collect::<Result<Vec<_>>>()?;
    ensure!(sums.iter().all(|sum| *sum == sums[0]), "contestants saw different data: {sums:?}");
    Ok(())
}

/// Seconds a call: of CPU time, and on the clock.
#[derive(Clone, Copy)]
struct Turn {
    cpu: f64,
    wall: f64,
}

fn one(contestants: &mut [Contestant], race: &'static Race, work: &'static str, course: &Course, extent: &Extent) -> Result<WorkResult> {
    const WARM_UP_CALLS: usize = 64;
    let mut calls = Vec::new();
    for contestant in contestants.iter_mut() {
        let warm = take_turn(contestant, &course.order(work, WARM_UP_CALLS, race.concurrency))?;
        calls.push(((extent.turn / warm.wall) as usize).clamp(race.concurrency * 2, 20_000));
        // Where code is compiled as it runs, the work that came first would seem dear.
        for _ in 0..extent.warm_up_turns {
            take_turn(contestant, &course.order(work, calls[calls.len() - 1], race.concurrency))?;
        }
    }
    let mut rounds: Vec<Vec<Turn>> = Vec::new();
    for round in 0..extent.rounds {
        let mut turns = vec![Turn { cpu: 0.0, wall: 0.0 }; contestants.len()];
        // Another one begins each time: what the machine does meanwhile is not always the same one's luck.
        for place in 0..contestants.len() {
            let number = (place + round) % contestants.len();
            turns[number] = take_turn(&mut contestants[number], &course.order(work, calls[number], race.concurrency))?;
        }
        rounds.push(turns);
    }
    let over = |figure: &dyn Fn(&[Turn]) -> f64| median(rounds.iter().map(|turns| figure(turns)).collect());
    let peers = race.peers.iter().enumerate().map(|(index, peer)| PeerResult {
        peer,
        cpu: over(&|turns| turns[index + 1].cpu) * 1e6,
        cpu_ratio: over(&|turns| turns[index + 1].cpu / turns[0].cpu),
        rate_ratio: over(&|turns| turns[index + 1].wall / turns[0].wall),
    });
    Ok(WorkResult { peers: peers.collect(), ours_cpu: over(&|turns| turns[0].cpu) * 1e6 })
}

fn take_turn(contestant: &mut Contestant, order: &Order) -> Result<Turn> {
    let figures = contestant.run(order)?;
    let calls = order.calls as f64;
    Ok(Turn { cpu: figures.cpu / calls, wall: figures.wall / calls })
}

/// The one in the middle.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
