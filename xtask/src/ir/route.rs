//! Methods and paths of the document, and the names that operations get from them.

use anyhow::{Result, anyhow};

use super::document::Place;
use super::losses::skipped;
use super::names::of_segment;
use super::{Loss, camel};
use crate::faults::Faults;

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];
/// What may stand in a path item beside the methods.
const NOT_METHODS: [&str; 4] = ["parameters", "servers", "summary", "description"];

/// An operation's place in the document.
#[derive(Clone)]
pub struct Route<'a> {
    pub path: &'a str,
    pub method: &'a str,
    pub operation: Place<'a>,
    /// The path item's own parameters.
    pub shared: Vec<Place<'a>>,
}

/// Every operation, in the document's order, but for those that the overlay leaves out.
pub fn routes<'a>(root: &Place<'a>, losses: &mut Vec<Loss>, faults: &mut Faults) -> Result<Vec<Route<'a>>> {
    let mut routes = Vec::new();
    for (path, item) in root.require("paths")?.members() {
        let Some(item) = faults.keep(item.resolve()) else { continue };
        let shared: Vec<_> = item.get("parameters").iter().flat_map(Place::elements).collect();
        for (method, operation) in item.members() {
            if NOT_METHODS.contains(&method) || method.starts_with("x-") || method == "$ref" {
                continue;
            }
            if let Some(reason) = operation.str("x-sdk-skip") {
                losses.push(skipped(&operation, reason));
                continue;
            }
            if !METHODS.contains(&method) {
                let remedy = leave_out(path, method, method);
                faults.add(anyhow!("{}: {method} operations are not supported\n  {remedy}", operation.pointer));
                continue;
            }
            if !path.starts_with('/') {
                let remedy = leave_out(path, method, "no path");
                faults.add(anyhow!("{}: a path without a slash at its beginning is not supported\n  {remedy}", operation.pointer));
                continue;
            }
            routes.push(Route { path, method, operation, shared: shared.clone() });
        }
    }
    Ok(routes)
}

/// What to write into the overlay for an operation that can't be handled.
pub fn leave_out(path: &str, method: &str, what: &str) -> String {
    format!(
        "add to openapi/overlay.yaml:  - target: $.paths['{path}'].{method}\n                                  update: {{ x-sdk-skip: \"{what}\" }}"
    )
}

/// The document's operationId where it makes a name, else one of method and path.
pub fn operation_id(route: &Route) -> String {
    let own: String = route.operation.str("operationId").unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).collect();
    if own.starts_with(|first: char| first.is_ascii_alphabetic()) { own } else { made_up_id(route) }
}

pub fn made_up_id(route: &Route) -> String {
    let path: String = route.path.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
    camel(&format!("{} {path}", route.method))
}

/// The rule of names: static segments make the resource; the method names what is done to a collection or an id; any other last segment names
/// itself.
pub fn rule_name(route: &Route, routes: &[Route], prefix: &str) -> (Vec<String>, String) {
    let path = route.path.strip_prefix(prefix).unwrap_or(route.path).trim_matches('/');
    let segments: Vec<&str> = path.split('/').collect();
    let is_static = |segment: &&&str| !segment.contains('{');
    let mut resource: Vec<String> =
        segments.iter().filter(is_static).map(|segment| of_segment(segment)).filter(|name| !name.is_empty()).collect();
    let on_an_id = segments.last().is_some_and(|segment| segment.contains('{'));
    let below = format!("{}/", route.path.trim_end_matches('/'));
    // What has operations below it, or several of its own, is a thing and not something that is done.
    let holds_others = routes.iter().any(|other| other.path.starts_with(&below) && other.path.len() > below.len())
        || routes.iter().filter(|other| other.path == route.path).count() > 1;
    if resource.is_empty() {
        resource.push("root".to_owned());
    }
    if !on_an_id && resource.len() > 1 && !holds_others {
        let name = resource.pop().unwrap_or_default();
        return (resource, name);
    }
    let name = match (route.method, on_an_id) {
        ("get", true) => "get",
        ("get", false) => "list",
        ("post", _) => "create",
        ("put", _) => "replace",
        ("patch", _) => "update",
        (other, _) => other,
    };
    (resource, name.to_owned())
}
