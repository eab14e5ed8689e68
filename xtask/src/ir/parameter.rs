//! Path and query parameters.

use anyhow::{Context, Result, anyhow, bail, ensure};

use super::document::Place;
use super::losses::skipped;
use super::names::disambiguate;
use super::route::Route;
use super::schema_view::SchemaView;
use super::{Argument, Encoding, Limits, Location, Loss, Type, hints, snake};
use crate::faults::Faults;

/// What to write into the overlay for a parameter that can't be handled.
const LEAVE_OUT: &str = "leave it out in openapi/overlay.yaml with x-sdk-skip: \"<the reason>\", or remove it there";

/// The operation's parameters in the order users see them. Their enums are still plain text or numbers.
pub fn read_all(route: &Route, losses: &mut Vec<Loss>, faults: &mut Faults) -> Vec<Argument> {
    let own: Vec<_> = route.operation.get("parameters").iter().flat_map(Place::elements).collect();
    let all = route.shared.iter().map(|place| (false, place)).chain(own.iter().map(|place| (true, place)));
    let places: Vec<_> = all.filter_map(|(is_own, place)| Some((is_own, faults.keep(place.resolve())?))).collect();
    // Known first: one that the overlay leaves out for this operation only may be another's, and unreadable.
    let skipped_here: Vec<_> = places.iter().filter(|(is_own, place)| *is_own && place.str("x-sdk-skip").is_some()).collect();
    let is_skipped = |place: &Place| {
        let same = |key| move |other: &Place| other.str(key) == place.str(key);
        skipped_here.iter().any(|(_, other)| same("name")(other) && same("in")(other))
    };
    let mut parameters: Vec<Argument> = Vec::new();
    let before = faults.len();
    for (_, place) in &places {
        if let Some(reason) = place.str("x-sdk-skip") {
            losses.push(skipped(place, reason));
            continue;
        }
        if is_skipped(place) {
            continue;
        }
        let Some(mut parameter) = faults.keep(read(place, losses).map_err(|error| harmless(error, route, place))) else { continue };
        // An operation's parameter replaces the path item's.
        parameters.retain(|known| (&known.name, known.location) != (&parameter.name, parameter.location));
        if let Some(other) = parameters.iter().find(|known| known.name == parameter.name) {
            let fault = anyhow!("{}: {} is also in another place ({})\n  {LEAVE_OUT}", parameter.pointer, parameter.name, other.pointer);
            faults.add(harmless(fault, route, place));
            continue;
        }
        parameter.identifier = disambiguate(&parameter.identifier, parameters.iter().map(|known| known.identifier.as_str()));
        parameters.push(parameter);
    }
    let position = |parameter: &Argument| match parameter.location {
        Location::Path => route.path.find(&format!("{{{}}}", parameter.name)),
        _ => Some(usize::MAX),
    };
    for parameter in parameters.iter().filter(|parameter| position(parameter).is_none()) {
        faults.add(anyhow!("{}: the path has no {{{}}}\n  {LEAVE_OUT}", parameter.pointer, parameter.name));
    }
    parameters.sort_by_key(|parameter| (position(parameter), !parameter.required));
    // One that can't be read may be the one that describes it.
    if faults.len() == before {
        for name in route.path.split(['{', '}']).skip(1).step_by(2) {
            let known = parameters.iter().any(|parameter| parameter.location == Location::Path && parameter.name == name);
            if !known {
                faults.add(anyhow!(
                    "{}: the path has {{{name}}}, but no parameter describes it\n  add it to the operation's parameters in openapi/overlay.yaml",
                    route.operation.pointer
                ));
            }
        }
    }
    parameters
}

/// What to write into the overlay to leave a parameter out of one operation, whoever shares it.
pub fn leave_out_here(route: &Route, name: &str, location: Location) -> String {
    let location = if location == Location::Path { "path" } else { "query" };
    leave_out(route, name, location)
}

fn leave_out(route: &Route, name: &str, location: &str) -> String {
    format!(
        "leave the parameter out of this operation: add to openapi/overlay.yaml:  - target: $.paths['{}'].{}\n                                  update: {{ parameters: [{{ name: {name}, in: {location}, x-sdk-skip: \"<the reason>\" }}] }}",
        route.path, route.method
    )
}

/// The fault with a remedy that reaches no other operation, where the parameter is shared.
fn harmless(fault: anyhow::Error, route: &Route, place: &Place) -> anyhow::Error {
    let message = format!("{fault:#}");
    let is_own = place.pointer.path.starts_with(&format!("{}/", route.operation.pointer.path));
    match (place.str("name"), place.str("in")) {
        (Some(name), Some(location)) if !is_own && message.contains(LEAVE_OUT) => {
            anyhow!("{}", message.replace(LEAVE_OUT, &leave_out(route, name, location)))
        }
        _ => fault,
    }
}

fn read(place: &Place, losses: &mut Vec<Loss>) -> Result<Argument> {
    let pointer = place.pointer.clone();
    let name = place.str("name").with_context(|| format!("{pointer}: name is missing"))?.to_owned();
    let location = match place.str("in") {
        Some("path") => Location::Path,
        Some("query") => Location::Query,
        other => bail!("{pointer}: parameters in {} are not supported\n  {LEAVE_OUT}", other.unwrap_or("nothing")),
    };
    let Some(schema) = place.get("schema") else {
        bail!("{pointer}: a parameter without a schema is not supported\n  give it one in openapi/overlay.yaml, or {LEAVE_OUT}");
    };
    let view = SchemaView::of(&[schema], losses)?;
    let (r#type, encoding) = match place.flag("x-sdk-comma-list") {
        true => (list_of_text(), Encoding::CommaSeparated),
        false => value(place, &view, losses)?,
    };
    let is_number = matches!(r#type, Type::Integer | Type::Number);
    let limits = if is_number { Limits { max_items: None, ..view.limits.clone() } } else { Limits::default() };
    let identifier = Some(snake(&name)).filter(|identifier| !identifier.is_empty()).unwrap_or_else(|| "value".to_owned());
    let example = ["example", "default"].iter().find_map(|key| {
        let values = std::iter::once(place).chain(&view.sources);
        values.filter_map(|place| place.value.get(*key)).next().cloned()
    });
    Ok(Argument {
        identifier,
        location,
        required: location == Location::Path || place.flag("required"),
        nullable: false,
        summary: hints::text(place.value, "description"),
        r#type,
        limits,
        encoding,
        example,
        name,
        pointer,
    })
}

fn list_of_text() -> Type {
    Type::List { items: Box::new(Type::Text) }
}

fn value(place: &Place, view: &SchemaView, losses: &mut Vec<Loss>) -> Result<(Type, Encoding)> {
    let pointer = &view.place.pointer;
    let one_type = format!("give it one type in openapi/overlay.yaml, or {LEAVE_OUT}");
    let types = scalar_types(view, losses)?;
    let text = || match view.format {
        Some("date-time") => Type::Timestamp,
        Some("date") => Type::Date,
        _ => Type::Text,
    };
    let plain = match types.as_slice() {
        // A query is text: what may be a string may be given as one.
        [] => text(),
        several if several.contains(&"string") && !several.iter().any(|name| ["array", "object"].contains(name)) => text(),
        ["integer"] => Type::Integer,
        ["number"] | ["integer", "number"] | ["number", "integer"] => Type::Number,
        ["boolean"] => Type::Boolean,
        ["array"] => {
            let items = view.items.clone().with_context(|| format!("{pointer}: a list of what?\n  {one_type}"))?;
            let items = SchemaView::of(&[items], losses)?;
            let of_text = scalar_types(&items, losses)?.contains(&"string");
            ensure!(of_text, "{}: only lists of strings are supported in parameters\n  {one_type}", items.place.pointer);
            let style = place.str("style").unwrap_or("form");
            ensure!(style == "form", "{}: the style {style} is not supported\n  {LEAVE_OUT}", place.pointer);
            let explode = place.value.get("explode").and_then(serde_json::Value::as_bool).unwrap_or(true);
            return Ok((list_of_text(), if explode { Encoding::Repeated } else { Encoding::CommaSeparated }));
        }
        _ => bail!("{pointer}: a parameter of this type is not supported\n  {one_type}"),
    };
    Ok((plain, Encoding::Plain))
}

/// The types a value may have, over all alternatives.
fn scalar_types<'a>(view: &SchemaView<'a>, losses: &mut Vec<Loss>) -> Result<Vec<&'a str>> {
    let mut types = view.types.clone().unwrap_or_default();
    if types.is_empty() {
        for value in view.values.iter().flatten() {
            types.push(if value.is_string() { "string" } else { "number" });
        }
        if !view.properties.is_empty() {
            types.push("object");
        }
    }
    for places in &view.alternatives {
        types.extend(scalar_types(&view.alternative(places, losses)?, losses)?);
    }
    let mut unique: Vec<&str> = Vec::new();
    for name in types {
        if !unique.contains(&name) {
            unique.push(name);
        }
    }
    Ok(unique)
}
