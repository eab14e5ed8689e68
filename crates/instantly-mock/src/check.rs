//! What the API refuses before it looks at the meaning of a request: by the document's schemas, in the words of its validator.

use serde_json::{Map, Value};

use crate::document::{Document, Operation};
use crate::http::Request;
use crate::schema::{Validator, type_names};

/// Why a request is refused.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) message: String,
}

/// Checks path values, body and query, in the order in which the API does.
pub(crate) fn check_request(document: &Document, operation: &Operation, request: &Request) -> Result<(), Refusal> {
    check_parameters(document, operation, &operation.path_values(&request.path), true)?;
    check_body(document, operation, request)?;
    check_parameters(document, operation, &request.query, false)
}

fn check_parameters(document: &Document, operation: &Operation, pairs: &[(String, String)], in_path: bool) -> Result<(), Refusal> {
    let place = if in_path { "params" } else { "querystring" };
    let validator = Validator::new(document);
    let parameters = || operation.parameters.iter().filter(|parameter| parameter.in_path == in_path);
    let values = |name: &str| pairs.iter().filter(|(given, _)| given == name).map(|(_, value)| value.as_str()).collect::<Vec<_>>();
    if let Some(missing) = parameters().find(|parameter| parameter.required && values(&parameter.name).is_empty()) {
        return Err(bad_request(format!("{place} must have required property '{}'", missing.name)));
    }
    for parameter in parameters() {
        let texts = values(&parameter.name);
        let Some(schema) = document.node(&parameter.schema).filter(|_| !texts.is_empty()) else { continue };
        let value = coerce(document.resolve(schema), &texts);
        validator.check(schema, &value, &format!("{place}/{}", parameter.name)).map_err(|problems| bad_request(problems.join(", ")))?;
    }
    Ok(())
}

fn check_body(document: &Document, operation: &Operation, request: &Request) -> Result<(), Refusal> {
    if operation.method == "GET" {
        return Ok(());
    }
    let media_type = request.header("content-type").map(|value| value.split(';').next().unwrap_or(value).trim());
    let value = match media_type {
        Some("application/json") if request.body.is_empty() => {
            return Err(bad_request("Body cannot be empty when content-type is set to 'application/json'".to_owned()));
        }
        Some("application/json") => serde_json::from_slice::<Value>(&request.body)
            .map_err(|_| bad_request("Body is not valid JSON but content-type is set to 'application/json'".to_owned()))?,
        _ if request.body.is_empty() => Value::Null,
        other => return Err(Refusal { status: 415, message: format!("Unsupported Media Type: {}", other.unwrap_or("undefined")) }),
    };
    let Some(body) = &operation.body else { return Ok(()) };
    let Some(schema) = document.node(&body.schema) else { return Ok(()) };
    if request.body.is_empty() && !body.required {
        return Ok(());
    }
    Validator::new(document).check(schema, &value, "body").map_err(|problems| bad_request(problems.join(", ")))
}

/// The text of a query or path value as the type its schema names. What can't be converted stays text, and fails there.
fn coerce(schema: &Value, texts: &[&str]) -> Value {
    let names = type_names(schema.get("type"));
    if names.contains(&"array") {
        let none = Value::Object(Map::new());
        let items = schema.get("items").unwrap_or(&none);
        return texts.iter().map(|text| coerce(items, &[text])).collect();
    }
    let [text] = texts else { return texts.iter().map(|text| Value::from(*text)).collect() };
    for name in &names {
        let converted = match *name {
            "integer" | "number" => text.parse().ok().map(Value::Number),
            "boolean" => text.parse().ok().map(Value::Bool),
            "null" if text.is_empty() => Some(Value::Null),
            _ => None,
        };
        if let Some(value) = converted {
            return value;
        }
    }
    Value::from(*text)
}

fn bad_request(message: String) -> Refusal {
    Refusal { status: 400, message }
}
