//! A response: its status, headers and bytes, and its body as typed objects.

use std::sync::Arc;

use instantly_client::{Arguments, JsonKind, Next, Operation, Outcome, Pagination, Raw, Step, Structure, Value};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyType};

use crate::errors;
use crate::guard::guard;
use crate::model::{Model, Reading, value};
use crate::outcome::Answer;
use crate::request::{Request, Target};
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

    /// The body's index, where the body has the form that the operation promises.
    fn document(&self, py: Python<'_>) -> PyResult<&Arc<Document>> {
        let document = self.document.as_ref();
        self.raw.check_form(self.operation(), document.ok().map(Arc::as_ref)).map_err(|error| errors::raise(py, &error))?;
        document.map_err(|_| errors::raise(py, &self.raw.wrong_form(self.operation(), "not JSON")))
    }

    fn views<'py>(&self, document: &Arc<Document>, array: u32, class: &Bound<'py, PyType>) -> PyResult<Bound<'py, PyList>> {
        let py = class.py();
        let item = |(index, node): (usize, u32)| match document.kind(node) {
            Kind::Object => Model::view(class, document, node),
            _ => Err(self.invalid(py, &format!("item {index} is not an object"))),
        };
        PyList::new(py, document.items(array).enumerate().map(item).collect::<PyResult<Vec<_>>>()?)
    }

    fn operation(&self) -> &'static Operation {
        self.arguments.operation()
    }

    fn pagination(&self) -> PyResult<Pagination> {
        self.operation().pagination().ok_or_else(|| errors::internal("a page of an operation without pages"))
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
            let document = self.document(model.py())?;
            match document.kind(document.root()) {
                Kind::Object => Model::view(model, document, document.root()),
                _ => Err(self.invalid(model.py(), "not an object")),
            }
        })
    }

    /// The body as a list of objects of this class.
    fn models<'py>(&self, model: &Bound<'py, PyType>) -> PyResult<Bound<'py, PyList>> {
        guard(|| {
            let document = self.document(model.py())?;
            self.views(document, document.root(), model)
        })
    }

    /// The body as plain Python values; `None` for an empty one, and for an operation that promises none.
    fn json(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        guard(|| {
            if self.raw.body.is_empty() || self.operation().outcome == Outcome::Nothing {
                return Ok(py.None());
            }
            match &self.document {
                Ok(document) => value::plain(py, document, document.root()),
                Err(_) => self.document(py).map(|_| py.None()),
            }
        })
    }

    /// The body as a type; `None` where there is none and there may be none.
    fn read(&self, py: Python<'_>, reading: &Reading) -> PyResult<Py<PyAny>> {
        guard(|| {
            if self.raw.is_absent(self.operation()) {
                return Ok(py.None());
            }
            let document = self.document(py)?;
            value::read(py, document, document.root(), reading.reader(py)?)
        })
    }

    /// The id of the background job that the body names.
    fn job_id(&self) -> Option<String> {
        self.raw.job_id(self.operation())
    }

    /// A page: its items as objects of this class, its cursor, and the request for the next page. Without its own request, only its items.
    #[pyo3(signature = (model, request=None))]
    fn page<'py>(
        &self,
        model: &Bound<'py, PyType>,
        request: Option<&Request>,
    ) -> PyResult<(Bound<'py, PyList>, Option<String>, Option<Request>)> {
        let py = model.py();
        guard(|| {
            let pagination = self.pagination()?;
            let document = self.document(py)?;
            let items = at(document, pagination.items).ok_or_else(|| errors::internal("a page without items"))?;
            let views = self.views(document, items, model)?;
            let Some(Request { target: Target::Page(walk), options }) = request else { return Ok((views, None, None)) };
            let told = at(document, pagination.next.place()).and_then(|node| told(document, node));
            let Step { cursor, next } =
                walk.advance(told.as_ref(), document.items(items).len()).map_err(|error| errors::raise(py, &error))?;
            let next = next.map(|walk| Request { target: Target::Page(walk), options: options.clone() });
            Ok((views, cursor, next))
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

impl Structure for Document {
    fn kind(&self, place: &str) -> Option<JsonKind> {
        at(self, place).map(|node| kind_of(self, node))
    }

    fn first_other_item(&self, place: &str) -> Option<(usize, JsonKind)> {
        let mut items = self.items(at(self, place)?).enumerate();
        items.find(|(_, node)| self.kind(*node) != Kind::Object).map(|(index, node)| (index, kind_of(self, node)))
    }
}

fn kind_of(document: &Document, node: u32) -> JsonKind {
    match document.kind(node) {
        Kind::Null => JsonKind::Null,
        Kind::False | Kind::True => JsonKind::Boolean,
        Kind::Integer | Kind::Float => JsonKind::Number,
        Kind::Text | Kind::EscapedText => JsonKind::Text,
        Kind::Array => JsonKind::Array,
        Kind::Object => JsonKind::Object,
    }
}

/// A cursor, or a total.
fn told(document: &Document, node: u32) -> Option<Value> {
    match document.kind(node) {
        Kind::Text | Kind::EscapedText => Some(Value::Text(document.text(node).into_owned())),
        Kind::Integer => document.number(node).parse().ok().map(Value::Integer),
        Kind::Float => document.number(node).parse().ok().map(Value::Number),
        _ => None,
    }
}

/// The value at a place, its steps apart by slashes; at an empty one, the whole body.
fn at(document: &Document, place: &str) -> Option<u32> {
    place.split('/').filter(|step| !step.is_empty()).try_fold(document.root(), |node, step| document.get(node, step))
}
