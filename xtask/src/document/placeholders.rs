//! Replaces personal data in examples: a name becomes a placeholder, an address moves to `example.com` (RFC 2606).
//!
//! Examples end up in cases, in the reference and in the responses of the mock server; nobody's name or mailbox belongs there.

use serde_json::Value;

/// Names that are frequent in examples, each with its placeholder. Whole words only: `St_Johns` is a place.
const NAMES: [(&str, &str); 12] = [
    ("John", "First"),
    ("Jon", "First"),
    ("Jane", "First"),
    ("Doe", "Last"),
    ("Smith", "Last"),
    ("john", "first"),
    ("jon", "first"),
    ("jane", "first"),
    ("doe", "last"),
    ("smith", "last"),
    ("johndoe", "first.last"),
    ("jondoe", "first.last"),
];

/// Replaces names and addresses in every example of the document, in place.
pub fn anonymize_examples(document: &mut Value) {
    match document {
        Value::Array(items) => items.iter_mut().for_each(anonymize_examples),
        Value::Object(object) => {
            for (key, value) in object.iter_mut() {
                if key == "example" || key == "examples" {
                    replace(value);
                } else {
                    anonymize_examples(value);
                }
            }
        }
        _ => {}
    }
}

fn replace(value: &mut Value) {
    match value {
        Value::String(text) => *text = neutral(text),
        Value::Array(items) => items.iter_mut().for_each(replace),
        Value::Object(object) => object.values_mut().for_each(replace),
        _ => {}
    }
}

fn neutral(text: &str) -> String {
    let mut result = String::new();
    let mut word = String::new();
    let mut rest = text.chars().peekable();
    while let Some(letter) = rest.next() {
        if letter.is_alphanumeric() || letter == '_' {
            word.push(letter);
            continue;
        }
        result += named(&std::mem::take(&mut word));
        result.push(letter);
        let is_address = letter == '@' && result.chars().rev().nth(1).is_some_and(char::is_alphanumeric);
        if is_address && rest.peek().is_some_and(|next| next.is_alphanumeric()) {
            while rest.next_if(|next| next.is_alphanumeric() || ".-_".contains(*next)).is_some() {}
            result += "example.com";
        }
    }
    result + named(&word)
}

fn named(word: &str) -> &str {
    NAMES.iter().find(|(name, _)| *name == word).map_or(word, |(_, placeholder)| placeholder)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn replaces_names_and_addresses() {
        let cases = [
            ("John Doe", "First Last"),
            ("john@doe.com", "first@example.com"),
            ("2026-01-01T00:00:00.000Z&jon@doe.com", "2026-01-01T00:00:00.000Z&first@example.com"),
            ("a@x.org,b@y.org", "a@example.com,b@example.com"),
            ("<example123@mail.gmail.com>", "<example123@example.com>"),
            ("America/St_Johns", "America/St_Johns"),
            ("best regards, John", "best regards, First"),
            ("@handle", "@handle"),
        ];
        for (text, expected) in cases {
            assert_eq!(neutral(text), expected);
        }
    }

    #[test]
    fn leaves_everything_but_examples() {
        let mut document =
            json!({ "enum": ["John"], "title": "John", "example": { "name": "John" }, "properties": { "a": { "examples": ["Doe"] } } });
        anonymize_examples(&mut document);
        let expected =
            json!({ "enum": ["John"], "title": "John", "example": { "name": "First" }, "properties": { "a": { "examples": ["Last"] } } });
        assert_eq!(document, expected);
    }
}
