//! JSON text to the arguments of an operation, checked by the client crate.

use instantly_client::{Arguments, Error, Operation, Value};
use instantly_types::RawJson;

/// `arguments` is an object of path and query values by wire name; `body` is sent as it is.
pub fn parse(operation: &'static Operation, arguments: Option<&str>, body: Option<String>) -> Result<Arguments, Error> {
    let mut parsed = Arguments::new(operation);
    if let Some(text) = arguments {
        let values: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(text).map_err(|error| Error::invalid_argument("arguments", error.to_string()))?;
        for (name, value) in &values {
            parsed.set(name, host_value(value))?;
        }
    }
    if let Some(text) = body {
        parsed.set_body(RawJson::from_string(text).map_err(|error| Error::invalid_argument("body", error.to_string()))?)?;
    }
    Ok(parsed)
}

/// No path or query value is an object, so TypeScript uses one to name the type of a value that JSON can't carry:
/// `{ "other": "a function" }`.
fn host_value(value: &serde_json::Value) -> Value {
    match value.get("other").and_then(serde_json::Value::as_str) {
        Some(name) => Value::Other(name.to_owned()),
        None => match value {
            serde_json::Value::Array(items) => Value::List(items.iter().map(host_value).collect()),
            value => Value::from_json(value),
        },
    }
}
