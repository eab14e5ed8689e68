//! The successes of an operation: their status, their form, and what they become.

use anyhow::{Context, Result, bail};

use super::document::Place;
use super::hints;
use super::media::{JSON, drop_others, is_json};
use super::route::Route;
use super::schema_view::SchemaView;
use super::types::{Direction, Name, Types};
use super::{Form, Job, Loss, Next, Outcome, Page, Pointer, Type};

/// The documented success, its types apart.
pub struct Response {
    pub pointer: Pointer,
    pub status: u16,
    pub accept: String,
    /// The documented error statuses, ascending.
    pub errors: Vec<u16>,
    kind: Kind,
    optional: bool,
}

/// The overall form of a success.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Empty,
    Text,
    Json(Form),
}

/// How the pages of a list follow each other.
pub struct Pagination {
    /// The argument that takes the cursor or the offset.
    pub cursor: String,
    pub in_body: bool,
    items: String,
    next: Next,
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

/// The media types and schemas of all successes.
struct Contents<'a> {
    accept: String,
    /// A different one each.
    schemas: Vec<Place<'a>>,
    is_text: bool,
    /// One of several successes has no body.
    may_be_empty: bool,
}

fn contents<'a>(route: &Route<'a>, losses: &mut Vec<Loss>) -> Result<Contents<'a>> {
    let mut contents = Contents { accept: JSON.to_owned(), schemas: Vec::new(), is_text: false, may_be_empty: false };
    for (status, place) in successes(route)? {
        let media: Vec<_> = place.get("content").iter().flat_map(Place::members).collect();
        let Some((name, chosen)) = media.iter().find(|(name, _)| is_json(name)).or(media.first()).filter(|_| status != 204) else {
            contents.may_be_empty = true;
            continue;
        };
        drop_others(&media, &chosen.pointer, "a second media type of a response", "It is never asked for.", losses);
        contents.is_text = !is_json(name);
        contents.accept = (*name).to_owned();
        let schema = chosen.get("schema");
        let is_new = !contents.schemas.iter().any(|known| schema.as_ref().is_some_and(|schema| known.value == schema.value));
        contents.schemas.extend(schema.filter(|_| is_new));
    }
    Ok(contents)
}

pub fn read(route: &Route, losses: &mut Vec<Loss>) -> Result<Response> {
    let found = contents(route, losses)?;
    let statuses = route.operation.require("responses")?;
    let mut errors: Vec<u16> = statuses.members().filter_map(|(status, _)| status.parse().ok()).filter(|status| *status >= 400).collect();
    errors.sort_unstable();
    let kind = match found.schemas.as_slice() {
        _ if found.is_text => Kind::Text,
        [] if found.may_be_empty => Kind::Empty,
        [one] => Kind::Json(form(&SchemaView::of(std::slice::from_ref(one), losses)?, losses)?),
        _ => Kind::Json(Form::Any),
    };
    let first = successes(route)?.into_iter().next();
    let (status, pointer) = first.map_or_else(|| (200, route.operation.pointer.clone()), |(status, place)| (status, place.pointer));
    Ok(Response { accept: found.accept, kind, optional: found.may_be_empty, errors, status, pointer })
}

/// The form of a value that is there: whether it may be `null` is said apart.
fn form(view: &SchemaView, losses: &mut Vec<Loss>) -> Result<Form> {
    if !view.alternatives.is_empty() {
        let forms = view.alternatives.iter().map(|places| {
            let alternative = view.alternative(places, losses)?;
            form(&alternative, losses)
        });
        let forms = forms.collect::<Result<Vec<_>>>()?;
        return Ok(match forms.split_first() {
            Some((first, rest)) if rest.iter().all(|form| form == first) => *first,
            _ => Form::Any,
        });
    }
    Ok(match view.types.as_deref() {
        Some(["object"]) => Form::Object,
        Some(["array"]) => Form::Array,
        None if !view.properties.is_empty() => Form::Object,
        _ => Form::Any,
    })
}

/// What a success becomes; `prefix` starts the names of its types.
pub fn outcome(route: &Route, response: &Response, pagination: Option<&Pagination>, prefix: &str, types: &mut Types) -> Result<Outcome> {
    let found = contents(route, &mut Vec::new())?;
    let form = match (response.kind, pagination) {
        (Kind::Empty, _) => return Ok(Outcome::Nothing),
        (Kind::Text, _) => return Ok(Outcome::Text { media: response.accept.clone() }),
        (Kind::Json(Form::Object), Some(pagination)) => return page(route, &found, pagination, prefix, types),
        (Kind::Json(_), Some(_)) => bail!("{}/x-sdk-pagination: the response is no object", route.operation.pointer),
        (Kind::Json(form), None) => form,
    };
    let mut read = Vec::new();
    for (index, schema) in found.schemas.iter().enumerate() {
        let number = if index == 0 { String::new() } else { (index + 1).to_string() };
        read.push(types.read(schema, &Name::new(&format!("{prefix}Response{number}")), Direction::Response)?);
    }
    let optional = response.optional || read.iter().any(|(_, nullable)| *nullable);
    let r#type = match (read.as_slice(), found.schemas.first()) {
        ([(only, _)], _) => only.clone(),
        (several, Some(first)) => {
            types.either(several.iter().map(|(r#type, _)| r#type.clone()).collect(), first, &format!("{prefix}Result"))?
        }
        _ => Type::Any,
    };
    Ok(Outcome::Json { r#type, optional, form })
}

fn page(route: &Route, found: &Contents, pagination: &Pagination, prefix: &str, types: &mut Types) -> Result<Outcome> {
    let pointer = &route.operation.pointer;
    let Pagination { items, cursor, next, .. } = pagination;
    let mut place = found.schemas.first().context("a page without a schema")?.clone();
    for name in items.split('/') {
        let view = SchemaView::of(&[place], &mut types.losses)?;
        let property = view.properties.get(name).and_then(|places| places.first());
        place = property.with_context(|| format!("{pointer}/x-sdk-pagination: the answer has no {items}"))?.clone();
    }
    let list = SchemaView::of(&[place], &mut types.losses)?;
    let element = list.items.with_context(|| format!("{pointer}/x-sdk-pagination: {items} is no list"))?;
    let item = types.read(&element, &Name::new(&format!("{prefix}Item")), Direction::Response)?.0;
    Ok(Outcome::Page(Page { item, items: items.clone(), cursor: cursor.clone(), next: next.clone() }))
}

/// A success that names a background job, for an operation that starts one; `waited_for` are the resources whose objects can be waited for.
pub fn started_job(route: &Route, hint: &hints::StartsJob, outcome: Outcome, waited_for: &[Vec<String>]) -> Result<Outcome> {
    let place = route.operation.pointer.child("x-sdk-starts-job");
    let [resource] = waited_for else { bail!("{place}: one resource must have x-sdk-wait, {} have", waited_for.len()) };
    let schemas = contents(route, &mut Vec::new())?.schemas;
    let mut schema = schemas.into_iter().next().with_context(|| format!("{place}: it answers nothing"))?;
    let id: Vec<String> = hint.id.split('.').map(str::to_owned).collect();
    for name in &id {
        let view = SchemaView::of(&[schema], &mut Vec::new())?;
        let property = view.properties.get(name.as_str()).and_then(|places| places.first());
        schema = property.with_context(|| format!("{place}: the answer has no {}", hint.id))?.clone();
    }
    let Outcome::Json { r#type: answer, optional, form } = outcome else { bail!("{place}: only a JSON value can name a job") };
    Ok(Outcome::Job(Job { answer, optional, form, id, resource: resource.clone() }))
}

impl Pagination {
    /// Reads `x-sdk-pagination` of the operation at this place.
    pub fn read(hint: hints::Pagination, pointer: &Pointer) -> Result<Self> {
        let in_body = hint.r#in == hints::PaginationPlace::Body;
        let (cursor, next) = match (hint.cursor, hint.next, hint.offset, hint.total) {
            (Some(cursor), Some(field), None, None) => (cursor, Next::Cursor { field }),
            (None, None, Some(offset), Some(total)) => (offset, Next::Offset { total }),
            _ => bail!("{pointer}/x-sdk-pagination: must have either cursor and next, or offset and total"),
        };
        Ok(Self { cursor, in_body, items: hint.items, next })
    }
}
