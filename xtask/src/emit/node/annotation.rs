//! How a type is written where it is used.

use crate::ir::{Base, Type, TypeBody, TypeDefinition};

/// Where a value goes. A request takes more than an answer brings: lists that nobody may change, and dates.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Answer,
    Request,
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
        Type::Nullable { of } => [text(of, side), vec!["null".to_owned()]].concat(),
        Type::Named { name } => vec![name.clone()],
    }
}

/// The type definition at the bottom of lists and maps.
pub fn named(r#type: &Type) -> Option<&str> {
    match r#type {
        Type::Named { name } => Some(name),
        Type::List { items: inner } | Type::Map { values: inner } | Type::Nullable { of: inner } => named(inner),
        _ => None,
    }
}
