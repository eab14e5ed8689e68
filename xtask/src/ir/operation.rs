//! One method and path, from the document to the IR.

use anyhow::{Context, Result, bail, ensure};

use super::document::Place;
use super::hints::{self, hint};
use super::shape::Shape;
use super::types::{Direction, Name, Types, skipped, unlike};
use super::{Body, Kind, Location, Next, Operation, Pagination, Response, Shape as Form, StartsJob, Type, camel, parameter, pascal, snake};

const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];
/// What may stand in a path item beside the methods.
const NOT_METHODS: [&str; 4] = ["parameters", "servers", "summary", "description"];
const JSON: &str = "application/json";

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
        response: response(route, pagination.is_some(), types)?,
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

fn is_json(media_type: &str) -> bool {
    let name = media_type.split(';').next().unwrap_or_default().trim();
    name == JSON || name.ends_with("+json")
}

fn drop_others(media: &[(&str, Place)], chosen: &super::Pointer, what: &str, why: &str, types: &mut Types) {
    for (_, place) in media.iter().filter(|(_, place)| place.pointer != *chosen) {
        types.losses.push(super::Loss { what: what.to_owned(), why: why.to_owned(), pointer: place.pointer.clone() });
    }
}

/// The successes that the document describes: every 2xx, or else `default`.
fn successes<'a>(route: &Route<'a>) -> Result<Vec<(u16, Place<'a>)>> {
    let responses = route.operation.require("responses")?;
    let status = |name: &str| match name {
        "2XX" | "2xx" => Some(200),
        name => name.parse().ok().filter(|status| (200..300).contains(status)),
    };
    let mut found: Vec<(u16, Place)> = responses.members().filter_map(|(name, place)| Some((status(name)?, place))).collect();
    if found.is_empty() {
        found.extend(responses.get("default").map(|place| (200, place)));
    }
    if found.is_empty() {
        bail!("{}: no success is described\n  add a 200 to it in openapi/overlay.yaml", responses.pointer);
    }
    found.sort_by_key(|(status, _)| *status);
    found.into_iter().map(|(status, place)| Ok((status, place.resolve()?))).collect()
}

/// What a success may be.
struct Answers<'a> {
    accept: String,
    /// A different one each.
    schemas: Vec<Place<'a>>,
    is_text: bool,
    /// One of several successes has no body.
    may_be_empty: bool,
}

fn answers<'a>(route: &Route<'a>, types: &mut Types) -> Result<Answers<'a>> {
    let mut answers = Answers { accept: JSON.to_owned(), schemas: Vec::new(), is_text: false, may_be_empty: false };
    for (status, place) in successes(route)? {
        let media: Vec<_> = place.get("content").iter().flat_map(Place::members).collect();
        let Some((name, chosen)) = media.iter().find(|(name, _)| is_json(name)).or(media.first()).filter(|_| status != 204) else {
            answers.may_be_empty = true;
            continue;
        };
        drop_others(&media, &chosen.pointer, "a second media type of a response", "It is never asked for.", types);
        answers.is_text = !is_json(name);
        answers.accept = (*name).to_owned();
        let schema = chosen.get("schema");
        let is_new = !answers.schemas.iter().any(|known| schema.as_ref().is_some_and(|schema| known.value == schema.value));
        answers.schemas.extend(schema.filter(|_| is_new));
    }
    Ok(answers)
}

fn response(route: &Route, paged: bool, types: &mut Types) -> Result<Response> {
    let found = answers(route, types)?;
    let statuses = route.operation.require("responses")?;
    let mut errors: Vec<u16> = statuses.members().filter_map(|(status, _)| status.parse().ok()).filter(|status| *status >= 400).collect();
    errors.sort_unstable();
    let shape = match found.schemas.as_slice() {
        _ if found.is_text => Form::Text,
        [] if found.may_be_empty => Form::Empty,
        [one] => form(&Shape::of(std::slice::from_ref(one), &mut types.losses)?, paged, types)?,
        _ => Form::Any,
    };
    let first = successes(route)?.into_iter().next();
    let (status, pointer) = first.map_or_else(|| (200, route.operation.pointer.clone()), |(status, place)| (status, place.pointer));
    Ok(Response {
        accept: found.accept,
        // The overall form of an answer is held to only where there is just one.
        shape: if found.may_be_empty && shape != Form::Empty { Form::Any } else { shape },
        r#type: None,
        may_be_empty: found.may_be_empty,
        errors,
        error_field: route.operation.str("x-sdk-error-field").map(str::to_owned),
        status,
        pointer,
    })
}

fn form(shape: &Shape, paged: bool, types: &mut Types) -> Result<Form> {
    let object = if paged { Form::Page } else { Form::Object };
    if !shape.alternatives.is_empty() {
        let forms = shape.alternatives.iter().map(|places| {
            let alternative = shape.alternative(places, &mut types.losses)?;
            form(&alternative, paged, types)
        });
        let forms = forms.collect::<Result<Vec<_>>>()?;
        return Ok(match forms.split_first() {
            Some((first, rest)) if !shape.nullable && rest.iter().all(|form| form == first) => *first,
            _ => Form::Any,
        });
    }
    Ok(match shape.types.as_deref() {
        _ if shape.nullable => Form::Any,
        Some(["object"]) => object,
        Some(["array"]) => Form::Array,
        None if !shape.properties.is_empty() => object,
        _ => Form::Any,
    })
}

/// The types of what comes back.
pub fn add_result_types(route: &Route, operation: &mut Operation, types: &mut Types) -> Result<()> {
    let prefix = operation.type_name();
    let found = answers(route, &mut Types::default())?;
    match operation.response.shape {
        Form::Empty => {}
        Form::Text => operation.response.r#type = Some(Type::Text),
        Form::Page => {
            let pagination = operation.pagination.as_mut().context("a page without pagination")?;
            let mut place = found.schemas.first().context("a page without a schema")?.clone();
            for name in pagination.items.split('/') {
                let shape = Shape::of(&[place], &mut types.losses)?;
                let property = shape.properties.get(name).and_then(|places| places.first());
                place = property
                    .with_context(|| format!("{}/x-sdk-pagination: the answer has no {}", operation.pointer, pagination.items))?
                    .clone();
            }
            let list = Shape::of(&[place], &mut types.losses)?;
            let items = list.items.with_context(|| format!("{}/x-sdk-pagination: {} is no list", operation.pointer, pagination.items))?;
            pagination.item = Some(types.read(&items, &Name::new(&format!("{prefix}Item")), Direction::Response)?.0);
        }
        _ => {
            let mut read = Vec::new();
            for (index, schema) in found.schemas.iter().enumerate() {
                let number = if index == 0 { String::new() } else { (index + 1).to_string() };
                read.push(types.read(schema, &Name::new(&format!("{prefix}Response{number}")), Direction::Response)?);
            }
            operation.response.may_be_empty |= read.iter().any(|(_, nullable)| *nullable);
            operation.response.r#type = Some(match (read.as_slice(), found.schemas.first()) {
                ([(only, _)], _) => only.clone(),
                (several, Some(first)) => {
                    types.either(several.iter().map(|(r#type, _)| r#type.clone()).collect(), first, &format!("{prefix}Result"))?
                }
                _ => Type::Any,
            });
        }
    }
    Ok(())
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

/// Where the background job stands in a success, for an operation that starts one.
pub fn add_started_job(route: &Route, operation: &mut Operation, waited_for: &[Vec<String>]) -> Result<()> {
    let place = operation.pointer.child("x-sdk-starts-job");
    let Some(found) = hint::<hints::StartsJob>(route.operation.value, "x-sdk-starts-job", &operation.pointer)? else { return Ok(()) };
    let [resource] = waited_for else { bail!("{place}: one resource must have x-sdk-wait, {} have", waited_for.len()) };
    let mut schema =
        answers(route, &mut Types::default())?.schemas.into_iter().next().with_context(|| format!("{place}: it answers nothing"))?;
    let id: Vec<String> = found.id.split('.').map(str::to_owned).collect();
    for name in &id {
        let shape = Shape::of(&[schema], &mut Vec::new())?;
        let property = shape.properties.get(name.as_str()).and_then(|places| places.first());
        schema = property.with_context(|| format!("{place}: the answer has no {}", found.id))?.clone();
    }
    operation.starts_job = Some(StartsJob { id, resource: resource.clone() });
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
