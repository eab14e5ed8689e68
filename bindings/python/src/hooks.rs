//! `on_request` and `on_response`: the functions a client was given.

use std::time::Duration;

use instantly_client::{Event, Operation, Phase};
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

use crate::convert::{is_omit, type_name};
use crate::interpreter;
use crate::options::Options;

/// What a client's caller wants to be told; each may be there or not.
#[derive(Default)]
pub struct Hooks {
    on_request: Option<Py<PyAny>>,
    on_response: Option<Py<PyAny>>,
}

impl Hooks {
    /// Those among the options; what is left out comes from `base`, what is `None` is gone.
    pub fn read(py: Python<'_>, options: &Options<'_, '_>, base: &Self) -> PyResult<Self> {
        Ok(Self {
            on_request: hook(py, options, "on_request", base.on_request.as_ref())?,
            on_response: hook(py, options, "on_response", base.on_response.as_ref())?,
        })
    }

    pub fn is_empty(&self) -> bool {
        self.on_request.is_none() && self.on_response.is_none()
    }

    /// The function that is told of an event like this.
    pub fn of(&self, event: &Event) -> Option<&Py<PyAny>> {
        match event.phase {
            Phase::Started => self.on_request.as_ref(),
            Phase::Answered { .. } | Phase::Failed { .. } => self.on_response.as_ref(),
            Phase::Retrying { .. } => None,
        }
    }

    pub fn traverse(&self, visit: &PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.on_request.iter().chain(&self.on_response).try_for_each(|hook| visit.call(hook))
    }
}

/// An event as `_events.py` has it.
pub fn value<'py>(py: Python<'py>, event: &Event) -> PyResult<Bound<'py, PyAny>> {
    let Operation { name, method, path, .. } = *event.operation;
    let [request, response] = classes(py)?;
    let over = |status: Option<u16>, id: Option<&str>, elapsed: Duration, error: Option<&str>| {
        let values = (name, method, path, event.attempt, status, id, elapsed.as_secs_f64(), error);
        interpreter::call(response, &values.into_pyobject(py)?, None)
    };
    match &event.phase {
        Phase::Answered { status, request_id, elapsed } => over(Some(*status), request_id.as_deref(), *elapsed, None),
        Phase::Failed { reason, elapsed } => over(None, None, *elapsed, Some(reason)),
        Phase::Started | Phase::Retrying { .. } => {
            interpreter::call(request, &(name, method, path, event.attempt).into_pyobject(py)?, None)
        }
    }
}

/// `RequestEvent` and `ResponseEvent`.
fn classes<'py>(py: Python<'py>) -> PyResult<[&'py Bound<'py, PyAny>; 2]> {
    static CLASSES: PyOnceLock<[Py<PyAny>; 2]> = PyOnceLock::new();
    let classes = CLASSES.get_or_try_init(py, || {
        let module = PyModule::import(py, "instantly_sdk._events")?;
        PyResult::Ok([module.getattr("RequestEvent")?.unbind(), module.getattr("ResponseEvent")?.unbind()])
    })?;
    Ok(classes.each_ref().map(|class| class.bind(py)))
}

fn hook(py: Python<'_>, options: &Options<'_, '_>, name: &str, base: Option<&Py<PyAny>>) -> PyResult<Option<Py<PyAny>>> {
    let given = match options.given.get_item(name)? {
        Some(given) if !is_omit(&given)? => given,
        _ => return Ok(base.map(|hook| hook.clone_ref(py))),
    };
    if given.is_none() {
        return Ok(None);
    }
    if !given.is_callable() {
        return Err(options.invalid(name, format!("{name} must be a function of one event, got a value of type {}", type_name(&given))));
    }
    if is_async(&given)? {
        let message = format!("{name} must be a plain function: nobody would await an async one. It may start a task of its own");
        return Err(options.invalid(name, message));
    }
    // Now rather than amid a call.
    classes(py)?;
    Ok(Some(given.unbind()))
}

/// Whether calling it gives a coroutine, as far as that shows: an `async def`, a partial of one, or an object whose `__call__` is one.
fn is_async(function: &Bound<'_, PyAny>) -> PyResult<bool> {
    let inspect = PyModule::import(function.py(), "inspect")?;
    let check = |each: &Bound<'_, PyAny>| inspect.call_method1("iscoroutinefunction", (each,))?.is_truthy();
    Ok(check(function)? || check(&function.get_type().getattr("__call__")?)?)
}
