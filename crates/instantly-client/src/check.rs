//! The checks of one argument against its row, for parameters and fields of the body alike.

mod body;
mod cursor;
mod fault;

use std::fmt::Display;

use instantly_types::Number;

pub(crate) use self::body::field;
pub(crate) use self::fault::Fault;
use crate::Value;
use crate::encoded::Encoded;
use crate::operation::{Argument, Encoding, Kind, Location};

/// Checks and encodes an argument that goes anywhere but into the body.
///
/// # Errors
/// The rest of a sentence that begins with the argument's name.
pub(crate) fn parameter(argument: &Argument, value: Value) -> Result<Encoded, String> {
    match (argument.kind, value) {
        (Kind::Text, Value::Text(text)) if argument.location == Location::Path => path_value(text).map(Encoded::Text),
        (Kind::Text, Value::Text(text)) => Ok(Encoded::Text(text)),
        (Kind::Integer { minimum, maximum }, value @ (Value::Integer(_) | Value::Number(_))) => {
            let value = value.as_whole().ok_or_else(|| format!("must be {}, got {}", expected(argument), value.describe()))?;
            in_range(&value, minimum, maximum, || value)?;
            Ok(Encoded::Integer(value))
        }
        (Kind::Number { minimum, maximum }, Value::Integer(value)) => {
            #[expect(clippy::cast_precision_loss, reason = "only compared with the limits")]
            in_range(&(value as f64), minimum, maximum, || value)?;
            Ok(Encoded::Number(Number::from(value)))
        }
        (Kind::Number { minimum, maximum }, Value::Number(value)) if value.is_finite() => {
            in_range(&value, minimum, maximum, || value)?;
            Ok(Encoded::Number(Number::from(value)))
        }
        (Kind::Boolean, Value::Boolean(value)) => Ok(Encoded::Boolean(value)),
        (Kind::List { at_most, .. }, Value::List(items)) => {
            check_length(items.len(), at_most)?;
            let is_comma_separated = argument.encoding == Encoding::CommaSeparated;
            let items = strings(items, is_comma_separated)?;
            Ok(if is_comma_separated { Encoded::CommaList(items.into()) } else { Encoded::List(items) })
        }
        (Kind::List { .. }, Value::Text(text)) => {
            Err(format!("must be a list of strings, got {}; put it in a list", Value::Text(text).describe()))
        }
        (_, Value::Null) => Err(format!("must be {}, got null; leave it out to not filter by it", expected(argument))),
        (_, other) => Err(format!("must be {}, got {}", expected(argument), other.describe())),
    }
}

fn expected(argument: &Argument) -> &'static str {
    match argument.kind {
        Kind::Any | Kind::OneOf(_) => "a value",
        Kind::Text => "a string",
        Kind::Integer { .. } => "a whole number",
        Kind::Number { .. } => "a number",
        Kind::Boolean => "true or false",
        Kind::List { .. } => "a list of strings",
        Kind::Object(_) | Kind::Map(_) => "an object",
    }
}

/// RFC 3986 section 5.2.4 would remove a segment of dots, and an empty one would call another operation.
fn path_value(text: String) -> Result<String, String> {
    match text.as_str() {
        "" => Err("must not be empty".to_owned()),
        "." | ".." => Err(format!("must not be {text:?}: it would leave its path")),
        _ => Ok(text),
    }
}

fn in_range<T: PartialOrd + Display, Shown: Display>(
    value: &T,
    minimum: Option<T>,
    maximum: Option<T>,
    shown: impl FnOnce() -> Shown,
) -> Result<(), String> {
    let below = minimum.as_ref().is_some_and(|minimum| value < minimum);
    let above = maximum.as_ref().is_some_and(|maximum| value > maximum);
    if !below && !above {
        return Ok(());
    }
    let limits = match (minimum, maximum) {
        (Some(minimum), Some(maximum)) => format!("between {minimum} and {maximum}"),
        (Some(minimum), None) => format!("at least {minimum}"),
        (None, Some(maximum)) => format!("at most {maximum}"),
        (None, None) => return Ok(()),
    };
    Err(format!("must be {limits}, got {}", shown()))
}

fn check_length(items: usize, at_most: Option<usize>) -> Result<(), String> {
    match at_most {
        Some(at_most) if items > at_most => Err(format!("must have at most {at_most} items, got {items}; make several calls")),
        _ => Ok(()),
    }
}

fn strings(items: Vec<Value>, comma_separated: bool) -> Result<Vec<String>, String> {
    let item = |(index, item): (usize, Value)| match item {
        Value::Text(text) if text.is_empty() => Err(format!("must not contain an empty string, item {index} is one")),
        Value::Text(text) if comma_separated && text.contains(',') => {
            Err(format!("must not contain a comma inside a value, got {text:?}; pass the values one by one"))
        }
        Value::Text(text) => Ok(text),
        other => Err(format!("must be a list of strings, item {index} is {}", other.describe())),
    };
    items.into_iter().enumerate().map(item).collect()
}

#[cfg(test)]
mod tests;
