//! JSON values as the Python values that annotations ask for.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};

use super::object::Model;
use super::reader::Reader;
use super::timestamp;
use crate::json;
use crate::tape::{Document, Kind};

/// A value as its field's annotation asks for it. A value of another kind than declared passes as it is.
pub fn read(py: Python<'_>, document: &Arc<Document>, node: u32, reader: &Reader) -> PyResult<Py<PyAny>> {
    if let Some(class) = reader.class(document, node) {
        return Ok(Model::view(class.bind(py), document, node)?.unbind());
    }
    let (timestamps, list, map) = match reader {
        Reader::Timestamp => (true, None, None),
        Reader::List(items) => (false, Some(items.as_ref()), None),
        Reader::Map(values) => (false, None, Some(values.as_ref())),
        Reader::Union(union) => (union.timestamp, union.list.as_ref(), union.map.as_ref()),
        Reader::Plain | Reader::Model(_) => (false, None, None),
    };
    match (document.kind(node), list, map) {
        (Kind::Text, ..) if timestamps => match timestamp::parse(py, document.bytes(node))? {
            Some(timestamp) => Ok(timestamp),
            None => json::to_python(py, document, node),
        },
        (Kind::Array, Some(items), _) => {
            let list = document.items(node).map(|item| read(py, document, item, items)).collect::<PyResult<Vec<_>>>()?;
            Ok(PyList::new(py, list)?.into_any().unbind())
        }
        (Kind::Object, _, Some(values)) => {
            let dict = PyDict::new(py);
            for (key, member) in document.members(node) {
                dict.set_item(document.text(key), read(py, document, member, values)?)?;
            }
            Ok(dict.into_any().unbind())
        }
        _ => json::to_python(py, document, node),
    }
}
