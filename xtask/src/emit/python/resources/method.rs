//! One method: its arguments, its documentation, and the call it makes.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use serde::Serialize;

use super::returns::{Reading, Returned};
use super::{docs, handle};
use crate::emit::options::python::keywords;
use crate::emit::python::annotation::{Direction, Speller};
use crate::emit::python::names::{identifier, keyword, positional};
use crate::emit::python::{layout, text};
use crate::ir::{self, Api, BodyForm, Location, Operation};

#[derive(Serialize)]
pub struct Method {
    pub name: String,
    doc: String,
    handle: String,
    positional: Vec<Argument>,
    /// In the order they are written: those that are required first.
    keywords: Vec<Argument>,
    options: Vec<Argument>,
    /// `) -> Campaign:`
    returns: String,
    call: &'static str,
    told: Vec<String>,
    pub reading: Option<Reading>,
    body: Option<Sent>,
    is_coroutine: bool,
    /// What types it where the whole answer is asked for.
    pub raw: &'static str,
    /// Every annotation, for the imports.
    #[serde(skip)]
    pub annotations: Vec<String>,
}

#[derive(Serialize)]
struct Argument {
    /// As users write it.
    name: String,
    /// As the native module knows it.
    wire_name: String,
    /// `limit: int | Omit = omit,`
    line: String,
    place: Place,
    #[serde(skip)]
    annotation: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Place {
    Path,
    Query,
    Body,
    Option,
}

/// What becomes the JSON body.
#[derive(Serialize)]
#[serde(rename_all = "snake_case")]
enum Sent {
    Fields,
    Value,
}

impl Method {
    pub fn of(api: &Api, members: &[String], operation: &Operation, asynchronous: bool) -> Result<Self> {
        let returned = Returned::of(api, members, operation, asynchronous)?;
        let speller = Speller::new(api, Direction::Send, members.iter().cloned());
        let arguments = names(operation).into_iter().zip(&operation.arguments);
        let arguments = arguments.map(|(name, argument)| Argument::of(name, &speller, argument));
        let (path, keywords): (Vec<_>, Vec<_>) = arguments.partition(|argument| argument.place == Place::Path);
        let distinct: BTreeSet<_> = path.iter().chain(&keywords).map(|argument| &argument.name).collect();
        ensure!(distinct.len() == path.len() + keywords.len(), "two arguments have one name in Python");

        let options = options(operation.has_body());
        let annotations = path.iter().chain(&keywords).chain(&options).map(|argument| argument.annotation.clone());
        let annotations = annotations.chain([returned.returns.clone()]).chain(returned.told.iter().cloned()).collect();
        let page = operation.page().is_some();
        Ok(Self {
            name: identifier(&operation.name),
            doc: docs::method(api, operation),
            handle: handle(operation),
            positional: path,
            keywords,
            options,
            returns: layout::returns(") -> ", &returned.returns, 4),
            call: returned.call,
            told: returned.told,
            reading: returned.reading,
            body: match operation.body {
                BodyForm::None => None,
                BodyForm::Fields { .. } => Some(Sent::Fields),
                BodyForm::Whole { .. } => Some(Sent::Value),
            },
            is_coroutine: asynchronous && !page,
            raw: match (asynchronous, page) {
                (false, _) => "raw_response",
                (true, false) => "async_raw_response",
                (true, true) => "async_raw_page",
            },
            annotations,
        })
    }
}

impl Argument {
    fn new(name: String, wire_name: &str, annotation: String, place: Place, required: bool) -> Self {
        let line = match required {
            true => layout::argument(&name, &annotation, None),
            // `None` last, as it is written everywhere.
            false => match annotation.strip_suffix(" | None") {
                Some(others) => layout::argument(&name, &format!("{others} | Omit | None"), Some("omit")),
                None => layout::argument(&name, &format!("{annotation} | Omit"), Some("omit")),
            },
        };
        Self { name, wire_name: wire_name.to_owned(), line, place, annotation }
    }

    fn of(name: String, speller: &Speller, argument: &ir::Argument) -> Self {
        let place = match argument.location {
            Location::Path => Place::Path,
            Location::Body | Location::WholeBody => Place::Body,
            Location::Query | Location::Header | Location::Cookie => Place::Query,
        };
        Self::new(name, &argument.name, speller.annotation(&argument.r#type, argument.nullable), place, argument.required)
    }
}

/// What the arguments are called, in their order.
pub fn names(operation: &Operation) -> Vec<String> {
    text::unlike(operation.arguments.iter().map(|argument| match argument.location {
        Location::Path => (positional(&argument.name), positional(&argument.identifier)),
        Location::WholeBody => (argument.name.clone(), argument.name.clone()),
        _ => (keyword(&argument.name), keyword(&argument.identifier)),
    }))
}

fn options(has_body: bool) -> Vec<Argument> {
    keywords(has_body).map(|(name, r#type)| Argument::new(name.to_owned(), name, r#type.to_owned(), Place::Option, false)).collect()
}
