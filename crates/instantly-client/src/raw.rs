//! A successful response, as it came.

use std::time::Duration;

use bytes::Bytes;

use crate::error::ErrorResponse;
use crate::secret::ApiKey;
use crate::{Attempts, Error, Headers};

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
    /// A response put together by hand, as a test does.
    #[must_use]
    pub fn new(status: u16, headers: Headers, body: Bytes) -> Self {
        Self { status, headers, body, attempts: 1, elapsed: Duration::ZERO, key: None }
    }

    /// The server's id of this request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.headers.request_id()
    }

    /// The error for a body that is not what the operation promises; status and body stay readable on it. For one of another form than
    /// promised, [`Raw::check_form`] has the message.
    #[must_use]
    pub fn invalid(&self, message: &str) -> Error {
        let message = self.key.as_ref().map_or_else(|| message.to_owned(), |key| key.scrub(message));
        Error::response_validation(self.clone().scrubbed(None), &message)
    }

    /// The error for a status that refuses, or for a success that is none.
    pub(crate) fn refusal(self, retry_after: Option<Duration>) -> Error {
        Error::status(self.scrubbed(retry_after))
    }

    /// A server that echoes the key must not bring it into an error.
    fn scrubbed(self, retry_after: Option<Duration>) -> ErrorResponse {
        let attempts = Attempts { count: self.attempts, elapsed: self.elapsed };
        let (headers, body) = match &self.key {
            Some(key) => (Headers::from_lines(key.scrub(&self.headers.into_lines())), key.scrub_bytes(self.body)),
            None => (self.headers, self.body),
        };
        ErrorResponse { status: self.status, headers, body, code: None, retry_after, attempts }
    }
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
        assert_eq!(error.to_string(), "unexpected body (status 200): not JSON ([redacted]): <p>[redacted]</p>");
        assert_eq!(error.body().unwrap(), "<p>[redacted]</p>");
        assert_eq!(error.headers().get("x-echo"), Some("[redacted]"));
    }
}
