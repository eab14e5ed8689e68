//! Comparing two operations: where they stand, parameters, body, result, errors.

use std::collections::BTreeSet;

use indexmap::IndexMap;
use serde_json::Value;

use super::change::ChangeKind;
use super::details::{differing, order_differs, remaining};
use super::matching::Operation;
use super::schema::{At, Found, Walker};
use super::severity::Direction::{self, Request, Response};
use super::shape::{ANYTHING, label, resolve};

/// Members that are compared field by field, here and in `schema`.
const TOLD: [&str; 6] = ["operationId", "parameters", "requestBody", "responses", "x-scopes", "deprecated"];

/// Compares an operation with what it was.
pub fn compare_operation<'a>(walker: &mut Walker<'a>, old: &Operation<'a>, new: &Operation<'a>) -> Found {
    let mut found = Found::default();
    if (old.method, old.path) != (new.method, new.path) {
        found.add(Request, "", ChangeKind::Moved { from: old.name(), same_words: old.words() == new.words() });
    }
    if old.id() != new.id() {
        found.add(Request, "", ChangeKind::IdChanged { from: old.id().to_owned(), to: new.id().to_owned() });
    }
    scopes(&mut found, old.value, new.value);
    deprecation(&mut found, "", old.value, new.value);
    parameters(walker, &mut found, old, new);
    body(walker, &mut found, old.value, new.value);
    result(walker, &mut found, old.value, new.value);
    errors(walker, &mut found, old.value, new.value);
    found.details.extend(differing(&remaining(old.value, &TOLD), &remaining(new.value, &TOLD)));
    found
}

fn scopes(found: &mut Found, old: &Value, new: &Value) {
    let read = |operation: &Value| -> Vec<String> {
        operation["x-scopes"].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let (was, is) = (read(old), read(new));
    let missing = |of: &[String], from: &[String]| of.iter().filter(|scope| !from.contains(scope)).cloned().collect::<Vec<_>>();
    let (added, removed) = (missing(&is, &was), missing(&was, &is));
    if !added.is_empty() || !removed.is_empty() {
        found.add(Request, "scopes", ChangeKind::Scopes { added, removed });
    }
}

fn deprecation(found: &mut Found, place: &str, old: &Value, new: &Value) {
    match (old["deprecated"] == true, new["deprecated"] == true) {
        (false, true) => found.add(Request, place, ChangeKind::Deprecated),
        (true, false) => found.add(Request, place, ChangeKind::NoLongerDeprecated),
        _ => {}
    }
}

/// `path.id`, `query.limit`, and the parameter.
type Parameters<'a> = IndexMap<String, &'a Value>;

fn parameters_of<'a>(document: &'a Value, operation: &Operation<'a>) -> Parameters<'a> {
    let shared = operation.item["parameters"].as_array().into_iter().flatten();
    let own = operation.value["parameters"].as_array().into_iter().flatten();
    let parameters = shared.chain(own).map(|parameter| resolve(document, parameter));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    parameters.map(|parameter| (format!("{}.{}", text(&parameter["in"]), text(&parameter["name"])), parameter)).collect()
}

fn parameters<'a>(walker: &mut Walker<'a>, found: &mut Found, old: &Operation<'a>, new: &Operation<'a>) {
    let (mut was, is) = (parameters_of(walker.old, old), parameters_of(walker.new, new));
    for (from, to) in path_names(old.path).iter().zip(path_names(new.path)).filter(|(from, to)| *from != to) {
        // The same value under another name.
        if let Some(parameter) = was.shift_remove(from) {
            found.add(Request, &to, ChangeKind::Renamed { from: from.trim_start_matches("path.").to_owned() });
            was.insert(to, parameter);
        }
    }
    for (place, parameter) in &was {
        match is.get(place) {
            Some(now) => compare_parameter(walker, found, place, parameter, now),
            None => found.add(Request, place, ChangeKind::Removed),
        }
    }
    for (place, parameter) in is.iter().filter(|(place, _)| !was.contains_key(*place)) {
        found.add(
            Request,
            place,
            ChangeKind::Added { required: parameter["required"] == true, label: label(schema_of(parameter), walker.new) },
        );
    }
    if order_differs(was.keys(), is.keys()) {
        found.details.insert("order".to_owned());
    }
}

fn compare_parameter<'a>(walker: &mut Walker<'a>, found: &mut Found, place: &str, old: &'a Value, new: &'a Value) {
    match (old["required"] == true, new["required"] == true) {
        (false, true) => found.add(Request, place, ChangeKind::Required),
        (true, false) => found.add(Request, place, ChangeKind::Optional),
        _ => {}
    }
    deprecation(found, place, old, new);
    walker.schema(found, At { direction: Request, place }, schema_of(old), schema_of(new));
    let compared = ["name", "in", "required", "schema", "deprecated", "content"];
    found.details.extend(differing(&remaining(old, &compared), &remaining(new, &compared)));
}

fn schema_of(parameter: &Value) -> &Value {
    let content = || parameter["content"].as_object().and_then(|content| content.values().next());
    parameter.get("schema").or_else(|| content()?.get("schema")).unwrap_or(&ANYTHING)
}

fn path_names(path: &str) -> Vec<String> {
    path.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| format!("path.{name}")).collect()
}

fn body<'a>(walker: &mut Walker<'a>, found: &mut Found, old: &'a Value, new: &'a Value) {
    let place = "request.body";
    let read = |document: &'a Value, operation: &'a Value| {
        let body = operation.get("requestBody").map(|body| resolve(document, body));
        body.filter(|body| content(body).values().any(|media| media["schema"]["type"] != "null"))
    };
    match (read(walker.old, old), read(walker.new, new)) {
        (None, None) => {}
        (None, Some(body)) => found.add(Request, place, ChangeKind::BodyAdded { required: body["required"] == true }),
        (Some(_), None) => found.add(Request, place, ChangeKind::BodyRemoved),
        (Some(was), Some(is)) => {
            match (was["required"] == true, is["required"] == true) {
                (false, true) => found.add(Request, place, ChangeKind::Required),
                (true, false) => found.add(Request, place, ChangeKind::Optional),
                _ => {}
            }
            contents(walker, found, At { direction: Request, place }, was, is);
        }
    }
}

/// Compares the first answer of success that has a content, or the first.
fn result<'a>(walker: &mut Walker<'a>, found: &mut Found, old: &'a Value, new: &'a Value) {
    let (Some((old_status, was)), Some((new_status, is))) = (success(walker.old, old), success(walker.new, new)) else { return };
    if old_status != new_status {
        found.add(Response, "response.status", ChangeKind::Status { from: old_status.to_owned(), to: new_status.to_owned() });
    }
    match (content(was).is_empty(), content(is).is_empty()) {
        (true, true) => {}
        (true, false) => found.add(Response, "response", ChangeKind::ResultAdded),
        (false, true) => found.add(Response, "response", ChangeKind::ResultRemoved),
        (false, false) => contents(walker, found, At { direction: Response, place: "response" }, was, is),
    }
    if successes(old) != successes(new) && old_status == new_status {
        found.details.insert("statuses of success".to_owned());
    }
    let compared = ["content", "description"];
    found.details.extend(differing(&remaining(was, &compared), &remaining(is, &compared)));
}

fn success<'a>(document: &'a Value, operation: &'a Value) -> Option<(&'a str, &'a Value)> {
    let answer = |status: &'a str| Some((status, resolve(document, operation["responses"].get(status)?)));
    let mut answers: Vec<(&str, &Value)> = successes(operation).into_iter().filter_map(answer).collect();
    answers.sort_by_key(|(status, response)| (content(response).is_empty(), *status));
    answers.first().copied().or_else(|| answer("default"))
}

fn successes(operation: &Value) -> BTreeSet<&str> {
    let all = operation["responses"].as_object().into_iter().flatten();
    all.map(|(status, _)| status.as_str()).filter(|status| is_success(status)).collect()
}

fn is_success(status: &str) -> bool {
    status.starts_with('2')
}

fn content(holder: &Value) -> IndexMap<&str, &Value> {
    holder["content"].as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value)).collect()
}

fn contents<'a>(walker: &mut Walker<'a>, found: &mut Found, at: At, old: &'a Value, new: &'a Value) {
    let (was, is) = (content(old), content(new));
    for (name, media) in &was {
        let Some(now) = is.get(name) else {
            found.add(at.direction, &format!("{} as {name}", at.place), ChangeKind::MediaRemoved((*name).to_owned()));
            continue;
        };
        walker.schema(found, at, media.get("schema").unwrap_or(&ANYTHING), now.get("schema").unwrap_or(&ANYTHING));
        found.details.extend(differing(&remaining(media, &["schema"]), &remaining(now, &["schema"])));
    }
    for name in is.keys().filter(|name| !was.contains_key(*name)) {
        found.add(at.direction, &format!("{} as {name}", at.place), ChangeKind::MediaAdded((*name).to_owned()));
    }
}

/// Errors are one tree of classes whose bodies are read alike, so the report only has which are documented, and that their bodies changed.
fn errors(walker: &Walker, found: &mut Found, old: &Value, new: &Value) {
    let statuses = |operation: &Value| -> BTreeSet<String> {
        operation["responses"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(status, _)| status.clone())
            .filter(|status| !is_success(status))
            .collect()
    };
    let (was, is) = (statuses(old), statuses(new));
    let direction: Direction = Response;
    for status in was.difference(&is) {
        found.add(direction, &format!("error {status}"), ChangeKind::ErrorRemoved);
    }
    for status in is.difference(&was) {
        found.add(direction, &format!("error {status}"), ChangeKind::ErrorAdded);
    }
    let body = |document: &Value, operation: &Value, status: &String| resolve(document, &operation["responses"][status]).clone();
    if was.intersection(&is).any(|status| body(walker.old, old, status) != body(walker.new, new, status)) {
        found.details.insert("bodies of errors".to_owned());
    }
}
