//! The API key, kept out of everything that prints.

use std::hash::{DefaultHasher, Hash, Hasher};

use http::HeaderValue;

use crate::Error;

/// What stands where a key was.
const REDACTED: &str = "[redacted]";

/// No key of the API is nearly as short; scrubbing `any`, which a test may use, would only maim words.
const SHORTEST_SECRET: usize = 8;

/// The API key. Its `Debug` shows nothing of it.
#[derive(Clone)]
pub(crate) struct ApiKey(String);

impl ApiKey {
    pub(crate) fn new(key: &str) -> Result<Self, Error> {
        let key = key.trim();
        if key.is_empty() {
            return Err(Error::invalid_argument("api_key", "api_key is empty: pass a key of the API v2, or set INSTANTLY_API_KEY"));
        }
        // Visible ASCII only (RFC 9110, section 5.5): anything else could end the header.
        if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Error::invalid_argument("api_key", "api_key contains a space, a control or a non-ASCII character: is it whole?"));
        }
        Ok(Self(key.to_owned()))
    }

    /// The Authorization header, marked sensitive so that nothing below prints it.
    pub(crate) fn authorization(&self) -> HeaderValue {
        let mut value = HeaderValue::from_str(&format!("Bearer {}", self.0)).unwrap_or_else(|_| HeaderValue::from_static(REDACTED));
        value.set_sensitive(true);
        value
    }

    /// Tells keys apart inside this process without keeping them.
    pub(crate) fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.0.hash(&mut hasher);
        hasher.finish()
    }

    pub(crate) fn scrub(&self, text: &str) -> String {
        if self.0.len() < SHORTEST_SECRET {
            return text.to_owned();
        }
        text.replace(&self.0, REDACTED)
    }

    pub(crate) fn scrub_bytes(&self, bytes: bytes::Bytes) -> bytes::Bytes {
        let key = self.0.as_bytes();
        if key.len() < SHORTEST_SECRET || !bytes.windows(key.len()).any(|window| window == key) {
            return bytes;
        }
        let mut clean = Vec::with_capacity(bytes.len());
        let mut rest = &bytes[..];
        while let Some(at) = rest.windows(key.len()).position(|window| window == key) {
            clean.extend_from_slice(&rest[..at]);
            clean.extend_from_slice(REDACTED.as_bytes());
            rest = &rest[at + key.len()..];
        }
        clean.extend_from_slice(rest);
        clean.into()
    }
}

impl std::fmt::Debug for ApiKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(REDACTED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_never_shows() {
        let key = ApiKey::new(" secret-key ").unwrap();
        assert_eq!(format!("{key:?}"), "[redacted]");
        assert_eq!(key.scrub("bad key secret-key!"), "bad key [redacted]!");
        assert_eq!(key.scrub_bytes("x secret-key y secret-key".into()), "x [redacted] y [redacted]");
        assert!(key.authorization().is_sensitive());
    }

    #[test]
    fn a_key_too_short_to_be_one_leaves_words_alone() {
        assert_eq!(ApiKey::new("any").unwrap().scrub("too many requests"), "too many requests");
    }

    #[test]
    fn a_key_that_could_end_a_header_is_refused() {
        for bad in ["", "  ", "a b", "a\r\nx: y", "schlüssel"] {
            assert_eq!(ApiKey::new(bad).unwrap_err().argument(), Some("api_key"), "{bad:?}");
        }
    }
}
