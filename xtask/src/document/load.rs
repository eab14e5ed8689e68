//! Reading a document: JSON or YAML, OpenAPI 3.0 or 3.1.

use std::fs;
use std::io::Read;

use anyhow::{Context, Result, bail};
use serde_json::Value;

/// Reads and checks the document at a path, or on standard input for `-`.
pub fn load(source: &str) -> Result<Value> {
    let mut text = String::new();
    if source == "-" {
        std::io::stdin().read_to_string(&mut text).context("standard input: can't be read")?;
    } else {
        text = fs::read_to_string(source).with_context(|| format!("{source}: can't be read"))?;
    }
    let name = if source == "-" { "standard input" } else { source };
    let document = parse(&text, name)?;
    check(&document, name)?;
    Ok(document)
}

/// Decides by the first character: a JSON document is an object, and a YAML one that starts with `{` is no document anybody publishes.
pub fn parse(text: &str, name: &str) -> Result<Value> {
    let text = text.trim_start_matches('\u{feff}');
    if text.trim_start().starts_with('{') {
        return serde_json::from_str(text).with_context(|| format!("{name}: not JSON"));
    }
    // As YAML 1.2 has it: `no` and `010` are text. Otherwise a country code or an enum value would change on its way in.
    let options = serde_saphyr::options! { strict_booleans: true, leading_zero_numbers_as_strings: true };
    serde_saphyr::from_str_with_options(text, options).with_context(|| format!("{name}: not YAML"))
}

/// Refuses what isn't an OpenAPI 3.0 or 3.1 document, with the field that says so.
pub fn check(document: &Value, name: &str) -> Result<()> {
    if !document.is_object() {
        bail!(
            "{name}: the document is {}, not an object\n  give the OpenAPI document itself, not an excerpt or an error page",
            kind(document)
        );
    }
    if let Some(version) = document.get("swagger") {
        bail!("{name}#/swagger: version {} is not supported\n  convert the document to OpenAPI 3.0 or 3.1 first", plain(version));
    }
    match document.get("openapi") {
        Some(Value::String(version)) if version.starts_with("3.0.") || version.starts_with("3.1.") => {}
        Some(version) => bail!("{name}#/openapi: version {} is not supported\n  give an OpenAPI 3.0 or 3.1 document", plain(version)),
        None => bail!("{name}#/openapi: missing\n  give an OpenAPI 3.0 or 3.1 document; it starts with openapi: 3.1.0 or the like"),
    }
    for field in ["info", "paths"] {
        match document.get(field) {
            Some(Value::Object(_)) => {}
            Some(value) => {
                bail!("{name}#/{field}: must be an object, is {}\n  mend it in the published document before importing it", kind(value))
            }
            None => bail!("{name}#/{field}: missing\n  give a whole OpenAPI document, with {field}"),
        }
    }
    Ok(())
}

/// A value's kind, for messages.
pub fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
