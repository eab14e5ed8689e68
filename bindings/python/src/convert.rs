//! Python values as the client takes them: arguments, options, settings.

use std::path::PathBuf;
use std::time::Duration;

use instantly_client::{Error, RateLimit, Value, duration_argument};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyByteArray, PyBytes, PyDate, PyDateTime, PyDict, PyFloat, PyInt, PyMapping, PyString, PyType};

use crate::{errors, name};

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

/// Reads options by name; each that is absent, `omit` or `None` stays unset. Messages name what it is for. Which options there are is in
/// `option_table`.
pub struct Options<'a, 'py> {
    /// `background_jobs.list`, or nothing for a client.
    pub of: &'a str,
    pub given: &'a Bound<'py, PyDict>,
}

impl<'py> Options<'_, 'py> {
    pub fn duration(&self, name: &str) -> PyResult<Option<Duration>> {
        let Some(value) = self.get(name)? else { return Ok(None) };
        let number = value.extract::<f64>().ok().filter(|_| !value.is_instance_of::<PyBool>());
        let Some(seconds) = number else { return Err(self.refuse(name, "a number of seconds", &value)) };
        duration_argument(name, seconds).map(Some).map_err(|error| self.invalid(name, error.to_string()))
    }

    pub fn count(&self, name: &str) -> PyResult<Option<u32>> {
        let Some(value) = self.get(name)? else { return Ok(None) };
        let number = value.extract::<u32>().ok().filter(|_| !value.is_instance_of::<PyBool>());
        number.map(Some).ok_or_else(|| self.refuse(name, "a whole number, 0 or more", &value))
    }

    /// A number of bytes.
    pub fn size(&self, name: &str) -> PyResult<Option<usize>> {
        let Some(value) = self.get(name)? else { return Ok(None) };
        let number = value.extract::<usize>().ok().filter(|number| *number > 0 && !value.is_instance_of::<PyBool>());
        number.map(Some).ok_or_else(|| self.refuse(name, "a whole number, 1 or more", &value))
    }

    pub fn flag(&self, name: &str) -> PyResult<Option<bool>> {
        let Some(value) = self.get(name)? else { return Ok(None) };
        value.extract::<bool>().map(Some).map_err(|_| self.refuse(name, "True or False", &value))
    }

    pub fn text(&self, name: &str) -> PyResult<Option<String>> {
        let Some(value) = self.get(name)? else { return Ok(None) };
        value.extract::<String>().map(Some).map_err(|_| self.refuse_kind(name, "a string", &value))
    }

    /// `"auto"`, or nothing for no pacing.
    pub fn pacing(&self, name: &str) -> PyResult<RateLimit> {
        match self.text(name)?.as_deref() {
            Some("auto") => Ok(RateLimit::Auto),
            None => Ok(RateLimit::Off),
            Some(other) => Err(self.invalid(name, format!("{name} must be \"auto\" or None, got {other:?}"))),
        }
    }

    /// Certificates: as they are, or from the file at a path.
    pub fn certificates(&self, name: &str) -> PyResult<Option<Vec<u8>>> {
        let Some(value) = self.get(name)? else { return Ok(None) };
        if let Ok(bytes) = value.cast::<PyBytes>() {
            return Ok(Some(bytes.as_bytes().to_vec()));
        }
        if let Ok(text) = value.extract::<String>()
            && text.trim_start().starts_with("-----BEGIN")
        {
            return Ok(Some(text.into_bytes()));
        }
        let expected = "the text of a PEM file, or the path of one";
        let path = value.extract::<PathBuf>().map_err(|_| self.refuse_kind(name, expected, &value))?;
        value.py().detach(|| std::fs::read(&path)).map(Some).map_err(|error| {
            let refusal = self.invalid(name, format!("{name}: {} can't be read: {error}", path.display()));
            refusal.set_cause(value.py(), Some(error.into()));
            refusal
        })
    }

    /// The entries of a mapping; a list of strings gives its name several times.
    pub fn pairs(&self, name: &str) -> PyResult<Vec<(String, String)>> {
        let Some(value) = self.get(name)? else { return Ok(Vec::new()) };
        let expected = "a mapping of names to strings";
        let Ok(mapping) = value.cast::<PyMapping>() else { return Err(self.refuse_kind(name, expected, &value)) };
        let mut pairs = Vec::new();
        for item in mapping.items()? {
            let (key, entry): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item.extract()?;
            let key = key.extract::<String>().map_err(|_| self.refuse_kind(name, expected, &key))?;
            let entries = items(&entry)?.unwrap_or_else(|| vec![entry]);
            for entry in entries {
                pairs.push((key.clone(), self.scalar(name, &entry)?));
            }
        }
        Ok(pairs)
    }

    fn scalar(&self, name: &str, entry: &Bound<'_, PyAny>) -> PyResult<String> {
        match value(entry)? {
            Value::Text(text) => Ok(text),
            Value::Boolean(flag) => Ok(flag.to_string()),
            Value::Integer(number) => Ok(number.to_string()),
            Value::Number(number) => Ok(number.to_string()),
            _ => Err(self.refuse_kind(name, "a mapping of names to strings", entry)),
        }
    }

    /// An option that was given.
    pub fn get(&self, name: &str) -> PyResult<Option<Bound<'py, PyAny>>> {
        let Some(value) = self.given.get_item(name::string(self.given.py(), name))? else { return Ok(None) };
        Ok(if value.is_none() || is_omit(&value)? { None } else { Some(value) })
    }

    /// For what may hold a secret: only its type shows.
    fn refuse_kind(&self, name: &str, expected: &str, got: &Bound<'_, PyAny>) -> PyErr {
        self.invalid(name, format!("{name} must be {expected}, got a value of type {}", type_name(got)))
    }

    fn refuse(&self, name: &str, expected: &str, got: &Bound<'_, PyAny>) -> PyErr {
        let shown = got.repr().map_or_else(|_| type_name(got), |text| text.to_string_lossy().chars().take(60).collect());
        self.invalid(name, format!("{name} must be {expected}, got {shown}"))
    }

    /// An option that is wrong.
    pub fn invalid(&self, name: &str, message: String) -> PyErr {
        let message = if self.of.is_empty() { message } else { format!("{}: {message}", self.of) };
        errors::raise(self.given.py(), &Error::invalid_argument(name, message))
    }
}
