//! Jobs out of a seed: every kind, status and entity type, with the ids and counters one would find in a busy workspace.

use super::job::Job;
use super::plan::{self, Step};
use crate::random::Random;
use crate::time::{DAY, NOW};

/// What a job of each kind can work on.
const KINDS: [(&str, &[&str]); 9] = [
    ("move-leads", &["list", "campaign"]),
    ("import-leads", &["list", "campaign"]),
    ("export-leads", &["list", "campaign"]),
    ("update-warmup-accounts", &["workspace"]),
    ("rename-variable", &["campaign", "list"]),
    ("broadcast-ai-generate", &["broadcast"]),
    ("broadcast-website-scrape", &["broadcast"]),
    ("import-subscribers-from-crm", &["subscriber-group"]),
    ("resync-subscriber-crm-tags", &["subscriber-group-sync"]),
];

/// Of a hundred jobs, how many a fresh mock shows as finished.
const FINISHED_PERCENT: u64 = 68;

const SHORTEST_GAP: u64 = 20_000;

/// `count` jobs, newest first, spread over the days before [`NOW`].
pub(super) fn jobs(seed: u64, count: usize) -> Vec<Job> {
    let workspace = Workspace::new(seed);
    let mut random = Random::new(seed, "jobs");
    let mut created_at = NOW;
    // About an hour from one to the next, less where so many would reach back for years.
    let longest_gap = (300 * DAY / count.max(1) as u64).clamp(SHORTEST_GAP, DAY / 12);
    let mut jobs = Vec::with_capacity(count);
    for number in 0..count {
        created_at -= random.between(SHORTEST_GAP, longest_gap);
        // The first ones take every kind in turn, so that even a small mock has all of them.
        let kind = KINDS.get(number).unwrap_or_else(|| random.pick(&KINDS));
        let plan = plan::by_chance(&mut random);
        let last = plan.len() - 1;
        let position = if random.percent(FINISHED_PERCENT) { last } else { random.below(last as u64) as usize };
        let id = object_id(created_at, &workspace.machine, (count - number) as u64);
        jobs.push(workspace.job(&mut random, id, created_at, *kind, plan, position));
    }
    jobs
}

/// A job that did not come from the seed: newer than all others.
pub(super) fn added_job(random: &mut Random, seed: u64, number: u64, kind: &str, plan: Vec<Step>) -> Job {
    let workspace = Workspace::new(seed);
    let kind = KINDS.iter().find(|(name, _)| *name == kind).unwrap_or(&KINDS[0]);
    let created_at = NOW + number * 1_000;
    let id = object_id(created_at, &workspace.machine, 0x80_0000 + number);
    workspace.job(random, id, created_at, *kind, plan, 0)
}

pub(crate) fn is_kind(name: &str) -> bool {
    KINDS.iter().any(|(kind, _)| *kind == name)
}

/// What the jobs of one workspace share.
struct Workspace {
    id: String,
    users: Vec<String>,
    machine: String,
}

impl Workspace {
    fn new(seed: u64) -> Self {
        let mut random = Random::new(seed, "workspace");
        let users = (0..4).map(|_| random.uuid(NOW - 200 * DAY)).collect();
        Self { id: random.uuid(NOW - 300 * DAY), users, machine: random.hex(10) }
    }

    fn job(
        &self,
        random: &mut Random,
        id: String,
        created_at: u64,
        (kind, entity_types): (&'static str, &'static [&'static str]),
        plan: Vec<Step>,
        position: usize,
    ) -> Job {
        let entity_type = *random.pick(entity_types);
        let entity_made_at = NOW - random.between(1, 90) * DAY;
        let entity_id = (entity_type != "workspace").then(|| random.uuid(entity_made_at));
        let user_id = random.percent(85).then(|| random.pick(&self.users).clone());
        let total = random.between(8, 2_400);
        let emails = if kind == "move-leads" { (0..random.between(1, 3)).map(|_| email(random)).collect() } else { Vec::new() };
        let step_milliseconds = random.between(900, 45_000);
        Job {
            id,
            workspace_id: self.id.clone(),
            user_id,
            kind,
            entity_id,
            entity_type,
            total,
            failing_percent: if random.percent(35) { random.between(1, 9) } else { 0 },
            emails,
            updated_at: created_at + position as u64 * step_milliseconds,
            plan,
            position,
            step_milliseconds,
            created_at,
        }
    }
}

/// Seconds, machine and counter, as MongoDB lays them out: 24 hexadecimal digits that sort by time.
fn object_id(created_at: u64, machine: &str, counter: u64) -> String {
    format!("{:08x}{machine}{:06x}", created_at / 1000, counter & 0xff_ffff)
}

fn email(random: &mut Random) -> String {
    format!("lead-{}@example.com", random.below(10_000))
}
