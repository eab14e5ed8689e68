//! What TypeScript has to know of an operation beyond the native module's row.

use super::layout;
use super::types::Types;
use crate::ir::{Operation, Type};

/// `  getThing: operation('getThing'),`, with an object of settings if there is anything to say. Set out as prettier leaves it.
pub fn of(types: &Types, operation: &Operation) -> String {
    let lines = lines(types, operation);
    let id = &operation.id;
    let call = format!("  {}: operation({}", layout::property(id), layout::literal(id));
    if lines.is_empty() { format!("{call}),") } else { format!("{call}, {{\n{}\n  }}),", lines.join("\n")) }
}

fn lines(types: &Types, operation: &Operation) -> Vec<String> {
    let list = |name: &str, items: &[String]| {
        let items: Vec<String> = items.iter().map(|item| layout::literal(item)).collect();
        (!items.is_empty()).then(|| layout::list(4, &format!("{name}: "), ('[', "]"), &items, ","))
    };
    [list("days", &days(types, operation)), list("times", &times(operation))].into_iter().flatten().collect()
}

/// Arguments, at any depth, that hold a day: of a `Date`, only its day is sent. JavaScript has no type for it, so they go by their name;
/// one that is also the name of a point in time stays that.
fn days(types: &Types, operation: &Operation) -> Vec<String> {
    let mut found = Vec::new();
    for parameter in operation.query_arguments() {
        if parameter.r#type == Type::Date {
            found.push((parameter.name.clone(), true));
        }
    }
    for (name, r#type) in types.fields_of_body(operation) {
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

fn innermost(r#type: &Type) -> &Type {
    match r#type {
        Type::List { items } => innermost(items),
        other => other,
    }
}
