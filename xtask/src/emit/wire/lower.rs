//! From the IR to the OpenAPI 3.0.3 document that progenitor takes.
//!
//! progenitor generates the transport and nothing else: every parameter becomes one of six wire kinds, every body our own `RawJson`, and every
//! operation answers with one `default` stream of bytes, so that status, headers and body always reach our layer. The types users see come
//! from the IR itself.

use anyhow::{Context, Result};
use openapiv3::OpenAPI;
use serde_json::{Map, Value, json};

use super::kind::{Kind, kind};
use crate::ir::{Api, Argument, Location, Operation};

/// The crate whose types stand in the lowered document.
pub const TYPES_CRATE: &str = "instantly-types";

/// The whole API, lowered.
pub fn lower(api: &Api) -> Result<OpenAPI> {
    let mut paths: Map<String, Value> = Map::new();
    for operation in &api.operations {
        let item = paths.entry(&operation.path).or_insert_with(|| json!({}));
        item[operation.method.to_lowercase()] = lower_operation(api, operation)?;
    }
    let document = json!({
        "openapi": "3.0.3",
        "info": { "title": format!("{}: the calls on the wire.", api.title), "version": api.version },
        "paths": paths,
    });
    serde_json::from_value(document).context("the lowered document is not OpenAPI 3.0")
}

fn lower_operation(api: &Api, operation: &Operation) -> Result<Value> {
    let parameters = operation.path_arguments().chain(operation.query_arguments()).map(|argument| lower_parameter(api, argument));
    let mut lowered = json!({
        "operationId": operation.id,
        "parameters": parameters.collect::<Result<Vec<_>>>()?,
        "responses": { "default": {
            "description": "Any status: our layer reads it.",
            "content": { "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } },
        } },
    });
    if !operation.summary.is_empty() {
        lowered["summary"] = json!(operation.summary);
    }
    if operation.has_body() {
        lowered["requestBody"] = json!({ "required": true, "content": { "application/json": { "schema": our_type("RawJson") } } });
    }
    Ok(lowered)
}

/// What is required is checked by our layer, which can name it; to progenitor every query parameter is optional.
fn lower_parameter(api: &Api, argument: &Argument) -> Result<Value> {
    let is_path = argument.location == Location::Path;
    let schema = match kind(api, argument)? {
        Kind::Text => json!({ "type": "string" }),
        Kind::Integer => json!({ "type": "integer", "format": "int64" }),
        Kind::Number => our_type("Number"),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::CommaList => our_type("CommaList"),
        Kind::List => json!({ "type": "array", "items": { "type": "string" } }),
    };
    Ok(json!({ "name": argument.name, "in": if is_path { "path" } else { "query" }, "required": is_path, "schema": schema }))
}

fn our_type(name: &str) -> Value {
    let path = format!("{}::{name}", TYPES_CRATE.replace('-', "_"));
    json!({ "type": "object", "x-rust-type": { "crate": TYPES_CRATE, "version": "*", "path": path } })
}
