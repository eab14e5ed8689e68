//! The background jobs the mock holds: made from a seed, listed and filtered as the API does, and moved on by polling.

mod list;
mod plan;
mod seed;
mod start;

pub(crate) use list::{ListError, ListQuery};
pub(crate) use plan::{Outcome, Step};
pub(crate) use seed::is_kind;
pub(crate) use start::starts;

use serde_json::{Map, Value, json};

use crate::random::Random;
use crate::time::timestamp;

/// One job: what never changes about it, and how far along its plan it is.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub(crate) id: String,
    pub(crate) workspace_id: String,
    pub(crate) user_id: Option<String>,
    pub(crate) kind: &'static str,
    pub(crate) entity_id: Option<String>,
    pub(crate) entity_type: &'static str,
    /// How many things the job works on, and how many of a hundred it can't do.
    pub(crate) total: u64,
    pub(crate) failing_percent: u64,
    /// For `move-leads`: whose leads move.
    pub(crate) emails: Vec<String>,
    pub(crate) plan: Vec<Step>,
    pub(crate) position: usize,
    pub(crate) step_milliseconds: u64,
    pub(crate) created_at: u64,
    pub(crate) updated_at: u64,
}

impl Job {
    pub(crate) fn step(&self) -> Step {
        self.plan[self.position]
    }

    pub(crate) fn finished(&self) -> bool {
        self.position + 1 == self.plan.len()
    }

    /// One step along the plan; a finished job stays as it is.
    pub(crate) fn advance(&mut self) {
        if !self.finished() {
            self.position += 1;
            self.updated_at += self.step_milliseconds;
        }
    }

    /// The job as the API shows it; `data_fields` leaves only those keys in `data`.
    pub(crate) fn render(&self, data_fields: Option<&[String]>) -> Value {
        let mut data = self.data();
        if let Some(fields) = data_fields {
            data.retain(|key, _| fields.iter().any(|field| field == key));
        }
        let step = self.step();
        json!({
            "id": self.id,
            "workspace_id": self.workspace_id,
            "user_id": self.user_id,
            "type": self.kind,
            "entity_id": self.entity_id,
            "entity_type": self.entity_type,
            "data": data,
            "progress": step.progress,
            "status": step.status,
            "created_at": timestamp(self.created_at),
            "updated_at": timestamp(self.updated_at),
        })
    }

    /// Counters that follow the progress, so that they only ever grow.
    fn data(&self) -> Map<String, Value> {
        let step = self.step();
        let processed = self.total * u64::from(step.progress) / 100;
        let failed = processed * self.failing_percent / 100;
        let mut data = Map::new();
        data.insert("success_count".into(), json!(processed - failed));
        data.insert("failed_count".into(), json!(failed));
        data.insert("skipped_count".into(), json!(0));
        data.insert("total_to_process".into(), json!(self.total));
        if self.kind == "move-leads" {
            let moved = self.emails.len() * usize::from(step.progress) / 100;
            data.insert("moved_lead_emails".into(), json!(self.emails[..moved]));
        }
        if step.status == "failed" {
            data.insert("error".into(), json!("The job stopped: too many items could not be processed"));
        }
        data
    }
}

/// All jobs, newest first.
#[derive(Debug)]
pub(crate) struct Jobs {
    seed: u64,
    count: usize,
    jobs: Vec<Job>,
    added: u64,
    /// Polling doesn't move them.
    standing: bool,
}

impl Jobs {
    pub(crate) fn new(seed: u64, count: usize, standing: bool) -> Self {
        Self { seed, count, jobs: seed::jobs(seed, count), added: 0, standing }
    }

    /// Back to how the mock started.
    pub(crate) fn reset(&mut self) {
        *self = Self::new(self.seed, self.count, self.standing);
    }

    pub(crate) fn all(&self) -> &[Job] {
        &self.jobs
    }

    /// The answer to `GET /background-jobs/{id}`: the job as it stands. It is a poll, so the job moves on afterwards.
    pub(crate) fn poll(&mut self, id: &str, data_fields: Option<&[String]>) -> Option<Value> {
        let job = self.jobs.iter_mut().find(|job| job.id == id)?;
        let shown = job.render(data_fields);
        if !self.standing {
            job.advance();
        }
        Some(shown)
    }

    /// The answer to `GET /background-jobs`. A list that asks for certain jobs by id is a poll: the ones it shows move on afterwards.
    /// Any other list only looks, so that walking its pages twice shows the same jobs.
    pub(crate) fn list(&mut self, query: &ListQuery) -> Result<Value, ListError> {
        let page = list::page(&self.jobs, query)?;
        let items: Vec<Value> = page.indices.iter().map(|&index| self.jobs[index].render(None)).collect();
        if query.names_jobs() && !self.standing {
            page.indices.iter().for_each(|&index| self.jobs[index].advance());
        }
        let mut body = json!({ "items": items });
        if let Some(cursor) = page.next {
            body["next_starting_after"] = json!(cursor);
        }
        Ok(body)
    }

    /// Moves every unfinished job on, as if each had been polled `steps` times.
    pub(crate) fn advance(&mut self, steps: usize) {
        for job in &mut self.jobs {
            (0..steps.min(job.plan.len())).for_each(|_| job.advance());
        }
    }

    /// A new pending job that ends as told, after `polls` polls that find it unfinished; it works on an entity of the caller's, if
    /// they name one.
    pub(crate) fn add(&mut self, kind: &str, outcome: Outcome, polls: usize, entity: Option<(&'static str, String)>) -> Value {
        self.added += 1;
        let mut random = Random::new(self.seed, &format!("added job {}", self.added));
        let mut job = seed::added_job(&mut random, self.seed, self.added, kind, plan::exactly(outcome, polls));
        if let Some((entity_type, id)) = entity {
            (job.entity_type, job.entity_id) = (entity_type, Some(id));
        }
        let shown = job.render(None);
        self.jobs.insert(0, job);
        shown
    }
}
