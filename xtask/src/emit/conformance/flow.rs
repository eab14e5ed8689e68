//! A value as YAML on one line: JSON, but with plain keys, which is how the cases written by hand read.

use serde_json::Value;

use crate::emit::shared::escape;

/// The value in YAML's flow style.
pub fn flow(value: &Value) -> String {
    match value {
        Value::Object(object) if !object.is_empty() => {
            let members: Vec<String> = object.iter().map(|(key, value)| format!("{}: {}", plain_or_quoted(key), flow(value))).collect();
            format!("{{ {} }}", members.join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::String(text) => plain_or_quoted(text),
        other => other.to_string(),
    }
}

/// Plain only what no YAML reader takes for anything but text.
fn plain_or_quoted(text: &str) -> String {
    let word = |byte: u8| byte.is_ascii_alphanumeric() || b"_-/.".contains(&byte);
    let reserved = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"].contains(&text.to_ascii_lowercase().as_str());
    let starts_well = text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '/');
    if starts_well && !reserved && text.bytes().all(word) { text.to_owned() } else { escape::yaml(text) }
}
