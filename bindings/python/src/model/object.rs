//! The native part of an object of the API: where its value is in a document.

use std::cell::Cell;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use pyo3::exceptions::PyTypeError;
use pyo3::ffi::PyTypeObject;
use pyo3::prelude::*;
use pyo3::types::PyType;

use crate::tape::{Document, Kind};

/// An object of the API, read-only.
///
/// Declared fields are attributes: a field that is absent or null reads as None. `object["name"]` is the plain JSON value of any field, known
/// or not; `"name" in object` and `fields_set` tell absent from null.
#[pyclass(subclass, frozen, weakref, module = "instantly_sdk._native")]
pub struct Model {
    pub document: Arc<Document>,
    pub node: u32,
    /// The views of nested objects that were read, by their place. They refer only downwards, so no cycle can form and the garbage
    /// collector need not know of them: without its bookkeeping, the many objects of a page are cheaper.
    nested: Mutex<Vec<(u32, Py<PyAny>)>>,
}

thread_local! {
    /// The node that the next instance of a class shows. Views are made by Python's own instance creation, so that subclasses are made as
    /// Python makes them; what is handed over beside it costs less than an argument, which would be one more object for each.
    static NEXT: Cell<Option<Next>> = const { Cell::new(None) };
}

struct Next {
    class: *const PyTypeObject,
    document: Arc<Document>,
    node: u32,
}

impl Model {
    /// A view of the class on an object of the document.
    pub fn view<'py>(class: &Bound<'py, PyType>, document: &Arc<Document>, node: u32) -> PyResult<Bound<'py, PyAny>> {
        NEXT.set(Some(Next { class: class.as_type_ptr(), document: document.clone(), node }));
        let view = class.call0();
        NEXT.set(None);
        view
    }

    /// The instance that [`Model::view`] is making, if it is one of this class.
    pub(super) fn expected(class: &Bound<'_, PyType>) -> Option<Self> {
        match NEXT.take() {
            Some(Next { class: of, document, node }) if of == class.as_type_ptr() => Some(Self::of(document, node)),
            // A subclass makes another object first.
            other => {
                NEXT.set(other);
                None
            }
        }
    }

    pub(super) fn of(document: Arc<Document>, node: u32) -> Self {
        Self { document, node, nested: Mutex::default() }
    }

    /// The view of an object inside this one, the same at each reading.
    pub fn nested(&self, class: &Bound<'_, PyType>, node: u32) -> PyResult<Py<PyAny>> {
        let py = class.py();
        let known = |nested: &Vec<(u32, Py<PyAny>)>| nested.iter().find(|(place, _)| *place == node).map(|(_, view)| view.clone_ref(py));
        if let Some(view) = known(&self.lock_nested()) {
            return Ok(view);
        }
        // Unlocked: making an instance runs Python, which may let another thread come here.
        let view = Self::view(class, &self.document, node)?.unbind();
        let mut nested = self.lock_nested();
        Ok(known(&nested).unwrap_or_else(|| {
            nested.push((node, view.clone_ref(py)));
            view
        }))
    }

    fn lock_nested(&self) -> MutexGuard<'_, Vec<(u32, Py<PyAny>)>> {
        self.nested.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn from_bytes<'py>(class: &Bound<'py, PyType>, body: Bytes) -> PyResult<Bound<'py, PyAny>> {
        let name = class.name()?;
        let document = Document::index(body).map_err(|problem| PyTypeError::new_err(format!("{name}: not JSON: {problem}")))?;
        if document.kind(document.root()) != Kind::Object {
            return Err(PyTypeError::new_err(format!("{name}: not a JSON object")));
        }
        let root = document.root();
        Self::view(class, &Arc::new(document), root)
    }

    pub(super) fn span(&self) -> Bytes {
        self.document.span(self.node)
    }
}
