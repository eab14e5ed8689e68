//! JSON values as plain Python values, and as the client takes them.

use instantly_client::Value;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyFloat, PyInt, PyList, PyString};

use crate::name;
use crate::tape::{Document, Kind};

/// A value as the module `json` of Python would give it.
pub fn to_python(py: Python<'_>, document: &Document, node: u32) -> PyResult<Py<PyAny>> {
    Ok(match document.kind(node) {
        Kind::Null => py.None(),
        Kind::False => false.into_pyobject(py)?.to_owned().into_any().unbind(),
        Kind::True => true.into_pyobject(py)?.to_owned().into_any().unbind(),
        Kind::Integer => integer(py, document.number(node))?,
        Kind::Float => PyFloat::new(py, document.number(node).parse().unwrap_or(f64::NAN)).into_any().unbind(),
        Kind::Text | Kind::EscapedText => text(py, document, node).into_any().unbind(),
        Kind::Array => {
            let items = document.items(node).map(|item| to_python(py, document, item)).collect::<PyResult<Vec<_>>>()?;
            PyList::new(py, items)?.into_any().unbind()
        }
        Kind::Object => {
            let dict = PyDict::new(py);
            for (key, member) in document.members(node) {
                let name = name::remembered(py, document.bytes(key)).filter(|_| document.kind(key) == Kind::Text);
                dict.set_item(name.unwrap_or_else(|| name::string(py, &document.text(key))), to_python(py, document, member)?)?;
            }
            dict.into_any().unbind()
        }
    })
}

fn text<'py>(py: Python<'py>, document: &Document, node: u32) -> Bound<'py, PyString> {
    // Python looks at every byte in any case; only what it refuses needs to be mended first.
    let unescaped = (document.kind(node) == Kind::Text).then(|| PyString::from_bytes(py, document.bytes(node)).ok());
    unescaped.flatten().unwrap_or_else(|| PyString::new(py, &document.text(node)))
}

/// Exact, however long.
fn integer(py: Python<'_>, digits: &str) -> PyResult<Py<PyAny>> {
    match digits.parse::<i64>() {
        Ok(value) => Ok(value.into_pyobject(py)?.into_any().unbind()),
        Err(_) => Ok(py.get_type::<PyInt>().call1((digits,))?.unbind()),
    }
}

/// A text or a number in the client's terms: a cursor, a total, an id.
pub fn scalar(document: &Document, node: u32) -> Option<Value> {
    match document.kind(node) {
        Kind::Text | Kind::EscapedText => Some(Value::Text(document.text(node).into_owned())),
        Kind::Integer => document.number(node).parse().ok().map(Value::Integer),
        Kind::Float => document.number(node).parse().ok().map(Value::Number),
        _ => None,
    }
}
