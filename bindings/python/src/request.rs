//! A request: an operation, its arguments and options, checked and converted once; and the walk over pages that it starts.

use std::borrow::Cow;

use instantly_client::{Arguments, BodyForm, CallOptions, Error, Given, Location, operation};
use pyo3::exceptions::{PyLookupError, PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyMapping, PyString, PyType};
use serde_json::value::RawValue;

use crate::convert;
use crate::errors;
use crate::guard::guard;
use crate::model::write;
use crate::options::Options;
use crate::response::Response;

/// One operation of the API, by its operationId, and what a success of it becomes: an `Outcome` of `_outcome.py`.
#[pyclass(frozen, module = "instantly_sdk._native")]
pub struct Operation {
    row: &'static instantly_client::Operation,
    #[pyo3(get)]
    outcome: Py<PyAny>,
}

#[pymethods]
impl Operation {
    #[new]
    fn new(id: &str, outcome: Py<PyAny>) -> PyResult<Self> {
        let missing =
            || PyLookupError::new_err(format!("no operation {id:?}: the package and its native module are of different versions"));
        operation(id).map(|row| Self { row, outcome }).ok_or_else(missing)
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

/// The option with fields for the body.
const EXTRA_BODY: &str = "extra_body";

/// A request that can be sent any number of times.
#[pyclass(frozen, module = "instantly_sdk._native")]
pub struct Request {
    pub arguments: Arguments,
    pub options: CallOptions,
}

#[pymethods]
impl Request {
    /// `arguments` has all of the method's by their wire names; `omit` leaves one out.
    #[new]
    fn new(operation: &Operation, arguments: &Bound<'_, PyDict>, options: &Bound<'_, PyDict>) -> PyResult<Self> {
        guard(|| {
            let (py, row) = (options.py(), operation.row);
            let options = Options { of: row.name, given: options };
            let call_options = options.call(arguments, row.body != BodyForm::None)?;
            let mut names = Vec::with_capacity(arguments.len());
            let mut values = Vec::with_capacity(arguments.len());
            for (name, value) in arguments {
                if convert::is_omit(&value)? {
                    continue;
                }
                let name = name.cast_into::<PyString>()?;
                values.push(given(row, name.to_str()?, &value)?);
                names.push(name);
            }
            for (name, value) in extra_body(&options)? {
                values.push(Given::Extra(json(row, name.to_str()?, &value)?));
                names.push(name);
            }
            let named = names.iter().map(|name| name.to_str()).collect::<PyResult<Vec<_>>>()?;
            let arguments = Arguments::from_named(row, named.into_iter().zip(values)).map_err(|error| errors::raise(py, &error))?;
            Ok(Self { arguments, options: call_options })
        })
    }

    /// The walk over pages that begins with this request.
    fn walk(&self, py: Python<'_>) -> PyResult<Walk> {
        let walk = instantly_client::Walk::start(self.arguments.clone()).map_err(|error| errors::raise(py, &error))?;
        Ok(Walk { walk, options: self.options.clone() })
    }

    fn __repr__(&self) -> String {
        format!("<request {}>", self.arguments.operation().name)
    }
}

/// A walk over pages, at one of them.
#[pyclass(frozen, module = "instantly_sdk._native")]
pub struct Walk {
    walk: instantly_client::Walk,
    options: CallOptions,
}

#[pymethods]
impl Walk {
    /// Requests this page.
    fn request(&self) -> Request {
        Request { arguments: self.walk.arguments().clone(), options: self.options.clone() }
    }

    /// Reads this page: its items as objects of a class, the cursor that it carries, and the walk at the next page, if there is one.
    fn read<'py>(&self, response: &Response, model: &Bound<'py, PyType>) -> PyResult<(Bound<'py, PyList>, Option<String>, Option<Self>)> {
        guard(|| {
            let py = model.py();
            let items = response.items(model)?;
            let told = response.told(self.walk.pagination());
            let step = self.walk.advance(told.as_ref(), items.len()).map_err(|error| errors::raise(py, &error))?;
            Ok((items, step.cursor, step.next.map(|walk| Self { walk, options: self.options.clone() })))
        })
    }
}

/// The value of an argument in the form that its place in the request takes.
fn given<'a>(row: &'static instantly_client::Operation, name: &str, value: &Bound<'_, PyAny>) -> PyResult<Given<'a>> {
    match row.location_of(name) {
        Some(Location::Body | Location::WholeBody) => json(row, name, value).map(Given::Json),
        _ => convert::value(value).map(Given::Value).map_err(|error| refuse(value.py(), row, name, name, error)),
    }
}

fn json<'a>(row: &'static instantly_client::Operation, name: &str, value: &Bound<'_, PyAny>) -> PyResult<Cow<'a, RawValue>> {
    let text = write::json(value).map_err(|failure| refuse(value.py(), row, name, &failure.place(name), failure.error))?;
    RawValue::from_string(text).map(Cow::Owned).map_err(|error| errors::internal(&error.to_string()))
}

/// A value that can't be converted, as an error that names its argument and its place there. Other exceptions of the value's own code pass.
fn refuse(py: Python<'_>, row: &'static instantly_client::Operation, name: &str, place: &str, error: PyErr) -> PyErr {
    if !error.is_instance_of::<PyValueError>(py) && !error.is_instance_of::<PyTypeError>(py) {
        return error;
    }
    let refusal = errors::raise(py, &Error::invalid_argument(name, format!("{}: {place}: {}", row.name, error.value(py))));
    refusal.set_cause(py, Some(error));
    refusal
}

/// The fields that the option `extra_body` lays over the body.
fn extra_body<'py>(options: &Options<'_, 'py>) -> PyResult<Vec<(Bound<'py, PyString>, Bound<'py, PyAny>)>> {
    let Some(extra) = options.get(EXTRA_BODY)? else { return Ok(Vec::new()) };
    let Ok(extra) = extra.cast::<PyMapping>() else {
        return Err(options.refuse_kind(EXTRA_BODY, "a mapping of names to values", &extra));
    };
    let mut fields = Vec::new();
    for item in extra.items()? {
        let (name, value) = item.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()?;
        let Ok(name) = name.cast_into::<PyString>() else {
            return Err(options.refuse_kind(EXTRA_BODY, "a mapping of names to values", extra));
        };
        if !convert::is_omit(&value)? {
            fields.push((name, value));
        }
    }
    Ok(fields)
}
