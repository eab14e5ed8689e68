//! The precomputed mode: each response about jobs is rendered once and then served as it is, so that measuring a client measures the client.

use bytes::Bytes;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Response};
use serde_json::Value;

use crate::check::check_request;
use crate::http::{Request, query_pairs};
use crate::jobs::ListQuery;
use crate::lock;
use crate::pages::Pages;
use crate::reply::ReplyBody;
use crate::state::State;

const PATH: &str = "/api/v2/background-jobs";

/// The page sizes rendered before the first request, as far as there is room.
const READY_LIMITS: [usize; 4] = [100, 50, 10, 1];

/// Renders the pages that clients are likely to ask for, if the server is in this mode.
pub(crate) fn prepare(state: &State) {
    if let Some(pages) = &state.pages {
        READY_LIMITS.into_iter().for_each(|limit| render_all(state, pages, limit));
    }
}

/// The whole response to a call for jobs. `None` for any other request, for one that the API refuses, and in any other mode.
pub(crate) fn response(state: &State, head: &Parts) -> Option<Response<ReplyBody>> {
    let pages = state.pages.as_ref()?;
    if head.method != Method::GET || !head.uri.path().starts_with(PATH) {
        return None;
    }
    let key = head.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    if state.refuse_key(key).is_some() {
        return None;
    }
    let asked = head.uri.path_and_query()?.as_str();
    let body = pages.get(asked).or_else(|| match head.uri.path().strip_prefix(PATH)?.strip_prefix('/') {
        Some(id) => render_job(state, pages, asked, id),
        None => render(state, pages, head.uri.query().unwrap_or_default()).map(|(body, _)| body),
    })?;
    let mut response = Response::new(ReplyBody::Whole(Some(body)));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    Some(response)
}

/// Walks all pages of a size, as a client that echoes each cursor will.
fn render_all(state: &State, pages: &Pages, limit: usize) {
    let mut query = format!("limit={limit}");
    while let Some((_, Some(cursor))) = render(state, pages, &query) {
        if pages.is_full() {
            return;
        }
        // Both orders in which a client may write the two.
        render(state, pages, &format!("starting_after={cursor}&limit={limit}"));
        query = format!("limit={limit}&starting_after={cursor}");
    }
}

/// A page and the cursor of the next.
fn render(state: &State, pages: &Pages, query: &str) -> Option<(Bytes, Option<String>)> {
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
    Some((pages.keep(&format!("{PATH}?{query}"), page), cursor))
}

fn render_job(state: &State, pages: &Pages, asked: &str, id: &str) -> Option<Bytes> {
    let job = lock(&state.jobs).poll(id, None)?;
    Some(pages.keep(asked, job))
}
