//! Python values as the client takes them.

use instantly_client::Value;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyByteArray, PyBytes, PyDate, PyDateTime, PyFloat, PyInt, PyMapping, PyString, PyType};

/// Whether a value is the sentinel of what was left out.
pub fn is_omit(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    static OMIT: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    Ok(value.get_type().is(OMIT.import(value.py(), "instantly_sdk._omit", "Omit")?))
}

/// An argument's value, in the client's terms. What is wrong with it is for the operation's row to say.
pub fn value(value: &Bound<'_, PyAny>) -> PyResult<Value> {
    Ok(if value.is_none() {
        Value::Null
    } else if let Ok(text) = value.cast::<PyString>() {
        Value::Text(text.to_str().map_err(|_| PyValueError::new_err("a string with a lone surrogate can't be sent"))?.to_owned())
    } else if let Ok(flag) = value.cast::<PyBool>() {
        Value::Boolean(flag.is_true())
    } else if value.is_instance_of::<PyFloat>() {
        Value::Number(value.extract()?)
    } else if value.is_instance_of::<PyInt>() || value.hasattr("__index__")? {
        value.extract().map_or_else(|_| Value::Other(format!("{value}, which is too large")), Value::Integer)
    } else if let Some(text) = timestamp(value)? {
        Value::Text(text)
    } else if let Some(items) = items(value)? {
        Value::List(items.iter().map(self::value).collect::<PyResult<_>>()?)
    } else {
        Value::Other(format!("a {}", type_name(value)))
    })
}

/// The items of an iterable that stands for a list: not a string, bytes or a mapping.
pub fn items<'py>(value: &Bound<'py, PyAny>) -> PyResult<Option<Vec<Bound<'py, PyAny>>>> {
    let other = value.is_instance_of::<PyString>()
        || value.is_instance_of::<PyBytes>()
        || value.is_instance_of::<PyByteArray>()
        || value.cast::<PyMapping>().is_ok();
    if other || !value.hasattr("__iter__")? {
        return Ok(None);
    }
    value.try_iter()?.collect::<PyResult<_>>().map(Some)
}

/// A `datetime` or `date` as the API writes it.
pub fn timestamp(value: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    if let Ok(moment) = value.cast::<PyDateTime>() {
        if moment.call_method0("utcoffset")?.is_none() {
            return Err(PyValueError::new_err("a datetime needs a time zone: datetime.now(timezone.utc)"));
        }
        return Ok(Some(moment.call_method0("isoformat")?.extract::<String>()?.replace("+00:00", "Z")));
    }
    match value.cast::<PyDate>() {
        Ok(date) => date.call_method0("isoformat")?.extract().map(Some),
        Err(_) => Ok(None),
    }
}

/// The name of a value's type, for messages.
pub fn type_name(value: &Bound<'_, PyAny>) -> String {
    value.get_type().name().map_or_else(|_| "object".to_owned(), |name| name.to_string())
}
