//! Waiting for background work: the client decides what to ask and how long to sleep; Python sleeps, so that its own interruptions work.

use std::sync::{Mutex, MutexGuard, PoisonError};

use instantly_client::{CallOptions, Error, Value, Verdict, WaitOptions, wait_plan};
use pyo3::exceptions::PyLookupError;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::convert::{self, Options};
use crate::errors;
use crate::guard::guard;
use crate::request::{Request, Target};

/// One wait, for one or more objects of a resource.
#[pyclass(frozen, module = "instantly_sdk._native")]
pub struct Waiter {
    waiter: Mutex<instantly_client::Waiter>,
    plan: &'static instantly_client::WaitPlan,
}

#[pymethods]
impl Waiter {
    /// `ids` is one id, or a list of them where `many`; `options` are `timeout`, `poll_interval` and `max_poll_interval`, in seconds.
    #[new]
    fn new(resource: &str, ids: &Bound<'_, PyAny>, many: bool, options: &Bound<'_, PyDict>) -> PyResult<Self> {
        guard(|| {
            let py = ids.py();
            let plan = wait_plan(resource).ok_or_else(|| PyLookupError::new_err(format!("{resource} can't be waited for")))?;
            let (of, argument) = if many { (format!("{resource}.wait_many"), plan.ids) } else { (format!("{resource}.wait"), plan.id) };
            let default = WaitOptions::default();
            let given = Options { of: &of, given: options };
            let options = WaitOptions {
                timeout: given.duration("timeout")?.unwrap_or(default.timeout),
                poll_interval: given.duration("poll_interval")?.unwrap_or(default.poll_interval),
                max_poll_interval: given.duration("max_poll_interval")?.unwrap_or(default.max_poll_interval),
            };
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
        let request = |arguments| Request { target: Target::One(arguments), options: options.clone() };
        Ok(arguments.into_iter().map(request).collect())
    }

    /// Whether the requests of `polls` are lists.
    #[getter]
    fn many(&self) -> bool {
        *self.lock().operation() == *self.plan.list
    }

    /// Id and status of an object as it came; nothing for one that nobody waits for.
    fn identify(&self, object: &Bound<'_, PyAny>) -> Option<(String, String)> {
        let text = |name: &str| {
            let value = object.get_item(name).ok()?;
            value.extract::<String>().or_else(|_| value.extract::<i64>().map(|number| number.to_string())).ok()
        };
        let id = self.lock().identify(text(self.plan.id).as_deref())?.to_owned();
        Some((id, text(self.plan.status).unwrap_or_default()))
    }

    /// Takes in the (id, status) pairs of a round and says what to do.
    fn observe(&self, seen: Vec<(String, String)>) -> Step {
        let verdict = self.lock().observe(&seen);
        match verdict {
            Verdict::Sleep(duration) => Step { sleep: duration.as_secs_f64(), ..Step::default() },
            Verdict::Done => Step { done: true, ..Step::default() },
            Verdict::Failed { id, status } => {
                let message = self.lock().failure_message(&id, &status);
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

    /// The first id that is not done.
    fn first_unfinished(&self) -> Option<String> {
        self.lock().first_unfinished().map(str::to_owned)
    }

    /// The ids waited for, in the order they were given.
    #[getter]
    fn ids(&self) -> Vec<String> {
        self.lock().requested().to_vec()
    }

    /// What the error of a wait that took too long says.
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
