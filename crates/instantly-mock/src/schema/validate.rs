//! Keyword by keyword, in the order in which Ajv goes; the first keyword that fails ends it, as in the API.

use serde_json::{Map, Value};

use super::{Pattern, format};
use crate::document::Document;

/// Validates against schemas of one document.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Validator<'a> {
    document: &'a Document,
}

/// What is wrong, each with its place: `body/name must be string`.
type Checked = Result<(), Vec<String>>;

impl<'a> Validator<'a> {
    pub(crate) fn new(document: &'a Document) -> Self {
        Self { document }
    }

    /// `place` begins every message: `body`, `querystring`, `params`. Several messages belong to one failed combination of schemas.
    pub(crate) fn check(&self, schema: &Value, value: &Value, place: &str) -> Checked {
        let schema = match self.document.resolve(schema) {
            Value::Object(schema) => schema,
            Value::Bool(false) => return fail(place, "boolean schema is false"),
            _ => return Ok(()),
        };
        check_type(schema, value, place)?;
        if let Some(number) = value.as_f64() {
            check_number(schema, number, place)?;
        }
        if let Some(text) = value.as_str() {
            check_string(schema, text, place)?;
        }
        self.check_combinations(schema, value, place)?;
        if let Some(items) = value.as_array() {
            self.check_array(schema, items, place)?;
        }
        if let Some(object) = value.as_object() {
            self.check_object(schema, object, place)?;
        }
        Ok(())
    }

    pub(crate) fn accepts(&self, schema: &Value, value: &Value) -> bool {
        self.check(schema, value, "").is_ok()
    }

    fn check_combinations(&self, schema: &Map<String, Value>, value: &Value, place: &str) -> Checked {
        if let Some(allowed) = schema.get("enum").and_then(Value::as_array)
            && !allowed.iter().any(|item| same(item, value))
        {
            return fail(place, "must be equal to one of the allowed values");
        }
        if let Some(only) = schema.get("const")
            && !same(only, value)
        {
            return fail(place, "must be equal to constant");
        }
        if let Some(refused) = schema.get("not")
            && self.accepts(refused, value)
        {
            return fail(place, "must NOT be valid");
        }
        if let Some(branches) = schema.get("anyOf").and_then(Value::as_array) {
            let mut problems = Vec::new();
            let accepted = branches.iter().any(|branch| self.check(branch, value, place).map_err(|found| problems.extend(found)).is_ok());
            if !accepted {
                problems.push(format!("{place} must match a schema in anyOf"));
                return Err(problems);
            }
        }
        if let Some(branches) = schema.get("oneOf").and_then(Value::as_array) {
            let mut problems = Vec::new();
            let accepted =
                branches.iter().filter(|branch| self.check(branch, value, place).map_err(|found| problems.extend(found)).is_ok()).count();
            if accepted != 1 {
                // Of two that match, neither has a problem of its own.
                let mut problems = if accepted == 0 { problems } else { Vec::new() };
                problems.push(format!("{place} must match exactly one schema in oneOf"));
                return Err(problems);
            }
        }
        for branch in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
            self.check(branch, value, place)?;
        }
        if let Some(condition) = schema.get("if") {
            let keyword = if self.accepts(condition, value) { "then" } else { "else" };
            if let Some(Err(mut problems)) = schema.get(keyword).map(|branch| self.check(branch, value, place)) {
                problems.push(format!("{place} must match \"{keyword}\" schema"));
                return Err(problems);
            }
        }
        Ok(())
    }

    fn check_array(&self, schema: &Map<String, Value>, items: &[Value], place: &str) -> Checked {
        let count = items.len() as u64;
        if let Some(most) = bound(schema, "maxItems").filter(|most| count > *most) {
            return fail(place, &format!("must NOT have more than {most} items"));
        }
        if let Some(least) = bound(schema, "minItems").filter(|least| count < *least) {
            return fail(place, &format!("must NOT have fewer than {least} items"));
        }
        if let Some(wanted) = schema.get("contains")
            && !items.iter().any(|item| self.accepts(wanted, item))
        {
            return fail(place, "must contain at least 1 valid item(s)");
        }
        if let Some(each) = schema.get("items") {
            for (index, item) in items.iter().enumerate() {
                self.check(each, item, &format!("{place}/{index}"))?;
            }
        }
        if schema.get("uniqueItems") == Some(&Value::Bool(true)) {
            for (later, item) in items.iter().enumerate().rev() {
                if let Some(earlier) = items[..later].iter().position(|other| same(other, item)) {
                    return fail(place, &format!("must NOT have duplicate items (items ## {earlier} and {later} are identical)"));
                }
            }
        }
        Ok(())
    }

    fn check_object(&self, schema: &Map<String, Value>, object: &Map<String, Value>, place: &str) -> Checked {
        let count = object.len() as u64;
        if let Some(most) = bound(schema, "maxProperties").filter(|most| count > *most) {
            return fail(place, &format!("must NOT have more than {most} properties"));
        }
        if let Some(least) = bound(schema, "minProperties").filter(|least| count < *least) {
            return fail(place, &format!("must NOT have fewer than {least} properties"));
        }
        for name in schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
            if !object.contains_key(name) {
                return fail(place, &format!("must have required property '{name}'"));
            }
        }
        let properties = schema.get("properties").and_then(Value::as_object);
        let declared = |name: &str| properties.and_then(|properties| properties.get(name));
        if let Some(additional) = schema.get("additionalProperties") {
            for (name, value) in object.iter().filter(|(name, _)| declared(name).is_none()) {
                if additional == &Value::Bool(false) {
                    return fail(place, "must NOT have additional properties");
                }
                self.check(additional, value, &format!("{place}/{}", escape(name)))?;
            }
        }
        for (name, property) in properties.into_iter().flatten() {
            if let Some(value) = object.get(name) {
                self.check(property, value, &format!("{place}/{}", escape(name)))?;
            }
        }
        Ok(())
    }
}

/// The types that the keyword `type` names; none: every type.
pub(crate) fn type_names(keyword: Option<&Value>) -> Vec<&str> {
    match keyword {
        Some(Value::String(name)) => vec![name],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

fn check_type(schema: &Map<String, Value>, value: &Value, place: &str) -> Checked {
    let names = type_names(schema.get("type"));
    let is = |name: &&str| match (*name, value) {
        ("null", Value::Null) | ("boolean", Value::Bool(_)) | ("number", Value::Number(_)) => true,
        ("string", Value::String(_)) | ("array", Value::Array(_)) | ("object", Value::Object(_)) => true,
        ("integer", Value::Number(number)) => number.as_f64().is_some_and(|number| number.fract() == 0.0),
        _ => false,
    };
    if names.is_empty() || names.iter().any(is) { Ok(()) } else { fail(place, &format!("must be {}", names.join(","))) }
}

fn check_number(schema: &Map<String, Value>, number: f64, place: &str) -> Checked {
    type Holds = fn(f64, f64) -> bool;
    let comparisons: [(&str, &str, Holds); 4] = [
        ("maximum", "<=", |number, bound| number <= bound),
        ("minimum", ">=", |number, bound| number >= bound),
        ("exclusiveMaximum", "<", |number, bound| number < bound),
        ("exclusiveMinimum", ">", |number, bound| number > bound),
    ];
    for (keyword, sign, holds) in comparisons {
        if let Some(bound) = schema.get(keyword).filter(|bound| bound.as_f64().is_some_and(|bound| !holds(number, bound))) {
            return fail(place, &format!("must be {sign} {bound}"));
        }
    }
    let divisor = schema.get("multipleOf").and_then(Value::as_f64);
    match divisor.filter(|divisor| (number / divisor).fract() != 0.0) {
        Some(divisor) => fail(place, &format!("must be multiple of {divisor}")),
        None => Ok(()),
    }
}

fn check_string(schema: &Map<String, Value>, text: &str, place: &str) -> Checked {
    let length = text.chars().count() as u64;
    if let Some(most) = bound(schema, "maxLength").filter(|most| length > *most) {
        return fail(place, &format!("must NOT have more than {most} characters"));
    }
    if let Some(least) = bound(schema, "minLength").filter(|least| length < *least) {
        return fail(place, &format!("must NOT have fewer than {least} characters"));
    }
    if let Some(pattern) = schema.get("pattern").and_then(Value::as_str)
        && Pattern::parse(pattern).is_some_and(|parsed| !parsed.is_found_in(text))
    {
        return fail(place, &format!("must match pattern \"{pattern}\""));
    }
    match schema.get("format").and_then(Value::as_str).filter(|name| !format::accepts(name, text)) {
        Some(name) => fail(place, &format!("must match format \"{name}\"")),
        None => Ok(()),
    }
}

fn fail(place: &str, message: &str) -> Checked {
    Err(vec![format!("{place} {message}")])
}

fn bound(schema: &Map<String, Value>, keyword: &str) -> Option<u64> {
    schema.get(keyword).and_then(Value::as_u64)
}

/// Equal as JSON Schema has it: 1 and 1.0 are one number.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        _ => one == other,
    }
}

/// A key as it stands in a JSON pointer.
fn escape(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
