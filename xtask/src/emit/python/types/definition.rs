//! One type, ready to be written.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use serde::Serialize;

use super::attribute::{Attribute, attribute};
use super::input::{self, Part};
use crate::emit::python::annotation::{Direction, Speller};
use crate::emit::python::{layout, text};
use crate::emit::shared::printer::wrapped;
use crate::ir::{Api, Base, TypeBody, TypeDefinition, Variant, screaming};

/// A type and the empty lines before it: two around a class.
#[derive(Serialize)]
pub struct Definition {
    name: String,
    doc: Option<String>,
    pub space: usize,
    #[serde(flatten)]
    form: Form,
}

#[derive(Serialize)]
#[serde(tag = "form", rename_all = "snake_case")]
enum Form {
    /// An open enum of strings.
    Literal {
        values: Vec<Value>,
        line: Option<String>,
    },
    /// An open enum of numbers.
    Code {
        codes: Vec<Code>,
        spaced: bool,
    },
    Model {
        attributes: Vec<Attribute>,
        wire_names: Vec<(String, String)>,
    },
    Input {
        parts: Vec<Part>,
    },
    Union {
        line: String,
        annotation: String,
    },
}

#[derive(Serialize)]
struct Value {
    literal: String,
    comment: Vec<String>,
}

#[derive(Serialize)]
struct Code {
    name: String,
    value: i64,
    doc: Option<String>,
}

impl Definition {
    /// `later` are the types of its file that stand at its place or below.
    pub fn of(api: &Api, definition: &TypeDefinition, direction: Direction, later: &BTreeSet<&str>) -> Result<Self> {
        let form = Form::of(api, definition, direction, later).with_context(|| definition.pointer.path.clone())?;
        let indentation = if form.ends_with_class() { 4 } else { 0 };
        let summary = (!definition.summary.is_empty()).then(|| text::sentence(&definition.summary));
        let doc = summary.map(|summary| text::docstring(indentation, &[summary]));
        Ok(Self { name: definition.name.clone(), doc, space: 1, form })
    }

    /// Everything whose names have to be known.
    pub fn annotations(&self) -> Vec<&str> {
        match &self.form {
            Form::Literal { .. } | Form::Code { .. } => Vec::new(),
            Form::Model { attributes, .. } => attributes.iter().map(|attribute| attribute.annotation.as_str()).collect(),
            Form::Input { parts } => parts.iter().flat_map(Part::annotations).collect(),
            Form::Union { annotation, .. } => vec![annotation],
        }
    }

    pub fn begins_with_class(&self) -> bool {
        match &self.form {
            Form::Input { parts } => parts.first().is_some_and(Part::is_class),
            form => form.ends_with_class(),
        }
    }

    pub fn ends_with_class(&self) -> bool {
        self.form.ends_with_class()
    }

    pub fn is_model(&self) -> bool {
        matches!(self.form, Form::Model { .. })
    }

    pub fn is_literal(&self) -> bool {
        matches!(self.form, Form::Literal { .. })
    }

    pub fn is_code(&self) -> bool {
        matches!(self.form, Form::Code { .. })
    }

    pub fn is_alias(&self) -> bool {
        matches!(self.form, Form::Literal { .. } | Form::Union { .. })
    }

    pub fn is_input(&self) -> bool {
        matches!(self.form, Form::Input { .. })
    }

    pub fn has_wire_names(&self) -> bool {
        matches!(&self.form, Form::Model { wire_names, .. } if !wire_names.is_empty())
    }
}

impl Form {
    fn of(api: &Api, definition: &TypeDefinition, direction: Direction, later: &BTreeSet<&str>) -> Result<Self> {
        match &definition.body {
            TypeBody::Enum { base: Base::Text, variants } => {
                ensure!(!variants.is_empty(), "an enum without values can't be written as a Literal");
                let values: Vec<_> = variants.iter().map(Value::of).collect();
                Ok(Self::Literal { line: short_literal(&definition.name, &values), values })
            }
            TypeBody::Enum { base: Base::Integer, variants } => {
                let codes = variants.iter().map(Code::of).collect::<Result<Vec<_>>>()?;
                let names: BTreeSet<_> = codes.iter().map(|code| &code.name).collect();
                ensure!(names.len() == codes.len(), "two values have one name in Python");
                Ok(Self::Code { spaced: codes.iter().any(|code| code.doc.is_some()), codes })
            }
            TypeBody::Model { fields } => {
                let names = text::attributes(fields);
                ensure!(names.iter().collect::<BTreeSet<_>>().len() == names.len(), "two fields have one name in Python");
                let speller = Speller::new(api, Direction::Read, names.iter().cloned());
                let attributes = fields.iter().zip(&names).map(|(field, name)| attribute(&speller, field, name)).collect();
                let pairs = names.into_iter().zip(fields.iter().map(|field| field.name.clone()));
                Ok(Self::Model { attributes, wire_names: pairs.filter(|(attribute, wire)| attribute != wire).collect() })
            }
            TypeBody::Input { fields, .. } => Ok(Self::Input { parts: input::parts(api, &definition.name, fields, later) }),
            TypeBody::Union { members } => {
                let annotation = Speller::new(api, direction, []).union(members);
                // The alias is evaluated where it stands.
                let is_early = text::words(&annotation).any(|word| later.contains(word));
                let opening = format!("{}: TypeAlias = ", definition.name);
                let line = if is_early { layout::quoted(&opening, &annotation) } else { layout::variable(&opening, &annotation, "", 0) };
                Ok(Self::Union { line, annotation })
            }
        }
    }
}

impl Form {
    fn ends_with_class(&self) -> bool {
        match self {
            Self::Literal { .. } | Self::Union { .. } => false,
            Self::Input { parts } => parts.last().is_some_and(Part::is_class),
            Self::Code { .. } | Self::Model { .. } => true,
        }
    }
}

/// An enum of strings about which there is nothing to say, where it fits a line.
fn short_literal(name: &str, values: &[Value]) -> Option<String> {
    let literals: Vec<_> = values.iter().map(|value| value.literal.as_str()).collect();
    let line = format!("{name}: TypeAlias = Literal[{}] | str", literals.join(", "));
    (values.iter().all(|value| value.comment.is_empty()) && line.chars().count() <= text::WIDTH).then_some(line)
}

impl Value {
    fn of(variant: &Variant) -> Self {
        let comment = match &said(variant) {
            None => Vec::new(),
            Some(summary) => wrapped(summary, text::WIDTH - "        # ".len()),
        };
        Self { literal: text::literal(&variant.value), comment }
    }
}

impl Code {
    fn of(variant: &Variant) -> Result<Self> {
        let value = variant.value.parse().with_context(|| format!("{} is no whole number, so no member of an IntEnum", variant.value))?;
        let name = screaming(&variant.name);
        let name = if name.starts_with(|first: char| first.is_ascii_digit()) { format!("_{name}") } else { name };
        Ok(Self { name, value, doc: said(variant).map(|summary| text::docstring(4, &[summary])) })
    }
}

/// What is known of a value beyond its name.
fn said(variant: &Variant) -> Option<String> {
    let letters = |text: &str| text.chars().filter(|character| character.is_alphanumeric()).collect::<String>().to_lowercase();
    let summary = &variant.summary;
    let says_nothing = [&variant.name, &variant.value].iter().any(|name| letters(name) == letters(summary));
    (!summary.is_empty() && !says_nothing).then(|| text::sentence(summary))
}
