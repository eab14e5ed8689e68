//! What an operation answers: its successes, their form and types.

use anyhow::{Context, Result, bail};

use super::document::Place;
use super::hints::{self, hint};
use super::operation::{JSON, Route, drop_others, is_json};
use super::shape::Shape;
use super::types::{Direction, Name, Types};
use super::{Operation, Response, Shape as Form, StartsJob, Type};

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

pub fn read(route: &Route, paged: bool, types: &mut Types) -> Result<Response> {
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
pub fn add_types(route: &Route, operation: &mut Operation, types: &mut Types) -> Result<()> {
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
