//! One small document for each kind of change, and the line that reports it.

mod components;
mod operations;
mod report;
mod schemas;

use serde_json::{Value, json};

use super::{Comparison, Severity, compare};

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

/// Severity and line, as `breaking: request.body.a: removed`.
fn lines(comparison: &Comparison) -> Vec<String> {
    let severity = |severity| match severity {
        Severity::Breaking => "breaking",
        Severity::Additive => "additive",
        Severity::Cosmetic => "cosmetic",
    };
    let place = |place: &str| if place.is_empty() { String::new() } else { format!("{place}: ") };
    comparison.changes.iter().map(|change| format!("{}: {}{}", severity(change.severity), place(&change.place), change.kind)).collect()
}

fn between(old: &Value, new: &Value) -> Vec<String> {
    lines(&compare(old, new))
}
