//! The tables of a page: what methods take, and what types are made of.

use serde::Serialize;

use super::SHARED;
use crate::emit::python::names as python;
use crate::emit::rust::names as rust;
use crate::ir::{Api, Base, Field, Kind, Limits, Operation, Parameter, Resource, Shape, Type, TypeBody, TypeDefinition, screaming};

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
    pub resource: Option<&'a Resource>,
}

impl Writer<'_> {
    /// Path values, then what is required, then everything else.
    pub fn arguments(&self, operation: &Operation) -> Vec<Row> {
        let path = operation.path_parameters().map(|parameter| self.parameter(parameter));
        let query = operation.query_parameters().map(|parameter| (parameter.required, self.parameter(parameter)));
        let fields = operation.body.iter().flat_map(|body| &body.fields).map(|field| (field.required, self.argument(field)));
        let value = operation.body.iter().filter_map(|body| {
            let value = format!("{}{}", self.text(body.value.as_ref()?), required(body.required));
            Some((body.required, Row { name: "body".to_owned(), value, also: String::new(), summary: "The whole body.".to_owned() }))
        });
        let mut others: Vec<(bool, Row)> = query.chain(fields).chain(value).collect();
        others.sort_by_key(|(required, _)| !required);
        path.chain(others.into_iter().map(|(_, row)| row)).collect()
    }

    /// What a call gives.
    pub fn returns(&self, api: &Api, operation: &Operation) -> String {
        let of = |r#type: &Option<Type>| r#type.as_ref().map_or_else(|| "nothing".to_owned(), |found| self.text(found));
        if let Some(pagination) = &operation.pagination {
            return format!("pages of {}; iterating walks every page", of(&pagination.item));
        }
        let answer = match operation.response.shape {
            Shape::Text => format!("text (`{}`)", operation.response.accept),
            _ => of(&operation.response.r#type),
        };
        let answer =
            if operation.response.may_be_empty && operation.response.r#type.is_some() { format!("{answer}, or nothing") } else { answer };
        match &operation.starts_job {
            Some(starts) => {
                let page = starts.resource.join("_");
                let named = api.resources.iter().any(|resource| resource.path == starts.resource);
                let job = if named { format!("[job]({page}.md)") } else { "job".to_owned() };
                format!("a `StartedJob`: `answer` is {answer}, and `wait()` waits for the {job} that it started, if it started one")
            }
            None => answer,
        }
    }

    pub fn definition(&self, api: &Api, definition: &TypeDefinition) -> Definition {
        let rows = match &definition.body {
            TypeBody::Model { fields } => fields.iter().map(|field| self.field(field, false)).collect(),
            TypeBody::Input { fields, .. } => fields.iter().map(|field| self.field(field, true)).collect(),
            TypeBody::Union { members } => members.iter().map(|member| self.member(api, member)).collect(),
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

    fn parameter(&self, parameter: &Parameter) -> Row {
        let values = parameter.enumeration.as_ref().map(|name| self.link(name));
        let value = match &parameter.kind {
            Kind::Text { format } => values.unwrap_or_else(|| match format.as_deref() {
                Some("date") => "date".to_owned(),
                Some("date-time") => "timestamp".to_owned(),
                _ => "text".to_owned(),
            }),
            Kind::Integer { minimum, maximum } => {
                let limits = range(minimum.map(|value| value.to_string()), maximum.map(|value| value.to_string()));
                format!("{}{limits}", values.unwrap_or_else(|| "integer".to_owned()))
            }
            Kind::Number { minimum, maximum } => {
                let limits = range(minimum.map(|value| value.to_string()), maximum.map(|value| value.to_string()));
                format!("{}{limits}", values.unwrap_or_else(|| "number".to_owned()))
            }
            Kind::Boolean => "boolean".to_owned(),
            Kind::CommaList | Kind::List => format!("list of {}", values.unwrap_or_else(|| "text".to_owned())),
        };
        let value = format!("{value}{}", required(parameter.required));
        Row { name: parameter.name.clone(), value, also: String::new(), summary: parameter.summary.clone() }
    }

    fn argument(&self, field: &Field) -> Row {
        self.field(field, true)
    }

    fn field(&self, field: &Field, sent: bool) -> Row {
        let null = if field.nullable { " or null" } else { "" };
        let limits = if sent { limits(&field.limits) + required(field.required) } else { String::new() };
        let value = format!("{}{null}{limits}", self.text(&field.r#type));
        Row { name: field.name.clone(), value, also: String::new(), summary: field.summary.clone() }
    }

    fn member(&self, api: &Api, member: &Type) -> Row {
        let summary = match member {
            Type::Named { name } => api.definition(name).map(|definition| definition.summary.clone()).unwrap_or_default(),
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
            Type::Named { name } => self.link(name),
        }
    }

    fn link(&self, name: &str) -> String {
        let anchor = name.to_lowercase();
        let here = self.resource.is_none_or(|resource| resource.types.iter().any(|definition| definition.name == name));
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
