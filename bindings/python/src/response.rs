//! An answer: its status, headers and bytes, and its body as typed objects.

use std::sync::Arc;

use instantly_client::{Arguments, Next, Pagination, Raw, Shape, Value};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyType};

use crate::errors;
use crate::guard::guard;
use crate::model::{Model, Reading, value};
use crate::outcome::Answer;
use crate::tape::{Document, Kind, Problem};

/// A successful answer.
#[pyclass(frozen, module = "instantly_sdk._native")]
pub struct Response {
    raw: Raw,
    arguments: Arguments,
    document: Result<Arc<Document>, Problem>,
}

impl Response {
    pub fn new(answer: Answer) -> Self {
        let Answer { raw, arguments, document } = answer;
        Self { raw, arguments, document }
    }

    /// The body's index, where the body is of the kind that the operation promises.
    fn document(&self, py: Python<'_>, kind: Kind) -> PyResult<&Arc<Document>> {
        match &self.document {
            Ok(document) if document.kind(document.root()) == kind => Ok(document),
            Ok(_) => Err(self.invalid(py, if kind == Kind::Array { "not a JSON array" } else { "not a JSON object" })),
            Err(problem) => Err(self.not_json(py, problem)),
        }
    }

    fn views<'py>(&self, document: &Arc<Document>, array: u32, class: &Bound<'py, PyType>) -> PyResult<Bound<'py, PyList>> {
        let py = class.py();
        let item = |(index, node): (usize, u32)| match document.kind(node) {
            Kind::Object => Model::view(class, document, node),
            _ => Err(self.invalid(py, &format!("item {index} is not an object"))),
        };
        PyList::new(py, document.items(array).enumerate().map(item).collect::<PyResult<Vec<_>>>()?)
    }

    fn pagination(&self) -> PyResult<Pagination> {
        self.arguments.operation().pagination.ok_or_else(|| errors::internal("a page of an operation without pages"))
    }

    fn not_json(&self, py: Python<'_>, problem: &Problem) -> PyErr {
        if self.raw.body.is_empty() { self.invalid(py, "empty") } else { self.invalid(py, &format!("not JSON ({problem})")) }
    }

    fn invalid(&self, py: Python<'_>, message: &str) -> PyErr {
        errors::raise(py, &self.raw.invalid(message))
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
    fn model<'py>(&self, model: &Bound<'py, PyType>) -> PyResult<Bound<'py, PyAny>> {
        guard(|| {
            let document = self.document(model.py(), Kind::Object)?;
            Model::view(model, document, document.root())
        })
    }

    /// The body as a list of objects of this class.
    fn models<'py>(&self, model: &Bound<'py, PyType>) -> PyResult<Bound<'py, PyList>> {
        guard(|| {
            let document = self.document(model.py(), Kind::Array)?;
            self.views(document, document.root(), model)
        })
    }

    /// The body as plain Python values; `None` for an empty one, and for an operation that promises none.
    fn json(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        guard(|| {
            if self.raw.body.is_empty() || self.arguments.operation().shape == Shape::Empty {
                return Ok(py.None());
            }
            match &self.document {
                Ok(document) => value::plain(py, document, document.root()),
                Err(problem) => Err(self.not_json(py, problem)),
            }
        })
    }

    /// The body as a type; `None` where there is none and the type allows it.
    fn read(&self, py: Python<'_>, reading: &Reading) -> PyResult<Py<PyAny>> {
        guard(|| {
            let is_null = || self.document.as_ref().is_ok_and(|document| document.kind(document.root()) == Kind::Null);
            if reading.is_optional(py)? && (self.raw.body.is_empty() || is_null()) {
                return Ok(py.None());
            }
            let document = match (self.arguments.operation().shape, &self.document) {
                (Shape::Object, _) => self.document(py, Kind::Object)?,
                (Shape::Array, _) => self.document(py, Kind::Array)?,
                (_, Ok(document)) => document,
                (_, Err(problem)) => return Err(self.not_json(py, problem)),
            };
            value::read(py, document, document.root(), reading.reader(py)?)
        })
    }

    /// The text at a place such as `data/job_id`; nothing where there is none.
    fn find(&self, place: &str) -> Option<String> {
        let document = self.document.as_ref().ok()?;
        let node = at(document, place)?;
        let is_text = matches!(document.kind(node), Kind::Text | Kind::EscapedText);
        is_text.then(|| document.text(node).into_owned()).filter(|text| !text.is_empty())
    }

    /// A page: its items as objects of this class, and where the next one starts.
    fn page<'py>(&self, model: &Bound<'py, PyType>) -> PyResult<(Bound<'py, PyList>, Option<String>)> {
        let py = model.py();
        guard(|| {
            let pagination = self.pagination()?;
            let document = self.document(py, Kind::Object)?;
            let items = at(document, pagination.items).filter(|node| document.kind(*node) == Kind::Array);
            let Some(items) = items else {
                return Err(self.invalid(py, &format!("{} is not an array", pagination.items)));
            };
            let told = at(document, pagination.next.place()).and_then(|node| match document.kind(node) {
                Kind::Text | Kind::EscapedText => Some(Value::Text(document.text(node).into_owned())),
                Kind::Integer => document.number(node).parse().ok().map(Value::Integer),
                _ => None,
            });
            let next = self.arguments.next_cursor(told, document.items(items).len());
            Ok((self.views(document, items, model)?, next))
        })
    }

    /// What a page's body says beside its items and cursor, as plain Python values.
    fn rest(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let rest = self.json(py)?;
        let pagination = self.pagination()?;
        for place in [pagination.items, pagination.next.place()] {
            let mut holder = rest.bind(py).clone();
            let mut steps = place.split('/').peekable();
            while let (Some(step), Ok(members)) = (steps.next(), holder.cast::<PyDict>()) {
                let Some(member) = members.get_item(step)? else { break };
                // The total of a list that is paged by offset is news, a cursor is not.
                if steps.peek().is_none() && !(matches!(pagination.next, Next::Offset(_)) && place == pagination.next.place()) {
                    members.del_item(step)?;
                }
                holder = member;
            }
        }
        Ok(rest)
    }

    fn __repr__(&self) -> String {
        format!("<response {} of {}, {} bytes>", self.raw.status, self.arguments.operation().name, self.raw.body.len())
    }
}

/// The value at a place, its steps apart by slashes.
fn at(document: &Document, place: &str) -> Option<u32> {
    place.split('/').try_fold(document.root(), |node, step| document.get(node, step))
}

/// Follows one walk over pages and says where it ends.
#[pyclass(frozen, module = "instantly_sdk._native")]
pub struct CursorTrail {
    trail: instantly_client::CursorTrail,
}

impl CursorTrail {
    /// A walk that starts after this cursor, or with the first page.
    pub fn starting_at(cursor: Option<&str>) -> Self {
        Self { trail: instantly_client::CursorTrail::starting_at(cursor) }
    }
}

#[pymethods]
impl CursorTrail {
    /// The cursor of the page after this one and the walk up to it; no cursor after the last page.
    fn advance(&self, next: Option<&str>, items: usize) -> (Option<String>, Self) {
        let mut trail = self.trail.clone();
        (trail.advance(next, items), Self { trail })
    }
}
