//! A successful response: its status, headers and bytes, and its body as typed objects.

use std::sync::Arc;

use instantly_client::{JsonKind, Next, Operation, Outcome, Pagination, Raw, Structure, Value};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyType};

use crate::errors;
use crate::guard::guard;
use crate::json;
use crate::model::{Model, Reading, value};
use crate::tape::{Document, Kind};

/// A successful response.
#[pyclass(frozen, module = "instantly_sdk._native")]
pub struct Response {
    raw: Raw,
    operation: &'static Operation,
    /// The body's index; `None` for one that is not JSON, or of which none is expected.
    document: Option<Arc<Document>>,
}

impl Response {
    /// Indexes the body. Needs no interpreter.
    pub fn new(raw: Raw, operation: &'static Operation) -> Self {
        let document = match operation.outcome {
            Outcome::Nothing | Outcome::Text => None,
            _ => index(&raw),
        };
        Self { raw, operation, document }
    }

    /// The value of a page that tells where the next one starts.
    pub fn told(&self, pagination: Pagination) -> Option<Value> {
        let document = self.document.as_ref()?;
        json::scalar(document, at(document, pagination.next.place())?)
    }

    /// The body's index, when the body has the form that the operation promises; `None` when there may be no body, and is none.
    fn checked(&self, py: Python<'_>) -> PyResult<Option<&Arc<Document>>> {
        let document = self.document.as_ref();
        let form = document.map(|document| Indexed(document));
        self.raw.check_form(self.operation, form.as_ref()).map_err(|error| errors::raise(py, &error))?;
        Ok(document.filter(|_| !self.raw.is_absent(self.operation)))
    }
}

#[pymethods]
impl Response {
    #[getter]
    fn status_code(&self) -> u16 {
        self.raw.status
    }

    /// Name and value of each header, names in lower case.
    #[getter]
    fn headers(&self) -> Vec<(&str, &str)> {
        self.raw.headers.iter().collect()
    }

    #[getter]
    fn request_id(&self) -> Option<&str> {
        self.raw.request_id()
    }

    #[getter]
    fn attempts(&self) -> u32 {
        self.raw.attempts
    }

    /// Seconds from the call to the last byte.
    #[getter]
    fn elapsed(&self) -> f64 {
        self.raw.elapsed.as_secs_f64()
    }

    #[getter]
    fn content<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &self.raw.body)
    }

    /// The body as text.
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.raw.body).into_owned()
    }

    /// The body as an object of this class.
    fn model<'py>(&self, model: &Bound<'py, PyType>) -> PyResult<Option<Bound<'py, PyAny>>> {
        guard(|| self.checked(model.py())?.map(|document| Model::view(model, document, document.root())).transpose())
    }

    /// The body as a list of objects of this class.
    fn models<'py>(&self, model: &Bound<'py, PyType>) -> PyResult<Option<Bound<'py, PyList>>> {
        guard(|| self.checked(model.py())?.map(|document| views(document, document.root(), model)).transpose())
    }

    /// The items of a page as objects of this class.
    pub fn items<'py>(&self, model: &Bound<'py, PyType>) -> PyResult<Bound<'py, PyList>> {
        guard(|| {
            let document = self.checked(model.py())?;
            let items = document.and_then(|document| Some((document, at(document, self.operation.pagination()?.items)?)));
            let (document, items) = items.ok_or_else(|| errors::internal("a page of an operation without pages"))?;
            views(document, items, model)
        })
    }

    /// The body as a type; `None` where there is none and need be none.
    fn read(&self, py: Python<'_>, reading: &Reading) -> PyResult<Py<PyAny>> {
        guard(|| match self.checked(py)? {
            Some(document) => value::read(py, document, document.root(), reading.reader(py)?),
            None => Ok(py.None()),
        })
    }

    /// The body as plain Python values, whatever its form; `None` for an empty one, and for an operation that promises none.
    fn json(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        guard(|| {
            if self.raw.body.is_empty() || self.operation.outcome == Outcome::Nothing {
                return Ok(py.None());
            }
            match self.document.clone().or_else(|| index(&self.raw)) {
                Some(document) => json::to_python(py, &document, document.root()),
                None => Err(errors::raise(py, &self.raw.invalid("expected JSON, got text that is not JSON"))),
            }
        })
    }

    /// The resource whose objects are waited for, and the id of the one that this response names; no id when there is nothing to wait for.
    #[getter]
    fn job(&self) -> PyResult<(&'static str, Option<String>)> {
        match self.operation.outcome {
            Outcome::Job { resource, .. } => Ok((resource, self.raw.job_id(self.operation))),
            _ => Err(errors::internal("a job of an operation that starts none")),
        }
    }

    /// A page's body without its items and cursor, as plain Python values.
    fn rest(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let rest = self.json(py)?;
        let Some(pagination) = self.operation.pagination() else { return Ok(rest) };
        for place in [pagination.items, pagination.next.place()] {
            let mut holder = rest.bind(py).clone();
            let mut steps = place.split('/').peekable();
            while let (Some(step), Ok(members)) = (steps.next(), holder.cast::<PyDict>()) {
                let Some(member) = members.get_item(step)? else { break };
                // The total of a list that is paged by offset is kept, a cursor is not.
                if steps.peek().is_none() && !(matches!(pagination.next, Next::Offset(_)) && place == pagination.next.place()) {
                    members.del_item(step)?;
                }
                holder = member;
            }
        }
        Ok(rest)
    }

    fn __repr__(&self) -> String {
        format!("<response {} of {}, {} bytes>", self.raw.status, self.operation.name, self.raw.body.len())
    }
}

/// An index as the check of a body's form reads it.
struct Indexed<'a>(&'a Document);

impl Structure for Indexed<'_> {
    fn kind(&self, place: &str) -> Option<JsonKind> {
        at(self.0, place).map(|node| kind(self.0, node))
    }

    fn first_other_item(&self, place: &str) -> Option<(usize, JsonKind)> {
        let mut items = self.0.items(at(self.0, place)?).enumerate();
        items.find(|(_, node)| self.0.kind(*node) != Kind::Object).map(|(index, node)| (index, kind(self.0, node)))
    }
}

fn index(raw: &Raw) -> Option<Arc<Document>> {
    Document::index(raw.body.clone()).ok().map(Arc::new)
}

/// The value at a place, its steps apart by slashes; the whole body at an empty one.
fn at(document: &Document, place: &str) -> Option<u32> {
    let steps = place.split('/').filter(|_| !place.is_empty());
    steps.into_iter().try_fold(document.root(), |node, step| document.get(node, step))
}

fn kind(document: &Document, node: u32) -> JsonKind {
    match document.kind(node) {
        Kind::Null => JsonKind::Null,
        Kind::False | Kind::True => JsonKind::Boolean,
        Kind::Integer | Kind::Float => JsonKind::Number,
        Kind::Text | Kind::EscapedText => JsonKind::Text,
        Kind::Array => JsonKind::Array,
        Kind::Object => JsonKind::Object,
    }
}

fn views<'py>(document: &Arc<Document>, array: u32, class: &Bound<'py, PyType>) -> PyResult<Bound<'py, PyList>> {
    let items = document.items(array).map(|node| Model::view(class, document, node)).collect::<PyResult<Vec<_>>>()?;
    PyList::new(class.py(), items)
}
