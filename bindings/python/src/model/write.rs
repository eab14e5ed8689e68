//! Python values as JSON: request bodies, and models that a program makes itself.

use std::fmt::Write;

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyMapping, PyString, PyType};

use super::{Field, Model};
use crate::convert;
use crate::tape::MAXIMUM_DEPTH;

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
    json(renamed.as_any())
}

/// The JSON text of a value: `None`, numbers, strings, lists, dicts, models, and what of it they hold. `omit` leaves a member out.
pub fn json(value: &Bound<'_, PyAny>) -> PyResult<String> {
    let mut text = String::new();
    write(&mut text, value, 0)?;
    Ok(text)
}

fn write(out: &mut String, value: &Bound<'_, PyAny>, depth: usize) -> PyResult<()> {
    if depth > MAXIMUM_DEPTH {
        return Err(PyValueError::new_err("nested too deeply, or a container that holds itself"));
    }
    if value.is_none() {
        out.push_str("null");
    } else if let Ok(model) = value.cast::<Model>() {
        out.push_str(&model.get().to_json());
    } else if let Ok(flag) = value.cast::<PyBool>() {
        out.push_str(if flag.is_true() { "true" } else { "false" });
    } else if let Ok(text) = value.cast::<PyString>() {
        string(out, &text.to_string_lossy());
    } else if value.is_instance_of::<PyInt>() {
        // Through `int`: an enum's own text is its name.
        out.push_str(&value.py().get_type::<PyInt>().call1((value,))?.str()?.to_string_lossy());
    } else if value.is_instance_of::<PyFloat>() {
        number(out, value.extract()?)?;
    } else if let Ok(members) = value.cast::<PyMapping>() {
        object(out, members, depth)?;
    } else if let Some(text) = convert::timestamp(value)? {
        string(out, &text);
    } else if let Some(items) = convert::items(value)? {
        separated(out, '[', ']', items.into_iter(), |out, item| write(out, &item, depth + 1))?;
    } else {
        return Err(PyTypeError::new_err(format!("{} can't be written as JSON", convert::type_name(value))));
    }
    Ok(())
}

fn object(out: &mut String, members: &Bound<'_, PyMapping>, depth: usize) -> PyResult<()> {
    let mut kept = Vec::new();
    for item in members.items()? {
        let (name, value) = item.extract::<(Bound<'_, PyAny>, Bound<'_, PyAny>)>()?;
        if !convert::is_omit(&value)? {
            kept.push((name, value));
        }
    }
    separated(out, '{', '}', kept.into_iter(), |out, (name, value)| {
        let Ok(name) = name.cast::<PyString>() else {
            return Err(PyTypeError::new_err(format!("a JSON object has strings as names, not {}", convert::type_name(&name))));
        };
        string(out, &name.to_string_lossy());
        out.push(':');
        write(out, &value, depth + 1)
    })
}

fn separated<T>(
    out: &mut String,
    open: char,
    close: char,
    items: impl Iterator<Item = T>,
    mut each: impl FnMut(&mut String, T) -> PyResult<()>,
) -> PyResult<()> {
    out.push(open);
    for (index, item) in items.enumerate() {
        if index > 0 {
            out.push(',');
        }
        each(out, item)?;
    }
    out.push(close);
    Ok(())
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
