//! One method and path, from the document to the IR.

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::document::Place;
use super::hints::{self, PaginationPlace, hint};
use super::types::{Types, without_null};
use super::{Body, Kind, Location, Operation, Pagination, Parameter, Response, Shape, Type, camel, pascal, snake};

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];
/// What may stand in a path item beside the methods.
const NOT_METHODS: [&str; 4] = ["parameters", "servers", "summary", "description"];
/// In front of every path of the API.
const PREFIX: &str = "/api/v2/";

/// An operation's place in the document.
pub struct Route<'a> {
    pub path: &'a str,
    pub method: &'a str,
    pub operation: Place<'a>,
    /// The path item's own parameters.
    shared: Vec<Place<'a>>,
}

/// Every operation, in the document's order.
pub fn routes<'a>(root: &Place<'a>) -> Result<Vec<Route<'a>>> {
    let mut routes = Vec::new();
    for (path, item) in root.require("paths")?.members() {
        let shared: Vec<_> = item.get("parameters").iter().flat_map(Place::elements).collect();
        for (method, operation) in item.members() {
            if METHODS.contains(&method) {
                routes.push(Route { path, method, operation, shared: shared.clone() });
            } else if !NOT_METHODS.contains(&method) && !method.starts_with("x-") {
                bail!("{}: {method} operations are not supported\n  remove it in openapi/overlay.yaml", operation.pointer);
            }
        }
    }
    Ok(routes)
}

/// Everything but the named types, which only resources with a typed surface have.
pub fn build(route: &Route, routes: &[Route], hints: &hints::Root) -> Result<Operation> {
    let Route { path, method, operation, .. } = route;
    let pointer = operation.pointer.clone();
    let id = match operation.str("operationId") {
        Some(id) => id.chars().filter(char::is_ascii_alphanumeric).collect(),
        None => camel(&format!("{method} {path}")),
    };
    let (resource, name) = match operation.str("x-sdk-name") {
        Some(name) => {
            let (resource, name) = name.rsplit_once('.').with_context(|| format!("{pointer}/x-sdk-name: must be resource.method"))?;
            (resource.split('.').map(str::to_owned).collect(), name.to_owned())
        }
        None => rule_name(route, routes),
    };
    let rate_group = operation.str("x-sdk-rate-group").map(str::to_owned);
    if let Some(group) = &rate_group {
        ensure!(
            hints.rate_groups.iter().any(|known| known.name == *group),
            "{pointer}/x-sdk-rate-group: #/x-sdk/rate_groups has no {group}"
        );
    }
    let pagination = hint::<hints::Pagination>(operation.value, "x-sdk-pagination", &pointer)?.map(|found| Pagination {
        cursor: found.cursor,
        in_body: found.r#in == PaginationPlace::Body,
        items: found.items,
        next: found.next,
        item: None,
    });
    let parameters = parameters(route)?;
    if let Some(pagination) = pagination.as_ref().filter(|pagination| !pagination.in_body) {
        let known = parameters.iter().any(|parameter| parameter.name == pagination.cursor);
        ensure!(known, "{pointer}/x-sdk-pagination: there is no parameter {}", pagination.cursor);
    }
    Ok(Operation {
        id,
        resource,
        name,
        method: method.to_uppercase(),
        path: (*path).to_owned(),
        summary: hints::text(operation.value, "summary"),
        scopes: hint(operation.value, "x-scopes", &pointer)?.unwrap_or_default(),
        parameters,
        body: body(route)?,
        response: response(route, pagination.is_some())?,
        pagination,
        safe: *method == "get" || operation.flag("x-sdk-safe"),
        rate_group,
        pointer,
    })
}

/// The rule of names: static segments make the resource; the method names what is done to a collection or an id; any other last segment names
/// itself.
fn rule_name(route: &Route, routes: &[Route]) -> (Vec<String>, String) {
    let path = route.path.strip_prefix(PREFIX).unwrap_or(route.path).trim_matches('/');
    let segments: Vec<&str> = path.split('/').collect();
    let is_static = |segment: &&&str| !segment.starts_with('{');
    let mut resource: Vec<String> = segments.iter().filter(is_static).map(|segment| snake(segment)).collect();
    let on_an_id = segments.last().is_some_and(|segment| segment.starts_with('{'));
    let below = format!("{}/", route.path.trim_end_matches('/'));
    let holds_others = routes.iter().any(|other| other.path.starts_with(&below) && other.path.len() > below.len());
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

fn parameters(route: &Route) -> Result<Vec<Parameter>> {
    let own: Vec<_> = route.operation.get("parameters").iter().flat_map(Place::elements).collect();
    let mut parameters: Vec<Parameter> = Vec::new();
    for place in route.shared.iter().chain(&own) {
        let parameter = parameter(&place.resolve()?)?;
        // An operation's parameter replaces the path item's.
        parameters.retain(|known| (&known.name, known.location) != (&parameter.name, parameter.location));
        if let Some(other) = parameters.iter().find(|known| known.identifier == parameter.identifier) {
            bail!("{}: {} reads like {} ({})", parameter.pointer, parameter.name, other.name, other.pointer);
        }
        parameters.push(parameter);
    }
    let position = |parameter: &Parameter| match parameter.location {
        Location::Path => route.path.find(&format!("{{{}}}", parameter.name)).unwrap_or(usize::MAX - 1),
        Location::Query => usize::MAX,
    };
    parameters.sort_by_key(position);
    for name in route.path.split(['{', '}']).skip(1).step_by(2) {
        let known = parameters.iter().any(|parameter| parameter.location == Location::Path && parameter.name == name);
        ensure!(known, "{}: the path has {{{name}}}, but no parameter describes it", route.operation.pointer);
    }
    Ok(parameters)
}

fn parameter(place: &Place) -> Result<Parameter> {
    let pointer = place.pointer.clone();
    let name = place.str("name").with_context(|| format!("{pointer}: name is missing"))?.to_owned();
    let location = match place.str("in") {
        Some("path") => Location::Path,
        Some("query") => Location::Query,
        other => bail!("{pointer}: parameters in {} are not supported\n  remove it in openapi/overlay.yaml", other.unwrap_or("nothing")),
    };
    let schema = place.require("schema")?.resolve()?;
    let kind = if place.flag("x-sdk-comma-list") { Kind::CommaList } else { kind(place, &schema)? };
    Ok(Parameter {
        identifier: snake(&name),
        location,
        required: location == Location::Path || place.flag("required"),
        summary: hints::text(place.value, "description"),
        kind,
        enumeration: None,
        example: ["example", "default"].iter().find_map(|key| place.value.get(*key).or_else(|| schema.value.get(*key))).cloned(),
        name,
        pointer,
    })
}

fn kind(place: &Place, schema: &Place) -> Result<Kind> {
    let (types, _) = without_null(schema);
    let number = |key: &str| schema.value.get(key).and_then(Value::as_f64);
    Ok(match types.as_slice() {
        ["string"] | [] if schema.get("oneOf").is_none() && schema.get("anyOf").is_none() => {
            Kind::Text { format: schema.str("format").map(str::to_owned) }
        }
        ["integer"] => {
            let whole = |key: &str| schema.value.get(key).and_then(Value::as_i64);
            Kind::Integer { minimum: whole("minimum"), maximum: whole("maximum") }
        }
        ["number"] => Kind::Number { minimum: number("minimum"), maximum: number("maximum") },
        ["boolean"] => Kind::Boolean,
        ["array"] => {
            let items = schema.require("items")?.resolve()?;
            ensure!(items.str("type") == Some("string"), "{}: only lists of strings are supported in parameters", items.pointer);
            let style = place.str("style").unwrap_or("form");
            ensure!(style == "form", "{}: the style {style} is not supported", place.pointer);
            let explode = place.value.get("explode").and_then(Value::as_bool).unwrap_or(true);
            if explode { Kind::List } else { Kind::CommaList }
        }
        _ => bail!("{}: a parameter of this type is not supported\n  give it one type in openapi/overlay.yaml", schema.pointer),
    })
}

fn body(route: &Route) -> Result<Option<Body>> {
    let Some(body) = route.operation.get("requestBody") else { return Ok(None) };
    let body = body.resolve()?;
    let content = body.require("content")?;
    let media: Vec<_> = content.members().collect();
    let [(media_type, media)] = media.as_slice() else {
        bail!("{}: one media type is supported, this has {}", content.pointer, media.len());
    };
    ensure!(*media_type == "application/json", "{}: {media_type} bodies are not supported", content.pointer);
    let schema = media.require("schema")?.resolve()?;
    // A body that may only be `null` is sent as none: the API refuses an empty JSON body.
    if schema.str("type") == Some("null") {
        return Ok(None);
    }
    Ok(Some(Body { pointer: schema.pointer.clone(), required: body.flag("required"), r#type: None }))
}

fn success<'a>(route: &Route<'a>) -> Result<(u16, Place<'a>)> {
    let responses = route.operation.require("responses")?;
    let found = responses.members().filter_map(|(status, place)| Some((status.parse().ok()?, place)));
    let first = found.filter(|(status, _)| (200..300).contains(status)).min_by_key(|(status, _)| *status);
    let (status, place) = first.with_context(|| format!("{}: no 2xx is described", responses.pointer))?;
    Ok((status, place.resolve()?))
}

fn response(route: &Route, paged: bool) -> Result<Response> {
    let (status, place) = success(route)?;
    let statuses = route.operation.require("responses")?;
    let mut errors: Vec<u16> = statuses.members().filter_map(|(status, _)| status.parse().ok()).filter(|status| *status >= 400).collect();
    errors.sort_unstable();
    let media = place.get("content").and_then(|content| content.members().next());
    let (accept, shape) = match &media {
        None => ("application/json", Shape::Empty),
        Some(_) if status == 204 => ("application/json", Shape::Empty),
        Some((media_type, media)) if *media_type == "application/json" => {
            let schema = media.get("schema").map(|schema| schema.resolve()).transpose()?;
            (*media_type, schema.map_or(Ok(Shape::Any), |schema| shape(&schema, paged))?)
        }
        Some((media_type, _)) => (*media_type, Shape::Text),
    };
    Ok(Response {
        accept: accept.to_owned(),
        shape,
        r#type: None,
        errors,
        error_field: route.operation.str("x-sdk-error-field").map(str::to_owned),
        pointer: place.pointer,
    })
}

fn shape(schema: &Place, paged: bool) -> Result<Shape> {
    let (types, nullable) = without_null(schema);
    Ok(match types.as_slice() {
        _ if nullable => Shape::Any,
        ["object"] if paged => Shape::Page,
        ["object"] => Shape::Object,
        ["array"] => Shape::Array,
        [] => {
            let parts: Vec<_> =
                ["allOf", "oneOf", "anyOf"].iter().filter_map(|key| schema.get(key)).flat_map(|list| list.elements()).collect();
            let shapes = parts.iter().map(|part| shape(&part.resolve()?, paged)).collect::<Result<Vec<_>>>()?;
            match shapes.split_first() {
                Some((first, rest)) if rest.iter().all(|shape| shape == first) => *first,
                _ => Shape::Any,
            }
        }
        _ => Shape::Any,
    })
}

/// The types of what comes back.
pub fn add_result_types(route: &Route, operation: &mut Operation, types: &mut Types) -> Result<()> {
    let prefix = type_prefix(operation);
    let media = success(route)?.1.get("content").and_then(|content| content.members().next().map(|(_, media)| media));
    let Some(schema) = media.and_then(|media| media.get("schema")) else { return Ok(()) };
    match operation.response.shape {
        Shape::Empty => {}
        Shape::Text => operation.response.r#type = Some(Type::Text),
        Shape::Page => {
            let pagination = operation.pagination.as_mut().context("a page without pagination")?;
            let items = schema.resolve()?.require("properties")?.require(&pagination.items)?.require("items")?;
            pagination.item = Some(types.read(&items, &format!("{prefix}Item"))?);
        }
        _ => operation.response.r#type = Some(types.read(&schema, &format!("{prefix}Response"))?),
    }
    Ok(())
}

/// The types of what goes out.
pub fn add_argument_types(route: &Route, operation: &mut Operation, types: &mut Types) -> Result<()> {
    let prefix = type_prefix(operation);
    let root = &route.operation;
    for parameter in &mut operation.parameters {
        let place = root.follow(&parameter.pointer.0)?;
        let schema = match place.str("x-sdk-enum-of") {
            Some(reference) => place.follow(reference)?,
            None => place.require("schema")?.resolve()?,
        };
        let values = if parameter.kind == Kind::List { schema.require("items")?.resolve()? } else { schema };
        if values.get("enum").is_some()
            && let Type::Named { name } = types.read(&values, &format!("{prefix}{}", pascal(&parameter.name)))?
        {
            parameter.enumeration = Some(name);
        }
    }
    if let Some(body) = &mut operation.body {
        let schema = root.follow(&body.pointer.0)?;
        body.r#type = Some(types.read(&schema, &format!("{prefix}Body"))?);
    }
    Ok(())
}

/// `ListBackgroundJobs`: what the types of an operation's own start with.
fn type_prefix(operation: &Operation) -> String {
    format!("{}{}", pascal(&operation.name), pascal(&operation.resource.join("_")))
}

impl Operation {
    /// `ListBackgroundJobs`: the name of its parameters as one type.
    pub fn type_name(&self) -> String {
        type_prefix(self)
    }
}
