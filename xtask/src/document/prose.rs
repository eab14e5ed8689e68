//! Removing prose: what remains is structure, in upstream's words only where the words are part of it.
//!
//! Upstream's sentences are theirs, and they change more often than the API does; without them a difference between two
//! documents is a difference in the API. Removed: `description`, `summary`, `externalDocs`, `$comment`, and extensions that
//! hold long text. Kept: titles, examples, enums with their `x-enumDescriptions`, and the scopes, which upstream gives only
//! as a sentence and which become `x-scopes`.
//!
//! A walk by context, not by key: a property may be called `description`, and an example may hold anything.

use serde_json::{Map, Value};

/// An extension whose text is longer than this is prose.
const LONG: usize = 80;

/// Extensions that are data whatever their length.
const KEPT_EXTENSIONS: [&str; 2] = ["x-scopes", "x-enumDescriptions"];

/// What an object's keys are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Context {
    /// Keywords of the specification.
    Keywords,
    /// As [`Context::Keywords`], in an operation.
    Operation,
    /// Names given by the author; the values are keyword objects.
    Names,
    /// Names of responses, whose description the specification demands.
    Responses,
    /// Paths, whose values hold operations under their methods.
    Paths,
    PathItem,
}

/// Removes the prose from a document, in place.
pub fn remove_prose(document: &mut Value) {
    walk(document, Context::Keywords);
}

fn walk(value: &mut Value, context: Context) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, context)),
        Value::Object(object) => match context {
            Context::Names => object.values_mut().for_each(|value| walk(value, Context::Keywords)),
            Context::Paths => {
                object.iter_mut().filter(|(name, _)| !name.starts_with("x-")).for_each(|(_, value)| walk(value, Context::PathItem))
            }
            Context::Responses => object.iter_mut().for_each(|(name, response)| walk_response(name, response)),
            Context::Keywords | Context::Operation | Context::PathItem => walk_keywords(object, context),
        },
        _ => {}
    }
}

fn walk_response(name: &str, response: &mut Value) {
    let described = response.get("description").is_some_and(Value::is_string) && response.get("$ref").is_none();
    if let (true, Some(object)) = (described, response.as_object_mut()) {
        // The specification wants a description; its own status is one that says nothing new.
        object.insert("description".to_owned(), Value::from(name));
        let kept = object.get("description").cloned();
        walk_keywords_keeping(object, Context::Keywords, kept);
    } else {
        walk(response, Context::Keywords);
    }
}

fn walk_keywords(object: &mut Map<String, Value>, context: Context) {
    walk_keywords_keeping(object, context, None);
}

fn walk_keywords_keeping(object: &mut Map<String, Value>, context: Context, description: Option<Value>) {
    if context == Context::Operation && !object.contains_key("x-scopes") {
        let scopes = object.get("description").and_then(Value::as_str).map(scopes_in).unwrap_or_default();
        if !scopes.is_empty() {
            object.insert("x-scopes".to_owned(), Value::from(scopes));
        }
    }
    object.retain(|key, value| match key.as_str() {
        "description" => description.is_some(),
        "summary" | "externalDocs" | "$comment" => false,
        key if key.starts_with("x-") => KEPT_EXTENSIONS.contains(&key) || !is_long(value),
        _ => true,
    });
    for (key, value) in object.iter_mut() {
        if let Some(inner) = context_of(key, value, context) {
            walk(value, inner);
        }
    }
}

/// What stands under a keyword; `None` for data, which is nobody's prose.
fn context_of(key: &str, value: &Value, context: Context) -> Option<Context> {
    match key {
        "example" | "enum" | "const" | "default" | "value" | "required" | "mapping" | "scopes" | "dependentRequired" | "security" => None,
        key if key.starts_with("x-") => None,
        // Of a schema a list of data; of a parameter or a media type a map of example objects.
        "examples" if value.is_array() => None,
        "responses" => Some(Context::Responses),
        "paths" | "webhooks" => Some(Context::Paths),
        "pathItems" => Some(Context::Paths),
        "callbacks" => Some(Context::Names),
        "properties" | "patternProperties" | "schemas" | "examples" | "headers" | "content" | "requestBodies" | "securitySchemes"
        | "links" | "variables" | "encoding" | "$defs" | "definitions" | "dependentSchemas" => Some(Context::Names),
        // Components and links hold a map here, operations a list.
        "parameters" if value.is_object() => Some(Context::Names),
        "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" if context == Context::PathItem => {
            Some(Context::Operation)
        }
        _ => Some(Context::Keywords),
    }
}

fn is_long(value: &Value) -> bool {
    match value {
        Value::String(text) => text.chars().count() > LONG || text.contains('\n'),
        Value::Array(items) => items.iter().any(is_long),
        Value::Object(object) => object.values().any(is_long),
        _ => false,
    }
}

/// The scopes of "Requires one of the following scopes: `a:read`, `a:all`", in their order.
fn scopes_in(description: &str) -> Vec<String> {
    let lower = description.to_lowercase();
    let Some(start) = lower.find("requires").and_then(|start| lower[start..].find("scope").map(|offset| start + offset)) else {
        return Vec::new();
    };
    // Lowering may change lengths outside ASCII, so the original is only cut where that is sound.
    let sentence = description.get(start..).unwrap_or(&lower[start..]);
    let mut scopes: Vec<String> = Vec::new();
    for quoted in sentence.split('`').skip(1).step_by(2) {
        if is_scope(quoted) && !scopes.iter().any(|scope| scope == quoted) {
            scopes.push(quoted.to_owned());
        }
    }
    scopes
}

fn is_scope(text: &str) -> bool {
    let word = |part: &str| {
        !part.is_empty() && part.chars().all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || "-_".contains(letter))
    };
    text.split_once(':').is_some_and(|(resource, action)| word(resource) && word(action))
}
