//! One method: its arguments, its documentation, and the call it makes.

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use serde::Serialize;

use super::returns::{Answer, Reading};
use super::{docs, handle};
use crate::emit::python::annotation::{Direction, Speller};
use crate::emit::python::names::{CALL_OPTIONS, identifier, keyword, positional};
use crate::emit::python::{layout, text};
use crate::ir::{Api, Field, Operation, Parameter};

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
    #[serde(skip)]
    required: bool,
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
        let answer = Answer::of(api, members, operation, asynchronous)?;
        let speller = Speller::new(api, Direction::Send, members.iter().cloned());
        let mut names = names(operation).into_iter();
        let mut next = || names.next().unwrap_or_default();
        let mut parameter = |parameter, place| Argument::parameter(next(), &speller, parameter, place);
        let path: Vec<_> = operation.path_parameters().map(|each| parameter(each, Place::Path)).collect();
        let query: Vec<_> = operation.query_parameters().map(|each| parameter(each, Place::Query)).collect();
        let fields = operation.body.iter().flat_map(|body| &body.fields).map(|field| Argument::field(next(), &speller, field));
        let fields: Vec<_> = fields.collect();
        let value = operation.body.as_ref().and_then(|body| {
            let annotation = speller.annotation(body.value.as_ref()?, false);
            Some(Argument::new("body".to_owned(), "body", annotation, Place::Body, body.required))
        });
        let (mut keywords, optional): (Vec<_>, Vec<_>) =
            query.into_iter().chain(fields).chain(value).partition(|argument| argument.required);
        keywords.extend(optional);
        let distinct: BTreeSet<_> = path.iter().chain(&keywords).map(|argument| &argument.name).collect();
        ensure!(distinct.len() == path.len() + keywords.len(), "two arguments have one name in Python");

        let options = options(operation.body.is_some());
        let annotations = path.iter().chain(&keywords).chain(&options).map(|argument| argument.annotation.clone());
        let annotations = annotations.chain([answer.returns.clone()]).chain(answer.told.iter().cloned()).collect();
        let page = operation.pagination.is_some();
        Ok(Self {
            name: identifier(&operation.name),
            doc: docs::method(api, operation),
            handle: handle(operation),
            positional: path,
            keywords,
            options,
            returns: layout::returns(") -> ", &answer.returns, 4),
            call: answer.call,
            told: answer.told,
            reading: answer.reading,
            body: operation.body.as_ref().map(|body| if body.value.is_some() { Sent::Value } else { Sent::Fields }),
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
        Self { name, wire_name: wire_name.to_owned(), line, place, annotation, required }
    }

    fn parameter(name: String, speller: &Speller, parameter: &Parameter, place: Place) -> Self {
        Self::new(name, &parameter.name, speller.parameter(parameter), place, parameter.required || place == Place::Path)
    }

    fn field(name: String, speller: &Speller, field: &Field) -> Self {
        Self::new(name, &field.name, speller.annotation(&field.r#type, field.nullable), Place::Body, field.required)
    }
}

/// What the arguments are called: those of the path, the query and the body, in this order.
pub fn names(operation: &Operation) -> Vec<String> {
    let path = operation.path_parameters().map(|parameter| (positional(&parameter.name), positional(&parameter.identifier)));
    let query = operation.query_parameters().map(|parameter| (keyword(&parameter.name), keyword(&parameter.identifier)));
    let fields = operation.body.iter().flat_map(|body| &body.fields);
    text::unlike(path.chain(query).chain(fields.map(|field| (keyword(&field.name), keyword(&field.identifier)))))
}

fn options(has_body: bool) -> Vec<Argument> {
    let annotation = |name| match name {
        "max_retries" => "int",
        "extra_headers" => "Headers",
        "extra_query" => "Query",
        "extra_body" => "Body",
        _ => "float",
    };
    let options = CALL_OPTIONS.into_iter().filter(|name| has_body || *name != "extra_body");
    options.map(|name| Argument::new(name.to_owned(), name, annotation(name).to_owned(), Place::Option, false)).collect()
}
