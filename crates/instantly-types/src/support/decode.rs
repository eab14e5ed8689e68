//! Reading a body: fast when it is as documented, forgiving when it isn't.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::FromJson;

/// Reads a body into a type of this crate.
///
/// A lone surrogate or a byte that isn't UTF-8 becomes U+FFFD, and a field of an unexpected kind stays in its model's `extra`: neither costs the rest. The error is the first difficulty,
/// when the body isn't JSON or not of the expected overall form.
pub fn decode<T: DeserializeOwned + FromJson>(body: &[u8]) -> Result<T, serde_json::Error> {
    serde_json::from_slice(body).or_else(|error| decode_value(body).ok().as_ref().and_then(T::from_json).ok_or(error))
}

/// Reads a body as JSON of any form, repairing its text where that is needed.
pub fn decode_value(body: &[u8]) -> Result<Value, serde_json::Error> {
    serde_json::from_slice(body).or_else(|_| serde_json::from_str(&repair(body)))
}

/// The text with U+FFFD for what no Rust string can hold.
fn repair(body: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(body);
    if text.contains("\\u") { Cow::Owned(replace_lone_surrogates(&text)) } else { text }
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
    fn what_is_not_json_stays_an_error() {
        for body in [&b""[..], b"<html>", b"{\"a\": \"\\ud8", b"[\"\\u12\xc3\xa9\"]", b"[\"\\", b"{} x"] {
            assert!(decode_value(body).is_err());
        }
        assert!(decode::<Vec<String>>(b"{}").unwrap_err().to_string().contains("expected"));
    }
}
