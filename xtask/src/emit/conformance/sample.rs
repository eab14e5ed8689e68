//! A value that a schema allows, always the same one: the document's examples where they fit, made up where there are none.

use serde_json::{Map, Value, json};

/// Deeper than any schema of the document nests, shallow enough for one that contains itself.
const DEPTH: usize = 24;

/// Makes values for the schemas of one document.
pub struct Sampler<'a> {
    document: &'a Value,
}

impl<'a> Sampler<'a> {
    pub fn new(document: &'a Value) -> Self {
        Self { document }
    }

    /// A value valid against the schema, with every property it names.
    pub fn sample(&self, schema: &Value) -> Value {
        self.at(schema, DEPTH)
    }

    fn at(&self, schema: &Value, depth: usize) -> Value {
        let Some(depth) = depth.checked_sub(1) else { return Value::Null };
        if let Some(target) = schema["$ref"].as_str().and_then(|reference| self.document.pointer(reference.trim_start_matches('#'))) {
            return self.at(target, depth);
        }
        // Objects are put together from their properties, whose examples are better kept than those of the whole.
        if !has_members(schema) {
            let given = [&schema["const"], &schema["example"], &schema["examples"][0], &schema["default"]];
            if let Some(example) = given.into_iter().find(|example| !example.is_null() && fits(schema, example)) {
                return example.clone();
            }
            if let Some(value) = schema["enum"].as_array().and_then(|values| values.iter().find(|value| fits(schema, value))) {
                return value.clone();
            }
        }
        let branch = ["anyOf", "oneOf"].iter().find_map(|key| schema[key].as_array()?.iter().find(|branch| branch["type"] != "null"));
        match main_type(schema) {
            Some("object") => self.object(schema, branch, depth),
            Some("array") => self.array(schema, depth),
            Some("string") => text(schema),
            Some("integer" | "number") => number(schema),
            Some("boolean") => json!(true),
            Some(_) => Value::Null,
            None if has_members(schema) => self.object(schema, branch, depth),
            None => branch.map_or_else(|| json!({}), |branch| self.at(branch, depth)),
        }
    }

    fn object(&self, schema: &Value, branch: Option<&Value>, depth: usize) -> Value {
        let mut object = Map::new();
        for part in schema["allOf"].as_array().into_iter().flatten().chain(branch) {
            if let Value::Object(members) = self.at(part, depth) {
                object.extend(members);
            }
        }
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            object.insert(name.clone(), self.at(property, depth));
        }
        if object.is_empty() && schema["additionalProperties"].is_object() {
            object.insert("key".to_owned(), self.at(&schema["additionalProperties"], depth));
        }
        object.into()
    }

    fn array(&self, schema: &Value, depth: usize) -> Value {
        let fewest = schema["minItems"].as_u64().unwrap_or(0);
        match schema.get("items") {
            Some(items) => (0..fewest.max(1)).map(|_| self.at(items, depth)).collect(),
            None => json!([]),
        }
    }
}

fn has_members(schema: &Value) -> bool {
    schema["properties"].is_object() || schema["allOf"].is_array()
}

/// The one type to make a value of: null only where there is nothing else.
fn main_type(schema: &Value) -> Option<&str> {
    match &schema["type"] {
        Value::String(name) => Some(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).find(|name| *name != "null").or(Some("null")),
        _ => None,
    }
}

/// Whether an example is what its schema says; some published ones are not.
fn fits(schema: &Value, value: &Value) -> bool {
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        _ => value.is_null(),
    };
    let typed = match &schema["type"] {
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is),
        _ => true,
    };
    let listed = schema["enum"].as_array().is_none_or(|values| values.contains(value));
    let number = value.as_f64();
    let above = number.zip(schema["minimum"].as_f64()).is_none_or(|(number, minimum)| number >= minimum);
    let below = number.zip(schema["maximum"].as_f64()).is_none_or(|(number, maximum)| number <= maximum);
    // The items of an example aren't followed: one that is put together from the items' own schema surely fits.
    typed && listed && above && below && !(value.is_array() && schema["items"].is_object())
}

fn text(schema: &Value) -> Value {
    let text = match schema["format"].as_str() {
        Some("date-time") => "2026-01-02T03:04:05.678Z",
        Some("date") => "2026-01-02",
        Some("email") => "jane@example.com",
        Some("uuid") => "019ffad2-5c7d-70c2-b6ec-8a2d0ca3333c",
        Some("uri" | "url") => "https://example.com/",
        _ => "text",
    };
    let shortest = schema["minLength"].as_u64().and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
    let longest = schema["maxLength"].as_u64().and_then(|length| usize::try_from(length).ok()).unwrap_or(usize::MAX);
    format!("{text:x<shortest$}").chars().take(longest).collect::<String>().into()
}

fn number(schema: &Value) -> Value {
    let lowest = schema["minimum"].as_f64().unwrap_or(f64::MIN);
    let highest = schema["maximum"].as_f64().unwrap_or(f64::MAX);
    let value = 1.0_f64.max(lowest).min(highest);
    if value.fract() == 0.0 { json!(value as i64) } else { json!(value) }
}
