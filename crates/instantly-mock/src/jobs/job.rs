//! A background job, and how the API shows it.

use serde_json::{Map, Value, json};

use super::plan::Step;
use crate::time::timestamp;

/// A background job: its fixed properties, and its position in its plan.
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
