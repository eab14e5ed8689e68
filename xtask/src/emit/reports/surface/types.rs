//! The named types of a resource, or of what resources share.

use serde_json::{Map, Value, json};

use crate::emit::python::text::attribute;
use crate::emit::rust::names as rust;
use crate::ir::{Base, Field, Type, TypeBody, TypeDefinition, screaming};

/// Each type with its fields, values or members.
pub fn all(definitions: &[&TypeDefinition]) -> Value {
    definitions.iter().map(|definition| (definition.name.clone(), of_type(definition))).collect::<Map<_, _>>().into()
}

/// The attributes of each model in Python.
pub fn python_models(definitions: &[&TypeDefinition]) -> Value {
    let attributes = |fields: &[Field]| fields.iter().map(|field| attribute(&field.name)).collect::<Vec<_>>();
    let models = definitions.iter().filter_map(|definition| match &definition.body {
        TypeBody::Model { fields } => Some((definition.name.clone(), attributes(fields).into())),
        _ => None,
    });
    models.collect::<Map<_, _>>().into()
}

/// The keys of each `TypedDict` in Python, which are the wire names.
pub fn python_inputs(definitions: &[&TypeDefinition]) -> Value {
    let inputs = definitions.iter().filter_map(|definition| match &definition.body {
        TypeBody::Input { fields, .. } => Some((definition.name.clone(), names(fields).into())),
        _ => None,
    });
    inputs.collect::<Map<_, _>>().into()
}

fn of_type(definition: &TypeDefinition) -> Value {
    match &definition.body {
        TypeBody::Model { fields } => json!({ "model": names(fields) }),
        TypeBody::Input { fields, .. } => json!({ "input": names(fields) }),
        TypeBody::Union { members } => json!({ "union": members.iter().map(in_short).collect::<Vec<_>>() }),
        TypeBody::Enum { base: Base::Text, variants } => {
            let values: Map<String, Value> =
                variants.iter().map(|variant| (variant.value.clone(), rust::variant(&variant.name).into())).collect();
            json!({ "enum": values })
        }
        // A constant of this name in Python and TypeScript, a variant in Rust.
        TypeBody::Enum { base: Base::Integer, variants } => {
            let values: Map<String, Value> = variants
                .iter()
                .map(|variant| (variant.value.clone(), json!([screaming(&variant.name), rust::variant(&variant.name)])))
                .collect();
            json!({ "codes": values })
        }
    }
}

fn names(fields: &[Field]) -> Vec<String> {
    fields.iter().map(|field| field.name.clone()).collect()
}

fn in_short(r#type: &Type) -> String {
    match r#type {
        Type::Text => "text".to_owned(),
        Type::Timestamp => "timestamp".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Integer => "integer".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Any => "anything".to_owned(),
        Type::List { items } => format!("[{}]", in_short(items)),
        Type::Map { values } => format!("{{{}}}", in_short(values)),
        Type::Nullable { of } => format!("{} or null", in_short(of)),
        Type::Named { name } => name.clone(),
    }
}
