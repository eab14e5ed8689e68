//! A successful answer, as it came.

use std::time::Duration;

use bytes::Bytes;

use crate::Error;
use crate::error::Attempts;

/// The headers that may carry the request's id: the API's own, then Cloudflare's.
const REQUEST_ID_HEADERS: [&str; 2] = ["x-request-id", "cf-ray"];

/// Status, headers and body of a 2xx.
#[derive(Clone, Debug)]
pub struct Raw {
    /// The HTTP status, 200 to 299.
    pub status: u16,
    /// Names in lower case, in the order they came.
    pub headers: Vec<(String, String)>,
    /// The body, decompressed.
    pub body: Bytes,
    /// How often the request was sent.
    pub attempts: u32,
    /// From the call to the last byte, waits included.
    pub elapsed: Duration,
}

impl Raw {
    /// The server's id of this request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// The error for a body that is not what the operation promises; status and body stay readable on it.
    #[must_use]
    pub fn invalid(&self, message: &str) -> Error {
        Error::response_validation(self.clone(), message)
    }

    pub(crate) fn attempts(&self) -> Attempts {
        Attempts { count: self.attempts, elapsed: self.elapsed }
    }
}

pub(crate) fn header<'a>(headers: &'a [(String, String)], name: &str) -> Option<&'a str> {
    headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

pub(crate) fn request_id(headers: &[(String, String)]) -> Option<&str> {
    REQUEST_ID_HEADERS.iter().find_map(|name| header(headers, name))
}
