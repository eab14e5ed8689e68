//! One declaration: the macro's name, and a line for each of its members.

use anyhow::{Context, Result, bail};
use serde::Serialize;

use super::recursion::contains;
use crate::emit::rust::annotation::{Imports, import, type_of};
use crate::emit::rust::names;
use crate::emit::rust::text::{literal, or};
use crate::ir::{Api, Argument, Base, Encoding, Field, Location, Operation, Type, TypeBody, TypeDefinition, Variant, pascal};

/// Where the support types are.
const HOME: &str = "crate";

/// What the template needs of a declaration.
#[derive(Serialize)]
pub struct Declaration {
    r#macro: &'static str,
    /// `struct` or `enum`.
    keyword: &'static str,
    name: String,
    summary: String,
    members: Vec<Member>,
    /// Takes fields that the document doesn't know.
    open: bool,
}

/// A field or a variant.
#[derive(Serialize)]
struct Member {
    summary: String,
    line: String,
}

impl Declaration {
    pub fn of(api: &Api, definition: &TypeDefinition, imports: &mut Imports) -> Result<Self> {
        let (r#macro, keyword, open) = match &definition.body {
            TypeBody::Model { .. } => ("model", "struct", false),
            TypeBody::Input { open, .. } => ("input", "struct", *open),
            TypeBody::Enum { base: Base::Text, .. } => ("open_enum", "enum", false),
            TypeBody::Enum { base: Base::Integer, .. } => ("open_code", "enum", false),
            TypeBody::Union { .. } => ("union", "enum", false),
        };
        let members = match &definition.body {
            TypeBody::Model { fields } => fields.iter().map(|field| model_field(api, &definition.name, field, imports)).collect(),
            TypeBody::Input { fields, .. } => fields.iter().map(|field| input_field(api, &definition.name, field, imports)).collect(),
            TypeBody::Enum { base, variants } => {
                variants.iter().map(|one| variant(*base, one).with_context(|| definition.pointer.path.clone())).collect::<Result<_>>()?
            }
            TypeBody::Union { members } => {
                let mut taken: Vec<String> = vec!["Other".to_owned()];
                let members = members.iter().map(|member| union_member(api, member, &mut taken, imports));
                members.collect::<Result<_>>().with_context(|| definition.pointer.path.clone())?
            }
        };
        import(r#macro, HOME, imports);
        Ok(Self { r#macro, keyword, name: definition.name.clone(), summary: definition.summary.clone(), members, open })
    }

    /// The query parameters and the fields of the body.
    pub fn of_parameters(api: &Api, operation: &Operation, imports: &mut Imports) -> Result<Self> {
        let name = operation.type_name();
        let member = |argument: &Argument| match argument.location {
            Location::Query => query_field(operation, argument, imports),
            _ => input_field(api, &name, &argument.as_field(), imports),
        };
        let members = operation.named_arguments().map(member).collect();
        import("input", HOME, imports);
        let summary = format!("Parameters of `{}`; what is left out is not sent.", operation.full_name());
        Ok(Self { r#macro: "input", keyword: "struct", name, summary, members, open: false })
    }
}

/// What is missing or null is the type's default where the document requires a value, and `None` elsewhere.
fn model_field(api: &Api, owner: &str, field: &Field, imports: &mut Imports) -> Member {
    let plain = type_of(&field.r#type, HOME, imports);
    let r#type = match contains(api, &field.r#type, owner) {
        // Never plain: its default would contain itself without end.
        true => format!("Option<Box<{plain}>>"),
        false if field.required && !field.nullable => plain,
        false => format!("Option<{plain}>"),
    };
    // The names of the macro's own fields.
    let identifier = match field.identifier.as_str() {
        "extra" | "presence" => format!("{}_", field.identifier),
        identifier => names::escaped(identifier),
    };
    Member { summary: field.summary.clone(), line: format!("pub {identifier}: {type} = {}", literal(&field.name)) }
}

/// `T`, `Nullable<T>`, `Option<T>` or `Option<Nullable<T>>`.
fn input_field(api: &Api, owner: &str, field: &Field, imports: &mut Imports) -> Member {
    let mut r#type = type_of(&field.r#type, HOME, imports);
    let recursive = contains(api, &field.r#type, owner);
    if recursive {
        r#type = format!("Box<{type}>");
    }
    if field.nullable {
        r#type = format!("{}<{type}>", import("Nullable", HOME, imports));
    }
    if !field.required || (recursive && !field.nullable) {
        r#type = format!("Option<{type}>");
    }
    let summary = format!("{}{}", field.summary, limits(field, &field.summary)).trim_start().to_owned();
    Member { summary, line: format!("pub {}: {type} = {}", names::input_identifier(&field.identifier), literal(&field.name)) }
}

/// What a value is held to before it is sent, in words; nothing that the summary says already.
fn limits(field: &Field, summary: &str) -> String {
    let limits = &field.limits;
    let range = match (limits.minimum, limits.maximum) {
        (Some(minimum), Some(maximum)) if !summary.contains(&maximum.to_string()) => format!(" From {minimum} to {maximum}."),
        (Some(minimum), None) => format!(" At least {minimum}."),
        (None, Some(maximum)) if !summary.contains(&maximum.to_string()) => format!(" At most {maximum}."),
        _ => String::new(),
    };
    let most = limits.max_items.filter(|most| !summary.contains(&most.to_string()));
    range + &most.map(|most| format!(" At most {most} items.")).unwrap_or_default()
}

fn query_field(operation: &Operation, argument: &Argument, imports: &mut Imports) -> Member {
    let is_cursor = operation.page().is_some_and(|page| page.cursor == argument.name);
    let is_list = argument.encoding != Encoding::Plain;
    let plain = match &argument.r#type {
        // A cursor is the API's own affair, whatever it looks like.
        Type::Timestamp if is_cursor => "String".to_owned(),
        Type::List { items } => format!("{}<{}>", import("List", HOME, imports), type_of(items, HOME, imports)),
        other => type_of(other, HOME, imports),
    };
    // An empty list is already what is left out.
    let r#type = if argument.required || is_list { plain } else { format!("Option<{plain}>") };
    Member {
        summary: argument.summary.clone(),
        line: format!("pub {}: {type} = {}", names::input_identifier(&argument.identifier), literal(&argument.name)),
    }
}

fn variant(base: Base, variant: &Variant) -> Result<Member> {
    let value = match base {
        Base::Text => literal(&variant.value),
        Base::Integer => variant.value.parse::<i64>().with_context(|| format!("{} is no code", variant.value))?.to_string(),
    };
    Ok(Member { summary: variant.summary.clone(), line: format!("{} = {value}", names::variant(&variant.name)) })
}

/// A variant by the kind of the member or the name of its type, and what turns into it. Objects are boxed: they differ in size.
fn union_member(api: &Api, member: &Type, taken: &mut Vec<String>, imports: &mut Imports) -> Result<Member> {
    let plain = type_of(member, HOME, imports);
    let (variant, r#type, mut sources) = match member {
        Type::Text => ("Text".to_owned(), plain.clone(), vec!["&str"]),
        Type::Timestamp => ("Timestamp".to_owned(), plain.clone(), vec!["&str", "std::time::SystemTime"]),
        Type::Date => ("Date".to_owned(), plain.clone(), vec!["&str"]),
        Type::Integer => ("Integer".to_owned(), plain.clone(), vec![]),
        Type::Number => ("Number".to_owned(), plain.clone(), vec!["i32", "i64", "f64"]),
        Type::Boolean => ("Boolean".to_owned(), plain.clone(), vec![]),
        Type::List { .. } => ("List".to_owned(), plain.clone(), vec![]),
        Type::Map { .. } => ("Map".to_owned(), plain.clone(), vec![]),
        Type::Any => bail!("one of its members is JSON of any form, which is all of them"),
        Type::Nullable { .. } => bail!("one of its members may be null, which is for the whole to say"),
        Type::Named { name } => {
            let boxed =
                matches!(api.definition(name).map(|definition| &definition.body), Some(TypeBody::Model { .. } | TypeBody::Input { .. }));
            (names::variant(&pascal_of(name)), if boxed { format!("Box<{name}>") } else { name.clone() }, vec![])
        }
    };
    sources.insert(0, &plain);
    let numbered = (2..).map(|number| format!("{variant}{number}"));
    let free = std::iter::once(variant.clone()).chain(numbered).find(|name| !taken.contains(name));
    let variant = free.unwrap_or(variant);
    taken.push(variant.clone());
    let summary = match member {
        Type::Named { name } => api.definition(name).map(|definition| definition.summary.clone()).unwrap_or_default(),
        _ => String::new(),
    };
    let summary = or(&summary, || in_words(member));
    Ok(Member { summary, line: format!("{variant}({type}) from [{}]", sources.join(", ")) })
}

/// A type's name is a variant's name already.
fn pascal_of(name: &str) -> String {
    if name.starts_with(|first: char| first.is_ascii_uppercase()) { name.to_owned() } else { pascal(name) }
}

fn in_words(member: &Type) -> String {
    match member {
        Type::Text => "A text.".to_owned(),
        Type::Timestamp => "A moment.".to_owned(),
        Type::Date => "A day.".to_owned(),
        Type::Integer => "A whole number.".to_owned(),
        Type::Number => "A number.".to_owned(),
        Type::Boolean => "Yes or no.".to_owned(),
        Type::List { .. } => "A list.".to_owned(),
        Type::Map { .. } => "An object with keys of its own.".to_owned(),
        Type::Any | Type::Nullable { .. } => "Anything.".to_owned(),
        Type::Named { name } => format!("`{name}`."),
    }
}
