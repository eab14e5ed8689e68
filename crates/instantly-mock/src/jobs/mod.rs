//! The background jobs the mock holds: made from a seed, listed and filtered as the API does, and moved on by polling.

mod job;
mod list;
mod plan;
mod seed;
mod start;

pub(crate) use job::Job;
pub(crate) use list::{ListError, ListQuery};
pub(crate) use plan::Outcome;
pub(crate) use seed::is_kind;
pub(crate) use start::starts;

use serde_json::{Value, json};

use crate::random::Random;

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
