//! Reading a body: fast when it is as documented, forgiving when it isn't.

use std::borrow::Cow;

use serde::de::{DeserializeOwned, Error, IgnoredAny};
use serde_json::Value;

use super::FromJson;

/// Reads a body into a type of this crate.
///
/// A lone surrogate or a byte that isn't UTF-8 becomes U+FFFD, a number that no double can hold becomes null, and a field of an unexpected
/// kind stays in its model's `extra`: none of them costs the rest. The error is the first difficulty, when the body isn't JSON or not of the
/// expected overall form.
pub fn decode<T: DeserializeOwned + FromJson>(body: &[u8]) -> Result<T, serde_json::Error> {
    let read = decode_text(body).and_then(serde_json::from_str);
    read.or_else(|error| decode_value(body).ok().as_ref().and_then(T::from_json).ok_or(error))
}

/// A body as text. Once it is known to be text, its strings need no check one by one, which takes a seventh of the time of reading it.
pub fn decode_text(body: &[u8]) -> Result<&str, serde_json::Error> {
    std::str::from_utf8(body).map_err(serde_json::Error::custom)
}

/// Reads a body as JSON of any form, repairing its text where that is needed.
pub fn decode_value(body: &[u8]) -> Result<Value, serde_json::Error> {
    serde_json::from_slice(body).or_else(|_| serde_json::from_str(&repair(body)))
}

/// The text with U+FFFD for what no Rust string can hold, and null for what no double can.
fn repair(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(body);
    let text = if text.contains("\\u") { Cow::Owned(replace_lone_surrogates(&text)) } else { text };
    replace_endless_numbers(&text)
}

fn replace_endless_numbers(text: &str) -> String {
    let is_of_number = |character: char| character.is_ascii_alphanumeric() || matches!(character, '+' | '-' | '.');
    let mut repaired = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string_length(rest),
            '-' | '0'..='9' => rest.find(|character| !is_of_number(character)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        let is_json = || serde_json::from_str::<IgnoredAny>(token).is_ok();
        let is_endless = first != '"' && token.parse::<f64>().is_ok_and(f64::is_infinite) && is_json();
        repaired.push_str(if is_endless { "null" } else { token });
        rest = after;
    }
    repaired
}

/// The length of the string that the text begins with, quotes included.
fn string_length(text: &str) -> usize {
    let mut is_escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let is_end = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        is_end
    });
    end.map_or(text.len(), |end| end + 2)
}

fn replace_lone_surrogates(text: &str) -> String {
    let mut repaired = String::with_capacity(text.len());
    let mut rest = text;
    // JSON has backslashes in strings only, so there is no need to know where a string starts.
    while let Some(position) = rest.find('\\') {
        let (before, escape) = rest.split_at(position);
        repaired.push_str(before);
        let length = match (unit(escape), escape.get(6..).and_then(unit)) {
            (Some(0xD800..=0xDBFF), Some(0xDC00..=0xDFFF)) => 12,
            (Some(0xD800..=0xDFFF), _) => {
                repaired.push_str("\\ufffd");
                rest = &escape[6..];
                continue;
            }
            (Some(_), _) => 6,
            // The escaped character may itself be a backslash, and must not start an escape of its own.
            (None, _) => 1 + escape[1..].chars().next().map_or(0, char::len_utf8),
        };
        repaired.push_str(&escape[..length]);
        rest = &escape[length..];
    }
    repaired.push_str(rest);
    repaired
}

/// The UTF-16 unit of a `\uXXXX` that the text begins with.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) { u16::from_str_radix(digits, 16).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{decode, decode_value};

    #[test]
    fn a_lone_surrogate_becomes_a_replacement_character() {
        for (body, expected) in [
            (r#"["a\ud800b"]"#, "a\u{fffd}b"),
            (r#"["\udc00\ud800\ud83d\ude00"]"#, "\u{fffd}\u{fffd}😀"),
            (r#"["\ud800\ud83d\ude00"]"#, "\u{fffd}😀"),
            (r#"["\ud800\\ud800\u0041"]"#, "\u{fffd}\\ud800A"),
            (r#"["\uDFFF\"é"]"#, "\u{fffd}\"é"),
        ] {
            assert_eq!(decode_value(body.as_bytes()).unwrap(), json!([expected]), "{body}");
        }
        assert_eq!(decode_value(b"[\"\xff\"]").unwrap(), json!(["\u{fffd}"]));
    }

    #[test]
    fn a_number_beyond_every_double_becomes_null() {
        let body = br#"{"a": 1e400, "b": [-1E999, 1e308], "c": "1e400 \" 1e400 \\", "d\\": 1e400}"#;
        assert_eq!(decode_value(body).unwrap(), json!({ "a": null, "b": [null, 1e308], "c": "1e400 \" 1e400 \\", "d\\": null }));
    }

    #[test]
    fn what_is_not_json_stays_an_error() {
        for body in [&b""[..], b"<html>", b"{\"a\": \"\\ud8", b"[\"\\u12\xc3\xa9\"]", b"[\"\\", b"{} x", b"[1e400", b"-", b"[01e400]"] {
            assert!(decode_value(body).is_err());
        }
        assert!(decode::<Vec<String>>(b"{}").unwrap_err().to_string().contains("expected"));
    }
}
