//! Interfaces and type aliases: models, objects of requests, open enums, unions.

use super::annotation::{Side, named, text};
use super::layout::{documentation, literal, or, property, union};
use super::members;
use crate::ir::{Base, Type, TypeBody, TypeDefinition, Variant, screaming};

/// Its declaration, with a line break.
pub fn definition(definition: &TypeDefinition) -> String {
    let TypeDefinition { name, summary, body, sent, .. } = definition;
    let summary = &or(summary, || format!("`{name}`, as the API has it."));
    match body {
        TypeBody::Enum { base, variants } => enumeration(name, summary, *base, variants),
        TypeBody::Model { fields } => {
            interface(name, summary, fields.iter().map(members::received), "Whatever else the API sends is kept.")
        }
        TypeBody::Input { fields, open } => {
            let unknown = if *open { "Whatever else is given is sent too." } else { "" };
            interface(name, summary, fields.iter().map(members::sent), unknown)
        }
        TypeBody::Union { members } => {
            let side = if *sent { Side::Request } else { Side::Answer };
            let mut alternatives: Vec<String> = Vec::new();
            for alternative in members.iter().flat_map(|member| text_in_alias(member, side)) {
                if !alternatives.contains(&alternative) {
                    alternatives.push(alternative);
                }
            }
            format!("{}{}\n", documentation(&[summary], 0), union(name, &alternatives))
        }
    }
}

/// An alias may contain itself in an object type, but not as an argument of `Record`.
fn text_in_alias(member: &Type, side: Side) -> Vec<String> {
    let Type::Map { values } = member else { return text(member, side) };
    if named(values).is_none() {
        return text(member, side);
    }
    let readonly = if side == Side::Request { "readonly " } else { "" };
    vec![format!("{{ {readonly}[key: string]: {} }}", text_in_alias(values, side).join(" | "))]
}

fn interface(name: &str, summary: &str, fields: impl Iterator<Item = String>, unknown: &str) -> String {
    let mut members: String = fields.collect();
    if !unknown.is_empty() {
        members += &format!("  /** {unknown} */\n  [unknown: string]: unknown;\n");
    }
    let line_break = if members.is_empty() { "" } else { "\n" };
    format!("{}export interface {name} {{{line_break}{members}}}\n", documentation(&[summary], 0))
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
