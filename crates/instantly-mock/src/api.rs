//! The API itself: who may ask, whether the question is a valid one, and the answer.

use serde_json::Value;

use crate::check::check_request;
use crate::document::Operation;
use crate::error;
use crate::http::{Answer, Request};
use crate::jobs::{self, ListQuery};
use crate::lock;
use crate::sample;
use crate::state::State;

/// Answers a request to `/api/…`, or to a path that doesn't exist.
pub(crate) fn answer(state: &State, request: &Request) -> Answer {
    if let Some(ordered) = state.orders.take(request) {
        return ordered;
    }
    // Cloudflare stands before the API and refuses those who don't say what they are, in its own words.
    if request.header("user-agent").is_none_or(str::is_empty) {
        return Answer::new(403, "text/plain; charset=UTF-8", "error code: 1010");
    }
    let Some(operation) = state.document.route(&request.method, &request.path) else {
        return error::answer(404, &format!("Route {}:{} not found", request.method, request.path));
    };
    if let Some(problem) = state.refuse_key(request.header("authorization")) {
        return error::answer(401, problem);
    }
    if let Err(refusal) = check_request(&state.document, operation, request) {
        return error::answer(refusal.status, &refusal.message);
    }
    match (operation.method.as_str(), operation.path.as_str()) {
        ("GET", "/api/v2/background-jobs") => list_jobs(state, request),
        ("GET", "/api/v2/background-jobs/{id}") => get_job(state, operation, request),
        _ if jobs::starts(operation) => start_job(state, operation, request),
        _ => sample::answer(&state.document, operation, state.seed, request),
    }
}

fn start_job(state: &State, operation: &Operation, request: &Request) -> Answer {
    let mut answer = sample::answer(&state.document, operation, state.seed, request);
    let sent = serde_json::from_slice(&request.body).unwrap_or_default();
    if let Ok(mut body) = serde_json::from_slice::<Value>(&answer.body) {
        lock(&state.jobs).start(operation, &sent, &mut body);
        state.forget_pages();
        answer = Answer::json(answer.status, &body);
    }
    answer
}

fn list_jobs(state: &State, request: &Request) -> Answer {
    match lock(&state.jobs).list(&ListQuery::new(&request.query)) {
        Ok(body) => Answer::json(200, &body),
        Err(_) => error::answer(400, "querystring/starting_after must be a cursor from next_starting_after"),
    }
}

fn get_job(state: &State, operation: &Operation, request: &Request) -> Answer {
    let path_values = operation.path_values(&request.path);
    let id = path_values.first().map_or("", |(_, id)| id.as_str());
    let fields = request.query.iter().find(|(name, value)| name == "data_fields" && !value.is_empty());
    let fields: Option<Vec<String>> = fields.map(|(_, list)| list.split(',').map(|field| field.trim().to_owned()).collect());
    let job: Option<Value> = lock(&state.jobs).poll(id, fields.as_deref());
    job.map_or_else(|| error::answer(404, error::words(404).1), |job| Answer::json(200, &job))
}
