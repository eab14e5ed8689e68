//! A schema with its references followed and its parts put together: what 3.0, 3.1 and people say in different ways, said in one.
//!
//! `allOf` merges, `null` in whatever form becomes a flag, a union that only constrains is dropped with a note, and a union of one is that
//! one. Nothing is copied: a view points into the document, so that what is read from it still knows its place.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use indexmap::IndexMap;
use serde_json::Value;

use super::document::Place;
use super::{Limits, Loss};

/// How deep references and parts may lead before it can only be a circle.
const DEEPEST: usize = 64;

/// The keywords that say what a value is; a schema without any of them only constrains.
const KINDS: [&str; 10] = ["$ref", "type", "enum", "const", "items", "properties", "additionalProperties", "allOf", "anyOf", "oneOf"];

/// What the document says of one value.
#[derive(Clone)]
pub struct SchemaView<'a> {
    /// Where it starts.
    pub place: Place<'a>,
    /// The component it is, if it is nothing but a reference to one.
    pub component: Option<Place<'a>>,
    /// The JSON types it may have, `null` apart; `None` for any.
    pub types: Option<Vec<&'a str>>,
    pub nullable: bool,
    pub values: Option<Vec<&'a Value>>,
    pub format: Option<&'a str>,
    /// A property that several parts describe has a place for each.
    pub properties: IndexMap<&'a str, Vec<Place<'a>>>,
    pub required: BTreeSet<&'a str>,
    /// The schema of properties that have no name of their own.
    pub additional: Option<Place<'a>>,
    /// Whether unknown properties are expressly refused.
    pub closed: bool,
    pub items: Option<Place<'a>>,
    pub limits: Limits,
    /// Two or more schemas, each with all the rest of this view.
    pub alternatives: Vec<Vec<Place<'a>>>,
    /// The schemas that were read on the way, outermost first: hints and descriptions stand on any of them.
    pub sources: Vec<Place<'a>>,
}

impl<'a> SchemaView<'a> {
    /// The view of a value that all these schemas describe.
    pub fn of(places: &[Place<'a>], losses: &mut Vec<Loss>) -> Result<Self> {
        let Some(first) = places.first() else { bail!("a value that no schema describes") };
        let mut view = Self {
            place: first.clone(),
            component: None,
            types: None,
            nullable: false,
            values: None,
            format: None,
            properties: IndexMap::new(),
            required: BTreeSet::new(),
            additional: None,
            closed: false,
            items: None,
            limits: Limits::default(),
            alternatives: Vec::new(),
            sources: Vec::new(),
        };
        for (index, place) in places.iter().enumerate() {
            view.take(place, index == 0, DEEPEST, losses)?;
        }
        if let [only] = places
            && let Some(component) = component(only)?
        {
            view.component = Some(component);
        }
        Ok(view)
    }

    /// The same view narrowed to one alternative.
    pub fn alternative(&self, places: &[Place<'a>], losses: &mut Vec<Loss>) -> Result<Self> {
        let has_more = self.types.is_some() || !self.properties.is_empty() || self.values.is_some();
        if !has_more {
            return Self::of(places, losses);
        }
        let mut narrowed = Self { alternatives: Vec::new(), sources: Vec::new(), component: None, ..self.clone() };
        if let Some(first) = places.first() {
            narrowed.place = first.clone();
        }
        for place in places {
            narrowed.take(place, false, DEEPEST, losses)?;
        }
        Ok(narrowed)
    }

    /// The first text under this key on any schema of the way.
    pub fn text(&self, key: &str) -> Option<&'a str> {
        self.sources.iter().find_map(|source| source.str(key))
    }

    /// The first object under this key.
    pub fn object(&self, key: &str) -> Option<&'a Value> {
        self.sources.iter().find_map(|source| source.value.get(key)).filter(|value| value.is_object())
    }

    /// Whether it takes fields that are not among those it is known to have: left out by the overlay, or named by a pattern.
    pub fn takes_unnamed_fields(&self) -> bool {
        let mut properties = self.properties.values().filter_map(|places| places.first());
        properties.any(|property| property.str("x-sdk-skip").is_some())
            || self.sources.iter().any(|source| source.value.get("patternProperties").is_some())
    }

    /// Whether `null` is all it may be.
    pub fn is_only_null(&self) -> bool {
        self.types.as_ref().is_some_and(Vec::is_empty) && self.nullable
    }

    fn take(&mut self, place: &Place<'a>, is_first: bool, depth: usize, losses: &mut Vec<Loss>) -> Result<()> {
        if depth == 0 {
            bail!("{}: this schema is part of itself\n  break the circle in openapi/overlay.yaml", place.pointer);
        }
        self.sources.push(place.clone());
        if !place.value.is_object() {
            // `true` allows anything; `false`, which allows nothing, describes no value that ever comes.
            return Ok(());
        }
        if let Some(reference) = place.str("$ref") {
            self.take(&place.follow(reference)?, is_first, depth - 1, losses)?;
        }
        self.take_types(place, is_first && place.str("$ref").is_none(), losses);
        self.format = self.format.or(place.str("format"));
        self.take_values(place);
        for (name, property) in place.get("properties").iter().flat_map(Place::members) {
            self.properties.entry(name).or_default().push(property);
        }
        self.required.extend(place.value["required"].as_array().into_iter().flatten().filter_map(Value::as_str));
        match place.get("additionalProperties") {
            Some(schema) if schema.value.is_object() => self.additional = self.additional.take().or(Some(schema)),
            Some(flag) if flag.value == &Value::Bool(false) => self.closed = true,
            _ => {}
        }
        self.items = self.items.take().or_else(|| place.get("items"));
        self.take_limits(place);
        let parts: Vec<Place> = place.get("allOf").iter().flat_map(Place::elements).collect();
        let says_nothing_else = parts.iter().filter(|part| says_what_it_is(part)).count() == 1;
        for part in parts {
            if says_what_it_is(&part) {
                self.take_whole(&part, says_nothing_else, is_first, depth, losses)?;
            } else {
                losses.push(constraint(&part, "an allOf part that only constrains"));
            }
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(union) = place.get(key) {
                self.take_union(&union, is_first, depth, losses)?;
            }
        }
        for key in ["not", "if"] {
            if let Some(part) = place.get(key) {
                losses.push(constraint(&part, key));
            }
        }
        Ok(())
    }

    /// Takes a part that may be all there is: then a reference to a component makes the whole that component.
    fn take_whole(&mut self, part: &Place<'a>, alone: bool, is_first: bool, depth: usize, losses: &mut Vec<Loss>) -> Result<()> {
        let is_all = alone && self.types.is_none() && self.properties.is_empty() && self.values.is_none() && self.component.is_none();
        self.take(part, is_first && self.types.is_none(), depth - 1, losses)?;
        if is_all {
            self.component = component(part)?;
        }
        Ok(())
    }

    fn take_types(&mut self, place: &Place<'a>, is_first: bool, losses: &mut Vec<Loss>) {
        let all: Vec<&'a str> = match place.value.get("type") {
            Some(Value::String(one)) => vec![one],
            Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
            _ => {
                self.nullable |= place.flag("nullable");
                return;
            }
        };
        let nullable = all.contains(&"null") || place.flag("nullable");
        self.nullable = if is_first || self.types.is_none() { self.nullable || nullable } else { self.nullable && nullable };
        let types: Vec<&'a str> = all.into_iter().filter(|name| *name != "null").collect();
        self.types = Some(match self.types.take() {
            None => types,
            Some(known) => {
                let both = intersection(&known, &types);
                if both.is_empty() && !(known.is_empty() && types.is_empty()) {
                    losses.push(Loss {
                        what: "an allOf that contradicts itself".to_owned(),
                        why: format!("No value is {} and {} at once; the first is taken.", known.join(" or "), types.join(" or ")),
                        pointer: place.pointer.clone(),
                    });
                    known
                } else {
                    both
                }
            }
        });
    }

    fn take_values(&mut self, place: &Place<'a>) {
        let listed = place.value.get("enum").and_then(Value::as_array).map(|values| values.iter().collect::<Vec<_>>());
        let Some(values) = listed.or_else(|| place.value.get("const").map(|value| vec![value])) else { return };
        self.nullable |= values.iter().any(|value| value.is_null());
        let values: Vec<&Value> = values.into_iter().filter(|value| !value.is_null()).collect();
        self.values = Some(match self.values.take() {
            Some(known) if known.iter().any(|value| values.contains(value)) => {
                known.into_iter().filter(|value| values.contains(value)).collect()
            }
            _ => values,
        });
    }

    fn take_limits(&mut self, place: &Place) {
        let number = |key: &str| place.value.get(key).and_then(Value::as_f64);
        let narrower = |known: Option<f64>, new: Option<f64>, choose: fn(f64, f64) -> f64| match (known, new) {
            (Some(known), Some(new)) => Some(choose(known, new)),
            (known, new) => known.or(new),
        };
        self.limits.minimum = narrower(self.limits.minimum, number("minimum"), f64::max);
        self.limits.maximum = narrower(self.limits.maximum, number("maximum"), f64::min);
        self.limits.max_items = self.limits.max_items.or_else(|| place.value.get("maxItems").and_then(Value::as_u64));
    }

    fn take_union(&mut self, union: &Place<'a>, is_first: bool, depth: usize, losses: &mut Vec<Loss>) -> Result<()> {
        let mut kinds = Vec::new();
        let mut constrains = false;
        for member in union.elements() {
            if is_null(&member)? {
                self.nullable = true;
            } else if says_what_it_is(&member) && !(self.is_object() && is_typeless(&member)) {
                kinds.push(member);
            } else {
                // What such a member names is part of the object all the same.
                for (name, property) in member.get("properties").iter().flat_map(Place::members) {
                    if !self.properties.contains_key(name) && says_what_it_is(&property) {
                        self.properties.insert(name, vec![property]);
                    }
                }
                constrains = true;
            }
        }
        if constrains {
            losses.push(constraint(union, "a union that only constrains"));
        }
        match kinds.as_slice() {
            [] => {}
            [only] => self.take_whole(only, true, is_first, depth, losses)?,
            _ if self.alternatives.is_empty() => self.alternatives = kinds.into_iter().map(|member| vec![member]).collect(),
            _ => losses.push(Loss {
                what: "a second union on one schema".to_owned(),
                why: "The types follow the first; the API checks the rest.".to_owned(),
                pointer: union.pointer.clone(),
            }),
        }
        Ok(())
    }

    fn is_object(&self) -> bool {
        self.types.as_deref() == Some(&["object"]) || !self.properties.is_empty()
    }
}

/// The component that a schema is, if it is nothing but a reference to one.
fn component<'a>(place: &Place<'a>) -> Result<Option<Place<'a>>> {
    let Some(reference) = place.str("$ref") else { return Ok(None) };
    let is_one = reference.starts_with("#/components/schemas/") && reference.matches('/').count() == 3;
    let is_all = place.members().all(|(key, _)| key == "$ref" || key == "description" || key.starts_with("x-"));
    if is_one && is_all { place.resolve().map(Some) } else { Ok(None) }
}

fn constraint(place: &Place, what: &str) -> Loss {
    Loss { what: what.to_owned(), why: "It only limits what is allowed; the API checks it.".to_owned(), pointer: place.pointer.clone() }
}

fn says_what_it_is(place: &Place) -> bool {
    KINDS.iter().any(|key| place.value.get(key).is_some())
}

/// An object that is only described further: `{ required, properties }`.
fn is_typeless(place: &Place) -> bool {
    ["$ref", "type", "enum", "const", "items", "allOf", "anyOf", "oneOf"].iter().all(|key| place.value.get(key).is_none())
}

fn is_null(place: &Place) -> Result<bool> {
    let schema = place.resolve()?;
    let null = |value: &Value| value == "null" || value.as_array().is_some_and(|all| all.len() == 1 && all[0] == "null");
    let only_value = schema.value.get("const").is_some_and(Value::is_null)
        || schema.value.get("enum").and_then(Value::as_array).is_some_and(|values| !values.is_empty() && values.iter().all(Value::is_null));
    Ok(schema.value.get("type").is_some_and(null) || only_value)
}

/// The types that both allow; every integer is a number.
fn intersection<'a>(one: &[&'a str], other: &[&'a str]) -> Vec<&'a str> {
    let allows = |types: &[&str], name: &str| types.contains(&name) || (name == "integer" && types.contains(&"number"));
    let mut both: Vec<&str> = one.iter().copied().filter(|name| allows(other, name)).collect();
    both.extend(other.iter().copied().filter(|name| allows(one, name) && !one.contains(name)));
    both
}
