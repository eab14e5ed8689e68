//! The reference: one page a resource, each call in Python, Node and Rust beside what it takes, needs and may answer.
//!
//! In: the [`Api`]. Out: `docs/reference/*.md`. To change how a page looks, change `templates/reference.md.j2`; how a call is
//! written in a language is in `reference/example.rs`.

mod example;

use anyhow::Result;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, context};
use serde::Serialize;

use super::languages::{error_class, node, python, rust};
use crate::ir::{Api, Kind, Operation, Parameter, Resource, Type, TypeBody, TypeDefinition};
use crate::output::{OutputFile, header};
use example::Examples;

/// One page for each resource.
pub fn emit(api: &Api) -> Result<Vec<OutputFile>> {
    let mut environment = Environment::new();
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?);
    environment.add_template("page", include_str!("templates/reference.md.j2"))?;
    let template = environment.get_template("page")?;
    api.resources
        .iter()
        .map(|resource| {
            let contents = template.render(context! { header => header("<!--"), page => Serde(Page::of(api, resource)) })?;
            Ok(OutputFile { path: format!("docs/reference/{}.md", resource.file_stem()), contents })
        })
        .collect()
}

#[derive(Debug, Serialize)]
struct Page {
    title: String,
    summary: String,
    /// How each language gets at the resource: Python, Node, Rust.
    accessors: [String; 3],
    methods: Vec<Method>,
    wait: Option<Waiting>,
    models: Vec<Definition>,
    enums: Vec<Definition>,
}

#[derive(Debug, Serialize)]
struct Method {
    name: String,
    summary: String,
    call: String,
    examples: Examples,
    parameters: Vec<Row>,
    returns: String,
    scopes: String,
    limits: String,
    repeats: &'static str,
    errors: Vec<(u16, &'static str)>,
}

#[derive(Debug, Serialize)]
struct Waiting {
    examples: Examples,
    at_most: u32,
    succeeded: String,
    failed: String,
}

#[derive(Debug, Serialize)]
struct Definition {
    name: String,
    summary: String,
    rows: Vec<Row>,
}

/// A line of a table.
#[derive(Debug, Serialize)]
struct Row {
    name: String,
    value: String,
    summary: String,
}

impl Page {
    fn of(api: &Api, resource: &Resource) -> Self {
        let operations = resource.operations.iter().map(|index| &api.operations[*index]);
        // From the back: the IR has each type before its users, a reader wants the users first.
        let definitions = |is_enum: bool| {
            let of_kind = resource.types.iter().rev().filter(move |definition| matches!(definition.body, TypeBody::Enum { .. }) == is_enum);
            of_kind.map(Definition::of).collect()
        };
        Self {
            title: resource.path.join("."),
            summary: resource.summary.clone(),
            accessors: [python::accessor(resource), node::accessor(resource), rust::accessor(resource)],
            methods: operations.map(|operation| Method::of(api, resource, operation)).collect(),
            wait: resource.wait.as_ref().map(|wait| Waiting {
                examples: Examples::of_waiting(resource),
                at_most: wait.at_most,
                succeeded: codes(&wait.succeeded, " or "),
                failed: codes(&wait.failed, " or "),
            }),
            models: definitions(false),
            enums: definitions(true),
        }
    }
}

impl Method {
    fn of(api: &Api, resource: &Resource, operation: &Operation) -> Self {
        let group = operation.rate_group.as_ref().and_then(|name| api.rate_groups.iter().find(|group| group.name == *name));
        Self {
            name: operation.name.clone(),
            summary: operation.summary.clone(),
            call: format!("{} {}", operation.method, operation.path),
            examples: Examples::of(resource, operation),
            parameters: operation.parameters.iter().map(Row::of_parameter).collect(),
            returns: returns(operation),
            scopes: codes(&operation.scopes, " or "),
            limits: group.map(|group| format!("{} calls in {} s", group.calls, group.seconds)).unwrap_or_default(),
            repeats: if operation.safe {
                "It only reads, so it is repeated after 408, 429, 5xx and failures of the connection."
            } else {
                "It is repeated after 429, and when it surely never arrived; after anything else only with `retry_writes`."
            },
            errors: operation.response.errors.iter().map(|status| (*status, error_class(*status))).collect(),
        }
    }
}

impl Definition {
    fn of(definition: &TypeDefinition) -> Self {
        let rows = match &definition.body {
            TypeBody::Model { fields } => fields
                .iter()
                .map(|field| Row {
                    name: field.name.clone(),
                    value: format!("{}{}", type_text(&field.r#type), if field.nullable { ", or null" } else { "" }),
                    summary: field.summary.clone(),
                })
                .collect(),
            TypeBody::Input { .. } | TypeBody::Union { .. } => Vec::new(),
            TypeBody::Enum { variants, .. } => variants
                .iter()
                .map(|variant| Row { name: variant.value.clone(), value: rust::variant(&variant.name), summary: variant.summary.clone() })
                .collect(),
        };
        Self { name: definition.name.clone(), summary: definition.summary.clone(), rows }
    }
}

impl Row {
    fn of_parameter(parameter: &Parameter) -> Self {
        let range = |minimum: Option<String>, maximum: Option<String>| match (minimum, maximum) {
            (Some(minimum), Some(maximum)) => format!(", {minimum} to {maximum}"),
            (Some(minimum), None) => format!(", {minimum} or more"),
            (None, Some(maximum)) => format!(", {maximum} or less"),
            (None, None) => String::new(),
        };
        let values = parameter.enumeration.as_ref().map(|name| link(name));
        let value = match &parameter.kind {
            Kind::Text { format } => {
                values.unwrap_or_else(|| format.as_ref().map_or("text".to_owned(), |format| format!("text ({format})")))
            }
            Kind::Integer { minimum, maximum } => {
                format!("integer{}", range(minimum.map(|value| value.to_string()), maximum.map(|value| value.to_string())))
            }
            Kind::Number { minimum, maximum } => {
                format!("number{}", range(minimum.map(|value| value.to_string()), maximum.map(|value| value.to_string())))
            }
            Kind::Boolean => "boolean".to_owned(),
            Kind::CommaList | Kind::List => format!("list of {}", values.unwrap_or_else(|| "text".to_owned())),
        };
        let required = if parameter.required { ", required" } else { "" };
        Self { name: parameter.name.clone(), value: format!("{value}{required}"), summary: parameter.summary.clone() }
    }
}

fn returns(operation: &Operation) -> String {
    let of = |r#type: &Option<Type>| r#type.as_ref().map_or_else(|| "nothing".to_owned(), type_text);
    match &operation.pagination {
        Some(pagination) => format!("pages of {}; iterating walks every page", of(&pagination.item)),
        None => of(&operation.response.r#type),
    }
}

fn type_text(r#type: &Type) -> String {
    match r#type {
        Type::Text => "text".to_owned(),
        Type::Timestamp => "timestamp".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Any => "anything".to_owned(),
        Type::List { items } => format!("list of {}", type_text(items)),
        Type::Map { values } => format!("{} by name", type_text(values)),
        Type::Named { name } => link(name),
    }
}

fn link(name: &str) -> String {
    format!("[{name}](#{})", name.to_lowercase())
}

fn codes(texts: &[String], joint: &str) -> String {
    texts.iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(joint)
}
