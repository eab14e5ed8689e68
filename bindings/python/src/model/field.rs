//! Fields of generated classes: which Python value an annotation asks for, and the descriptor that reads it.

use pyo3::exceptions::PyAttributeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyType};

use super::{Model, value};
use crate::guard::guard;
use crate::tape::Kind;

/// How a field's JSON value is shown.
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
}

/// The descriptor of a declared field. Read-only; on the class it is itself.
#[pyclass(frozen, module = "instantly_sdk._native")]
pub struct Field {
    /// The name in JSON.
    #[pyo3(get)]
    name: String,
    reader: Reader,
}

#[pymethods]
impl Field {
    fn __get__(slf: &Bound<'_, Self>, instance: Option<&Bound<'_, PyAny>>, _owner: Option<&Bound<'_, PyAny>>) -> PyResult<Py<PyAny>> {
        let Some(instance) = instance else { return Ok(slf.clone().into_any().unbind()) };
        let model = instance.cast::<Model>()?.get();
        let field = slf.get();
        match model.document.get(model.node, &field.name) {
            Some(node) => guard(|| match &field.reader {
                Reader::Model(class) if model.document.kind(node) == Kind::Object => model.nested(class.bind(slf.py()), node),
                reader => value::read(slf.py(), &model.document, node, reader),
            }),
            None => Ok(slf.py().None()),
        }
    }

    fn __set__(&self, instance: &Bound<'_, PyAny>, _value: &Bound<'_, PyAny>) -> PyResult<()> {
        Err(read_only(instance, &self.name))
    }

    fn __delete__(&self, instance: &Bound<'_, PyAny>) -> PyResult<()> {
        Err(read_only(instance, &self.name))
    }

    fn __repr__(&self) -> String {
        format!("<field {:?}>", self.name)
    }
}

fn read_only(instance: &Bound<'_, PyAny>, name: &str) -> PyErr {
    let class = instance.get_type().name().map_or_else(|_| "object".to_owned(), |name| name.to_string());
    PyAttributeError::new_err(format!("{class}.{name} is read-only: it shows what the API said"))
}

/// Puts a [`Field`] on the class for each of its own annotations. `__wire_names__` gives the JSON names of fields that are no identifiers.
pub fn install(class: &Bound<'_, PyType>) -> PyResult<()> {
    let py = class.py();
    let own = class.getattr("__dict__")?;
    let wire_names = own.call_method1("get", ("__wire_names__",))?;
    let module = py.import("sys")?.getattr("modules")?.get_item(class.getattr("__module__")?)?;
    let names = module.getattr("__dict__")?.cast_into::<PyDict>()?;
    for (name, annotation) in class.getattr("__annotations__")?.cast_into::<PyDict>()? {
        let name = name.cast_into::<PyString>()?.to_string();
        // `__wire_names__` is no field, nor is a class variable of somebody's own.
        let annotation = annotation.cast::<PyString>().map_or_else(|_| String::new(), |text| text.to_string());
        if name.starts_with("__") || annotation.starts_with("ClassVar") {
            continue;
        }
        let wire_name = match wire_names.cast::<PyDict>() {
            Ok(table) => table.get_item(&name)?.map(|wire| wire.extract::<String>()).transpose()?,
            Err(_) => None,
        };
        let reader = reader(&annotation, &names)?;
        class.setattr(name.as_str(), Field { name: wire_name.unwrap_or_else(|| name.clone()), reader })?;
    }
    Ok(())
}

/// What an annotation such as `list[Step] | None` asks for. Names are looked up in the class's module; one that is no model is read plainly.
fn reader(annotation: &str, names: &Bound<'_, PyDict>) -> PyResult<Reader> {
    let mut members = split_union(annotation).into_iter().filter(|member| *member != "None");
    let (Some(member), None) = (members.next(), members.next()) else { return Ok(Reader::Plain) };
    // Written so where a field of the class has the name of a built-in type.
    let member = member.strip_prefix("builtins.").unwrap_or(member);
    if member == "datetime" {
        return Ok(Reader::Timestamp);
    }
    if let Some(items) = inside(member, "list[") {
        return Ok(wrap(reader(items, names)?, Reader::List));
    }
    if let Some(values) = inside(member, "dict[str, ").or_else(|| inside(member, "dict[builtins.str, ")) {
        return Ok(wrap(reader(values, names)?, Reader::Map));
    }
    match names.get_item(member)?.map(Bound::cast_into::<PyType>) {
        Some(Ok(class)) if class.is_subclass_of::<Model>()? => Ok(Reader::Model(class.unbind())),
        _ => Ok(Reader::Plain),
    }
}

fn wrap(items: Reader, container: fn(Box<Reader>) -> Reader) -> Reader {
    match items {
        Reader::Plain => Reader::Plain,
        items => container(Box::new(items)),
    }
}

fn inside<'a>(member: &'a str, opening: &str) -> Option<&'a str> {
    member.strip_prefix(opening)?.strip_suffix(']')
}

/// The members of a union, brackets respected.
fn split_union(annotation: &str) -> Vec<&str> {
    let mut members = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (index, character) in annotation.char_indices() {
        match character {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            '|' if depth == 0 => {
                members.push(annotation[start..index].trim());
                start = index + 1;
            }
            _ => {}
        }
    }
    members.push(annotation[start..].trim());
    members
}
