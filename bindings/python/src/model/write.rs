//! Python values as JSON: request bodies, and models that a program makes itself.

use std::fmt::Write;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyMapping, PyString, PyType};

use super::field::Field;
use super::object::Model;
use crate::convert;
use crate::tape::{Document, MAXIMUM_DEPTH};

/// The JSON object of keywords given to a class: its fields by their Python names, others as they are.
pub fn fields(class: &Bound<'_, PyType>, fields: Option<&Bound<'_, PyDict>>) -> PyResult<String> {
    let Some(fields) = fields else { return Ok("{}".to_owned()) };
    let renamed = PyDict::new(class.py());
    for (name, value) in fields {
        let name = name.cast_into::<PyString>()?;
        match class.getattr(&name).ok().and_then(|field| field.cast_into::<Field>().ok()) {
            Some(field) => renamed.set_item(field.getattr("name")?, value)?,
            None => renamed.set_item(name, value)?,
        }
    }
    json(renamed.as_any()).map_err(|failure| failure.error)
}

/// An object that came, with some fields changed; all others stay byte for byte.
pub fn replaced(class: &Bound<'_, PyType>, document: &Document, node: u32, changes: Option<&Bound<'_, PyDict>>) -> PyResult<Vec<u8>> {
    let changed = Document::index(fields(class, changes)?.into()).map_err(|problem| PyTypeError::new_err(problem.to_string()))?;
    let stays = document.members(node).filter(|(key, _)| changed.get(changed.root(), &document.text(*key)).is_none());
    let stays = stays.map(|(key, value)| (document.span(key), document.span(value)));
    let comes = changed.members(changed.root()).map(|(key, value)| (changed.span(key), changed.span(value)));
    let members: Vec<_> = stays.chain(comes).map(|(key, value)| [&key[..], b":", &value[..]].concat()).collect();
    Ok([b"{", members.join(&b","[..]).as_slice(), b"}"].concat())
}

/// The JSON text of a value: `None`, numbers, strings, dates, lists, dicts, models, and what of it they hold. `omit` leaves a member out.
pub fn json(value: &Bound<'_, PyAny>) -> Result<String, Failure> {
    let mut writer = Writer { out: String::new(), path: Vec::new() };
    match writer.write(value) {
        Ok(()) => Ok(writer.out),
        Err(error) => Err(Failure { path: writer.path, error }),
    }
}

/// A value that can't be written.
pub struct Failure {
    /// Where in the whole it stands, outermost step first.
    path: Vec<Step>,
    pub error: PyErr,
}

enum Step {
    Name(String),
    Index(usize),
}

impl Failure {
    /// The place inside the value of this name: `campaign_schedule.schedules[0].timezone`.
    pub fn place(&self, name: &str) -> String {
        let mut place = name.to_owned();
        for step in &self.path {
            match step {
                Step::Name(name) => place.extend([".", name]),
                Step::Index(index) => place.push_str(&format!("[{index}]")),
            }
        }
        place
    }
}

/// Writes one value. Where it fails, `path` leads to what was written then.
struct Writer {
    out: String,
    path: Vec<Step>,
}

impl Writer {
    fn write(&mut self, value: &Bound<'_, PyAny>) -> PyResult<()> {
        if self.path.len() > MAXIMUM_DEPTH {
            self.path.truncate(3);
            return Err(PyValueError::new_err("nested too deeply, or a container that holds itself"));
        }
        if value.is_none() {
            self.out.push_str("null");
        } else if let Ok(model) = value.cast::<Model>() {
            self.out.push_str(&model.get().to_json());
        } else if let Ok(flag) = value.cast::<PyBool>() {
            self.out.push_str(if flag.is_true() { "true" } else { "false" });
        } else if let Ok(text) = value.cast::<PyString>() {
            self.text(text)?;
        } else if value.is_instance_of::<PyFloat>() {
            number(&mut self.out, value.extract()?)?;
        } else if value.is_instance_of::<PyInt>() || value.hasattr("__index__")? {
            // Through `int`: an enum's own text is its name.
            self.out.push_str(&value.py().get_type::<PyInt>().call1((value,))?.str()?.to_string_lossy());
        } else if let Ok(members) = value.cast::<PyMapping>() {
            self.object(members)?;
        } else if let Some(text) = convert::timestamp(value)? {
            string(&mut self.out, &text);
        } else if let Some(items) = convert::items(value)? {
            self.list(&items)?;
        } else if let Some(digits) = decimal(value)? {
            self.out.push_str(&digits);
        } else {
            return Err(PyTypeError::new_err(format!("{} can't be written as JSON", convert::type_name(value))));
        }
        Ok(())
    }

    fn text(&mut self, text: &Bound<'_, PyString>) -> PyResult<()> {
        let text = text.to_str().map_err(|_| PyValueError::new_err("a string with a lone surrogate can't be sent"))?;
        string(&mut self.out, text);
        Ok(())
    }

    fn list(&mut self, items: &[Bound<'_, PyAny>]) -> PyResult<()> {
        self.out.push('[');
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.out.push(',');
            }
            self.path.push(Step::Index(index));
            self.write(item)?;
            self.path.pop();
        }
        self.out.push(']');
        Ok(())
    }

    fn object(&mut self, members: &Bound<'_, PyMapping>) -> PyResult<()> {
        self.out.push('{');
        let mut is_first = true;
        for item in members.items()? {
            let (name, value) = item.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()?;
            if convert::is_omit(&value)? {
                continue;
            }
            if !std::mem::take(&mut is_first) {
                self.out.push(',');
            }
            let Ok(name) = name.cast::<PyString>() else {
                return Err(PyTypeError::new_err(format!("a JSON object has strings as names, not {}", convert::type_name(&name))));
            };
            self.text(name)?;
            self.out.push(':');
            self.path.push(Step::Name(name.to_string_lossy().into_owned()));
            self.write(&value)?;
            self.path.pop();
        }
        self.out.push('}');
        Ok(())
    }
}

/// The digits of a `Decimal`, exact as it is.
fn decimal(value: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    if !value.is_instance(DECIMAL.import(value.py(), "decimal", "Decimal")?)? {
        return Ok(None);
    }
    if !value.call_method0("is_finite")?.is_truthy()? {
        return Err(PyValueError::new_err(format!("{value} is no JSON number")));
    }
    value.str()?.extract().map(Some)
}

fn number(out: &mut String, value: f64) -> PyResult<()> {
    if !value.is_finite() {
        return Err(PyValueError::new_err(format!("{value} is no JSON number")));
    }
    // A string takes every write.
    let _ = write!(out, "{value:?}");
    Ok(())
}

fn string(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => {
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
            other => out.push(other),
        }
    }
    out.push('"');
}
