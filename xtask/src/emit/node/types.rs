//! Interfaces and type aliases: parameters, models, open enums.

use anyhow::{Result, bail};

use super::layout::{documentation, literal, property, union};
use crate::ir::{Body, Field, Kind, Operation, Parameter, Resource, Type, TypeBody, TypeDefinition, Variant, pascal};

/// The declarations of a resource's file: what methods take, then what they return.
pub struct Declarations(Vec<String>);

impl Declarations {
    pub fn of(resource: &Resource, operations: &[&Operation]) -> Result<Self> {
        let mut declarations = Vec::new();
        for operation in operations {
            if let Some(name) = parameters_name(operation) {
                if let Some(taken) = resource.types.iter().find(|definition| definition.name == name) {
                    bail!("{}: its parameters would be called {name}, like {}", operation.pointer, taken.pointer);
                }
                declarations.push(parameters(operation, &name)?);
            }
        }
        // Each type stands before its users in the IR; a reader wants it after them.
        declarations.extend(resource.types.iter().rev().map(definition));
        Ok(Self(declarations))
    }

    pub fn into_text(self) -> Vec<String> {
        self.0
    }
}

/// `BackgroundJobsListParams`, if the operation has anything to put into it.
pub fn parameters_name(operation: &Operation) -> Option<String> {
    let has_any = operation.query_parameters().next().is_some() || operation.body.is_some();
    has_any.then(|| format!("{}{}Params", pascal(&operation.resource.join("_")), pascal(&operation.name)))
}

/// A type where it is used.
pub fn type_text(r#type: &Type) -> String {
    match r#type {
        Type::Text | Type::Timestamp | Type::Date => "string".to_owned(),
        Type::Integer | Type::Number => "number".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Any => "unknown".to_owned(),
        Type::List { items } => format!("{}[]", type_text(items)),
        Type::Map { values } => format!("Record<string, {}>", type_text(values)),
        Type::Named { name } => name.clone(),
    }
}

fn parameters(operation: &Operation, name: &str) -> Result<String> {
    let extends = match &operation.body {
        None => String::new(),
        Some(body) => bail!("{}: only a body that is an object with known fields can be taken as parameters", body.pointer),
    };
    let summary = format!("Parameters of `{}`; what is left out is not sent.", operation.full_name());
    let members: String = operation.query_parameters().map(parameter).collect();
    let line_break = if members.is_empty() { "" } else { "\n" };
    Ok(format!("{}export interface {name}{extends} {{{line_break}{members}}}\n", documentation(&[&summary], 0)))
}

fn parameter(parameter: &Parameter) -> String {
    let item = parameter.enumeration.as_deref();
    let text = match parameter.kind {
        Kind::Text { .. } => item.unwrap_or("string").to_owned(),
        Kind::Integer { .. } | Kind::Number { .. } => "number".to_owned(),
        Kind::Boolean => "boolean".to_owned(),
        Kind::CommaList | Kind::List => format!("readonly {}[]", item.unwrap_or("string")),
    };
    let (mark, absent) = if parameter.required { ("", "") } else { ("?", " | undefined") };
    format!("{}  {}{mark}: {text}{absent};\n", documentation(&[&parameter.summary], 2), property(&parameter.name))
}

fn definition(definition: &TypeDefinition) -> String {
    match &definition.body {
        TypeBody::Input { .. } | TypeBody::Union { .. } => String::new(),
        TypeBody::Enum { variants, .. } => {
            let mut members: Vec<String> = variants.iter().map(|variant| literal(&variant.value)).collect();
            // Keeps the known values in an editor's suggestions while any other string passes.
            members.push("(string & {})".to_owned());
            let meanings = meanings(variants);
            let open = "Other values may come: the API adds some now and then.";
            format!("{}{}\n", documentation(&[&definition.summary, &meanings, open], 0), union(&definition.name, &members))
        }
        TypeBody::Model { fields } => {
            let members: String = fields.iter().map(field).collect();
            format!(
                "{}export interface {} {{\n{members}  /** Whatever else the API sends is kept. */\n  [unknown: string]: unknown;\n}}\n",
                documentation(&[&definition.summary], 0),
                definition.name
            )
        }
    }
}

/// A line for each value that needs an explanation.
fn meanings(variants: &[Variant]) -> String {
    let explained = variants.iter().filter(|variant| !variant.summary.is_empty());
    explained.map(|variant| format!("- `{}`: {}", variant.value, variant.summary)).collect::<Vec<_>>().join("\n")
}

fn field(field: &Field) -> String {
    let mark = if field.required { "" } else { "?" };
    let null = if field.nullable && field.r#type != Type::Any { " | null" } else { "" };
    format!("{}  {}{mark}: {}{null};\n", documentation(&[&field.summary], 2), property(&field.name), type_text(&field.r#type))
}
