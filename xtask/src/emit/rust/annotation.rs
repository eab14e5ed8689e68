//! How a type is written, and what has to be imported for it.

use std::collections::BTreeSet;

use crate::ir::Type;

/// The paths a file imports.
pub type Imports = BTreeSet<String>;

/// A type as a file writes it that finds the support types in the module `home`.
pub fn type_of(r#type: &Type, home: &str, imports: &mut Imports) -> String {
    match r#type {
        Type::Text | Type::Date => "String".to_owned(),
        Type::Timestamp => import("Timestamp", home, imports),
        Type::Integer => "i64".to_owned(),
        Type::Number => import("Number", home, imports),
        Type::Boolean => "bool".to_owned(),
        Type::Any => "serde_json::Value".to_owned(),
        Type::List { items } => format!("Vec<{}>", type_of(items, home, imports)),
        Type::Map { values } => {
            format!("{}<String, {}>", import("BTreeMap", "std::collections", imports), type_of(values, home, imports))
        }
        Type::Nullable { of } => format!("Option<{}>", type_of(of, home, imports)),
        Type::Named { name } => name.clone(),
    }
}

pub fn import(name: &str, home: &str, imports: &mut Imports) -> String {
    imports.insert(format!("{home}::{name}"));
    name.to_owned()
}
