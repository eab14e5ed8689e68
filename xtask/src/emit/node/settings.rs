//! What TypeScript has to know of an operation beyond the native module's row.

use std::collections::BTreeSet;

use super::annotation::named;
use super::layout;
use crate::ir::{Api, Operation, Type, TypeBody};

/// `  getThing: operation('getThing'),`, with an object of settings if there is anything to say. Set out as prettier leaves it.
pub fn of(api: &Api, operation: &Operation) -> String {
    let lines = lines(api, operation);
    let id = &operation.id;
    let call = format!("  {}: operation({}", layout::property(id), layout::literal(id));
    if lines.is_empty() { format!("{call}),") } else { format!("{call}, {{\n{}\n  }}),", lines.join("\n")) }
}

fn lines(api: &Api, operation: &Operation) -> Vec<String> {
    let list = |name: &str, items: &[String]| {
        let items: Vec<String> = items.iter().map(|item| layout::literal(item)).collect();
        (!items.is_empty()).then(|| layout::list(4, &format!("{name}: "), ('[', "]"), &items, ","))
    };
    [list("days", &days(api, operation)), list("times", &times(operation))].into_iter().flatten().collect()
}

/// Arguments, at any depth, that hold a day: of a `Date`, only its day is sent. JavaScript has no type for it, so they go by their name;
/// one that is also the name of a point in time stays that.
fn days(api: &Api, operation: &Operation) -> Vec<String> {
    let mut found = Vec::new();
    for parameter in operation.query_arguments() {
        if parameter.r#type == Type::Date {
            found.push((parameter.name.clone(), true));
        }
    }
    for (name, r#type) in fields_of_body(api, operation) {
        match innermost(&r#type) {
            Type::Date => found.push((name, true)),
            Type::Timestamp => found.push((name, false)),
            _ => {}
        }
    }
    let is_time = |name: &str| found.iter().any(|(other, is_day)| other == name && !is_day);
    let mut days: Vec<String> = Vec::new();
    for (name, is_day) in &found {
        if *is_day && !is_time(name) && !days.contains(name) {
            days.push(name.clone());
        }
    }
    days
}

/// Query parameters that hold a point in time. In a body, every `Date` is one that isn't a day.
fn times(operation: &Operation) -> Vec<String> {
    let times = operation.query_arguments().filter(|parameter| parameter.r#type == Type::Timestamp);
    times.map(|parameter| parameter.name.clone()).collect()
}

/// The fields that an operation's body has, at any depth, each type looked into once.
fn fields_of_body(api: &Api, operation: &Operation) -> Vec<(String, Type)> {
    let mut found: Vec<(String, Type)> = operation.body_arguments().map(|field| (field.name.clone(), field.r#type.clone())).collect();
    let body = operation.body_arguments().chain(operation.whole_body());
    let mut open: Vec<&str> = body.filter_map(|argument| named(&argument.r#type)).collect();
    let mut seen = BTreeSet::new();
    while let Some(name) = open.pop() {
        if !seen.insert(name) {
            continue;
        }
        match api.definition(name).map(|definition| &definition.body) {
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

fn innermost(r#type: &Type) -> &Type {
    match r#type {
        Type::List { items: inner } | Type::Nullable { of: inner } => innermost(inner),
        other => other,
    }
}
