//! The mock's own endpoints, under `/__mock`: by these a test in any language tells it what to do and asks what it saw.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::error;
use crate::http::{Answer, Request};
use crate::jobs::Outcome;
use crate::lock;
use crate::on_demand::NextAnswer;
use crate::state::State;

pub(crate) const PREFIX: &str = "/__mock";

/// A longer plan is a mistake, and would fill the memory.
const MOST_POLLS: usize = 10_000;

/// A background job to add: see [`MockServer::add_job`](crate::MockServer::add_job).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct NewJob {
    /// One of the API's job types.
    #[serde(rename = "type")]
    pub kind: String,
    /// `success`, `failed` or `cancelled`.
    pub outcome: String,
    /// How many polls find it unfinished.
    pub polls: usize,
}

impl Default for NewJob {
    fn default() -> Self {
        Self { kind: "move-leads".to_owned(), outcome: "success".to_owned(), polls: 3 }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    steps: usize,
}

pub(crate) async fn answer(state: &State, request: &Request) -> Answer {
    let path = request.path.strip_prefix(PREFIX).unwrap_or_default();
    match (request.method.as_str(), path) {
        ("GET", "" | "/") => overview(),
        ("GET", "/requests") => Answer::json(200, &json!(state.records.all())),
        ("DELETE", "/requests") => done(|| state.records.clear()),
        ("GET", "/faults") => Answer::json(200, &json!(state.faults.report())),
        ("POST", "/next") => read(&request.body).map_or_else(refuse, |order: NextAnswer| done(|| state.orders.add(order))),
        ("DELETE", "/next") => done(|| state.orders.clear()),
        ("GET", "/jobs") => Answer::json(200, &jobs(state)),
        ("POST", "/jobs") => read(&request.body).and_then(|new| add_job(state, &new)).map_or_else(refuse, |job| Answer::json(201, &job)),
        ("POST", "/advance") => read(&request.body).map_or_else(refuse, |advance: Advance| done(|| state.advance(advance.steps))),
        ("POST", "/reset") => done(|| state.reset()),
        (_, path) if path.starts_with("/cases") => cases(state, request, path.trim_start_matches("/cases")).await,
        (method, _) => error::answer(404, &format!("Route {method}:{} not found; GET {PREFIX} lists what there is", request.path)),
    }
}

/// Adds a job, or says what is wrong with the wish.
pub(crate) fn add_job(state: &State, new: &NewJob) -> Result<Value, String> {
    let outcome =
        Outcome::parse(&new.outcome).ok_or_else(|| format!("outcome must be success, failed or cancelled, got {:?}", new.outcome))?;
    if !crate::jobs::is_kind(&new.kind) {
        return Err(format!("type must be a type of background job, got {:?}", new.kind));
    }
    if new.polls > MOST_POLLS {
        return Err(format!("polls must be at most {MOST_POLLS}, got {}", new.polls));
    }
    let job = lock(&state.jobs).add(&new.kind, outcome, new.polls, None);
    state.forget_pages();
    Ok(job)
}

/// What a test may want to know of the jobs in advance.
fn jobs(state: &State) -> Value {
    let jobs = lock(&state.jobs);
    let show = |job: &crate::jobs::Job| {
        let end = job.plan.last().map(|step| step.status);
        json!({ "id": job.id, "type": job.kind, "status": job.step().status, "outcome": end, "polls_left": job.plan.len() - 1 - job.position })
    };
    jobs.all().iter().map(show).collect()
}

#[cfg(feature = "script")]
async fn cases(state: &State, request: &Request, rest: &str) -> Answer {
    match (request.method.as_str(), rest.strip_prefix('/')) {
        ("POST", None) => state.cases.create(&state.document, &request.body, &state.url),
        ("GET", Some(id)) => state.cases.report(id).await,
        ("DELETE", Some(id)) => state.cases.delete(id),
        _ => error::answer(404, "Cases: POST /__mock/cases, then GET or DELETE /__mock/cases/<id>"),
    }
}

#[cfg(not(feature = "script"))]
#[expect(clippy::unused_async, reason = "the same signature as with cases")]
async fn cases(_state: &State, _request: &Request, _rest: &str) -> Answer {
    error::answer(404, "This build of the mock plays no conformance cases")
}

fn overview() -> Answer {
    Answer::json(
        200,
        &json!({
            "GET /__mock/requests": "the requests that arrived, oldest first; DELETE forgets them",
            "GET /__mock/faults": "how often each fault of --faults struck, and which writes (by their header x-soak-id) came again after they had acted",
            "POST /__mock/next": "{status, headers?, json? | raw?, times?, match?: {method?, path?}}: answers the next fitting requests with it; DELETE takes back",
            "GET /__mock/jobs": "every background job with the outcome it is heading for",
            "POST /__mock/jobs": "{type?, outcome?, polls?}: adds a background job",
            "POST /__mock/advance": "{steps}: moves every unfinished job on",
            "POST /__mock/reset": "back to how the server started",
            "POST /__mock/cases": "{exchanges}: plays a conformance case under a base URL of its own; GET or DELETE /__mock/cases/<id>",
        }),
    )
}

fn read<T: for<'de> Deserialize<'de>>(body: &[u8]) -> Result<T, String> {
    serde_json::from_slice(if body.is_empty() { b"{}" } else { body }).map_err(|error| error.to_string())
}

fn refuse(problem: String) -> Answer {
    error::answer(400, &problem)
}

fn done(action: impl FnOnce()) -> Answer {
    action();
    Answer::empty(204)
}
