//! Script mode: plays the exchanges of conformance cases and verifies what arrives. Cases run side by side, each under a base URL of its own.

mod case;
mod fill;
mod play;
mod verify;

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::sync::Notify;

use crate::document::Document;
use crate::http::{Answer, Request};
use crate::lock;
use crate::record::RecordedRequest;
use crate::reply::{Closed, Reply};
use crate::wire::Wire;
use case::{Exchange, Script};

/// What precedes the paths of a case: `/__case/<id>/api/v2/…`.
pub(crate) const PREFIX: &str = "/__case/";

/// How long a report waits for clients that are still connected.
const PATIENCE: Duration = Duration::from_secs(2);

/// The cases being played.
#[derive(Debug, Default)]
pub(crate) struct Cases(Mutex<Registry>);

#[derive(Debug, Default)]
struct Registry {
    made: u64,
    cases: HashMap<String, Arc<Case>>,
}

#[derive(Debug)]
struct Case {
    base_url: String,
    exchanges: Vec<Exchange>,
    progress: Mutex<Progress>,
    request_ended: Notify,
}

#[derive(Debug, Default)]
struct Progress {
    next: usize,
    problems: Vec<String>,
    arrivals: Vec<Arrival>,
    /// When the last answer was ready.
    answered: Option<Instant>,
}

#[derive(Debug)]
struct Arrival {
    request: RecordedRequest,
    exchange: Option<usize>,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Waiting,
    Answered,
    /// The client closed the connection before it had an answer.
    Left,
}

impl Cases {
    /// Takes a case in; the answer tells its base URL.
    pub(crate) fn create(&self, document: &Document, body: &[u8], url: &str) -> Answer {
        let script = match Script::parse(body) {
            Ok(script) => script,
            Err(problem) => return crate::error::answer(400, &problem),
        };
        let found =
            |(index, exchange)| verify::check_exchange(document, exchange).into_iter().map(move |problem| numbered(index, &problem));
        let problems = script.exchanges.iter().enumerate().flat_map(found).collect();
        let progress = Mutex::new(Progress { problems, ..Progress::default() });
        let mut registry = lock(&self.0);
        registry.made += 1;
        let id = registry.made.to_string();
        let base_url = format!("{url}{PREFIX}{id}");
        let made = Answer::json(201, &json!({ "id": id, "base_url": base_url }));
        registry.cases.insert(id, Arc::new(Case { base_url, exchanges: script.exchanges, progress, request_ended: Notify::new() }));
        made
    }

    /// What happened, once every request has ended or patience has.
    pub(crate) async fn report(&self, id: &str) -> Answer {
        let Some(case) = self.get(id) else { return unknown(id) };
        let _ = tokio::time::timeout(PATIENCE, case.all_ended()).await;
        Answer::json(200, &case.report())
    }

    pub(crate) fn delete(&self, id: &str) -> Answer {
        if lock(&self.0).cases.remove(id).is_some() { Answer::empty(204) } else { unknown(id) }
    }

    /// Plays the next exchange of the case whose prefix the path carries.
    pub(crate) async fn play(&self, document: &Document, mut request: Request, wire: &Wire) -> Result<Reply, Closed> {
        let (id, path) = split_prefix(&request.path);
        let (id, path) = (id.to_owned(), path.to_owned());
        let Some(case) = self.get(&id) else { return Ok(unknown(&id).into()) };
        request.path = path;
        // What went out in place of the answer before has nothing to do with this one.
        wire.send_instead(None);
        let (arrival, exchange) = case.arrive(document, &request);
        let mut stay = Stay { case: case.clone(), arrival, state: State::Left };
        let reply = match exchange {
            Some(index) => play::play(&case.exchanges[index].respond, &case.base_url, wire).await,
            None => {
                let message = format!("{} {}: the case expects no further request", request.method, request.path);
                // A status that no client repeats: one surplus request is one problem.
                Ok(crate::error::answer(400, &message).into())
            }
        };
        stay.state = State::Answered;
        lock(&case.progress).answered = Some(Instant::now());
        reply
    }

    fn get(&self, id: &str) -> Option<Arc<Case>> {
        lock(&self.0).cases.get(id).cloned()
    }
}

impl Case {
    /// Notes a request and what is wrong with it; tells its number, and the exchange that answers it.
    fn arrive(&self, document: &Document, request: &Request) -> (usize, Option<usize>) {
        let mut progress = lock(&self.progress);
        while self.exchanges.get(progress.next).is_some_and(|exchange| exchange.optional && !verify::is_meant(&exchange.expect, request)) {
            progress.next += 1;
        }
        let exchange = (progress.next < self.exchanges.len()).then_some(progress.next);
        let found = match exchange {
            Some(index) => {
                progress.next += 1;
                let waited = progress.answered.map(|answered| answered.elapsed());
                let exchange = &self.exchanges[index];
                let problems = verify::check_arrival(document, exchange, request).into_iter().chain(verify::check_wait(exchange, waited));
                problems.map(|problem| numbered(index, &problem)).collect()
            }
            None => {
                let count = self.exchanges.len();
                vec![format!(
                    "request {}: {} {} is one more than the {count} expected",
                    progress.arrivals.len() + 1,
                    request.method,
                    request.path
                )]
            }
        };
        progress.problems.extend(found);
        progress.arrivals.push(Arrival { request: RecordedRequest::new(request), exchange, state: State::Waiting });
        (progress.arrivals.len() - 1, exchange)
    }

    async fn all_ended(&self) {
        loop {
            // Registered before the look, so that no end between the two is missed.
            let ended = self.request_ended.notified();
            if lock(&self.progress).arrivals.iter().all(|arrival| arrival.state != State::Waiting) {
                return;
            }
            ended.await;
        }
    }

    fn report(&self) -> Value {
        let progress = lock(&self.progress);
        let mut problems = progress.problems.clone();
        for arrival in &progress.arrivals {
            let Some(index) = arrival.exchange.filter(|_| arrival.state == State::Waiting) else { continue };
            problems.push(numbered(index, "the client has not closed the connection, though no answer comes"));
        }
        for (index, exchange) in self.exchanges.iter().enumerate().skip(progress.next).filter(|(_, exchange)| !exchange.optional) {
            let expect = &exchange.expect;
            problems.push(numbered(index, &format!("the request never came: expected {} {}", expect.method, expect.path)));
        }
        let requests: Vec<Value> = progress.arrivals.iter().map(Arrival::show).collect();
        json!({ "ok": problems.is_empty(), "problems": problems, "requests": requests })
    }
}

impl Arrival {
    fn show(&self) -> Value {
        let mut shown = json!(self.request);
        shown["client_left"] = json!(self.state == State::Left);
        shown
    }
}

/// Follows a request to its end, also when the client leaves and the server drops the work on it.
struct Stay {
    case: Arc<Case>,
    arrival: usize,
    state: State,
}

impl Drop for Stay {
    fn drop(&mut self) {
        if let Some(arrival) = lock(&self.case.progress).arrivals.get_mut(self.arrival) {
            arrival.state = self.state;
        }
        self.case.request_ended.notify_waiters();
    }
}

fn split_prefix(path: &str) -> (&str, &str) {
    let rest = path.strip_prefix(PREFIX).unwrap_or(path);
    rest.split_at(rest.find('/').unwrap_or(rest.len()))
}

fn numbered(index: usize, problem: &str) -> String {
    format!("exchange {}: {problem}", index + 1)
}

fn unknown(id: &str) -> Answer {
    crate::error::answer(404, &format!("There is no case {id}"))
}
