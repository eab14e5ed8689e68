//! The headers of an answer.

use std::fmt;

use http::{HeaderMap, HeaderName};

/// The headers that may carry the request's id: the API's own, then Cloudflare's.
const REQUEST_ID_HEADERS: [&str; 2] = ["x-request-id", "cf-ray"];

/// The headers of an answer: names in lower case, in the order they came, and values as text. Bytes that aren't UTF-8 show as U+FFFD.
///
/// They are kept in one string, since few programs look at them: a value each would be the larger part of what a call allocates.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Headers {
    /// Names and values in turn, one a line; neither can contain a line break.
    lines: String,
}

impl Headers {
    pub(crate) const NONE: Self = Self { lines: String::new() };

    /// The headers of this map that pass the filter.
    pub(crate) fn of(map: &HeaderMap, stays: impl Fn(&HeaderName) -> bool) -> Self {
        let mut lines = String::with_capacity(map.iter().map(|(name, value)| name.as_str().len() + value.len() + 2).sum());
        for (name, value) in map.iter().filter(|(name, _)| stays(name)) {
            lines.extend([name.as_str(), "\n", &String::from_utf8_lossy(value.as_bytes()), "\n"]);
        }
        Self { lines }
    }

    /// Of names and values in turn, each with a line break after it: how headers cross to JavaScript and back.
    #[must_use]
    pub fn from_lines(lines: String) -> Self {
        Self { lines }
    }

    /// What [`Headers::from_lines`] takes.
    #[must_use]
    pub fn into_lines(self) -> String {
        self.lines
    }

    /// Each name with its value. A name may come more than once.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut lines = self.lines.lines();
        std::iter::from_fn(move || Some((lines.next()?, lines.next()?)))
    }

    /// The first value of this name, in any case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The server's id of the request.
    pub(crate) fn request_id(&self) -> Option<&str> {
        REQUEST_ID_HEADERS.iter().find_map(|name| self.get(name))
    }

    /// Whether there are none, as where there was no answer.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

impl<Name: AsRef<str>, Value: AsRef<str>> FromIterator<(Name, Value)> for Headers {
    fn from_iter<Pairs: IntoIterator<Item = (Name, Value)>>(pairs: Pairs) -> Self {
        let mut lines = String::new();
        for (name, value) in pairs {
            lines.extend([name.as_ref(), "\n", value.as_ref(), "\n"]);
        }
        Self { lines }
    }
}

impl fmt::Debug for Headers {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn every_name_and_value_is_there_in_order() {
        let mut map = HeaderMap::new();
        for (name, value) in [("x-one", &b"1"[..]), ("x-empty", b""), ("x-odd", b"a\xffb"), ("x-left-out", b"no"), ("x-one", b"2")] {
            map.append(name, HeaderValue::from_bytes(value).unwrap());
        }
        let headers = Headers::of(&map, |name| name != "x-left-out");
        let expected = [("x-one", "1"), ("x-one", "2"), ("x-empty", ""), ("x-odd", "a\u{fffd}b")];
        assert_eq!(headers.iter().collect::<Vec<_>>(), expected);
        assert_eq!((headers.get("X-One"), headers.get("x-empty"), headers.get("x-left-out")), (Some("1"), Some(""), None));
        assert_eq!(Headers::from_lines(headers.clone().into_lines()), headers);
        assert_eq!(headers, expected.into_iter().collect());
    }

    #[test]
    fn they_show_as_a_map() {
        let headers: Headers = [("x-one", "1")].into_iter().collect();
        assert_eq!(format!("{headers:?}"), r#"{"x-one": "1"}"#);
        assert!(!headers.is_empty() && Headers::default().is_empty());
    }
}
