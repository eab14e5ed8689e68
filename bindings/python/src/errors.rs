//! Errors of the client as exceptions of `instantly_sdk`: the classes live in Python (`_errors.py`), what they say comes from here.

use bytes::Bytes;
use instantly_client::Error;
use pyo3::exceptions::{PyConnectionError, PyRuntimeError, PyTimeoutError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList, PyTuple};

use crate::tape::Document;
use crate::{interpreter, json};

/// The exception for an error.
pub fn raise(py: Python<'_>, error: &Error) -> PyErr {
    exception(py, error).unwrap_or_else(|failure| failure)
}

/// The exception for what should not have happened.
pub fn internal(what: &str) -> PyErr {
    let message = format!("internal error in instantly_sdk, please report it: {what}");
    Python::attach(|py| build(py, "InstantlyError", &message, None)).unwrap_or_else(|_| PyRuntimeError::new_err(message))
}

/// The exception of a client that was closed.
pub fn closed(py: Python<'_>) -> PyErr {
    build(py, "InstantlyError", "this client is closed; make a new one", None).unwrap_or_else(|failure| failure)
}

fn exception(py: Python<'_>, error: &Error) -> PyResult<PyErr> {
    let details = PyDict::new(py);
    if let Some(argument) = error.argument() {
        details.set_item("argument", argument)?;
    } else {
        details.set_item("attempts", error.attempts())?;
        details.set_item("elapsed", error.elapsed().as_secs_f64())?;
    }
    if let Some(status) = error.status_code() {
        details.set_item("status_code", status)?;
        details.set_item("headers", PyList::new(py, error.headers().iter().collect::<Vec<_>>())?)?;
        details.set_item("request_id", error.request_id())?;
        details.set_item("body", error.body().map(|content| body(py, content)).transpose()?)?;
        let name = error.class().name();
        if name != "APIResponseValidationError" {
            details.set_item("code", error.code())?;
            details.set_item("retry_after", error.retry_after().map(|duration| duration.as_secs_f64()))?;
        }
    }
    let name = error.class().name();
    let exception = build(py, name, &error.to_string(), Some(&details))?;
    exception.set_cause(py, cause(py, error, name == "APITimeoutError"));
    Ok(exception)
}

/// JSON as Python values, anything else as text.
fn body(py: Python<'_>, body: &Bytes) -> PyResult<Py<PyAny>> {
    match Document::index(body.clone()) {
        Ok(document) => json::to_python(py, &document, document.root()),
        Err(_) => Ok(String::from_utf8_lossy(body).into_pyobject(py)?.into_any().unbind()),
    }
}

/// What is under the error, as built-in exceptions, each the cause of the one above.
fn cause(py: Python<'_>, error: &dyn std::error::Error, timed_out: bool) -> Option<PyErr> {
    let source = error.source()?;
    let exception = match timed_out {
        true => PyTimeoutError::new_err(source.to_string()),
        false => PyConnectionError::new_err(source.to_string()),
    };
    exception.set_cause(py, cause(py, source, timed_out));
    Some(exception)
}

fn build(py: Python<'_>, class: &str, message: &str, details: Option<&Bound<'_, PyDict>>) -> PyResult<PyErr> {
    static MODULE: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    let module = MODULE.get_or_try_init(py, || PyModule::import(py, "instantly_sdk._errors").map(Bound::unbind))?;
    let class = module.bind(py).getattr(class)?;
    Ok(PyErr::from_value(interpreter::call(&class, &PyTuple::new(py, [message])?, details)?))
}
