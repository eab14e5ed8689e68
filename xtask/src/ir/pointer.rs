//! Places in the document.

use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

/// A place in the document. Messages show it with the document's name: `openapi/instantly.json#/paths/~1api~1v2~1...`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Pointer {
    #[serde(skip)]
    document: Arc<str>,
    /// As a reference inside the document: `#/paths/~1api~1v2~1...`.
    pub path: String,
}

impl Pointer {
    /// The document of this name as a whole.
    pub fn root(document: &str) -> Self {
        Self { document: document.into(), path: "#".to_owned() }
    }

    /// RFC 6901, section 3.
    pub fn child(&self, key: &str) -> Self {
        self.to(format!("{}/{}", self.path, key.replace('~', "~0").replace('/', "~1")))
    }

    /// The place as a JSON pointer, without the document's name.
    pub fn fragment(&self) -> &str {
        self.path.trim_start_matches('#')
    }

    /// Another place of the same document.
    pub fn to(&self, path: String) -> Self {
        Self { document: self.document.clone(), path }
    }

    /// The value at this place.
    pub fn of<'a>(&self, document: &'a Value) -> Option<&'a Value> {
        document.pointer(self.path.strip_prefix('#')?)
    }
}

impl std::fmt::Display for Pointer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}{}", self.document, self.path)
    }
}

/// What a reference into the document points to, and its path. As a part of an address a reference may be percent-encoded.
pub fn follow<'a>(document: &'a Value, reference: &str) -> Option<(String, &'a Value)> {
    let find = |reference: &str| Some((reference.to_owned(), document.pointer(reference.strip_prefix('#')?)?));
    find(reference).or_else(|| find(&percent_decoded(reference)?))
}

/// The text without its percent-encoding; `None` where it has none, or stands for no text.
fn percent_decoded(text: &str) -> Option<String> {
    if !text.contains('%') {
        return None;
    }
    let mut decoded = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, more)) = rest.split_first() {
        let digits = more.get(..2).filter(|digits| first == b'%' && digits.iter().all(u8::is_ascii_hexdigit));
        let byte = digits.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        decoded.push(byte.unwrap_or(first));
        rest = if byte.is_some() { &more[2..] } else { more };
    }
    String::from_utf8(decoded).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn references_are_followed_encoded_or_not() {
        let document = json!({ "a{b}": 1, "50%": 2, "50%25": 3, "ü/~": 4 });
        let cases = [
            ("#/a{b}", Some(1)),
            ("#/a%7Bb%7d", Some(1)),
            ("#/50%", Some(2)),
            ("#/50%25", Some(3)),
            ("#/%C3%BC~1~0", Some(4)),
            ("#/%C3", None),
            ("a", None),
        ];
        for (reference, expected) in cases {
            assert_eq!(follow(&document, reference).and_then(|(_, value)| value.as_i64()), expected, "{reference}");
        }
        assert_eq!(follow(&document, "#/a%7Bb%7D").map(|(path, _)| path).as_deref(), Some("#/a{b}"), "a place has one name");
    }
}
