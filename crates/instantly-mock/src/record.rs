//! The requests that arrived, for tests that want to look at them.

use std::collections::VecDeque;
use std::sync::Mutex;

use serde::Serialize;

use crate::http::Request;
use crate::lock;

/// So many of the latest requests are kept.
const KEPT: usize = 10_000;

/// A request as it arrived, without the secret in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// `GET`, `POST` and so on.
    pub method: String,
    /// As on the wire, still percent-encoded, without the query.
    pub path: String,
    /// Names and values, decoded, in the order of arrival.
    pub query: Vec<(String, String)>,
    /// Names in lower case and values, in the order of arrival. The key after `Bearer` is replaced by `***`.
    pub headers: Vec<(String, String)>,
    /// The body as text; empty if there was none.
    pub body: String,
}

impl RecordedRequest {
    pub(crate) fn new(request: &Request) -> Self {
        let without_secret = |(name, value): (String, String)| match name.as_str() {
            "authorization" => (name, value.split_once(' ').map_or_else(|| "***".to_owned(), |(scheme, _)| format!("{scheme} ***"))),
            _ => (name, value),
        };
        Self {
            method: request.method.clone(),
            path: request.path.clone(),
            query: request.query.clone(),
            headers: request.header_pairs().into_iter().map(without_secret).collect(),
            body: String::from_utf8_lossy(&request.body).into_owned(),
        }
    }

    /// The value of a header, by its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.as_str())
    }
}

#[derive(Debug, Default)]
pub(crate) struct Records(Mutex<VecDeque<RecordedRequest>>);

impl Records {
    pub(crate) fn add(&self, request: &Request) {
        let mut records = lock(&self.0);
        if records.len() == KEPT {
            records.pop_front();
        }
        records.push_back(RecordedRequest::new(request));
    }

    pub(crate) fn all(&self) -> Vec<RecordedRequest> {
        lock(&self.0).iter().cloned().collect()
    }

    pub(crate) fn clear(&self) {
        lock(&self.0).clear();
    }
}
