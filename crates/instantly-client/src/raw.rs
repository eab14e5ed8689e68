//! A successful answer, as it came.

use std::time::Duration;

use bytes::Bytes;

use crate::error::Attempts;
use crate::secret::ApiKey;
use crate::{Error, Headers};

/// The headers that may carry the request's id: the API's own, then Cloudflare's.
const REQUEST_ID_HEADERS: [&str; 2] = ["x-request-id", "cf-ray"];

/// Status, headers and body of a 2xx.
#[derive(Clone, Debug)]
pub struct Raw {
    /// The HTTP status, 200 to 299.
    pub status: u16,
    /// All of them but what is not true any more of an unpacked body.
    pub headers: Headers,
    /// The body, decompressed.
    pub body: Bytes,
    /// How often the request was sent.
    pub attempts: u32,
    /// From the call to the last byte, waits included.
    pub elapsed: Duration,
    /// What must not show when this becomes an error.
    pub(crate) key: Option<ApiKey>,
}

impl Raw {
    /// An answer put together by hand, as a test does.
    #[must_use]
    pub fn new(status: u16, headers: Headers, body: Bytes) -> Self {
        Self { status, headers, body, attempts: 1, elapsed: Duration::ZERO, key: None }
    }

    /// The server's id of this request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// The error for a body that is not what the operation promises; status and body stay readable on it.
    #[must_use]
    pub fn invalid(&self, message: &str) -> Error {
        let raw = self.clone().scrubbed();
        let message = self.key.as_ref().map_or_else(|| message.to_owned(), |key| key.scrub(message));
        Error::response_validation(raw, &message)
    }

    /// A server that echoes the key must not bring it into an error.
    pub(crate) fn scrubbed(self) -> Self {
        let Some(key) = &self.key else { return self };
        let headers = Headers::from_lines(key.scrub(&self.headers.into_lines()));
        Self { headers, body: key.scrub_bytes(self.body), ..self }
    }

    pub(crate) fn attempts(&self) -> Attempts {
        Attempts { count: self.attempts, elapsed: self.elapsed }
    }
}

pub(crate) fn request_id(headers: &Headers) -> Option<&str> {
    REQUEST_ID_HEADERS.iter().find_map(|name| headers.get(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_success_that_echoes_the_key_is_no_leak_when_it_turns_out_wrong() {
        let key = Some(ApiKey::new("secret-key").unwrap());
        let headers = [("x-echo", "secret-key")].into_iter().collect();
        let raw = Raw { key, ..Raw::new(200, headers, "<p>secret-key</p>".into()) };
        let error = raw.invalid("not JSON (secret-key)");
        assert_eq!(error.to_string(), "200 with a body that is not what the API promises: not JSON ([redacted]): <p>[redacted]</p>");
        assert_eq!(error.body().unwrap(), "<p>[redacted]</p>");
        assert_eq!(error.headers().get("x-echo"), Some("[redacted]"));
    }
}
