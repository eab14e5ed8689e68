//! One small document for each kind of change, and the line that tells it.

mod components;
mod operations;
mod report;
mod schemas;

use serde_json::{Value, json};

use super::{Class, Comparison, compare};

/// A document of these paths.
fn document(paths: Value) -> Value {
    json!({ "openapi": "3.1.0", "info": {}, "paths": paths })
}

/// An operation that takes and returns these.
fn exchange(body: Value, result: Value) -> Value {
    let content = |schema: Value| json!({ "application/json": { "schema": schema } });
    document(json!({ "/things": { "post": {
        "operationId": "makeThing",
        "requestBody": { "required": true, "content": content(body) },
        "responses": { "200": { "content": content(result) } }
    } } }))
}

fn object(properties: Value, required: Value) -> Value {
    json!({ "type": "object", "properties": properties, "required": required })
}

/// Class and line, as `breaking: request.body.a: removed`.
fn lines(comparison: &Comparison) -> Vec<String> {
    let class = |class| match class {
        Class::Breaking => "breaking",
        Class::Additive => "additive",
        Class::Cosmetic => "cosmetic",
    };
    let place = |place: &str| if place.is_empty() { String::new() } else { format!("{place}: ") };
    comparison.changes.iter().map(|change| format!("{}: {}{}", class(change.class), place(&change.place), change.what)).collect()
}

fn between(old: &Value, new: &Value) -> Vec<String> {
    lines(&compare(old, new))
}
