//! What an annotation asks for: which Python value a JSON value becomes.
//!
//! An annotation is looked at when the first value is read through it, not before: then every name it has is defined, in whatever order
//! classes and modules came, and a program pays only for what it reads.

use std::collections::HashSet;

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyString, PyTuple, PyType};

use super::{Model, field};
use crate::tape::{Document, Kind};

/// How a JSON value is shown. A value of another kind than asked for passes as it is.
pub enum Reader {
    /// As the JSON value is.
    Plain,
    /// As a `datetime`, where the text is one.
    Timestamp,
    /// An object as a view of this class.
    Model(Py<PyType>),
    /// A list whose items are read so.
    List(Box<Reader>),
    /// A dict whose values are read so.
    Map(Box<Reader>),
    /// Several of these, told apart by what came.
    Union(Box<Union>),
}

/// The members of a union that are not read plainly.
#[derive(Default)]
pub struct Union {
    pub timestamp: bool,
    models: Vec<Candidate>,
    /// How the items of a list are read, and the values of a map.
    pub list: Option<Reader>,
    pub map: Option<Reader>,
}

struct Candidate {
    class: Py<PyType>,
    /// The JSON names of its fields.
    names: HashSet<String>,
}

impl Reader {
    /// The class that shows this value: of several the one whose fields cover most of the object, the first of equals.
    pub fn class(&self, document: &Document, node: u32) -> Option<&Py<PyType>> {
        match self {
            _ if document.kind(node) != Kind::Object => None,
            Self::Model(class) => Some(class),
            Self::Union(union) => union.class(document, node),
            _ => None,
        }
    }

    /// What an annotation asks for; names are looked up in `names`.
    fn of(annotation: &Bound<'_, PyAny>, names: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let py = annotation.py();
        if let Ok(text) = annotation.cast::<PyString>() {
            let evaluated = names.map(|names| evaluate(text, names)).transpose()?.flatten();
            // Text in text is nobody's annotation, and must not go on for ever.
            return evaluated.filter(|value| !value.is_instance_of::<PyString>()).map_or(Ok(Self::Plain), |value| Self::of(&value, names));
        }
        if let Ok(class) = annotation.cast::<PyType>() {
            return Ok(match class {
                class if class.is_subclass_of::<Model>()? => Self::Model(class.clone().unbind()),
                class if class.is(known(py, "datetime", "datetime")?) => Self::Timestamp,
                _ => Self::Plain,
            });
        }
        let Some(arguments) = annotation.getattr_opt("__args__")? else { return Ok(Self::Plain) };
        let arguments = arguments.cast_into::<PyTuple>()?;
        let origin = annotation.getattr_opt("__origin__")?;
        let is = |module: &str, name: &str| -> PyResult<bool> {
            let expected = py.import(module)?.getattr(name)?;
            Ok(origin.as_ref().is_some_and(|origin| origin.is(&expected)))
        };
        if origin.is_none() || is("typing", "Union")? {
            return Union::of(&arguments, names);
        }
        if is("builtins", "list")? || is("collections.abc", "Sequence")? {
            return Ok(wrap(Self::of(&arguments.get_item(0)?, names)?, Self::List));
        }
        if is("builtins", "dict")? || is("collections.abc", "Mapping")? {
            return Ok(wrap(Self::of(&arguments.get_item(1)?, names)?, Self::Map));
        }
        Ok(Self::Plain)
    }
}

impl Union {
    fn of(members: &Bound<'_, PyTuple>, names: Option<&Bound<'_, PyDict>>) -> PyResult<Reader> {
        let mut union = Self::default();
        for member in members {
            match Reader::of(&member, names)? {
                Reader::Plain => {}
                reader => union.add(members.py(), reader)?,
            }
        }
        let Self { timestamp, models, list, map } = &mut union;
        Ok(match (*timestamp, models.as_slice(), &list, &map) {
            (false, [], None, None) => Reader::Plain,
            (true, [], None, None) => Reader::Timestamp,
            (false, [only], None, None) => Reader::Model(only.class.clone_ref(members.py())),
            (false, [], Some(_), None) => list.take().map_or(Reader::Plain, |items| Reader::List(Box::new(items))),
            (false, [], None, Some(_)) => map.take().map_or(Reader::Plain, |values| Reader::Map(Box::new(values))),
            _ => Reader::Union(Box::new(union)),
        })
    }

    fn add(&mut self, py: Python<'_>, reader: Reader) -> PyResult<()> {
        match reader {
            Reader::Plain => {}
            Reader::Timestamp => self.timestamp = true,
            Reader::Model(class) => {
                let names = field::wire_names(class.bind(py))?.into_iter().collect();
                self.models.push(Candidate { class, names });
            }
            Reader::List(items) => self.list = Some(*items),
            Reader::Map(values) => self.map = Some(*values),
            // A union inside of one is a part of it.
            Reader::Union(other) => {
                self.timestamp |= other.timestamp;
                self.models.extend(other.models);
                self.list = other.list.or_else(|| self.list.take());
                self.map = other.map.or_else(|| self.map.take());
            }
        }
        Ok(())
    }

    fn class(&self, document: &Document, node: u32) -> Option<&Py<PyType>> {
        let covered = |candidate: &Candidate| {
            document.members(node).filter(|(key, _)| candidate.names.contains(document.text(*key).as_ref())).count()
        };
        // The first of equals: `max_by_key` gives the last.
        let best = self.models.iter().rev().map(|candidate| (covered(candidate), candidate)).max_by_key(|(covered, _)| *covered);
        best.filter(|(covered, _)| *covered > 0 || self.map.is_none()).map(|(_, candidate)| &candidate.class)
    }
}

/// A type to read JSON as, looked at when it is first used.
#[pyclass(frozen, module = "instantly_sdk._native")]
pub struct Reading {
    annotation: Py<PyAny>,
    names: Option<Py<PyDict>>,
    reader: PyOnceLock<Reader>,
}

#[pymethods]
impl Reading {
    /// `type` is whatever an annotation can be: a class, `list[Model]`, a union.
    #[new]
    fn new(r#type: Py<PyAny>) -> Self {
        Self { annotation: r#type, names: None, reader: PyOnceLock::new() }
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        Ok(format!("<reading {}>", self.annotation.bind(py).repr()?))
    }
}

impl Reading {
    /// An annotation whose names are those of a module.
    pub fn within(annotation: Bound<'_, PyAny>, names: Bound<'_, PyDict>) -> Self {
        Self { annotation: annotation.unbind(), names: Some(names.unbind()), reader: PyOnceLock::new() }
    }

    pub fn reader(&self, py: Python<'_>) -> PyResult<&Reader> {
        let names = self.names.as_ref().map(|names| names.bind(py));
        self.reader.get_or_try_init(py, || Reader::of(self.annotation.bind(py), names))
    }
}

/// What the text of an annotation means; nothing where that can't be said, as with a name that only type checkers know.
fn evaluate<'py>(text: &Bound<'py, PyString>, names: &Bound<'py, PyDict>) -> PyResult<Option<Bound<'py, PyAny>>> {
    Ok(text.py().import("builtins")?.getattr("eval")?.call1((text, names)).ok())
}

fn known<'py>(py: Python<'py>, module: &str, name: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import(module)?.getattr(name)
}

fn wrap(items: Reader, container: fn(Box<Reader>) -> Reader) -> Reader {
    match items {
        Reader::Plain => Reader::Plain,
        items => container(Box::new(items)),
    }
}
