//! Waiting for background work: the client decides what to ask and how long to sleep; Python sleeps, so that its own interruptions work.

use std::sync::{Mutex, MutexGuard, PoisonError};

use instantly_client::{CallOptions, Error, Value, Verdict, WaitPlan, wait_plan};
use pyo3::exceptions::PyLookupError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::convert;
use crate::errors;
use crate::guard::guard;
use crate::json;
use crate::model::Model;
use crate::options::Options;
use crate::request::Request;

/// One wait, for one or more objects of a resource.
#[pyclass(frozen, module = "instantly_sdk._native")]
pub struct Waiter {
    waiter: Mutex<instantly_client::Waiter>,
    plan: &'static WaitPlan,
}

#[pymethods]
impl Waiter {
    /// `ids` is one id, or a list of them where `many`; `options` are those of `WaitOptions`, in seconds.
    #[new]
    fn new(resource: &str, ids: &Bound<'_, PyAny>, many: bool, options: &Bound<'_, PyDict>) -> PyResult<Self> {
        guard(|| {
            let py = ids.py();
            let plan = wait_plan(resource).ok_or_else(|| PyLookupError::new_err(format!("{resource} can't be waited for")))?;
            let (of, argument) = if many { (format!("{resource}.wait_many"), plan.ids) } else { (format!("{resource}.wait"), plan.id) };
            let options = Options { of: &of, given: options }.wait()?;
            let ids = strings(ids, many)?
                .map_err(|problem| errors::raise(py, &Error::invalid_argument(argument, format!("{of}: {argument} must be {problem}"))))?;
            let waiter = instantly_client::Waiter::new(plan, ids, options).map_err(|error| errors::raise(py, &error))?;
            Ok(Self { waiter: Mutex::new(waiter), plan })
        })
    }

    /// The requests of the next round, each bounded by the time left.
    fn polls(&self, py: Python<'_>) -> PyResult<Vec<Request>> {
        let waiter = self.lock();
        let arguments = waiter.polls().map_err(|error| errors::raise(py, &error))?;
        let options = CallOptions { deadline: Some(waiter.look_deadline()), ..CallOptions::default() };
        Ok(arguments.into_iter().map(|arguments| Request { arguments, options: options.clone() }).collect())
    }

    /// Whether the requests of `polls` are lists.
    #[getter]
    fn many(&self) -> bool {
        self.lock().operation().pagination().is_some()
    }

    /// Id and status of an object that was polled; nothing for one that is not waited for.
    fn identify(&self, object: &Model) -> Option<(String, String)> {
        let own = text(object, self.plan.id);
        let id = self.lock().identify(own.as_deref())?.to_owned();
        Some((id, text(object, self.plan.status).unwrap_or_default()))
    }

    /// Takes in the (id, status) pairs of a round and says what to do.
    fn observe(&self, seen: Vec<(String, String)>) -> Step {
        let mut waiter = self.lock();
        match waiter.observe(&seen) {
            Verdict::Sleep(duration) => Step { sleep: duration.as_secs_f64(), ..Step::default() },
            Verdict::Done => Step { done: true, ..Step::default() },
            Verdict::Failed { id, status } => {
                let message = waiter.failure_message(&id, &status);
                Step { failed: Some((id, message)), ..Step::default() }
            }
            Verdict::TimedOut => Step { timed_out: true, ..Step::default() },
        }
    }

    /// Whether the time is up.
    #[getter]
    fn expired(&self) -> bool {
        self.lock().remaining().is_zero()
    }

    /// The first id whose object has not succeeded.
    fn first_unfinished(&self) -> Option<String> {
        self.lock().first_unfinished().map(str::to_owned)
    }

    /// The ids in the order in which they were given, repetitions included.
    #[getter]
    fn requested(&self) -> Vec<String> {
        self.lock().requested().to_vec()
    }

    /// The message of the error of a wait that took too long.
    fn timeout_message(&self) -> String {
        self.lock().timeout_message()
    }
}

impl Waiter {
    fn lock(&self) -> MutexGuard<'_, instantly_client::Waiter> {
        self.waiter.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What to do after a round: one of these, else sleep.
#[pyclass(frozen, get_all, module = "instantly_sdk._native")]
#[derive(Default)]
pub struct Step {
    /// All succeeded.
    done: bool,
    /// The time is up.
    timed_out: bool,
    /// The id of one that failed, and the error's message.
    failed: Option<(String, String)>,
    /// How many seconds to sleep before the next round.
    sleep: f64,
}

/// One string, or those of a list; or what it must be and was not.
fn strings(given: &Bound<'_, PyAny>, many: bool) -> PyResult<Result<Vec<String>, String>> {
    let items = if many { convert::items(given)? } else { Some(vec![given.clone()]) };
    let Some(items) = items else { return Ok(Err(format!("a list of strings, got {}", convert::type_name(given)))) };
    let mut strings = Vec::with_capacity(items.len());
    for item in items {
        match convert::value(&item)? {
            Value::Text(text) => strings.push(text),
            _ if many => return Ok(Err(format!("a list of strings, got one with {}", convert::type_name(&item)))),
            _ => return Ok(Err(format!("a string, got {}", convert::type_name(&item)))),
        }
    }
    Ok(Ok(strings))
}

/// The text of a field, or its digits.
fn text(object: &Model, name: &str) -> Option<String> {
    let node = object.document.get(object.node, name)?;
    match json::scalar(&object.document, node)? {
        Value::Text(text) => Some(text),
        Value::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}
