//! What is checked of a body before it is sent: the fields that have to be there, their types and ranges.
//!
//! Only the outermost fields: what lies deeper is the API's to judge, and so are fields that the document doesn't know.

use std::collections::HashMap;

use instantly_types::RawJson;
use serde_json::value::RawValue;

use crate::arguments::in_range;
use crate::operation::{BodyField, FieldKind};

/// The first field that is wrong, and what is wrong with it.
pub(crate) fn check(fields: &[BodyField], body: &RawJson) -> Result<(), (String, String)> {
    let given: HashMap<std::borrow::Cow<'_, str>, &RawValue> =
        serde_json::from_str(body.get()).map_err(|_| ("body".to_owned(), "must be an object".to_owned()))?;
    for field in fields {
        let verdict = match given.get(field.name) {
            None if field.required => Err("is required".to_owned()),
            None => Ok(()),
            Some(value) => check_value(field, value.get()),
        };
        verdict.map_err(|message| (field.name.to_owned(), message))?;
    }
    Ok(())
}

fn check_value(field: &BodyField, text: &str) -> Result<(), String> {
    let first = text.bytes().next().unwrap_or_default();
    let is_number = first == b'-' || first.is_ascii_digit();
    match field.kind {
        FieldKind::Any => Ok(()),
        _ if first == b'n' && field.nullable => Ok(()),
        FieldKind::Text if first == b'"' => Ok(()),
        FieldKind::Boolean if first == b't' || first == b'f' => Ok(()),
        FieldKind::Object if first == b'{' => Ok(()),
        FieldKind::List { at_most } if first == b'[' => check_length(text, at_most),
        FieldKind::Number { minimum, maximum } if is_number => in_range(text.parse().unwrap_or(f64::NAN), minimum, maximum),
        FieldKind::Integer { minimum, maximum } if is_number => check_whole(text, minimum, maximum),
        kind => Err(format!("must be {}, got {}{}", expected(kind), describe(text), if field.required { "" } else { hint(first) })),
    }
}

/// 10.0 is as whole as 10; what is beyond 64 bits is left to the API.
fn check_whole(text: &str, minimum: Option<i64>, maximum: Option<i64>) -> Result<(), String> {
    match (text.parse::<i64>(), text.parse::<f64>()) {
        (Ok(value), _) => in_range(value, minimum, maximum),
        #[expect(clippy::cast_precision_loss, reason = "only compared with the limits")]
        (_, Ok(value)) if value.fract() == 0.0 => in_range(value, minimum.map(|limit| limit as f64), maximum.map(|limit| limit as f64)),
        _ => Err(format!("must be a whole number, got {text}")),
    }
}

fn check_length(text: &str, at_most: Option<usize>) -> Result<(), String> {
    let Some(at_most) = at_most else { return Ok(()) };
    let items = serde_json::from_str::<Vec<&RawValue>>(text).map_or(0, |items| items.len());
    if items > at_most { Err(format!("must have at most {at_most} items, got {items}; make several calls")) } else { Ok(()) }
}

fn expected(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Any => "a value",
        FieldKind::Text => "a string",
        FieldKind::Integer { .. } => "a whole number",
        FieldKind::Number { .. } => "a number",
        FieldKind::Boolean => "true or false",
        FieldKind::List { .. } => "a list",
        FieldKind::Object => "an object",
    }
}

/// The value in words: never a long one, which may be anybody's data.
fn describe(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.bytes().next() {
        Some(b'[') => "a list".to_owned(),
        Some(b'{') => "an object".to_owned(),
        Some(b'"') if text.chars().count() > LONGEST => format!("a string of {} characters", text.chars().count() - 2),
        _ => text.to_owned(),
    }
}

fn hint(first: u8) -> &'static str {
    if first == b'n' { "; leave it out to not send it" } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIELDS: [BodyField; 5] = [
        BodyField { name: "name", kind: FieldKind::Text, required: true, nullable: false },
        BodyField { name: "limit", kind: FieldKind::Integer { minimum: Some(1), maximum: Some(100) }, required: false, nullable: false },
        BodyField { name: "campaign", kind: FieldKind::Text, required: false, nullable: true },
        BodyField { name: "emails", kind: FieldKind::List { at_most: Some(2) }, required: false, nullable: false },
        BodyField { name: "free", kind: FieldKind::Any, required: false, nullable: false },
    ];

    fn verdict(body: &str) -> Option<String> {
        let body = RawJson::from_string(body.to_owned()).unwrap();
        check(&FIELDS, &body).err().map(|(name, message)| format!("{name} {message}"))
    }

    #[test]
    fn what_fits_passes_and_so_does_what_nobody_knows() {
        for body in [
            r#"{"name": "x"}"#,
            r#"{"name": "x", "campaign": null, "limit": 100, "emails": ["a", "b"], "free": null, "other": {}}"#,
            r#"{"na\u006de": "x", "limit": 10.0}"#,
        ] {
            assert_eq!(verdict(body), None, "{body}");
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        let cases = [
            ("{}", "name is required"),
            ("[]", "body must be an object"),
            (r#"{"name": 3}"#, "name must be a string, got 3"),
            (r#"{"name": null}"#, "name must be a string, got null"),
            (r#"{"name": "x", "limit": null}"#, "limit must be a whole number, got null; leave it out to not send it"),
            (r#"{"name": "x", "limit": 0}"#, "limit must be between 1 and 100, got 0"),
            (r#"{"name": "x", "limit": 1.5}"#, "limit must be a whole number, got 1.5"),
            (r#"{"name": "x", "limit": "5"}"#, "limit must be a whole number, got \"5\""),
            (r#"{"name": "x", "emails": ["a", "b", "c"]}"#, "emails must have at most 2 items, got 3; make several calls"),
        ];
        for (body, expected) in cases {
            assert_eq!(verdict(body).as_deref(), Some(expected), "{body}");
        }
    }
}
