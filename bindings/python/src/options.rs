//! Options by name: those of a client, of a call and of a wait.

use std::path::PathBuf;
use std::time::Duration;

use instantly_client::{CallOptions, Error, RateLimit, Value, WaitOptions, duration_argument};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyDict, PyMapping};

use crate::convert::{is_omit, items, type_name, value};
use crate::{errors, name};

/// Reads options by name; each that is absent, `omit` or `None` stays unset. Messages name the call.
pub struct Options<'a, 'py> {
    /// `background_jobs.list`, or nothing for a client.
    pub of: &'a str,
    pub given: &'a Bound<'py, PyDict>,
}

impl<'py> Options<'_, 'py> {
    /// The options of one call, but for those of its body. Any other keyword is a `TypeError` that suggests one of these, or of the arguments.
    pub fn call(&self, arguments: &Bound<'py, PyDict>, has_body: bool) -> PyResult<CallOptions> {
        if self.given.is_empty() {
            return Ok(CallOptions::default());
        }
        let body = if has_body { Self::BODY } else { &[] };
        self.check_names(&[Self::CALL, body].concat(), || argument_names(arguments))?;
        self.call_options()
    }

    /// The options of a wait.
    pub fn wait(&self) -> PyResult<WaitOptions> {
        self.check_names(Self::WAIT, || Ok(vec!["on_progress".to_owned()]))?;
        self.wait_options()
    }

    /// Refuses a name that is not `known`, as Python refuses an unknown keyword; `arguments` are other names that may have been meant.
    fn check_names(&self, known: &[&str], arguments: impl FnOnce() -> PyResult<Vec<String>>) -> PyResult<()> {
        for name in self.given.keys() {
            let name = name.extract::<String>()?;
            if !known.contains(&name.as_str()) {
                let meant = arguments()?.into_iter().chain(known.iter().map(|known| (*known).to_owned())).collect();
                return Err(self.unexpected(&name, meant)?);
            }
        }
        Ok(())
    }

    fn unexpected(&self, name: &str, meant: Vec<String>) -> PyResult<PyErr> {
        let nearest = self.given.py().import("difflib")?.call_method1("get_close_matches", (name, meant, 1))?;
        let hint = nearest.extract::<Vec<String>>()?.first().map(|nearest| format!(". Did you mean '{nearest}'?")).unwrap_or_default();
        Ok(PyTypeError::new_err(format!("{}() got an unexpected keyword argument '{name}'{hint}", self.of)))
    }

    /// `"auto"`, or nothing for no pacing.
    pub fn pacing(&self, name: &str) -> PyResult<RateLimit> {
        match self.text(name)?.as_deref() {
            Some("auto") => Ok(RateLimit::Auto),
            None => Ok(RateLimit::Off),
            Some(other) => Err(self.invalid(name, format!("{name} must be \"auto\" or None, got {other:?}"))),
        }
    }

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

    /// Shows only the type of the value, which may be a secret.
    pub fn refuse_kind(&self, name: &str, expected: &str, got: &Bound<'_, PyAny>) -> PyErr {
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

/// The arguments of a method as Python spells them: a keyword of the language, or the name of an option, has an underscore behind it.
fn argument_names(arguments: &Bound<'_, PyDict>) -> PyResult<Vec<String>> {
    let is_keyword = arguments.py().import("keyword")?.getattr("iskeyword")?;
    let mut names = Vec::with_capacity(arguments.len());
    for name in arguments.keys() {
        let is_taken = is_keyword.call1((&name,))?.is_truthy()?;
        let name = name.extract::<String>()?;
        let is_taken = is_taken || Options::CALL.contains(&name.as_str()) || Options::BODY.contains(&name.as_str());
        names.push(if is_taken { name + "_" } else { name });
    }
    Ok(names)
}
