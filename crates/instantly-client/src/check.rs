//! The checks of one argument against its row, for parameters and fields of the body alike.
//!
//! Only the outermost fields of a body are checked: the API judges the rest, and fields that the row doesn't know.

use instantly_types::{CommaList, Number};
use serde_json::value::RawValue;

use crate::Value;
use crate::operation::{Argument, Encoding, Kind, Location};

/// A parameter in the form progenitor's methods take it.
#[derive(Clone, Debug)]
#[allow(dead_code, reason = "which kinds are read depends on the document")]
pub(crate) enum Encoded {
    Text(String),
    Integer(i64),
    Number(Number),
    Boolean(bool),
    CommaList(CommaList),
    List(Vec<String>),
}

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
            in_range(value, minimum, maximum)?;
            Ok(Encoded::Integer(value))
        }
        (Kind::Number { minimum, maximum }, Value::Integer(value)) => {
            #[expect(clippy::cast_precision_loss, reason = "only compared with the limits")]
            in_range(value as f64, minimum, maximum)?;
            Ok(Encoded::Number(Number::from(value)))
        }
        (Kind::Number { minimum, maximum }, Value::Number(value)) if value.is_finite() => {
            in_range(value, minimum, maximum)?;
            Ok(Encoded::Number(Number::from(value)))
        }
        (Kind::Boolean, Value::Boolean(value)) => Ok(Encoded::Boolean(value)),
        (Kind::List { at_most }, Value::List(items)) => {
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

/// Checks a field of the body, or the body as a whole.
///
/// # Errors
/// The rest of a sentence that begins with the argument's name.
pub(crate) fn field(argument: &Argument, json: &RawValue) -> Result<(), String> {
    let text = json.get();
    let first = text.bytes().next().unwrap_or_default();
    let is_number = first == b'-' || first.is_ascii_digit();
    match argument.kind {
        Kind::Any => Ok(()),
        _ if first == b'n' && argument.nullable => Ok(()),
        Kind::Text if first == b'"' => Ok(()),
        Kind::Boolean if first == b't' || first == b'f' => Ok(()),
        Kind::Object if first == b'{' => Ok(()),
        Kind::List { at_most: None } if first == b'[' => Ok(()),
        Kind::List { at_most } if first == b'[' => {
            check_length(serde_json::from_str::<Vec<&RawValue>>(text).map_or(0, |items| items.len()), at_most)
        }
        Kind::Number { minimum, maximum } if is_number => in_range(text.parse().unwrap_or(f64::NAN), minimum, maximum),
        Kind::Integer { minimum, maximum } if is_number => check_whole(text, minimum, maximum),
        _ => {
            let hint = if first == b'n' && !argument.required { "; leave it out to not send it" } else { "" };
            Err(format!("must be {}, got {}{hint}", expected(argument), describe(text)))
        }
    }
}

fn expected(argument: &Argument) -> &'static str {
    match argument.kind {
        Kind::Any => "a value",
        Kind::Text => "a string",
        Kind::Integer { .. } => "a whole number",
        Kind::Number { .. } => "a number",
        Kind::Boolean => "true or false",
        Kind::List { .. } if matches!(argument.location, Location::Body | Location::WholeBody) => "a list",
        Kind::List { .. } => "a list of strings",
        Kind::Object => "an object",
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

fn in_range<T: PartialOrd + std::fmt::Display>(value: T, minimum: Option<T>, maximum: Option<T>) -> Result<(), String> {
    let below = minimum.as_ref().is_some_and(|minimum| value < *minimum);
    let above = maximum.as_ref().is_some_and(|maximum| value > *maximum);
    if !below && !above {
        return Ok(());
    }
    Err(match (minimum, maximum) {
        (Some(minimum), Some(maximum)) => format!("must be between {minimum} and {maximum}, got {value}"),
        (Some(minimum), None) => format!("must be at least {minimum}, got {value}"),
        (_, Some(maximum)) => format!("must be at most {maximum}, got {value}"),
        (None, None) => return Ok(()),
    })
}

/// 10.0 is as whole as 10; the API judges what exceeds 64 bits.
fn check_whole(text: &str, minimum: Option<i64>, maximum: Option<i64>) -> Result<(), String> {
    match (text.parse::<i64>(), text.parse::<f64>()) {
        (Ok(value), _) => in_range(value, minimum, maximum),
        #[expect(clippy::cast_precision_loss, reason = "only compared with the limits")]
        (_, Ok(value)) if value.fract() == 0.0 => in_range(value, minimum.map(|limit| limit as f64), maximum.map(|limit| limit as f64)),
        _ => Err(format!("must be a whole number, got {text}")),
    }
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

/// A JSON value for a message; long text may be private, so only its length is shown.
fn describe(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.bytes().next() {
        Some(b'[') => "a list".to_owned(),
        Some(b'{') => "an object".to_owned(),
        Some(b'"') if text.chars().count() > LONGEST => format!("a string of {} characters", text.chars().count() - 2),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn argument(kind: Kind, required: bool, nullable: bool) -> Argument {
        Argument { name: "name", location: Location::Body, kind, required, nullable, encoding: Encoding::Plain }
    }

    const LIMIT: Argument = argument(Kind::Integer { minimum: Some(1), maximum: Some(100) }, false, false);
    const EMAILS: Argument = argument(Kind::List { at_most: Some(2) }, false, false);

    fn verdict(argument: &Argument, json: &str) -> Option<String> {
        field(argument, &RawValue::from_string(json.to_owned()).unwrap()).err()
    }

    #[test]
    fn accepts_fields_of_the_right_kind() {
        for (argument, json) in [
            (argument(Kind::Text, true, false), r#""x""#),
            (argument(Kind::Text, false, true), "null"),
            (LIMIT, "100"),
            (LIMIT, "10.0"),
            (EMAILS, r#"["a", "b"]"#),
            (argument(Kind::Any, false, false), "null"),
            (argument(Kind::Object, false, false), "{}"),
        ] {
            assert_eq!(verdict(&argument, json), None, "{json}");
        }
    }

    #[test]
    fn rejects_fields_of_another_kind() {
        let text = argument(Kind::Text, true, false);
        for (argument, json, expected) in [
            (&text, "3", "must be a string, got 3"),
            (&text, "null", "must be a string, got null"),
            (&LIMIT, "null", "must be a whole number, got null; leave it out to not send it"),
            (&LIMIT, "0", "must be between 1 and 100, got 0"),
            (&LIMIT, "1.5", "must be a whole number, got 1.5"),
            (&LIMIT, r#""5""#, "must be a whole number, got \"5\""),
            (&EMAILS, r#"["a", "b", "c"]"#, "must have at most 2 items, got 3; make several calls"),
            (&EMAILS, "{}", "must be a list, got an object"),
        ] {
            assert_eq!(verdict(argument, json).as_deref(), Some(expected), "{json}");
        }
    }

    #[test]
    fn parameters_and_fields_share_one_kind() {
        let limit = Argument { location: Location::Query, ..LIMIT };
        assert!(matches!(parameter(&limit, Value::Number(10.0)), Ok(Encoded::Integer(10))));
        assert_eq!(parameter(&limit, Value::Integer(0)).unwrap_err(), "must be between 1 and 100, got 0");
        let ids = Argument { location: Location::Query, encoding: Encoding::CommaSeparated, ..EMAILS };
        assert_eq!(
            parameter(&ids, vec!["a,b"].into()).unwrap_err(),
            "must not contain a comma inside a value, got \"a,b\"; pass the values one by one"
        );
        assert_eq!(parameter(&ids, vec!["a", "b", "c"].into()).unwrap_err(), "must have at most 2 items, got 3; make several calls");
        assert_eq!(parameter(&ids, Value::from("a")).unwrap_err(), "must be a list of strings, got \"a\"; put it in a list");
    }
}
