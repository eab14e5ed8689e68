//! Bodies made up from response schemas: valid, and always the same for a seed, a method and a path.

mod flat;
mod scalar;
#[cfg(test)]
mod tests;

use serde_json::{Map, Value};

use crate::document::{Document, Operation};
use crate::http::{Answer, Request};
use crate::random::Random;
use crate::schema::Validator;
use flat::Flat;

/// A choice that leads nowhere is made anew so often; all choices of a body together, so often.
const ATTEMPTS: usize = 12;
const ATTEMPTS_A_BODY: usize = 400;

/// Below this depth only what is required is filled in.
const DEEP: usize = 7;

/// Of a hundred optional properties, how many are there; of a hundred nullable values, how many are null.
const PRESENT_PERCENT: u64 = 80;
const NULL_PERCENT: u64 = 10;

/// A successful answer to a valid request.
pub(crate) fn answer(document: &Document, operation: &Operation, seed: u64, request: &Request) -> Answer {
    let success = &operation.success;
    let Some(schema) = success.schema.as_deref().and_then(|pointer| document.node(pointer)) else {
        return Answer::empty(success.status);
    };
    let mut sampler = Sampler::new(document, Random::new(seed, &format!("{} {}", request.method, request.path)));
    let mut body = sampler.value(schema, "", 0);
    end_list(&mut body, request);
    sampler.echo(schema, &mut body, operation, request);
    match &body {
        Value::String(text) if success.media_type != "application/json" => Answer::new(success.status, &success.media_type, text.clone()),
        _ => Answer::json(success.status, &body),
    }
}

/// Every made-up list is its own last page, and no longer than asked for.
fn end_list(body: &mut Value, request: &Request) {
    if let Some(page) = body.as_object_mut().filter(|page| page.contains_key("items")) {
        page.remove("next_starting_after");
    }
    let in_query = request.query.iter().find(|(name, _)| name == "limit").and_then(|(_, limit)| limit.parse().ok());
    let in_body = || serde_json::from_slice::<Value>(&request.body).ok()?.get("limit")?.as_u64().map(|limit| limit as usize);
    let list = if body.is_array() { Some(body) } else { body.get_mut("items") };
    if let (Some(items), Some(limit)) = (list.and_then(Value::as_array_mut), in_query.or_else(in_body)) {
        items.truncate(limit);
    }
}

struct Sampler<'a> {
    document: &'a Document,
    validator: Validator<'a>,
    random: Random,
    failures: usize,
    present_percent: u64,
}

impl<'a> Sampler<'a> {
    fn new(document: &'a Document, random: Random) -> Self {
        Self { document, validator: Validator::new(document), random, failures: 0, present_percent: PRESENT_PERCENT }
    }

    /// A value for `schema`. `name` is that of the property it stands in: a hint for text.
    fn value(&mut self, schema: &Value, name: &str, depth: usize) -> Value {
        let mut value = Value::Null;
        let present_percent = self.present_percent;
        for attempt in 0..ATTEMPTS as u64 {
            // Properties can exclude one another: each attempt fills in fewer.
            self.present_percent = present_percent * (ATTEMPTS as u64 - attempt) / ATTEMPTS as u64;
            let flat = Flat::new(self.document, schema, &mut self.random);
            value = self.attempt(&flat, schema, name, depth);
            self.present_percent = present_percent;
            if self.validator.accepts(schema, &value) {
                return value;
            }
            // A part without a solution must not be looked for again in every combination of the others.
            if self.failures >= ATTEMPTS_A_BODY {
                break;
            }
            self.failures += 1;
        }
        let example = self.example(self.document.resolve(schema), schema);
        example.unwrap_or(value)
    }

    fn attempt(&mut self, flat: &Flat, schema: &Value, name: &str, depth: usize) -> Value {
        let keywords = flat.keywords();
        if let Some(allowed) = keywords.get("enum").and_then(Value::as_array) {
            // An enum can contradict the type beside it; what contradicts neither is a value.
            let valid: Vec<&Value> = allowed.iter().filter(|value| self.validator.accepts(schema, value)).collect();
            let plain: Vec<&Value> = valid.iter().copied().filter(|value| !value.is_null()).collect();
            let choices = if plain.is_empty() || (plain.len() < valid.len() && self.random.percent(NULL_PERCENT)) { valid } else { plain };
            return if choices.is_empty() { Value::Null } else { (*self.random.pick(&choices)).clone() };
        }
        match self.pick_type(flat) {
            "object" => self.object(flat, schema, depth),
            "array" => self.array(keywords, schema, name, depth),
            "string" => Value::String(self.string(keywords, name)),
            "integer" => self.number(keywords, true),
            "number" => self.number(keywords, false),
            "boolean" => Value::Bool(self.random.percent(50)),
            "null" => Value::Null,
            _ => self.example(keywords, schema).unwrap_or_else(|| Value::Object(Map::new())),
        }
    }

    fn pick_type(&mut self, flat: &Flat) -> &'static str {
        let types = flat.types();
        let plain: Vec<&'static str> = types.iter().copied().filter(|name| *name != "null").collect();
        if plain.is_empty() || (plain.len() < types.len() && self.random.percent(NULL_PERCENT)) {
            return types.first().map_or("any", |_| "null");
        }
        plain[self.random.below(plain.len() as u64) as usize]
    }

    fn object(&mut self, flat: &Flat, schema: &Value, depth: usize) -> Value {
        let keywords = flat.keywords();
        let mut object = Map::new();
        let required = flat.required();
        for (name, property) in flat.properties() {
            let needed = required.contains(&name.as_str());
            if needed || (depth < DEEP && self.random.percent(self.present_percent)) {
                object.insert(name.clone(), self.value(property, name, depth + 1));
            }
        }
        for name in required {
            if !object.contains_key(name) {
                let any = Value::Bool(true);
                let schema = keywords.get("additionalProperties").filter(|schema| schema.is_object()).unwrap_or(&any).clone();
                object.insert(name.to_owned(), self.value(&schema, name, depth + 1));
            }
        }
        if object.is_empty() {
            return self.map(keywords, schema, depth);
        }
        Value::Object(object)
    }

    /// An object whose names nobody declared.
    fn map(&mut self, keywords: &Value, schema: &Value, depth: usize) -> Value {
        if let Some(example) = self.example(keywords, schema) {
            return example;
        }
        let mut object = Map::new();
        if let Some(each) = keywords.get("additionalProperties").filter(|each| each.is_object()) {
            let least = keywords.get("minProperties").and_then(Value::as_u64).unwrap_or(0);
            for number in 1..=least.max(if depth < DEEP { 2 } else { 0 }) {
                object.insert(format!("key_{number}"), self.value(each, "value", depth + 1));
            }
        }
        Value::Object(object)
    }

    fn array(&mut self, keywords: &Value, schema: &Value, name: &str, depth: usize) -> Value {
        let Some(each) = keywords.get("items") else {
            return self.example(keywords, schema).unwrap_or_else(|| Value::Array(Vec::new()));
        };
        let least = keywords.get("minItems").and_then(Value::as_u64).unwrap_or(0);
        let most = keywords.get("maxItems").and_then(Value::as_u64).unwrap_or(u64::MAX);
        let usual = if depth < DEEP { least.max(1) + self.random.below(3) } else { least };
        let mut items: Vec<Value> = (0..usual.min(most)).map(|_| self.value(each, name, depth + 1)).collect();
        if keywords.get("uniqueItems") == Some(&Value::Bool(true)) {
            let mut unique = Vec::with_capacity(items.len());
            items.drain(..).for_each(|item| {
                if !unique.contains(&item) {
                    unique.push(item)
                }
            });
            items = unique;
        }
        Value::Array(items)
    }

    /// A valid example the document gives.
    fn example(&mut self, keywords: &Value, schema: &Value) -> Option<Value> {
        let several = keywords.get("examples").and_then(Value::as_array).into_iter().flatten();
        let valid: Vec<&Value> = several.chain(keywords.get("example")).filter(|example| self.validator.accepts(schema, example)).collect();
        if valid.is_empty() { None } else { Some((*self.random.pick(&valid)).clone()) }
    }

    /// An answer shows what it was asked for and what it was told, where its schema has a place for that.
    fn echo(&self, schema: &Value, body: &mut Value, operation: &Operation, request: &Request) {
        let mut told: Vec<(String, Value)> =
            operation.path_values(&request.path).into_iter().map(|(name, value)| (name, Value::String(value))).collect();
        if let Ok(Value::Object(sent)) = serde_json::from_slice(&request.body) {
            told.extend(sent);
        }
        for (name, value) in told {
            let Some(place) = body.as_object_mut().and_then(|object| object.get_mut(&name)) else { continue };
            let made_up = std::mem::replace(place, value);
            if !self.validator.accepts(schema, body) {
                body[&name] = made_up;
            }
        }
    }
}
