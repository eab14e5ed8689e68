//! Fields of generated classes: the descriptor that reads one.

use pyo3::exceptions::PyAttributeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString, PyType};

use super::object::Model;
use super::reader::{Reader, Reading};
use super::value;
use crate::guard::guard;
use crate::json;

/// The descriptor of a declared field. Read-only; on the class it is itself.
#[pyclass(frozen, module = "instantly_sdk._native")]
pub struct Field {
    /// The name in JSON.
    #[pyo3(get)]
    name: String,
    reading: Reading,
}

#[pymethods]
impl Field {
    fn __get__(slf: &Bound<'_, Self>, instance: Option<&Bound<'_, PyAny>>, _owner: Option<&Bound<'_, PyAny>>) -> PyResult<Py<PyAny>> {
        let Some(instance) = instance else { return Ok(slf.clone().into_any().unbind()) };
        let model = instance.cast::<Model>()?.get();
        let field = slf.get();
        match model.document.get(model.node, &field.name) {
            Some(node) => guard(|| match field.reading.reader(slf.py())? {
                Reader::Plain => json::to_python(slf.py(), &model.document, node),
                reader => match reader.class(&model.document, node) {
                    Some(class) => model.nested(class.bind(slf.py()), node),
                    None => value::read(slf.py(), &model.document, node, reader),
                },
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
        let text = annotation.str()?.to_string();
        if name.starts_with("__") || text.trim_start_matches("typing.").starts_with("ClassVar") {
            continue;
        }
        let wire_name = match wire_names.cast::<PyDict>() {
            Ok(table) => table.get_item(&name)?.map(|wire| wire.extract::<String>()).transpose()?,
            Err(_) => None,
        };
        let reading = Reading::within(annotation, names.clone());
        class.setattr(name.as_str(), Field { name: wire_name.unwrap_or_else(|| name.clone()), reading })?;
    }
    Ok(())
}
