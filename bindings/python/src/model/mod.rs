//! [`Model`]: the base of every generated class that shows an object of the API.
//!
//! An instance is a view: it holds the whole answer's bytes and index, and the number of its own value there. Reading a field makes a Python
//! value then, not before. So one kept object keeps its page; `copy.copy(object)` gives one that holds only its own bytes.

mod datetime_api;
mod field;
mod object;
mod reader;
mod timestamp;
pub mod value;
pub mod write;

use std::sync::Arc;

use bytes::Bytes;
use pyo3::exceptions::{PyKeyError, PyTypeError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyFrozenSet, PyString, PyTuple, PyType};

use crate::guard::guard;
use crate::json;
use crate::tape::Document;

pub use field::Field;
pub use object::Model;
pub use reader::Reading;

#[pymethods]
impl Model {
    #[new]
    #[classmethod]
    #[pyo3(signature = (*arguments, **fields))]
    fn new(class: &Bound<'_, PyType>, arguments: &Bound<'_, PyTuple>, fields: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        if let Some(view) = Self::expected(class) {
            return Ok(view);
        }
        guard(|| {
            if !arguments.is_empty() {
                return Err(PyTypeError::new_err(format!("{}() takes fields as keywords", class.name()?)));
            }
            let body = write::fields(class, fields)?;
            let document = Document::index(body.into()).map_err(|problem| PyTypeError::new_err(problem.to_string()))?;
            let node = document.root();
            Ok(Self::of(Arc::new(document), node))
        })
    }

    /// Puts a descriptor on the class for each annotated field.
    #[classmethod]
    fn __init_subclass__(class: &Bound<'_, PyType>) -> PyResult<()> {
        guard(|| field::install(class))
    }

    /// Reads an object from JSON text, such as `to_json` gives.
    #[classmethod]
    fn from_json<'py>(class: &Bound<'py, PyType>, text: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let body = match text.cast::<PyBytes>() {
                Ok(bytes) => Bytes::copy_from_slice(bytes.as_bytes()),
                Err(_) => Bytes::from(text.extract::<String>()?),
            };
            Self::from_bytes(class, body)
        })
    }

    /// The names of the fields that came, null or not.
    #[getter]
    fn fields_set<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyFrozenSet>> {
        PyFrozenSet::new(py, self.document.members(self.node).map(|(key, _)| self.document.text(key)))
    }

    /// All fields as plain Python values, unknown ones included; a date-time is its text.
    fn to_dict(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        guard(|| json::to_python(py, &self.document, self.node))
    }

    /// The JSON text as it came.
    fn to_json(&self) -> String {
        String::from_utf8_lossy(&self.span()).into_owned()
    }

    fn __getitem__(&self, py: Python<'_>, name: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let Ok(text) = name.cast::<PyString>() else {
            return Err(PyTypeError::new_err(format!("field names are strings, not {}", name.get_type().name()?)));
        };
        match self.document.get(self.node, &text.to_string_lossy()) {
            Some(node) => json::to_python(py, &self.document, node),
            None => Err(PyKeyError::new_err(name.clone().unbind())),
        }
    }

    fn __contains__(&self, name: &Bound<'_, PyAny>) -> bool {
        name.cast::<PyString>().is_ok_and(|text| self.document.get(self.node, &text.to_string_lossy()).is_some())
    }

    fn __eq__(slf: &Bound<'_, Self>, other: &Bound<'_, PyAny>) -> PyResult<Py<PyAny>> {
        let py = slf.py();
        let Ok(other) = other.cast::<Self>() else { return Ok(py.NotImplemented()) };
        if !slf.get_type().is(other.get_type()) {
            return Ok(py.NotImplemented());
        }
        guard(|| {
            let equal = slf.get().span() == other.get().span() || slf.get().to_dict(py)?.bind(py).eq(other.get().to_dict(py)?)?;
            Ok(equal.into_pyobject(py)?.to_owned().into_any().unbind())
        })
    }

    fn __repr__(slf: &Bound<'_, Self>) -> PyResult<String> {
        let Self { document, node, .. } = slf.get();
        let mut shown = Vec::new();
        for (key, member) in document.members(*node) {
            let value = json::to_python(slf.py(), document, member)?;
            shown.push(format!("{}={}", document.text(key), value.bind(slf.py()).repr()?));
        }
        Ok(format!("{}({})", slf.get_type().name()?, shown.join(", ")))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, (Bound<'py, PyBytes>,))> {
        Ok((slf.get_type().getattr("from_json")?, (PyBytes::new(slf.py(), &slf.get().span()),)))
    }

    /// The same object, holding only its own bytes and no longer the answer it came with.
    fn __copy__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| Self::from_bytes(&slf.get_type(), Bytes::copy_from_slice(&slf.get().span())))
    }

    fn __deepcopy__<'py>(slf: &Bound<'py, Self>, _memo: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        Self::__copy__(slf)
    }

    /// The same object with some fields changed: what `copy.replace` calls.
    #[pyo3(signature = (**changes))]
    fn __replace__<'py>(slf: &Bound<'py, Self>, changes: Option<&Bound<'py, PyDict>>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let (class, Self { document, node, .. }) = (slf.get_type(), slf.get());
            let body = write::replaced(&class, document, *node, changes)?;
            Self::from_bytes(&class, body.into())
        })
    }
}
