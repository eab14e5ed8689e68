//! The precomputed mode: each answer about jobs is rendered once and then served as it is, so that measuring a client measures the client.

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use bytes::Bytes;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Response};
use serde_json::{Value, json};

use crate::check::check_request;
use crate::http::{Request, query_pairs};
use crate::jobs::ListQuery;
use crate::lock;
use crate::reply::ReplyBody;
use crate::state::State;

const PATH: &str = "/api/v2/background-jobs";

/// The page sizes rendered before the first request, as far as there is room.
const READY_LIMITS: [usize; 4] = [100, 50, 10, 1];

/// Past this many, further queries are rendered anew each time.
const KEPT: usize = 4_096;

/// How static pages are served.
#[derive(Clone, Copy, Debug, Default)]
pub struct StaticPages {
    /// In a form that the document allows and its examples don't have: keys in another order, unknown fields, strings with escapes.
    pub odd: bool,
    /// How long each answer is held back.
    pub delay: Duration,
}

/// Bodies by path and query, as they stand on the wire.
#[derive(Debug)]
pub(crate) struct Pages {
    form: StaticPages,
    bodies: Mutex<HashMap<String, Bytes>>,
}

impl Pages {
    pub(crate) fn new(form: StaticPages) -> Self {
        Self { form, bodies: Mutex::default() }
    }

    pub(crate) fn delay(&self) -> Duration {
        self.form.delay
    }

    /// Renders what clients are likely to ask for.
    pub(crate) fn prepare(&self, state: &State) {
        READY_LIMITS.into_iter().for_each(|limit| self.render_all(state, limit));
    }

    /// Forgets every page, since the jobs have changed.
    pub(crate) fn clear(&self) {
        lock(&self.bodies).clear();
    }

    /// The whole answer to a call for jobs; None for any other request, and for one that the API refuses.
    pub(crate) fn answer(&self, state: &State, head: &Parts) -> Option<Response<ReplyBody>> {
        if head.method != Method::GET || !head.uri.path().starts_with(PATH) {
            return None;
        }
        let key = head.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        if state.refuse_key(key).is_some() {
            return None;
        }
        let asked = head.uri.path_and_query()?.as_str();
        let known = lock(&self.bodies).get(asked).cloned();
        let body = known.or_else(|| match head.uri.path().strip_prefix(PATH)?.strip_prefix('/') {
            Some(id) => self.render_job(state, asked, id),
            None => self.render(state, head.uri.query().unwrap_or_default()).map(|(body, _)| body),
        })?;
        let mut response = Response::new(ReplyBody::Whole(Some(body)));
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
        Some(response)
    }

    /// Walks all pages of a size, as a client that echoes each cursor will.
    fn render_all(&self, state: &State, limit: usize) {
        let mut query = format!("limit={limit}");
        while let Some((_, Some(cursor))) = self.render(state, &query) {
            if lock(&self.bodies).len() >= KEPT {
                return;
            }
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
        Some((self.keep(&format!("{PATH}?{query}"), page), cursor))
    }

    fn render_job(&self, state: &State, asked: &str, id: &str) -> Option<Bytes> {
        let job = lock(&state.jobs).poll(id, None)?;
        Some(self.keep(asked, job))
    }

    fn keep(&self, asked: &str, body: Value) -> Bytes {
        let body = Bytes::from(if self.form.odd { odd(body) } else { body.to_string() });
        let mut bodies = lock(&self.bodies);
        if bodies.len() < KEPT {
            bodies.insert(asked.to_owned(), body.clone());
        }
        body
    }
}

/// The same jobs in another form.
fn odd(body: Value) -> String {
    // Escapes that say the same letters, in fields that everybody reads.
    disarranged(body).to_string().replace(r#""id":"6"#, r#""id":"\u0036"#).replace("@example.com", r"\u0040example.com")
}

/// Keys the other way round, a field nobody knows in each object, and text beyond ASCII.
fn disarranged(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut turned: serde_json::Map<_, _> = fields.into_iter().rev().map(|(name, value)| (name, disarranged(value))).collect();
            turned.insert("unknown".to_owned(), json!({ "list": [1, 2.5, null, true], "text": "Zoë said \"no\"\n→ twice" }));
            turned.into()
        }
        Value::Array(items) => items.into_iter().map(disarranged).collect(),
        Value::String(text) if text.ends_with("@example.com") => format!("zoë-{text}").into(),
        other => other,
    }
}
