//! Whether a value follows a schema: as much of JSON Schema as it takes to tell a made-up value that will do from one that won't.
//!
//! `tests/conformance.rs` holds what comes out to a validator of other authors, and so does the mock when it plays the cases.

use serde_json::{Map, Value};

use crate::ir::follow;

/// Holds values against the schemas of one document.
#[derive(Clone, Copy)]
pub struct Validator<'a> {
    document: &'a Value,
}

impl<'a> Validator<'a> {
    pub fn new(document: &'a Value) -> Self {
        Self { document }
    }

    /// Follows `$ref`s until there is none.
    pub fn resolve<'b>(&self, mut schema: &'b Value) -> &'b Value
    where
        'a: 'b,
    {
        // More steps than this can only be a circle, which the IR refuses where it reads one.
        for _ in 0..32 {
            let Some((_, target)) = schema["$ref"].as_str().and_then(|reference| follow(self.document, reference)) else { break };
            schema = target;
        }
        schema
    }

    pub fn accepts(&self, schema: &Value, value: &Value) -> bool {
        self.accepts_within(&[], schema, value)
    }

    /// `open` are the schemas that the value is being held against: one that is a part of itself is no reason to accept it.
    fn accepts_within(&self, open: &[&Map<String, Value>], schema: &Value, value: &Value) -> bool {
        let schema = match self.resolve(schema) {
            Value::Object(schema) => schema,
            other => return *other != Value::Bool(false),
        };
        typed(schema, value)
            && listed(schema, value)
            && value.as_f64().is_none_or(|number| in_range(schema, number, "minimum", "maximum"))
            && value.as_str().is_none_or(|text| text_fits(schema, text))
            && !open.iter().any(|other| std::ptr::eq(*other, schema))
            && self.combined(&[open, &[schema]].concat(), schema, value)
            && value.as_array().is_none_or(|items| self.items_fit(schema, items))
            && value.as_object().is_none_or(|members| self.members_fit(schema, members))
    }

    fn combined(&self, open: &[&Map<String, Value>], schema: &Map<String, Value>, value: &Value) -> bool {
        let accepts = |schema: &Value| self.accepts_within(open, schema, value);
        let count = |keyword: &str| {
            let branches = schema.get(keyword).and_then(Value::as_array)?;
            Some((branches.iter().filter(|branch| accepts(branch)).count(), branches.len()))
        };
        let condition = schema.get("if").map(|condition| if accepts(condition) { "then" } else { "else" });
        count("allOf").is_none_or(|(accepted, all)| accepted == all)
            && count("anyOf").is_none_or(|(accepted, _)| accepted > 0)
            && count("oneOf").is_none_or(|(accepted, _)| accepted == 1)
            && schema.get("not").is_none_or(|refused| !accepts(refused))
            && condition.and_then(|keyword| schema.get(keyword)).is_none_or(accepts)
    }

    fn items_fit(&self, schema: &Map<String, Value>, items: &[Value]) -> bool {
        let unique = schema.get("uniqueItems") != Some(&Value::Bool(true))
            || items.iter().enumerate().all(|(index, item)| !items[..index].contains(item));
        unique
            && in_range(schema, items.len() as f64, "minItems", "maxItems")
            && schema.get("items").is_none_or(|each| items.iter().all(|item| self.accepts(each, item)))
            && schema.get("contains").is_none_or(|wanted| items.iter().any(|item| self.accepts(wanted, item)))
    }

    fn members_fit(&self, schema: &Map<String, Value>, members: &Map<String, Value>) -> bool {
        let required = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let properties = schema.get("properties").and_then(Value::as_object);
        let others = schema.get("additionalProperties");
        required.into_iter().all(|name| members.contains_key(name))
            && in_range(schema, members.len() as f64, "minProperties", "maxProperties")
            && members.iter().all(|(name, value)| match properties.and_then(|properties| properties.get(name)) {
                Some(property) => self.accepts(property, value),
                None => others.is_none_or(|other| self.accepts(other, value)),
            })
    }
}

fn typed(schema: &Map<String, Value>, value: &Value) -> bool {
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        _ => value.is_null(),
    };
    match schema.get("type") {
        Some(Value::String(name)) => is(name),
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).any(is),
        _ => true,
    }
}

fn listed(schema: &Map<String, Value>, value: &Value) -> bool {
    let same = |other: &Value| value == other || (value.is_number() && value.as_f64() == other.as_f64());
    schema.get("enum").and_then(Value::as_array).is_none_or(|values| values.iter().any(same)) && schema.get("const").is_none_or(same)
}

fn in_range(schema: &Map<String, Value>, number: f64, lowest: &str, highest: &str) -> bool {
    let limit = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
    limit(lowest).is_none_or(|limit| number >= limit) && limit(highest).is_none_or(|limit| number <= limit)
}

fn text_fits(schema: &Map<String, Value>, text: &str) -> bool {
    let digits = |part: &str, shape: &str| {
        part.len() == shape.len()
            && part.bytes().zip(shape.bytes()).all(|(found, wanted)| if wanted == b'0' { found.is_ascii_digit() } else { found == wanted })
    };
    let formatted = match schema.get("format").and_then(Value::as_str) {
        Some("date") => digits(text, "0000-00-00"),
        Some("date-time") => text.split_once('T').is_some_and(|(day, time)| digits(day, "0000-00-00") && time.ends_with('Z')),
        Some("email") => text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.')),
        Some("uuid") => {
            let shape: String = text.chars().map(|letter| if letter.is_ascii_hexdigit() { '0' } else { letter }).collect();
            shape == "00000000-0000-0000-0000-000000000000"
        }
        Some("uri" | "url") => text.contains("://"),
        _ => true,
    };
    let pattern = schema.get("pattern").and_then(Value::as_str).and_then(|pattern| regress::Regex::new(pattern).ok());
    formatted
        && pattern.is_none_or(|pattern| pattern.find(text).is_some())
        && in_range(schema, text.chars().count() as f64, "minLength", "maxLength")
}
