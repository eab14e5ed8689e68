//! What is sent: an operation, its arguments and options, checked and converted once.

use instantly_client::{Arguments, CallOptions, Error, Walk, operation};
use instantly_types::RawJson;
use pyo3::exceptions::{PyLookupError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyString};

use crate::convert::{self, Options};
use crate::errors;
use crate::guard::guard;
use crate::model::write;

/// One operation of the API, by its operationId.
#[pyclass(frozen, module = "instantly_sdk._native")]
pub struct Operation {
    pub row: &'static instantly_client::Operation,
}

#[pymethods]
impl Operation {
    #[new]
    fn new(id: &str) -> PyResult<Self> {
        let missing =
            || PyLookupError::new_err(format!("no operation {id:?}: the package and its native module are of different versions"));
        operation(id).map(|row| Self { row }).ok_or_else(missing)
    }

    /// As users call it: `background_jobs.list`.
    #[getter]
    fn name(&self) -> &'static str {
        self.row.name
    }

    fn __repr__(&self) -> String {
        format!("<operation {} ({} {})>", self.row.name, self.row.method, self.row.path)
    }
}

/// A call that is ready to be sent, as often as wanted.
#[pyclass(frozen, module = "instantly_sdk._native")]
pub struct Request {
    pub target: Target,
    pub options: CallOptions,
}

/// What a request asks for.
pub enum Target {
    One(Arguments),
    /// A page, as a step of a walk.
    Page(Walk),
}

impl Request {
    pub fn arguments(&self) -> &Arguments {
        match &self.target {
            Target::One(arguments) => arguments,
            Target::Page(walk) => walk.arguments(),
        }
    }
}

#[pymethods]
impl Request {
    /// `arguments` holds parameters by their wire names, `body` the body's fields; `omit` leaves one out.
    #[new]
    #[pyo3(signature = (operation, arguments, options, body=None))]
    fn new(
        operation: &Operation,
        arguments: &Bound<'_, PyDict>,
        options: &Bound<'_, PyDict>,
        body: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        guard(|| {
            let py = options.py();
            let options = Options { of: operation.row.name, given: options };
            let mut converted = Arguments::new(operation.row);
            for (name, value) in arguments {
                if convert::is_omit(&value)? {
                    continue;
                }
                let name = name.cast_into::<PyString>()?;
                let name = name.to_string_lossy();
                let value = convert::value(&value).map_err(|error| refuse(py, operation, &name, &name, error))?;
                converted.set(&name, value).map_err(|error| errors::raise(py, &error))?;
            }
            let body = merge(operation, body, &options)?;
            if let Some(body) = &body {
                let text = write::json(body).map_err(|failure| {
                    let (field, place) = (failure.field().unwrap_or("body").to_owned(), failure.place());
                    refuse(py, operation, &field, if place.is_empty() { "body" } else { &place }, failure.error)
                })?;
                let body = RawJson::from_string(text).map_err(|error| errors::internal(&error.to_string()))?;
                converted.set_body(body).map_err(|error| errors::raise(py, &error))?;
            }
            let target = match operation.row.pagination() {
                Some(_) => Target::Page(Walk::start(converted).map_err(|error| errors::raise(py, &error))?),
                None => Target::One(converted),
            };
            Ok(Self { target, options: options.call_options()? })
        })
    }

    fn __repr__(&self) -> String {
        format!("<request {}>", self.arguments().operation().name)
    }
}

/// A value that can't be converted, as an error that names its argument and its place there. What else the value's own code raises passes.
fn refuse(py: Python<'_>, operation: &Operation, name: &str, place: &str, error: PyErr) -> PyErr {
    if !error.is_instance_of::<PyValueError>(py) && !error.is_instance_of::<PyTypeError>(py) {
        return error;
    }
    let refusal = errors::raise(py, &Error::invalid_argument(name, format!("{}: {place}: {}", operation.row.name, error.value(py))));
    refusal.set_cause(py, Some(error));
    refusal
}

/// The body with the fields of `extra_body` over its own; no body where there is none, or it was left out.
fn merge<'py>(operation: &Operation, body: Option<&Bound<'py, PyAny>>, options: &Options<'_, 'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
    let body = match body {
        Some(body) if convert::is_omit(body)? => None,
        body => body.cloned(),
    };
    let Some(extra) = options.get("extra_body")? else { return Ok(body) };
    let merged = PyDict::new(extra.py());
    for part in body.iter().chain([&extra]) {
        if part.cast::<PyMapping>().is_err() {
            let message = format!("{}: extra_body must be a mapping, and so must the body it is added to", operation.row.name);
            return Err(errors::raise(extra.py(), &Error::invalid_argument("extra_body", message)));
        }
        merged.call_method1("update", (part,))?;
    }
    Ok(Some(merged.into_any()))
}
