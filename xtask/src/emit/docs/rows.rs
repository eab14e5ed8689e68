//! The tables of a page: what methods take, and what types are made of.

use serde::Serialize;

use crate::emit::python::names as python;
use crate::emit::rust::names as rust;
use crate::emit::shared::escape;
use crate::ir::{
    Api, Argument, Base, Field, Home, Limits, Location, Operation, Outcome, Resource, SHARED, Type, TypeBody, TypeDefinition, screaming,
};

/// A type with its table.
#[derive(Debug, Serialize)]
pub struct Definition {
    name: String,
    summary: String,
    rows: Vec<Row>,
    /// Why Python's names differ from those on the wire, where some do.
    python: String,
}

/// A line of a table.
#[derive(Debug, Serialize)]
pub struct Row {
    name: String,
    value: String,
    /// What one language calls it.
    also: String,
    summary: String,
}

/// Writes for one page: a link stays on it where it can.
pub struct Writer<'a> {
    pub api: &'a Api,
    pub resource: Option<&'a Resource>,
}

impl Writer<'_> {
    /// In the order users see them.
    pub fn arguments(&self, operation: &Operation) -> Vec<Row> {
        let row = |argument: &Argument| match argument.location {
            Location::WholeBody => Row { summary: "The whole body.".to_owned(), ..self.field(&argument.as_field(), true) },
            _ => self.field(&argument.as_field(), true),
        };
        operation.arguments.iter().map(row).collect()
    }

    /// What a call gives.
    pub fn returns(&self, operation: &Operation) -> String {
        let outcome = &operation.success.outcome;
        let value = outcome.value().map_or_else(|| "nothing".to_owned(), |found| self.text(found));
        let value = if outcome.is_optional() { format!("{value}, or nothing") } else { value };
        match outcome {
            Outcome::Nothing | Outcome::Json { .. } => value,
            Outcome::Text { media } => format!("text ({})", escape::markdown_code(media)),
            Outcome::Page(_) => format!("pages of {value}; iterating walks every page"),
            Outcome::Job(job) => {
                let page = job.resource.join("_");
                let named = self.api.resource(&job.resource).is_some();
                let link = if named { format!("[job]({page}.md)") } else { "job".to_owned() };
                format!("a `StartedJob`: `answer` is {value}, and `wait()` waits for the {link} that it started, if it started one")
            }
        }
    }

    pub fn definition(&self, definition: &TypeDefinition) -> Definition {
        let rows = match &definition.body {
            TypeBody::Model { fields } => fields.iter().map(|field| self.field(field, false)).collect(),
            TypeBody::Input { fields, .. } => fields.iter().map(|field| self.field(field, true)).collect(),
            TypeBody::Union { members } => members.iter().map(|member| self.member(member)).collect(),
            TypeBody::Enum { base, variants } => variants
                .iter()
                .map(|variant| Row {
                    name: variant.value.clone(),
                    value: rust::variant(&variant.name),
                    also: if *base == Base::Integer { screaming(&variant.name) } else { String::new() },
                    summary: said(&variant.summary, &variant.value),
                })
                .collect(),
        };
        let python = match &definition.body {
            TypeBody::Model { fields } => {
                let odd = fields.iter().filter(|field| python::identifier(&field.name) != field.name);
                odd.map(|field| format!("`{}`", python::identifier(&field.name))).collect::<Vec<_>>().join(", ")
            }
            _ => String::new(),
        };
        Definition { name: definition.name.clone(), summary: definition.summary.clone(), rows, python }
    }

    fn field(&self, field: &Field, sent: bool) -> Row {
        let null = if field.nullable { " or null" } else { "" };
        let limits = if sent { limits(&field.limits) + required(field.required) } else { String::new() };
        let value = format!("{}{null}{limits}", self.text(&field.r#type));
        Row { name: field.name.clone(), value, also: String::new(), summary: field.summary.clone() }
    }

    fn member(&self, member: &Type) -> Row {
        let summary = match member {
            Type::Named { name } => self.api.definition(name).map(|definition| definition.summary.clone()).unwrap_or_default(),
            _ => String::new(),
        };
        Row { name: String::new(), value: self.text(member), also: String::new(), summary }
    }

    fn text(&self, r#type: &Type) -> String {
        match r#type {
            Type::Text => "text".to_owned(),
            Type::Timestamp => "timestamp".to_owned(),
            Type::Date => "date".to_owned(),
            Type::Integer => "integer".to_owned(),
            Type::Number => "number".to_owned(),
            Type::Boolean => "boolean".to_owned(),
            Type::Any => "anything".to_owned(),
            Type::List { items } => format!("list of {}", self.text(items)),
            Type::Map { values } => format!("{} by name", self.text(values)),
            Type::Nullable { of } => format!("{} or null", self.text(of)),
            Type::Named { name } => self.link(name),
        }
    }

    fn link(&self, name: &str) -> String {
        let anchor = name.to_lowercase();
        let home = self.api.definition(name).map(|definition| &definition.home);
        let here = self.resource.is_none_or(|resource| matches!(home, Some(Home::Resource(path)) if *path == resource.path));
        if here { format!("[{name}](#{anchor})") } else { format!("[{name}]({SHARED}.md#{anchor})") }
    }
}

fn required(required: bool) -> &'static str {
    if required { ", required" } else { "" }
}

fn limits(limits: &Limits) -> String {
    let number = |limit: Option<f64>| limit.map(|limit| limit.to_string());
    let most = limits.max_items.map(|most| format!(", at most {most}")).unwrap_or_default();
    range(number(limits.minimum), number(limits.maximum)) + &most
}

fn range(minimum: Option<String>, maximum: Option<String>) -> String {
    match (minimum, maximum) {
        (Some(minimum), Some(maximum)) => format!(", {minimum} to {maximum}"),
        (Some(minimum), None) => format!(", {minimum} or more"),
        (None, Some(maximum)) => format!(", {maximum} or less"),
        (None, None) => String::new(),
    }
}

/// What says more than the value itself does.
fn said(summary: &str, value: &str) -> String {
    let letters = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    if letters(summary) == letters(value) { String::new() } else { summary.to_owned() }
}
