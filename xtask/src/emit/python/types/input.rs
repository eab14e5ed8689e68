//! An object inside a request, as a `TypedDict` that every supported Python understands: fields that may be left out are in another class
//! than those that may not, and names that are no identifiers stand in a dict.

use std::collections::BTreeSet;

use serde::Serialize;

use super::attribute::{Attribute, field_doc};
use crate::emit::python::annotation::{Direction, Speller};
use crate::emit::python::names::identifier;
use crate::emit::python::{layout, text};
use crate::emit::shared::printer::wrapped;
use crate::ir::{Api, Field};

/// One `TypedDict`; the last of them is the type.
#[derive(Serialize)]
pub struct Part {
    name: String,
    /// `_CampaignInputRequired, total=False`: what stands in the class's parentheses, or behind the dict.
    bases: String,
    total: bool,
    is_class: bool,
    /// Whether the type's documentation belongs to it.
    documented: bool,
    fields: Vec<Attribute>,
    comments: Vec<Vec<String>>,
}

impl Part {
    pub fn is_class(&self) -> bool {
        self.is_class
    }

    pub fn annotations(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|field| field.annotation.as_str())
    }
}

/// The parts of a type, the type itself last.
pub fn parts(api: &Api, name: &str, fields: &[Field], later: &BTreeSet<&str>) -> Vec<Part> {
    let (required, optional): (Vec<&Field>, Vec<&Field>) = fields.iter().partition(|field| field.required);
    let part = |name: String, fields: &[&Field], total: bool| Part::of(api, name, fields, total, later);
    let mut parts = match (required.is_empty(), optional.is_empty()) {
        (_, true) => vec![part(name.to_owned(), &required, true)],
        (true, false) => vec![part(name.to_owned(), &optional, false)],
        (false, false) => {
            let base = format!("_{name}Required");
            let mut parts = vec![part(base.clone(), &required, true)];
            let own = part(name.to_owned(), &optional, false);
            if own.is_class {
                parts.push(Part { bases: format!("{base}, total=False"), ..own });
            } else {
                // A dict can't have a base, but a class can have two.
                let other = format!("_{name}Optional");
                let bases = format!("{base}, {other}");
                parts.push(Part { name: other, ..own });
                parts.push(Part { bases, is_class: true, ..part(name.to_owned(), &[], true) });
            }
            parts
        }
    };
    if let Some(last) = parts.last_mut() {
        last.documented = true;
    }
    parts
}

impl Part {
    fn of(api: &Api, name: String, fields: &[&Field], total: bool, later: &BTreeSet<&str>) -> Self {
        let is_class = fields.iter().all(|field| identifier(&field.name) == field.name && !field.name.starts_with("__"));
        let members = fields.iter().filter(|_| is_class).map(|field| field.name.clone());
        let speller = Speller::new(api, Direction::Send, members);
        let attribute = |field: &&Field| {
            let annotation = speller.annotation(&field.r#type, field.nullable);
            let line = if is_class {
                layout::variable(&format!("{}: ", field.name), &annotation, "", 4)
            } else {
                // Evaluated where it stands, other than an annotation.
                let is_early = text::words(&annotation).any(|word| later.contains(word));
                let written = if is_early { text::literal(&annotation) } else { annotation.clone() };
                format!("{}: {written},", text::literal(&field.name))
            };
            Attribute { line, annotation, doc: field_doc(field) }
        };
        let comment = |field: &&Field| match field.summary.as_str() {
            "" => Vec::new(),
            summary => wrapped(&text::sentence(summary), text::WIDTH - "        # ".len()),
        };
        Self {
            name,
            bases: if total { "TypedDict".to_owned() } else { "TypedDict, total=False".to_owned() },
            total,
            is_class,
            documented: false,
            fields: fields.iter().map(attribute).collect(),
            comments: fields.iter().map(comment).collect(),
        }
    }
}
