//! One method and path, from the document to the IR.

use anyhow::{Context, Result, bail, ensure};

use super::document::Place;
use super::hints::{self, hint};
use super::shape::Shape;
use super::types::{Direction, Name, Types, skipped, unlike};
use super::{Body, Kind, Location, Next, Operation, Pagination, Type, camel, parameter, pascal, response, snake};

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];
/// What may stand in a path item beside the methods.
const NOT_METHODS: [&str; 4] = ["parameters", "servers", "summary", "description"];
pub const JSON: &str = "application/json";

/// An operation's place in the document.
pub struct Route<'a> {
    pub path: &'a str,
    pub method: &'a str,
    pub operation: Place<'a>,
    /// The path item's own parameters.
    pub shared: Vec<Place<'a>>,
}

/// Every operation, in the document's order, but for those that the overlay leaves out.
pub fn routes<'a>(root: &Place<'a>, types: &mut Types) -> Result<Vec<Route<'a>>> {
    let mut routes = Vec::new();
    for (path, item) in root.require("paths")?.members() {
        let item = item.resolve()?;
        let shared: Vec<_> = item.get("parameters").iter().flat_map(Place::elements).collect();
        for (method, operation) in item.members() {
            if NOT_METHODS.contains(&method) || method.starts_with("x-") || method == "$ref" {
                continue;
            }
            if let Some(reason) = operation.str("x-sdk-skip") {
                types.losses.push(skipped(&operation, reason));
                continue;
            }
            ensure!(
                METHODS.contains(&method),
                "{}: {method} operations are not supported\n  {}",
                operation.pointer,
                leave_out(path, method, method)
            );
            ensure!(
                path.starts_with('/'),
                "{}: a path without a slash at its beginning is not supported\n  {}",
                operation.pointer,
                leave_out(path, method, "no path")
            );
            routes.push(Route { path, method, operation, shared: shared.clone() });
        }
    }
    Ok(routes)
}

/// What to write into the overlay for an operation that can't be handled.
fn leave_out(path: &str, method: &str, what: &str) -> String {
    format!(
        "add to openapi/overlay.yaml:  - target: $.paths['{path}'].{method}\n                                  update: {{ x-sdk-skip: \"{what}\" }}"
    )
}

/// Everything but the named types.
pub fn build(route: &Route, routes: &[Route], hints: &hints::Root, types: &mut Types) -> Result<Operation> {
    let Route { path, method, operation, .. } = route;
    let pointer = operation.pointer.clone();
    let id = operation_id(route);
    let (resource, name) = match operation.str("x-sdk-name") {
        Some(name) => {
            let (resource, name) = name.rsplit_once('.').with_context(|| format!("{pointer}/x-sdk-name: must be resource.method"))?;
            (resource.split('.').map(str::to_owned).collect(), name.to_owned())
        }
        None => rule_name(route, routes, &hints.path_prefix),
    };
    let rate_group = operation.str("x-sdk-rate-group").map(str::to_owned);
    if let Some(group) = &rate_group {
        ensure!(
            hints.rate_groups.iter().any(|known| known.name == *group),
            "{pointer}/x-sdk-rate-group: #/x-sdk/rate_groups has no {group}"
        );
    }
    let pagination =
        hint::<hints::Pagination>(operation.value, "x-sdk-pagination", &pointer)?.map(|found| found.read(&pointer)).transpose()?;
    let parameters = parameter::read_all(route, &mut types.losses)?;
    if let Some(pagination) = pagination.as_ref().filter(|pagination| !pagination.in_body) {
        let known = parameters.iter().any(|parameter| parameter.name == pagination.cursor);
        ensure!(known, "{pointer}/x-sdk-pagination: there is no parameter {}", pagination.cursor);
    }
    let summary = match hints::text(operation.value, "summary") {
        text if text.is_empty() => sentence(&id),
        text => text,
    };
    Ok(Operation {
        id,
        resource,
        name,
        method: method.to_uppercase(),
        path: (*path).to_owned(),
        summary,
        scopes: hint(operation.value, "x-scopes", &pointer)?.unwrap_or_default(),
        parameters,
        body: body(route, types)?,
        response: response::read(route, pagination.is_some(), types)?,
        pagination,
        starts_job: None,
        safe: *method == "get" || operation.flag("x-sdk-safe"),
        rate_group,
        pointer,
    })
}

/// The document's operationId where it makes a name, else one of method and path.
fn operation_id(route: &Route) -> String {
    let own: String = route.operation.str("operationId").unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).collect();
    if own.starts_with(|first: char| first.is_ascii_alphabetic()) { own } else { made_up_id(route) }
}

pub fn made_up_id(route: &Route) -> String {
    let path: String = route.path.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect();
    camel(&format!("{} {path}", route.method))
}

/// `listThings` says "List things."
fn sentence(id: &str) -> String {
    let words = snake(id).replace('_', " ");
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

/// The rule of names: static segments make the resource; the method names what is done to a collection or an id; any other last segment names
/// itself.
fn rule_name(route: &Route, routes: &[Route], prefix: &str) -> (Vec<String>, String) {
    let path = route.path.strip_prefix(prefix).unwrap_or(route.path).trim_matches('/');
    let segments: Vec<&str> = path.split('/').collect();
    let is_static = |segment: &&&str| !segment.contains('{');
    let mut resource: Vec<String> =
        segments.iter().filter(is_static).map(|segment| snake(segment)).filter(|name| !name.is_empty()).collect();
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

fn body(route: &Route, types: &mut Types) -> Result<Option<Body>> {
    let Some(body) = route.operation.get("requestBody") else { return Ok(None) };
    let body = body.resolve()?;
    let content = body.require("content")?;
    let media: Vec<_> = content.members().collect();
    let Some((_, chosen)) = media.iter().find(|(name, _)| is_json(name)) else {
        let Some((name, _)) = media.first() else { return Ok(None) };
        bail!("{}: {name} bodies are not supported\n  {}", body.pointer, leave_out(route.path, route.method, name));
    };
    drop_others(&media, &chosen.pointer, "a second media type of a request", "Requests are sent as JSON.", types);
    let schema = chosen.get("schema");
    let shape = schema.as_ref().map(|schema| Shape::of(std::slice::from_ref(schema), &mut types.losses)).transpose()?;
    // A body that may only be `null` is sent as none: the API refuses an empty JSON body.
    if shape.as_ref().is_some_and(Shape::is_only_null) {
        return Ok(None);
    }
    let pointer = schema.map_or_else(|| chosen.pointer.clone(), |schema| schema.pointer);
    Ok(Some(Body { pointer, required: body.flag("required"), fields: Vec::new(), value: None }))
}

pub fn is_json(media_type: &str) -> bool {
    let name = media_type.split(';').next().unwrap_or_default().trim();
    name == JSON || name.ends_with("+json")
}

/// Notes the media types that were not chosen.
pub fn drop_others(media: &[(&str, Place)], chosen: &super::Pointer, what: &str, why: &str, types: &mut Types) {
    for (_, place) in media.iter().filter(|(_, place)| place.pointer != *chosen) {
        types.losses.push(super::Loss { what: what.to_owned(), why: why.to_owned(), pointer: place.pointer.clone() });
    }
}

/// The types of what goes out.
pub fn add_argument_types(route: &Route, operation: &mut Operation, types: &mut Types) -> Result<()> {
    let prefix = operation.type_name();
    let root = &route.operation;
    for parameter in &mut operation.parameters {
        let place = root.follow(&parameter.pointer.0)?;
        let schema = match place.str("x-sdk-enum-of") {
            Some(reference) => place.follow(reference)?,
            None => place.require("schema")?,
        };
        let shape = Shape::of(std::slice::from_ref(&schema), &mut Vec::new())?;
        let values = match (&parameter.kind, &shape.items) {
            (Kind::List | Kind::CommaList, Some(items)) => items.clone(),
            _ => schema,
        };
        if Shape::of(std::slice::from_ref(&values), &mut Vec::new())?.values.is_none() {
            continue;
        }
        if let (Type::Named { name }, _) =
            types.read(&values, &Name::new(&format!("{prefix}{}", pascal(&parameter.name))), Direction::Request)?
        {
            types.prefer(&name, &pascal(&parameter.name));
            parameter.enumeration = types.is_enum(&name).then_some(name);
        }
    }
    let Some(body) = &mut operation.body else { return Ok(()) };
    let schema = root.follow(&body.pointer.0)?;
    let shape = Shape::of(std::slice::from_ref(&schema), &mut types.losses)?;
    // What is sent to make a campaign is named after campaigns where it can be.
    let name = match operation.pagination.as_ref().map_or(&operation.response.r#type, |pagination| &pagination.item) {
        Some(Type::Named { name }) if types.is_component(name) => Name::within(name, &prefix),
        _ => Name::new(&prefix),
    };
    match types.fields(&shape, &name, Direction::Request)? {
        Some(mut fields) => {
            let parameters = &operation.parameters;
            for field in &mut fields {
                if let Some(other) = parameters.iter().find(|parameter| parameter.name == field.name) {
                    bail!(
                        "{}: {} is also a parameter ({})\n  leave one out in openapi/overlay.yaml with x-sdk-skip: \"<the reason>\"",
                        field.pointer,
                        field.name,
                        other.pointer
                    );
                }
                field.identifier = unlike(&field.identifier, parameters.iter().map(|parameter| parameter.identifier.as_str()));
            }
            // As users see them: what has to be given comes first.
            fields.sort_by_key(|field| !field.required);
            body.fields = fields;
        }
        None => body.value = Some(types.read(&schema, &Name::new(&format!("{prefix}Body")), Direction::Request)?.0),
    }
    if let Some(pagination) = operation.pagination.as_ref().filter(|pagination| pagination.in_body) {
        let known = body.fields.iter().any(|field| field.name == pagination.cursor);
        ensure!(known, "{}/x-sdk-pagination: the body has no {}", operation.pointer, pagination.cursor);
    }
    Ok(())
}

impl hints::Pagination {
    fn read(self, pointer: &super::Pointer) -> Result<Pagination> {
        let in_body = self.r#in == hints::PaginationPlace::Body;
        let (cursor, next) = match (self.cursor, self.next, self.offset, self.total) {
            (Some(cursor), Some(field), None, None) => (cursor, Next::Cursor { field }),
            (None, None, Some(offset), Some(total)) => (offset, Next::Offset { total }),
            _ => bail!("{pointer}/x-sdk-pagination: must have either cursor and next, or offset and total"),
        };
        Ok(Pagination { cursor, in_body, items: self.items, next, item: None })
    }
}

impl Operation {
    /// `ListBackgroundJobs`: the name of its parameters as one type, and what the types of its own start with.
    pub fn type_name(&self) -> String {
        format!("{}{}", pascal(&self.name), pascal(&self.resource.join("_")))
    }

    /// Whether it takes anything but path values.
    pub fn has_arguments(&self) -> bool {
        self.body.is_some() || self.parameters.iter().any(|parameter| parameter.location == Location::Query)
    }
}
