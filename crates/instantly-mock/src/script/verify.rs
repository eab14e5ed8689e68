//! Compares what arrived with what a case expects, and both sides with the document.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;

use super::case::{Exchange, Expect, HeaderExpectation};
use crate::check::check_request;
use crate::document::Document;
use crate::http::Request;
use crate::schema::Validator;

/// Everything that differs, in words. An answer that is no answer of the API is found before any request.
pub(crate) fn check_exchange(document: &Document, exchange: &Exchange) -> Vec<String> {
    let (expect, respond) = (&exchange.expect, &exchange.respond);
    if !exchange.valid || !(200..300).contains(&respond.status) || !respond.arrives() {
        return Vec::new();
    }
    let Some(operation) = document.route(&expect.method, &expect.path) else {
        let known = !expect.valid;
        return if known {
            Vec::new()
        } else {
            vec![format!("the document has no {} {} (say `valid: false` if that is meant)", expect.method, expect.path)]
        };
    };
    let Some(body) = respond.valid.then(|| respond.body().ok()).flatten() else { return Vec::new() };
    let Some(schema) = operation.success.schema.as_deref().and_then(|pointer| document.node(pointer)) else {
        return Vec::new();
    };
    let value = if operation.success.media_type == "application/json" {
        match serde_json::from_slice(&body) {
            Ok(value) => value,
            Err(error) => return vec![format!("the answer is no JSON: {error} (say `valid: false` if that is meant)")],
        }
    } else {
        Value::String(String::from_utf8_lossy(&body).into_owned())
    };
    match Validator::new(document).check(schema, &value, "respond") {
        Ok(()) => Vec::new(),
        Err(problems) => {
            vec![format!("the answer is invalid by the document: {} (say `valid: false` if that is meant)", problems.join(", "))]
        }
    }
}

/// Everything in which a request differs from what was expected.
pub(crate) fn check_arrival(document: &Document, exchange: &Exchange, request: &Request) -> Vec<String> {
    let expect = &exchange.expect;
    let mut problems = Vec::new();
    if request.method != expect.method {
        problems.push(differs("method", &expect.method, &request.method));
    }
    if request.path != expect.path {
        problems.push(differs("path", &expect.path, &request.path));
    }
    if let Some(query) = expect.query.as_ref().filter(|query| by_name(query) != by_name(&request.query)) {
        problems.push(differs("query", &show_query(query), &show_query(&request.query)));
    }
    problems.extend(expect.headers.iter().filter_map(|(name, wanted)| check_header(name, wanted.as_ref(), request)));
    problems.extend(check_body(expect, request));
    if problems.is_empty() && exchange.valid && expect.valid {
        problems.extend(invalid_request(document, request));
    }
    problems
}

/// Whether a request came sooner after the answer before than it may.
pub(crate) fn check_wait(exchange: &Exchange, waited: Option<Duration>) -> Option<String> {
    let least = Duration::from_millis(exchange.expect.after_ms);
    let waited = waited.filter(|waited| *waited < least)?;
    Some(format!("the request came {} ms after the answer before, expected no sooner than {} ms", waited.as_millis(), least.as_millis()))
}

/// Whether a request is the one an optional exchange waits for.
pub(crate) fn is_meant(expect: &Expect, request: &Request) -> bool {
    request.method == expect.method
        && request.path == expect.path
        && expect.query.as_ref().is_none_or(|query| by_name(query) == by_name(&request.query))
}

fn check_header(name: &str, wanted: Option<&HeaderExpectation>, request: &Request) -> Option<String> {
    let found: Vec<&str> = request.headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
    let show = |value: &str| if name.eq_ignore_ascii_case("authorization") { mask(value) } else { format!("{value:?}") };
    let shown =
        if found.is_empty() { "no such header".to_owned() } else { found.iter().map(|value| show(value)).collect::<Vec<_>>().join(", ") };
    match wanted {
        None if found.is_empty() => None,
        None => Some(format!("header {name} differs: expected none, got {shown}")),
        Some(HeaderExpectation::Exact(value)) if found.contains(&value.as_str()) => None,
        Some(HeaderExpectation::Exact(value)) => Some(format!("header {name} differs: expected {value:?}, got {shown}")),
        Some(HeaderExpectation::Part { contains }) if found.iter().any(|value| value.contains(contains.as_str())) => None,
        Some(HeaderExpectation::Part { contains }) => {
            Some(format!("header {name} differs: expected one that contains {contains:?}, got {shown}"))
        }
    }
}

/// A key may be a real one, if a runner forgot to set its own: only its outline is shown.
fn mask(value: &str) -> String {
    let (scheme, key) = value.split_once(' ').unwrap_or(("", value));
    format!("{scheme} and a value of {} characters", key.len())
}

fn check_body(expect: &Expect, request: &Request) -> Option<String> {
    let text = String::from_utf8_lossy(&request.body);
    if let Some(wanted) = &expect.json {
        return match serde_json::from_slice::<Value>(&request.body) {
            Ok(found) => difference(wanted, &found, ""),
            Err(_) if text.is_empty() => Some(format!("body differs: expected {wanted}, got none")),
            Err(error) => Some(format!("body differs: expected {wanted}, got no JSON ({error}): {text:?}")),
        };
    }
    if let Some(wanted) = &expect.raw {
        return (*wanted != text).then(|| differs("body", &format!("{wanted:?}"), &format!("{text:?}")));
    }
    if (expect.no_body || expect.method == "GET") && !text.is_empty() {
        return Some(format!("body differs: expected none, got {text:?}"));
    }
    let content_type = request.header("content-type");
    content_type
        .filter(|_| expect.no_body)
        .map(|found| format!("header content-type differs: expected none, since there is no body, got {found:?}"))
}

/// The first place in which two JSON values differ.
fn difference(wanted: &Value, found: &Value, place: &str) -> Option<String> {
    let at = |place: &str| if place.is_empty() { "body differs".to_owned() } else { format!("body differs at {place}") };
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(found)) => {
            for (name, value) in wanted {
                let place = format!("{place}/{name}");
                match found.get(name) {
                    Some(found) => {
                        if let Some(problem) = difference(value, found, &place) {
                            return Some(problem);
                        }
                    }
                    None => return Some(format!("{}: expected {value}, got nothing", at(&place))),
                }
            }
            let extra = found.iter().find(|(name, _)| !wanted.contains_key(*name));
            extra.map(|(name, value)| format!("{}: expected nothing, got {value}", at(&format!("{place}/{name}"))))
        }
        (Value::Array(wanted), Value::Array(found)) if wanted.len() == found.len() => {
            wanted.iter().zip(found).enumerate().find_map(|(index, (wanted, found))| difference(wanted, found, &format!("{place}/{index}")))
        }
        _ if wanted == found => None,
        _ => Some(format!("{}: expected {wanted}, got {found}", at(place))),
    }
}

fn invalid_request(document: &Document, request: &Request) -> Option<String> {
    let Some(operation) = document.route(&request.method, &request.path) else {
        return Some(format!("the document has no {} {} (say `valid: false` if that is meant)", request.method, request.path));
    };
    let refusal = check_request(document, operation, request).err()?;
    Some(format!("the request is invalid by the document: {} (say `valid: false` if that is meant)", refusal.message))
}

fn by_name(query: &[(String, String)]) -> BTreeMap<&str, Vec<&str>> {
    let mut names: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, value) in query {
        names.entry(name).or_default().push(value);
    }
    names
}

fn show_query(query: &[(String, String)]) -> String {
    if query.is_empty() {
        "none".to_owned()
    } else {
        query.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("&")
    }
}

fn differs(what: &str, wanted: &str, found: &str) -> String {
    format!("{what} differs: expected {wanted}, got {found}")
}
