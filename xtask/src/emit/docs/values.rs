//! A value of the API as one writes it in each language.

use serde_json::Value;

use crate::emit::rust::names as rust;
use crate::emit::shared::escape;
use crate::emit::shared::printer::{Code, Group};
use crate::ir::{Api, Base, Field, Type, TypeBody, screaming};

/// A value in a program of one language.
pub trait Language {
    /// The value, given that it is of this type.
    fn value(&self, r#type: &Type, value: &Value) -> Code;
}

pub struct Python<'a>(pub &'a Api);
pub struct Node<'a>(pub &'a Api);
pub struct Rust<'a>(pub &'a Api);

impl Language for Python<'_> {
    fn value(&self, r#type: &Type, value: &Value) -> Code {
        if let Some(code) = constant(self.0, r#type, value) {
            return Code::text(code);
        }
        match value {
            Value::Null => Code::text("None"),
            Value::Bool(true) => Code::text("True"),
            Value::Bool(false) => Code::text("False"),
            Value::Array(items) => Code::listed("[", items.iter().map(|item| self.value(&item_type(self.0, r#type), item)).collect(), "]"),
            Value::Object(members) => {
                let member = |(name, value): (&String, &Value)| {
                    (format!("{}: ", Value::from(name.as_str())), self.value(&member_type(self.0, r#type, name), value))
                };
                let mut code = Code::group("{", members.iter().map(member).collect(), "}");
                if let Code::Group(group) = &mut code {
                    group.spaced = false;
                }
                code
            }
            other => Code::text(other.to_string()),
        }
    }
}

impl Language for Node<'_> {
    fn value(&self, r#type: &Type, value: &Value) -> Code {
        if let Some(code) = constant(self.0, r#type, value) {
            return Code::text(code);
        }
        match value {
            Value::Array(items) => Code::listed("[", items.iter().map(|item| self.value(&item_type(self.0, r#type), item)).collect(), "]"),
            Value::Object(members) => {
                let member = |(name, value): (&String, &Value)| {
                    (format!("{}: ", property(name)), self.value(&member_type(self.0, r#type, name), value))
                };
                Code::group("{", members.iter().map(member).collect(), "}")
            }
            Value::String(text) => Code::text(single_quoted(text)),
            other => Code::text(other.to_string()),
        }
    }
}

impl Language for Rust<'_> {
    fn value(&self, r#type: &Type, value: &Value) -> Code {
        match (r#type, value) {
            (Type::Text | Type::Date, Value::String(_)) => Code::text(format!("{value}.to_owned()")),
            (Type::Timestamp, Value::String(_)) | (Type::Number, Value::Number(_)) => Code::text(format!("{value}.into()")),
            (Type::Integer, Value::Number(_)) | (Type::Boolean, Value::Bool(_)) => Code::text(value.to_string()),
            (Type::List { items }, Value::Array(values)) => {
                Code::listed("vec![", values.iter().map(|value| self.value(items, value)).collect(), "]")
            }
            (Type::Map { values }, Value::Object(members)) => {
                let pair = |(name, value): (&String, &Value)| {
                    Code::listed(
                        "(",
                        vec![Code::text(format!("{}.to_owned()", Value::from(name.as_str()))), self.value(values, value)],
                        ")",
                    )
                };
                Code::listed("[", members.iter().map(pair).collect(), "].into()")
            }
            (Type::Nullable { .. }, Value::Null) => Code::text("None"),
            (Type::Nullable { of }, value) => some(self.value(of, value)),
            (Type::Named { name }, value) => self.named(name, value),
            (_, value) => json(value),
        }
    }
}

impl Rust<'_> {
    /// A field of a struct of parameters or inside of a request.
    pub fn field(&self, field: &Field, value: &Value) -> (String, Code) {
        let name = rust::input_identifier(&field.identifier);
        let value = match (field.nullable, value) {
            (true, Value::Null) => Code::text("Nullable::Null"),
            (true, value) => into(self.value(&field.r#type, value)),
            (false, value) => self.value(&field.r#type, value),
        };
        (format!("{name}: "), if field.required { value } else { some(value) })
    }

    fn named(&self, name: &str, value: &Value) -> Code {
        match self.0.definition(name).map(|definition| &definition.body) {
            Some(TypeBody::Enum { variants, .. }) => {
                let wanted = scalar(value);
                match variants.iter().find(|variant| variant.value == wanted) {
                    Some(variant) => Code::text(format!("{name}::{}", rust::variant(&variant.name))),
                    None => Code::text(format!("{name}::from({value})")),
                }
            }
            Some(TypeBody::Input { fields, open }) if value.is_object() => {
                let given: Vec<(&Field, &Value)> = fields.iter().filter_map(|field| Some((field, value.get(&field.name)?))).collect();
                // An open one has a field for what the document doesn't know.
                let rest = if *open || given.len() < fields.len() { DEFAULTS } else { "" };
                let parts = given.into_iter().map(|(field, value)| self.field(field, value)).collect();
                Code::Group(Group { open: format!("{name} {{"), parts, close: "}", spaced: true, rest, hugs: false })
            }
            Some(TypeBody::Union { members }) => match members.iter().find(|member| fits(self.0, member, value)) {
                Some(member) => into(self.value(member, value)),
                None => Code::text(format!("serde_json::from_value(json!({value}))?")),
            },
            // An object of the API, sent as it came.
            _ => Code::text(format!("serde_json::from_value(json!({value}))?")),
        }
    }
}

/// What fills the fields that a struct's literal doesn't name.
pub const DEFAULTS: &str = "..Default::default()";

/// `Some(…)`
pub fn some(code: Code) -> Code {
    let mut some = Code::listed("Some(", vec![code], ")");
    if let Code::Group(group) = &mut some {
        group.hugs = true;
    }
    some
}

/// `….into()`, but once.
fn into(code: Code) -> Code {
    match code {
        Code::Text(text) if text.ends_with(".into()") => Code::Text(text),
        Code::Text(text) => match text.strip_suffix(".to_owned()") {
            Some(text) => Code::text(format!("{text}.into()")),
            None => Code::text(format!("{text}.into()")),
        },
        Code::Group(group) if group.close == "]" => Code::Group(Group { close: "].into()", ..group }),
        Code::Group(group) if group.close == "}" => Code::Group(Group { close: "}.into()", ..group }),
        Code::Group(group) => Code::Group(group),
    }
}

fn json(value: &Value) -> Code {
    Code::text(format!("json!({value})"))
}

/// A numeric code by its name: the same constant in Python and TypeScript.
fn constant(api: &Api, r#type: &Type, value: &Value) -> Option<String> {
    let Type::Named { name } = r#type else { return None };
    let TypeBody::Enum { base: Base::Integer, variants } = &api.definition(name)?.body else { return None };
    let variant = variants.iter().find(|variant| variant.value == scalar(value))?;
    Some(format!("{name}.{}", screaming(&variant.name)))
}

fn item_type(api: &Api, r#type: &Type) -> Type {
    match r#type {
        Type::List { items } => items.present().clone(),
        Type::Named { name } => match api.definition(name).map(|definition| &definition.body) {
            Some(TypeBody::Union { members }) => members
                .iter()
                .find_map(|member| if let Type::List { items } = member { Some(items.present().clone()) } else { None })
                .unwrap_or(Type::Any),
            _ => Type::Any,
        },
        _ => Type::Any,
    }
}

fn member_type(api: &Api, r#type: &Type, member: &str) -> Type {
    match r#type {
        Type::Map { values } => values.present().clone(),
        Type::Named { name } => match api.definition(name).map(|definition| &definition.body) {
            Some(TypeBody::Input { fields, .. } | TypeBody::Model { fields }) => {
                fields.iter().find(|field| field.name == member).map_or(Type::Any, |field| field.r#type.clone())
            }
            Some(TypeBody::Union { members }) => members
                .iter()
                .map(|union_member| member_type(api, union_member, member))
                .find(|found| *found != Type::Any)
                .unwrap_or(Type::Any),
            _ => Type::Any,
        },
        _ => Type::Any,
    }
}

/// Whether a value is of a member of a union: of an object, the first that has all of its names.
fn fits(api: &Api, member: &Type, value: &Value) -> bool {
    match (member, value) {
        (Type::Text | Type::Date | Type::Timestamp, Value::String(_))
        | (Type::Integer | Type::Number, Value::Number(_))
        | (Type::Boolean, Value::Bool(_))
        | (Type::List { .. }, Value::Array(_))
        | (Type::Map { .. }, Value::Object(_)) => true,
        (Type::Named { name }, value) => match api.definition(name).map(|definition| &definition.body) {
            Some(TypeBody::Enum { base: Base::Text, .. }) => value.is_string(),
            Some(TypeBody::Enum { base: Base::Integer, .. }) => value.is_number(),
            Some(TypeBody::Input { fields, .. } | TypeBody::Model { fields }) => {
                value.as_object().is_some_and(|members| members.keys().all(|name| fields.iter().any(|field| field.name == *name)))
            }
            _ => false,
        },
        _ => false,
    }
}

fn scalar(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

pub fn single_quoted(text: &str) -> String {
    escape::typescript(text)
}

/// A wire name as the key of an object.
pub fn property(name: &str) -> String {
    let is_identifier = name.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_');
    let plain = is_identifier && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if plain { name.to_owned() } else { escape::typescript(name) }
}
