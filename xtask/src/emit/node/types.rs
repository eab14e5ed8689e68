//! Interfaces and type aliases: models, objects of requests, open enums, unions.

use std::collections::BTreeSet;

use super::layout::{documentation, literal, member, or, property, union};
use super::parameters;
use crate::ir::{Api, Base, Field, Operation, Type, TypeBody, TypeDefinition, Variant, screaming};

/// Where a value goes. A request takes more than an answer brings: lists that nobody may change, and dates.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Answer,
    Request,
}

/// What has to be known of all types to write one.
pub struct Types<'a> {
    api: &'a Api,
}

/// Whether it is a numeric code, which has named constants.
pub fn is_code(definition: &TypeDefinition) -> bool {
    matches!(definition.body, TypeBody::Enum { base: Base::Integer, .. })
}

/// A type where it is used, as the alternatives it consists of.
pub fn text(r#type: &Type, side: Side) -> Vec<String> {
    match r#type {
        Type::Timestamp | Type::Date if side == Side::Request => vec!["string".to_owned(), "Date".to_owned()],
        Type::Text | Type::Timestamp | Type::Date => vec!["string".to_owned()],
        Type::Integer | Type::Number => vec!["number".to_owned()],
        Type::Boolean => vec!["boolean".to_owned()],
        Type::Any => vec!["unknown".to_owned()],
        Type::List { items } => {
            let readonly = if side == Side::Request { "readonly " } else { "" };
            let item = text(items, side).join(" | ");
            let item = if item.contains(" | ") || item.starts_with("readonly ") { format!("({item})") } else { item };
            vec![format!("{readonly}{item}[]")]
        }
        Type::Map { values } => {
            let map = format!("Record<string, {}>", text(values, side).join(" | "));
            vec![if side == Side::Request { format!("Readonly<{map}>") } else { map }]
        }
        Type::Named { name } => vec![name.clone()],
    }
}

impl<'a> Types<'a> {
    pub fn of(api: &'a Api) -> Self {
        Self { api }
    }

    /// Its declaration, with a line break.
    pub fn definition(&self, definition: &TypeDefinition) -> String {
        let TypeDefinition { name, summary, body, sent, .. } = definition;
        let summary = &or(summary, || format!("`{name}`, as the API has it."));
        match body {
            TypeBody::Enum { base, variants } => enumeration(name, summary, *base, variants),
            TypeBody::Model { fields } => interface(name, summary, fields.iter().map(field), "Whatever else the API sends is kept."),
            TypeBody::Input { fields, open } => {
                let unknown = if *open { "Whatever else is given is sent too." } else { "" };
                interface(name, summary, fields.iter().map(parameters::field), unknown)
            }
            TypeBody::Union { members } => {
                let side = if *sent { Side::Request } else { Side::Answer };
                let mut alternatives: Vec<String> = Vec::new();
                for alternative in members.iter().flat_map(|member| text(member, side)) {
                    if !alternatives.contains(&alternative) {
                        alternatives.push(alternative);
                    }
                }
                format!("{}{}\n", documentation(&[summary], 0), union(name, &alternatives))
            }
        }
    }

    /// The fields that an operation's body has, at any depth, each type looked into once.
    pub fn fields_of_body(&self, operation: &Operation) -> Vec<(String, Type)> {
        let mut found: Vec<(String, Type)> = operation.body_arguments().map(|field| (field.name.clone(), field.r#type.clone())).collect();
        let body = operation.body_arguments().chain(operation.whole_body());
        let mut open: Vec<&str> = body.filter_map(|argument| named(&argument.r#type)).collect();
        let mut seen = BTreeSet::new();
        while let Some(name) = open.pop() {
            if !seen.insert(name) {
                continue;
            }
            match self.api.definition(name).map(|definition| &definition.body) {
                Some(TypeBody::Input { fields, .. } | TypeBody::Model { fields }) => {
                    found.extend(fields.iter().map(|field| (field.name.clone(), field.r#type.clone())));
                    open.extend(fields.iter().filter_map(|field| named(&field.r#type)));
                }
                Some(TypeBody::Union { members }) => open.extend(members.iter().filter_map(named)),
                Some(TypeBody::Enum { .. }) | None => {}
            }
        }
        found
    }
}

/// The type definition at the bottom of lists and maps.
pub fn named(r#type: &Type) -> Option<&str> {
    match r#type {
        Type::Named { name } => Some(name),
        Type::List { items: inner } | Type::Map { values: inner } => named(inner),
        _ => None,
    }
}

fn interface(name: &str, summary: &str, fields: impl Iterator<Item = String>, unknown: &str) -> String {
    let mut members: String = fields.collect();
    if !unknown.is_empty() {
        members += &format!("  /** {unknown} */\n  [unknown: string]: unknown;\n");
    }
    let line_break = if members.is_empty() { "" } else { "\n" };
    format!("{}export interface {name} {{{line_break}{members}}}\n", documentation(&[summary], 0))
}

fn field(field: &Field) -> String {
    let mut alternatives = text(&field.r#type, Side::Answer);
    if field.nullable && field.r#type != Type::Any {
        alternatives.push("null".to_owned());
    }
    format!("{}{}", documentation(&[&field.summary], 2), member(&field.name, field.required, &alternatives))
}

/// The known values stay in an editor's suggestions while any other of the kind passes. Numeric codes have constants beside them, under
/// the same name.
fn enumeration(name: &str, summary: &str, base: Base, variants: &[Variant]) -> String {
    let (values, any): (Vec<String>, &str) = match base {
        Base::Text => (variants.iter().map(|variant| literal(&variant.value)).collect(), "(string & {})"),
        Base::Integer => (variants.iter().map(|variant| variant.value.clone()).collect(), "(number & {})"),
    };
    let members: Vec<String> = values.into_iter().chain([any.to_owned()]).collect();
    let open = "Other values may come: the API adds some now and then.";
    let alias = format!("{}{}\n", documentation(&[summary, &meanings(variants), open], 0), union(name, &members));
    match base {
        Base::Text => alias,
        Base::Integer => alias + "\n" + &constants(name, summary, variants),
    }
}

fn constants(name: &str, summary: &str, variants: &[Variant]) -> String {
    let member = |variant: &Variant| {
        format!("{}  {}: {},\n", documentation(&[&variant.summary], 2), property(&screaming(&variant.name)), variant.value)
    };
    let members: String = variants.iter().map(member).collect();
    let known = format!("The known values of `{name}`, by name.");
    format!("{}export const {name} = {{\n{members}}} as const;\n", documentation(&[summary, &known], 0))
}

/// A line for each value that needs an explanation.
fn meanings(variants: &[Variant]) -> String {
    let explained = variants.iter().filter(|variant| !variant.summary.is_empty());
    explained.map(|variant| format!("- `{}`: {}", variant.value, variant.summary)).collect::<Vec<_>>().join("\n")
}
