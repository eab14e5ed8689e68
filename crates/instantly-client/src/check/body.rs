//! The check of a field of the body, or of the body as a whole, down to its innermost values.
//!
//! Values that the document says nothing about are left to the API: models inside of requests, the members of unions, unknown fields of
//! open objects.

use serde_json::value::RawValue;

use super::cursor::Cursor;
use super::fault::{Fault, describe};
use super::{check_length, in_range};
use crate::operation::{Argument, Element, Kind, Object};

/// How deep checked lists and objects may be inside each other; only types that contain themselves come near it.
const DEEPEST: usize = 128;

/// Checks a field of the body, or the body as a whole.
///
/// # Errors
/// The first fault of the value.
pub(crate) fn field(argument: &Argument, json: &RawValue) -> Result<(), Fault> {
    value(&mut Cursor::new(json), argument.kind, argument.nullable, !argument.required, 0)
}

/// Checks the value that is next, and steps over it. Of an `optional` value that is wrongly `null`, the message says how to send none.
fn value(cursor: &mut Cursor<'_>, kind: Kind, nullable: bool, optional: bool, depth: usize) -> Result<(), Fault> {
    let first = cursor.peek();
    if (first == b'n' && nullable) || matches!(kind, Kind::Any) {
        cursor.skip();
        return Ok(());
    }
    if !fits(kind, first) {
        let hint = if first == b'n' && optional { "; leave it out to not send it" } else { "" };
        return Err(format!("must be {}, got {}{hint}", expected(kind), describe(cursor.skip())).into());
    }
    match kind {
        Kind::Object(Some(_)) | Kind::Map(_) | Kind::List { items: Some(_), .. } if depth == DEEPEST => {
            Err(format!("is more than {DEEPEST} levels deep; send it in a flatter form").into())
        }
        Kind::Object(Some(object)) => members(cursor, object, depth),
        Kind::Map(values) => map(cursor, values, depth),
        Kind::List { at_most, items } if at_most.is_some() || items.is_some() => list(cursor, at_most, items, depth),
        Kind::Integer { minimum, maximum } => whole(cursor.skip(), minimum, maximum).map_err(Fault::from),
        Kind::Number { minimum, maximum } => {
            let text = cursor.skip();
            in_range(&text.parse().unwrap_or(f64::NAN), minimum, maximum, || describe(text)).map_err(Fault::from)
        }
        _ => {
            cursor.skip();
            Ok(())
        }
    }
}

/// Whether a value that begins with this byte is of the kind.
fn fits(kind: Kind, first: u8) -> bool {
    match kind {
        Kind::Any => true,
        Kind::Text => first == b'"',
        Kind::Boolean => first == b't' || first == b'f',
        Kind::Object(_) | Kind::Map(_) => first == b'{',
        Kind::List { .. } => first == b'[',
        Kind::Integer { .. } | Kind::Number { .. } => first == b'-' || first.is_ascii_digit(),
        Kind::OneOf(kinds) => kinds.iter().any(|kind| fits(*kind, first)),
    }
}

fn expected(kind: Kind) -> String {
    let expected = match kind {
        Kind::Any => "a value",
        Kind::Text => "a string",
        Kind::Integer { .. } => "a whole number",
        Kind::Number { .. } => "a number",
        Kind::Boolean => "true or false",
        Kind::List { .. } => "a list",
        Kind::Object(_) | Kind::Map(_) => "an object",
        Kind::OneOf(kinds) => {
            let mut all: Vec<_> = kinds.iter().map(|kind| expected(*kind)).collect();
            all.dedup();
            return all.join(" or ");
        }
    };
    expected.to_owned()
}

fn list(cursor: &mut Cursor<'_>, at_most: Option<usize>, items: Option<&Element>, depth: usize) -> Result<(), Fault> {
    cursor.enter();
    let mut count = 0;
    while cursor.has_next() {
        match items {
            Some(items) => value(cursor, items.kind, items.nullable, false, depth + 1).map_err(|fault| fault.at_item(count))?,
            None => drop(cursor.skip()),
        }
        count += 1;
    }
    check_length(count, at_most).map_err(Fault::from)
}

fn map(cursor: &mut Cursor<'_>, values: &Element, depth: usize) -> Result<(), Fault> {
    cursor.enter();
    while cursor.has_next() {
        let name = cursor.name();
        value(cursor, values.kind, values.nullable, true, depth + 1).map_err(|fault| fault.at_member(&name))?;
    }
    Ok(())
}

fn members(cursor: &mut Cursor<'_>, object: &Object, depth: usize) -> Result<(), Fault> {
    cursor.enter();
    let tracked = if object.fields.iter().any(|field| field.required) { object.fields.len() } else { 0 };
    let mut given = vec![false; tracked];
    let mut next = 0;
    while cursor.has_next() {
        let name = cursor.name();
        let Some(index) = position(object, &name, next) else {
            if object.open {
                cursor.skip();
                continue;
            }
            return Err(unknown(object).at_member(&name));
        };
        let field = &object.fields[index];
        value(cursor, field.kind, field.nullable, !field.required, depth + 1).map_err(|fault| fault.at_member(field.name))?;
        if let Some(given) = given.get_mut(index) {
            *given = true;
        }
        next = index + 1;
    }
    match object.fields.iter().zip(given).find(|(field, given)| field.required && !given) {
        Some((field, _)) => Err(Fault::from("is required").at_member(field.name)),
        None => Ok(()),
    }
}

/// Objects mostly have their fields in the document's order, and one list's objects have the same ones.
fn position(object: &Object, name: &str, next: usize) -> Option<usize> {
    let is_next = object.fields.get(next).is_some_and(|field| field.name == name);
    if is_next { Some(next) } else { object.fields.iter().position(|field| field.name == name) }
}

fn unknown(object: &Object) -> Fault {
    let known: Vec<_> = object.fields.iter().map(|field| field.name).collect();
    format!("is not a field of this object; it takes {}", known.join(", ")).into()
}

/// 10.0 is as whole as 10; the API judges what exceeds 64 bits.
fn whole(text: &str, minimum: Option<i64>, maximum: Option<i64>) -> Result<(), String> {
    match (text.parse::<i64>(), text.parse::<f64>()) {
        (Ok(value), _) => in_range(&value, minimum, maximum, || describe(text)),
        #[expect(clippy::cast_precision_loss, reason = "only compared with the limits")]
        (_, Ok(value)) if value.fract() == 0.0 => {
            in_range(&value, minimum.map(|limit| limit as f64), maximum.map(|limit| limit as f64), || describe(text))
        }
        _ => Err(format!("must be a whole number, got {}", describe(text))),
    }
}
