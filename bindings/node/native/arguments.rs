//! JSON text to the arguments of an operation, checked by the client crate.

use instantly_client::{Arguments, Error, Operation, Value};
use instantly_types::RawJson;

/// `arguments` is an object of path and query values by wire name, where `{ "other": "a function" }` is one that JSON can't carry; `body` is
/// sent as it is.
pub fn parse(operation: &'static Operation, arguments: Option<&str>, body: Option<String>) -> Result<Arguments, Error> {
    let mut parsed = Arguments::new(operation);
    if let Some(text) = arguments {
        let values: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(text).map_err(|error| Error::invalid_argument("arguments", error.to_string()))?;
        for (name, value) in &values {
            parsed.set(name, Value::from_json(value))?;
        }
    }
    if let Some(text) = body {
        parsed.set_body(RawJson::from_string(text).map_err(|error| Error::invalid_argument("body", error.to_string()))?)?;
    }
    Ok(parsed)
}
