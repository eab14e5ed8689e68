//! The one object of a method's query parameters and body fields.

use super::layout::{documentation, member};
use super::types::{Side, text};
use crate::ir::{Field, Kind, Operation, Parameter, Type, pascal};

/// A day has no time, so a `Date` needs a place to be a day in.
const DAY: &str = "A `Date` stands for its day in UTC.";

/// Whether a method takes such an object.
pub fn has_any(operation: &Operation) -> bool {
    operation.query_parameters().next().is_some() || operation.body.is_some()
}

/// Whether a call without it would be refused.
pub fn are_needed(operation: &Operation) -> bool {
    let body = operation.body.as_ref();
    operation.query_parameters().any(|parameter| parameter.required)
        || body.is_some_and(|body| body.fields.iter().any(|field| field.required) || (body.required && body.value.is_some()))
}

/// `BackgroundJobsListParams`
pub fn name(operation: &Operation) -> String {
    format!("{}{}Params", pascal(&operation.resource.join("_")), pascal(&operation.name))
}

/// What must be given first, then everything else in the document's order.
pub fn interface(operation: &Operation) -> Option<String> {
    if !has_any(operation) {
        return None;
    }
    let fields = operation.body.iter().flat_map(|body| &body.fields);
    let value = operation.body.as_ref().and_then(|body| body.value.as_ref().map(|value| (body.required, value)));
    let mut members: Vec<(bool, String)> = operation.query_parameters().map(parameter).collect();
    members.extend(fields.clone().map(|each| (each.required, field(each))));
    members.extend(value.map(|(required, value)| (required, body(value, required))));
    members.sort_by_key(|(required, _)| !required);
    let null = if fields.clone().any(|field| field.nullable) { ", and `null` is sent as `null`" } else { "" };
    let summary = format!("Parameters of `{}`; what is left out is not sent{null}.", operation.full_name());
    let members: String = members.into_iter().map(|(_, member)| member).collect();
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

fn parameter(parameter: &Parameter) -> (bool, String) {
    let item = parameter.enumeration.as_deref();
    let mut note = "";
    let alternatives = match &parameter.kind {
        Kind::Text { format } => match (format.as_deref(), item) {
            (_, Some(item)) => vec![item.to_owned()],
            (Some("date"), _) => {
                note = DAY;
                text(&Type::Date, Side::Request)
            }
            (Some("date-time"), _) => text(&Type::Timestamp, Side::Request),
            _ => vec!["string".to_owned()],
        },
        Kind::Integer { .. } | Kind::Number { .. } => vec![item.unwrap_or("number").to_owned()],
        Kind::Boolean => vec!["boolean".to_owned()],
        Kind::CommaList | Kind::List => vec![format!("readonly {}[]", item.unwrap_or("string"))],
    };
    (parameter.required, declare(&parameter.name, &parameter.summary, note, parameter.required, alternatives))
}

/// A body that is no object with known fields.
fn body(value: &Type, required: bool) -> String {
    declare("body", "The whole body.", "", required, text(value, Side::Request))
}

fn declare(name: &str, summary: &str, note: &str, required: bool, mut alternatives: Vec<String>) -> String {
    if !required && alternatives != ["unknown"] {
        alternatives.push("undefined".to_owned());
    }
    let summary = [summary, note].join(" ");
    format!("{}{}", documentation(&[&summary], 2), member(name, required, &alternatives))
}
