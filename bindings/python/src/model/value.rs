//! JSON values as Python values.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyFloat, PyInt, PyList, PyString};

use super::reader::Reader;
use super::{Model, timestamp};
use crate::name;
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
            None => plain(py, document, node),
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
        _ => plain(py, document, node),
    }
}

/// A value as Python's own `json` would give it.
pub fn plain(py: Python<'_>, document: &Document, node: u32) -> PyResult<Py<PyAny>> {
    Ok(match document.kind(node) {
        Kind::Null => py.None(),
        Kind::False => false.into_pyobject(py)?.to_owned().into_any().unbind(),
        Kind::True => true.into_pyobject(py)?.to_owned().into_any().unbind(),
        Kind::Integer => integer(py, document.number(node))?,
        Kind::Float => PyFloat::new(py, document.number(node).parse().unwrap_or(f64::NAN)).into_any().unbind(),
        Kind::Text | Kind::EscapedText => text(py, document, node).into_any().unbind(),
        Kind::Array => {
            let items = document.items(node).map(|item| plain(py, document, item)).collect::<PyResult<Vec<_>>>()?;
            PyList::new(py, items)?.into_any().unbind()
        }
        Kind::Object => {
            let dict = PyDict::new(py);
            for (key, member) in document.members(node) {
                let name = name::remembered(py, document.bytes(key)).filter(|_| document.kind(key) == Kind::Text);
                dict.set_item(name.unwrap_or_else(|| name::string(py, &document.text(key))), plain(py, document, member)?)?;
            }
            dict.into_any().unbind()
        }
    })
}

fn text<'py>(py: Python<'py>, document: &Document, node: u32) -> Bound<'py, PyString> {
    // Python looks at every byte in any case; only what it refuses needs to be mended first.
    let plain = (document.kind(node) == Kind::Text).then(|| PyString::from_bytes(py, document.bytes(node)).ok());
    plain.flatten().unwrap_or_else(|| PyString::new(py, &document.text(node)))
}

/// Exact, however long.
fn integer(py: Python<'_>, digits: &str) -> PyResult<Py<PyAny>> {
    match digits.parse::<i64>() {
        Ok(value) => Ok(value.into_pyobject(py)?.into_any().unbind()),
        Err(_) => Ok(py.get_type::<PyInt>().call1((digits,))?.unbind()),
    }
}
