//! Members of interfaces, with their documentation.

use super::annotation::{Side, text};
use super::layout::{documentation, member};
use crate::ir::{Argument, Field, Type};

/// A day has no time, so a `Date` needs a place to be a day in.
const DAY: &str = "A `Date` stands for its day in UTC.";

/// A field of an object in a response.
pub fn received(field: &Field) -> String {
    let mut alternatives = text(&field.r#type, Side::Answer);
    if field.nullable && field.r#type != Type::Any {
        alternatives.push("null".to_owned());
    }
    format!("{}{}", documentation(&[&field.summary], 2), member(&field.name, field.required, &alternatives))
}

/// A field of an object in a request.
pub fn sent(field: &Field) -> String {
    let mut alternatives = text(&field.r#type, Side::Request);
    if field.nullable && field.r#type != Type::Any {
        alternatives.push("null".to_owned());
    }
    let note = if field.r#type == Type::Date { DAY } else { "" };
    declare(&field.name, &field.summary, note, field.required, alternatives)
}

/// A body that is one argument.
pub fn whole_body(argument: &Argument) -> String {
    declare(&argument.name, "The whole body.", "", argument.required, text(&argument.r#type, Side::Request))
}

fn declare(name: &str, summary: &str, note: &str, required: bool, mut alternatives: Vec<String>) -> String {
    if !required && alternatives != ["unknown"] {
        alternatives.push("undefined".to_owned());
    }
    let summary = [summary, note].join(" ");
    format!("{}{}", documentation(&[&summary], 2), member(name, required, &alternatives))
}
