//! A value that a schema allows, always the same one: the document's examples where they fit, made up where there are none.

use std::cell::RefCell;

use serde_json::{Map, Value, json};

use super::validate::Validator;

/// Deeper than any schema of the document nests, shallow enough for one that contains itself.
const DEPTH: usize = 24;

/// What text usually looks like.
const TEXTS: [&str; 9] = [
    "text",
    "2026-01-02T03:04:05.678Z",
    "2026-01-02",
    "09:30",
    "lead@example.com",
    "019ffad2-5c7d-70c2-b6ec-8a2d0ca3333c",
    "https://example.com/",
    "example.com",
    "1",
];

/// Makes values for the schemas of one document.
#[derive(Clone)]
pub struct Sampler<'a> {
    pub validator: Validator<'a>,
    /// The references on the way to what is being made.
    open: RefCell<Vec<String>>,
}

impl<'a> Sampler<'a> {
    pub fn new(document: &'a Value) -> Self {
        Self { validator: Validator::new(document), open: RefCell::default() }
    }

    /// A value valid against the schema, with every property it names that can be there at once.
    pub fn sample(&self, schema: &Value) -> Value {
        self.at(schema, DEPTH)
    }

    /// What is left of a valid object without every member that it can do without; `keep` says which must stay all the same.
    pub fn least(&self, schema: &Value, object: &Value, keep: &dyn Fn(&str) -> bool) -> Value {
        let mut least = object.clone();
        let names: Vec<String> = object.as_object().into_iter().flat_map(Map::keys).rev().filter(|name| !keep(name)).cloned().collect();
        for name in names {
            remove_if_valid(&self.validator, schema, &mut least, &name);
        }
        least
    }

    fn at(&self, schema: &Value, depth: usize) -> Value {
        let Some(reference) = schema["$ref"].as_str() else { return self.resolved(schema, depth) };
        // What contains itself ends at its first repetition: two levels show as much as twenty.
        if self.open.borrow().iter().any(|open| open == reference) {
            return match main_type(self.validator.resolve(schema)) {
                Some("array") => json!([]),
                _ => json!({}),
            };
        }
        self.open.borrow_mut().push(reference.to_owned());
        let value = self.resolved(schema, depth);
        self.open.borrow_mut().pop();
        value
    }

    fn resolved(&self, schema: &Value, depth: usize) -> Value {
        let Some(depth) = depth.checked_sub(1) else { return Value::Null };
        let schema = self.validator.resolve(schema);
        // Objects are put together from their properties, whose examples are better kept than those of the whole.
        if !has_members(schema)
            && let Some(given) = self.given(schema)
        {
            return given;
        }
        let branches = ["anyOf", "oneOf"].iter().find_map(|key| schema[key].as_array());
        let choices: Vec<Option<&Value>> = match branches {
            None => vec![None],
            Some(branches) => branches.iter().filter(|branch| branch["type"] != "null").map(Some).collect(),
        };
        let mut value = Value::Null;
        for choice in choices {
            value = self.made(schema, choice, depth);
            if self.mend(schema, &mut value) {
                return value;
            }
        }
        self.given(schema).unwrap_or(value)
    }

    /// A value that the schema itself names.
    fn given(&self, schema: &Value) -> Option<Value> {
        let named = [&schema["const"], &schema["example"], &schema["examples"][0], &schema["default"]];
        let listed = schema["enum"].as_array().into_iter().flatten();
        named.into_iter().chain(listed).find(|value| !value.is_null() && self.validator.accepts(schema, value)).cloned()
    }

    fn made(&self, schema: &Value, branch: Option<&Value>, depth: usize) -> Value {
        match main_type(schema) {
            Some("object") => self.object(schema, branch, depth),
            Some("array") => self.array(schema, depth),
            Some("string") => self.text(schema),
            Some("integer" | "number") => number(schema),
            Some("boolean") => json!(true),
            Some(_) => Value::Null,
            None if has_members(schema) => self.object(schema, branch, depth),
            None => branch.map_or_else(|| json!({}), |branch| self.at(branch, depth)),
        }
    }

    /// Members can exclude one another: takes out those without which the rest will do. Whether the value is valid in the end.
    fn mend(&self, schema: &Value, value: &mut Value) -> bool {
        if self.validator.accepts(schema, value) {
            return true;
        }
        let names: Vec<String> = value.as_object().into_iter().flat_map(Map::keys).cloned().collect();
        names.iter().any(|name| remove_if_valid(&self.validator, schema, value, name))
            || names.iter().rev().any(|name| {
                value.as_object_mut().and_then(|members| members.shift_remove(name));
                self.validator.accepts(schema, value)
            })
    }

    fn object(&self, schema: &Value, branch: Option<&Value>, depth: usize) -> Value {
        let mut object = Map::new();
        for part in schema["allOf"].as_array().into_iter().flatten().chain(branch) {
            if let Value::Object(members) = self.at(part, depth) {
                object.extend(members);
            }
        }
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            // What a branch says of a property is more than what stands beside the branches; what the SDK leaves out, nobody can send.
            if !object.contains_key(name) && property.get("x-sdk-skip").is_none() {
                object.insert(name.clone(), self.at(property, depth));
            }
        }
        if object.is_empty() && schema["additionalProperties"].is_object() {
            object.insert("key".to_owned(), self.at(&schema["additionalProperties"], depth));
        }
        object.into()
    }

    /// Of the usual texts the first that fits, brought to the length that is asked for.
    fn text(&self, schema: &Value) -> Value {
        let length = |keyword: &str, other| schema[keyword].as_u64().and_then(|length| usize::try_from(length).ok()).unwrap_or(other);
        let (shortest, longest) = (length("minLength", 0), length("maxLength", usize::MAX));
        let long_enough = |text: &&str| -> Value { format!("{text:x<shortest$}").chars().take(longest).collect::<String>().into() };
        let mut texts = TEXTS.iter().map(long_enough);
        texts.find(|text| self.validator.accepts(schema, text)).unwrap_or_else(|| long_enough(&TEXTS[0]))
    }

    fn array(&self, schema: &Value, depth: usize) -> Value {
        let fewest = schema["minItems"].as_u64().unwrap_or(0);
        match schema.get("items") {
            Some(items) => (0..fewest.max(1)).map(|_| self.at(items, depth)).collect(),
            None => json!([]),
        }
    }
}

fn remove_if_valid(validator: &Validator<'_>, schema: &Value, object: &mut Value, name: &str) -> bool {
    let mut without = object.clone();
    let removed = without.as_object_mut().and_then(|members| members.shift_remove(name)).is_some();
    let valid = removed && validator.accepts(schema, &without);
    if valid {
        *object = without;
    }
    valid
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

fn number(schema: &Value) -> Value {
    let lowest = schema["minimum"].as_f64().unwrap_or(f64::MIN);
    let highest = schema["maximum"].as_f64().unwrap_or(f64::MAX);
    let value = 1.0_f64.max(lowest).min(highest);
    if value.fract() == 0.0 { json!(value as i64) } else { json!(value) }
}
