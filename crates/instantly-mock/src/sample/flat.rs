//! One schema out of many: `$ref` followed, `allOf` merged, a branch of each `anyOf` and `oneOf` chosen.

use serde_json::{Map, Value, json};

use crate::document::Document;
use crate::random::Random;
use crate::schema::type_names;

const TYPES: [&str; 7] = ["object", "array", "string", "integer", "number", "boolean", "null"];

/// Of a hundred times, how often a branch that is only null is avoided.
const AVOID_NULL_PERCENT: u64 = 85;

/// The keywords that count for one value.
#[derive(Debug)]
pub(super) struct Flat {
    keywords: Value,
}

impl Flat {
    pub(super) fn new(document: &Document, schema: &Value, random: &mut Random) -> Self {
        let mut merged = Map::new();
        gather(document, schema, random, &mut merged);
        Self { keywords: Value::Object(merged) }
    }

    pub(super) fn keywords(&self) -> &Value {
        &self.keywords
    }

    /// The types that are left, or those that the other keywords speak of; none: any.
    pub(super) fn types(&self) -> Vec<&'static str> {
        let named = type_names(self.keywords.get("type"));
        if named.is_empty() {
            let implied =
                [("properties", "object"), ("required", "object"), ("items", "array"), ("pattern", "string"), ("minimum", "number")];
            return implied.iter().filter(|(keyword, _)| self.keywords.get(keyword).is_some()).map(|(_, name)| *name).take(1).collect();
        }
        TYPES.iter().copied().filter(|name| named.contains(name)).collect()
    }

    pub(super) fn required(&self) -> Vec<&str> {
        self.keywords.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
    }

    pub(super) fn properties(&self) -> impl Iterator<Item = (&String, &Value)> {
        self.keywords.get("properties").and_then(Value::as_object).into_iter().flatten()
    }
}

fn gather(document: &Document, schema: &Value, random: &mut Random, merged: &mut Map<String, Value>) {
    let Some(schema) = document.resolve(schema).as_object() else { return };
    merge(schema, merged);
    for part in schema.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        gather(document, part, random, merged);
    }
    for keyword in ["anyOf", "oneOf"] {
        if let Some(branches) = schema.get(keyword).and_then(Value::as_array).filter(|branches| !branches.is_empty()) {
            let plain: Vec<&Value> = branches.iter().filter(|branch| branch.get("type") != Some(&Value::from("null"))).collect();
            let branch = if plain.is_empty() || !random.percent(AVOID_NULL_PERCENT) { random.pick(branches) } else { random.pick(&plain) };
            gather(document, branch, random, merged);
        }
    }
}

/// Adds the keywords of one more schema that the value has to satisfy too.
fn merge(schema: &Map<String, Value>, merged: &mut Map<String, Value>) {
    let properties = both_properties(merged, schema);
    for (keyword, value) in schema {
        let Some(known) = merged.get(keyword).cloned() else {
            merged.insert(keyword.clone(), value.clone());
            continue;
        };
        let both = match (keyword.as_str(), &known, value) {
            ("required", Value::Array(known), Value::Array(value)) => {
                known.iter().chain(value.iter().filter(|name| !known.contains(name))).cloned().collect()
            }
            ("type", ..) => {
                let allowed = type_names(Some(value));
                let fits = |name: &&str| allowed.contains(name) || (*name == "integer" && allowed.contains(&"number"));
                type_names(Some(&known)).into_iter().filter(fits).map(Value::from).collect()
            }
            ("enum", Value::Array(known), Value::Array(value)) => known.iter().filter(|item| value.contains(item)).cloned().collect(),
            ("minimum" | "minLength" | "minItems" | "minProperties", ..) if value.as_f64() < known.as_f64() => known,
            ("maximum" | "maxLength" | "maxItems" | "maxProperties", ..) if value.as_f64() > known.as_f64() => known,
            ("additionalProperties", Value::Bool(false), _) => known,
            _ => value.clone(),
        };
        merged.insert(keyword.clone(), both);
    }
    if !properties.is_empty() {
        merged.insert("properties".to_owned(), Value::Object(properties));
    }
}

/// The properties that both schemas let through. One that allows no further properties means its neighbour's as well.
fn both_properties(one: &Map<String, Value>, other: &Map<String, Value>) -> Map<String, Value> {
    let open = Map::new();
    let declared =
        |schema: &'_ Map<String, Value>| schema.get("properties").and_then(Value::as_object).cloned().unwrap_or_else(|| open.clone());
    let closed = |schema: &Map<String, Value>| schema.get("additionalProperties") == Some(&Value::Bool(false));
    let (first, second) = (declared(one), declared(other));
    let mut both = first.clone();
    for (name, schema) in &second {
        let all = first.get(name).map(|known| json!({ "allOf": [known, schema] }));
        both.insert(name.clone(), all.unwrap_or_else(|| schema.clone()));
    }
    both.retain(|name, _| (!closed(one) || first.contains_key(name)) && (!closed(other) || second.contains_key(name)));
    both
}
