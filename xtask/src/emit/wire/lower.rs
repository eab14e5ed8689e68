//! From the IR to the OpenAPI 3.0.3 document that progenitor takes.
//!
//! progenitor generates the transport and nothing else: every parameter becomes one of six wire kinds, every body our own `RawJson`, and every
//! operation answers with one `default` stream of bytes, so that status, headers and body always reach our layer. The types users see come
//! from the IR itself.

use anyhow::{Context, Result};
use openapiv3::OpenAPI;
use serde_json::{Map, Value, json};

use super::kind::{Kind, kind};
use crate::emit::shared::escape;
use crate::ir::{Api, Argument, Location, Operation, snake};

/// The crate whose types stand in the lowered document.
pub const TYPES_CRATE: &str = "instantly-types";

/// The whole API, lowered.
pub fn lower(api: &Api) -> Result<OpenAPI> {
    let mut paths: Map<String, Value> = Map::new();
    for operation in &api.operations {
        let item = paths.entry(path(operation)).or_insert_with(|| json!({}));
        item[operation.method.to_lowercase()] = lower_operation(api, operation)?;
    }
    // progenitor sends it as a header.
    let version: String = api.version.chars().filter(|letter| letter.is_ascii_graphic() || *letter == ' ').collect();
    let document = json!({
        "openapi": "3.0.3",
        "info": { "title": format!("{}: the calls on the wire.", escape::prose(&api.title)), "version": version },
        "paths": paths,
    });
    serde_json::from_value(document).context("the lowered document is not OpenAPI 3.0")
}

/// What progenitor knows an argument by: the wire name where it makes the identifier of it that the IR has, else a placeholder, which is
/// replaced in what progenitor makes.
pub fn name(operation: &Operation, argument: &Argument) -> String {
    // Progenitor's methods have these names themselves.
    const TAKEN: [&str; 3] = ["body", "header_map", "self"];
    let is_plain = argument.name.chars().all(|letter| letter.is_ascii_alphanumeric() || ['_', '-', '.', '[', ']'].contains(&letter))
        && argument.name.starts_with(|first: char| first.is_ascii_alphabetic())
        && snake(&argument.name) == argument.identifier
        && !TAKEN.contains(&argument.identifier.as_str())
        && !argument.identifier.split('_').any(|word| word.starts_with(|first: char| first.is_ascii_digit()) || has_digit_inside(word));
    if is_plain {
        return argument.name.clone();
    }
    let same_place = operation.arguments.iter().filter(|other| other.location == argument.location);
    let index = same_place.take_while(|other| other.name != argument.name).count();
    format!("{}_value_{}", if argument.location == Location::Path { "path" } else { "query" }, letters(index))
}

/// Where a word goes on after a digit, progenitor may split it elsewhere than we do.
fn has_digit_inside(word: &str) -> bool {
    word.trim_end_matches(|letter: char| letter.is_ascii_digit()).contains(|letter: char| letter.is_ascii_digit())
}

/// A number without digits.
fn letters(index: usize) -> String {
    "a".repeat(index + 1)
}

/// The path with the names that progenitor knows its values by.
fn path(operation: &Operation) -> String {
    let replace =
        |path: String, argument: &Argument| path.replace(&format!("{{{}}}", argument.name), &format!("{{{}}}", name(operation, argument)));
    operation.path_arguments().fold(operation.path.clone(), replace)
}

fn lower_operation(api: &Api, operation: &Operation) -> Result<Value> {
    let parameters =
        operation.path_arguments().chain(operation.query_arguments()).map(|argument| lower_parameter(api, operation, argument));
    let mut lowered = json!({
        "operationId": snake(&operation.id),
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
fn lower_parameter(api: &Api, operation: &Operation, argument: &Argument) -> Result<Value> {
    let is_path = argument.location == Location::Path;
    let schema = match kind(api, argument)? {
        Kind::Text => json!({ "type": "string" }),
        Kind::Integer => json!({ "type": "integer", "format": "int64" }),
        Kind::Number => our_type("Number"),
        Kind::Boolean => json!({ "type": "boolean" }),
        Kind::CommaList => our_type("CommaList"),
        Kind::List => json!({ "type": "array", "items": { "type": "string" } }),
    };
    Ok(json!({ "name": name(operation, argument), "in": if is_path { "path" } else { "query" }, "required": is_path, "schema": schema }))
}

fn our_type(name: &str) -> Value {
    let path = format!("{}::{name}", TYPES_CRATE.replace('-', "_"));
    json!({ "type": "object", "x-rust-type": { "crate": TYPES_CRATE, "version": "*", "path": path } })
}
