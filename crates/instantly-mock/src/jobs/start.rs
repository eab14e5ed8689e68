//! The calls that start a background job: what they answer names a job that is there, and that moves on when it is polled.

use serde_json::Value;

use super::{Jobs, Outcome};
use crate::document::Operation;

/// How many polls find a started job unfinished.
const POLLS: usize = 2;

/// Where a call's answer tells of the job it started.
#[derive(Clone, Copy, Debug)]
enum Place {
    /// The answer is the job.
    Whole,
    /// A field has the job's id.
    Field(&'static str),
}

const STARTING: [(&str, &str, Place); 4] = [
    ("/api/v2/accounts/warmup/enable", "update-warmup-accounts", Place::Whole),
    ("/api/v2/accounts/warmup/disable", "update-warmup-accounts", Place::Whole),
    ("/api/v2/leads/move", "move-leads", Place::Whole),
    ("/api/v2/supersearch-enrichment/enrich-leads-from-supersearch", "import-leads", Place::Field("background_job_id")),
];

/// Which field of the body names what the job works on, and what that is.
const ENTITIES: [(&str, &str); 2] = [("to_list_id", "list"), ("to_campaign_id", "campaign")];

/// Whether a call of the operation starts a job.
pub(crate) fn starts(operation: &Operation) -> bool {
    STARTING.iter().any(|(path, ..)| operation.path == *path && operation.method == "POST")
}

impl Jobs {
    /// Starts the job of a call, and puts it into the answer that was made up for the call.
    pub(crate) fn start(&mut self, operation: &Operation, sent: &Value, answer: &mut Value) {
        let Some((_, kind, place)) = STARTING.iter().find(|(path, ..)| operation.path == *path) else { return };
        let named = ENTITIES.iter().find_map(|(field, entity)| Some((*entity, sent.get(field)?.as_str()?.to_owned())));
        let job = self.add(kind, Outcome::Success, POLLS, named);
        match place {
            Place::Whole => *answer = job,
            Place::Field(name) => answer[name] = job["id"].clone(),
        }
    }
}
