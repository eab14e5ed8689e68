//! Writing a document so that it can be read and its changes reviewed.
//!
//! Two spaces, keys in upstream's order, one line a member; a list of plain values stays on one line while it fits, which
//! keeps `required`, `type` and short enums where the eye expects them.

use serde_json::Value;

/// How long a line may get before a list is broken up.
const WIDTH: usize = 120;

/// The whole document as text, with a final newline.
pub fn to_text(document: &Value) -> String {
    let mut text = String::new();
    put(document, 0, 0, &mut text);
    text.push('\n');
    text
}

/// `before` is what already stands on the line.
fn put(value: &Value, depth: usize, before: usize, text: &mut String) {
    match value {
        Value::Object(object) if !object.is_empty() => {
            text.push('{');
            for (index, (key, value)) in object.iter().enumerate() {
                start_line(index, depth + 1, text);
                let key = Value::from(key.as_str()).to_string();
                text.push_str(&key);
                text.push_str(": ");
                put(value, depth + 1, (depth + 1) * 2 + key.len() + 2, text);
            }
            end_block(depth, '}', text);
        }
        Value::Array(items) if !items.is_empty() => match one_line(items) {
            Some(line) if before + line.len() < WIDTH => text.push_str(&line),
            _ => {
                text.push('[');
                for (index, value) in items.iter().enumerate() {
                    start_line(index, depth + 1, text);
                    put(value, depth + 1, (depth + 1) * 2, text);
                }
                end_block(depth, ']', text);
            }
        },
        plain => text.push_str(&plain.to_string()),
    }
}

fn one_line(items: &[Value]) -> Option<String> {
    if items.iter().any(|item| item.is_object() || item.is_array()) {
        return None;
    }
    let items: Vec<String> = items.iter().map(Value::to_string).collect();
    Some(format!("[{}]", items.join(", ")))
}

fn start_line(index: usize, depth: usize, text: &mut String) {
    text.push_str(if index == 0 { "\n" } else { ",\n" });
    text.extend(std::iter::repeat_n("  ", depth));
}

fn end_block(depth: usize, close: char, text: &mut String) {
    text.push('\n');
    text.extend(std::iter::repeat_n("  ", depth));
    text.push(close);
}
