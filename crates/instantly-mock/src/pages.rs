//! The precomputed mode: each list answer is rendered once and then served as it is, so that measuring a client measures the client.

use std::collections::HashMap;
use std::sync::Mutex;

use bytes::Bytes;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Response};
use serde_json::Value;

use crate::check::check_request;
use crate::http::{Request, query_pairs};
use crate::jobs::ListQuery;
use crate::lock;
use crate::reply::ReplyBody;
use crate::state::State;

const PATH: &str = "/api/v2/background-jobs";

/// The page sizes rendered before the first request.
const READY_LIMITS: [usize; 4] = [1, 10, 50, 100];

/// Past this many, further queries are rendered anew each time.
const KEPT: usize = 4_096;

/// Bodies by query string, as it stands on the wire.
#[derive(Debug, Default)]
pub(crate) struct Pages(Mutex<HashMap<String, Bytes>>);

impl Pages {
    /// Renders what clients are likely to ask for.
    pub(crate) fn prepare(&self, state: &State) {
        READY_LIMITS.into_iter().for_each(|limit| self.render_all(state, limit));
    }

    /// Forgets every page, since the jobs have changed.
    pub(crate) fn clear(&self) {
        lock(&self.0).clear();
    }

    /// The whole answer to a list call; None for any other request, and for one that the API refuses.
    pub(crate) fn answer(&self, state: &State, head: &Parts) -> Option<Response<ReplyBody>> {
        if head.method != Method::GET || head.uri.path() != PATH {
            return None;
        }
        let key = head.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        if state.refuse_key(key).is_some() {
            return None;
        }
        let query = head.uri.query().unwrap_or_default();
        let known = lock(&self.0).get(query).cloned();
        let body = known.or_else(|| self.render(state, query).map(|(body, _)| body))?;
        let mut response = Response::new(ReplyBody::Whole(Some(body)));
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
        Some(response)
    }

    /// Walks all pages of a size, as a client that echoes each cursor will.
    fn render_all(&self, state: &State, limit: usize) {
        let mut query = format!("limit={limit}");
        while let Some((_, Some(cursor))) = self.render(state, &query) {
            // Both orders in which a client may write the two.
            self.render(state, &format!("starting_after={cursor}&limit={limit}"));
            query = format!("limit={limit}&starting_after={cursor}");
        }
    }

    /// A page and the cursor of the next.
    fn render(&self, state: &State, query: &str) -> Option<(Bytes, Option<String>)> {
        let request = Request {
            method: "GET".to_owned(),
            path: PATH.to_owned(),
            query: query_pairs(query),
            headers: HeaderMap::new(),
            body: Bytes::new(),
        };
        check_request(&state.document, state.document.route("GET", PATH)?, &request).ok()?;
        let page = lock(&state.jobs).list(&ListQuery::new(&request.query)).ok()?;
        let cursor = page.get("next_starting_after").and_then(Value::as_str).map(str::to_owned);
        let body = Bytes::from(page.to_string());
        let mut bodies = lock(&self.0);
        if bodies.len() < KEPT {
            bodies.insert(query.to_owned(), body.clone());
        }
        Some((body, cursor))
    }
}
