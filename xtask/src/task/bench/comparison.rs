//! Compares clients: all run the same workloads in alternation, and the ratios of each round are what counts.

use anyhow::{Result, ensure};

use super::client::{Client, Task};
use super::peers::{Comparison, Peer, WORKLOADS};
use super::scale::Scale;
use super::setup::{BenchEnvironment, Form, Server};

/// The result of a comparison, for regular and for irregular data.
pub struct ComparisonResult {
    pub comparison: &'static Comparison,
    pub usual: Vec<WorkloadResult>,
    pub irregular: Vec<WorkloadResult>,
}

/// The result of one workload.
pub struct WorkloadResult {
    /// Microseconds of CPU time a call, ours: the median of all rounds.
    pub ours_cpu: f64,
    pub peers: Vec<PeerResult>,
}

/// A peer's result for one workload.
pub struct PeerResult {
    pub peer: &'static Peer,
    /// Microseconds of CPU time a call.
    pub cpu: f64,
    /// Its CPU time divided by ours, the median of the rounds' ratios.
    pub cpu_ratio: f64,
    /// Our calls a second divided by its, likewise.
    pub rate_ratio: f64,
}

/// Runs a comparison on data of both forms.
///
/// # Errors
/// When a client fails, or saw other data than the rest.
pub fn run(bench: &BenchEnvironment, comparison: &'static Comparison, scale: &Scale) -> Result<ComparisonResult> {
    let usual = on(bench, comparison, &bench.server(Form::Usual)?, scale)?;
    let irregular = on(bench, comparison, &bench.server(Form::Irregular)?, scale)?;
    Ok(ComparisonResult { comparison, usual, irregular })
}

fn on(bench: &BenchEnvironment, comparison: &'static Comparison, server: &Server, scale: &Scale) -> Result<Vec<WorkloadResult>> {
    let programs = std::iter::once(comparison.ours).chain(comparison.peers.iter().map(|peer| peer.program));
    let mut clients = programs.map(|program| bench.start(comparison.language, program, &server.url)).collect::<Result<Vec<_>>>()?;
    same_data(&mut clients, server)?;
    WORKLOADS.iter().map(|(workload, _)| one(&mut clients, comparison, workload, server, scale)).collect()
}

/// Makes sure that no client reads less than the others.
fn same_data(clients: &mut [Client], server: &Server) -> Result<()> {
    let task = server.task("check", 1, 1);
    let sums = clients.iter_mut().map(|client| Ok(client.run(&task)?.result)).collect::<Result<Vec<_>>>()?;
    ensure!(sums.iter().all(|sum| *sum == sums[0]), "clients saw different data: {sums:?}");
    Ok(())
}

/// Seconds a call: of CPU time, and on the clock.
#[derive(Clone, Copy)]
struct Sample {
    cpu: f64,
    wall: f64,
}

fn one(
    clients: &mut [Client],
    comparison: &'static Comparison,
    workload: &'static str,
    server: &Server,
    scale: &Scale,
) -> Result<WorkloadResult> {
    const WARM_UP_CALLS: usize = 64;
    let mut calls = Vec::new();
    for client in clients.iter_mut() {
        let warm = measure(client, &server.task(workload, WARM_UP_CALLS, comparison.concurrency))?;
        calls.push(((scale.sample_seconds / warm.wall) as usize).clamp(comparison.concurrency * 2, 20_000));
        // Code that is compiled as it runs would make the first workload seem slow.
        for _ in 0..scale.warm_up_samples {
            measure(client, &server.task(workload, calls[calls.len() - 1], comparison.concurrency))?;
        }
    }
    let mut rounds: Vec<Vec<Sample>> = Vec::new();
    for round in 0..scale.rounds {
        let mut samples = vec![Sample { cpu: 0.0, wall: 0.0 }; clients.len()];
        // Each round begins with another client, so that other load on the machine doesn't always hit the same one.
        for place in 0..clients.len() {
            let number = (place + round) % clients.len();
            samples[number] = measure(&mut clients[number], &server.task(workload, calls[number], comparison.concurrency))?;
        }
        rounds.push(samples);
    }
    let over = |figure: &dyn Fn(&[Sample]) -> f64| median(rounds.iter().map(|samples| figure(samples)).collect());
    let peers = comparison.peers.iter().enumerate().map(|(index, peer)| PeerResult {
        peer,
        cpu: over(&|samples| samples[index + 1].cpu) * 1e6,
        cpu_ratio: over(&|samples| samples[index + 1].cpu / samples[0].cpu),
        rate_ratio: over(&|samples| samples[index + 1].wall / samples[0].wall),
    });
    Ok(WorkloadResult { peers: peers.collect(), ours_cpu: over(&|samples| samples[0].cpu) * 1e6 })
}

fn measure(client: &mut Client, task: &Task) -> Result<Sample> {
    let figures = client.run(task)?;
    let calls = task.calls as f64;
    Ok(Sample { cpu: figures.cpu / calls, wall: figures.wall / calls })
}

/// The middle value.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
