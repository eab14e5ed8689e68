//! The one object of a method's query parameters and body fields.

use super::layout::{documentation, member};
use super::types::{Side, text};
use crate::emit::node::names;
use crate::ir::{Argument, Field, Location, Operation, Type};

/// A day has no time, so a `Date` needs a place to be a day in.
const DAY: &str = "A `Date` stands for its day in UTC.";

/// Whether a method takes such an object.
pub fn has_any(operation: &Operation) -> bool {
    operation.takes_parameters()
}

/// Whether a call without it would be refused.
pub fn are_needed(operation: &Operation) -> bool {
    operation.named_arguments().any(|argument| argument.required)
}

/// `BackgroundJobsListParams`
pub fn name(operation: &Operation) -> String {
    names::parameters(&operation.resource, &operation.name)
}

/// Its declaration.
pub fn interface(operation: &Operation) -> Option<String> {
    if !has_any(operation) {
        return None;
    }
    let null = if operation.body_arguments().any(|field| field.nullable) { ", and `null` is sent as `null`" } else { "" };
    let summary = format!("Parameters of `{}`; what is left out is not sent{null}.", operation.full_name());
    let members: String = operation.named_arguments().map(argument).collect();
    Some(format!("{}export interface {} {{\n{members}}}\n", documentation(&[&summary], 0), name(operation)))
}

/// A field of an object in a request.
pub fn field(field: &Field) -> String {
    let mut alternatives = text(&field.r#type, Side::Request);
    if field.nullable && field.r#type != Type::Any {
        alternatives.push("null".to_owned());
    }
    let note = if field.r#type == Type::Date { DAY } else { "" };
    declare(&field.name, &field.summary, note, field.required, alternatives)
}

fn argument(argument: &Argument) -> String {
    match argument.location {
        Location::WholeBody => declare("body", "The whole body.", "", argument.required, text(&argument.r#type, Side::Request)),
        _ => field(&argument.as_field()),
    }
}

fn declare(name: &str, summary: &str, note: &str, required: bool, mut alternatives: Vec<String>) -> String {
    if !required && alternatives != ["unknown"] {
        alternatives.push("undefined".to_owned());
    }
    let summary = [summary, note].join(" ");
    format!("{}{}", documentation(&[&summary], 2), member(name, required, &alternatives))
}
