//! A field of a model or of an input, ready to be written.

use serde::Serialize;

use crate::emit::python::annotation::Speller;
use crate::emit::python::{layout, text};
use crate::ir::{Field, Type};

#[derive(Serialize)]
pub struct Attribute {
    pub line: String,
    pub annotation: String,
    pub doc: Option<String>,
}

/// A field of a model.
pub fn attribute(speller: &Speller, field: &Field, name: &str) -> Attribute {
    let optional = !field.required || field.nullable;
    let annotation = speller.annotation(&field.r#type, optional && field.r#type != Type::Any);
    let line = layout::variable(&format!("{name}: "), &annotation, if optional { " = None" } else { "" }, 4);
    Attribute { line, annotation, doc: field_doc(field) }
}

/// What a field is, where that is known.
pub fn field_doc(field: &Field) -> Option<String> {
    (!field.summary.is_empty()).then(|| text::docstring(4, &[text::sentence(&field.summary)]))
}
