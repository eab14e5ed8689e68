//! The reference: one page a resource, each call in Python, Node and Rust beside what it takes, needs and may answer; a page of what
//! resources share, and one that leads to all of them.
//!
//! In: the [`Api`] and, for the values in examples, the document. Out: `docs/reference/*.md`. To change how a page looks, change
//! `page.md.j2`; how a call is written in a language is in `example.rs`, a value in `values.rs`.

mod example;
mod rows;
mod values;

use anyhow::{Result, ensure};
use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;

use crate::emit::node::names as node;
use crate::emit::python::names as python;
use crate::emit::rust::names as rust;
use crate::emit::shared::errors::error_class;
use crate::emit::shared::escape;
use crate::emit::shared::templates::environment;
use crate::ir::{Api, Operation, Resource, SHARED, TypeBody, TypeDefinition};
use crate::output::{OutputFile, header};
use example::Examples;
use rows::{Definition, Row, Writer};

const FOLDER: &str = "docs/reference";
/// The page that leads to all others.
const INDEX: &str = "README";

const TEMPLATES: &[(&str, &str)] = &[
    ("types", include_str!("types.md.j2")),
    ("page", include_str!("page.md.j2")),
    ("shared", include_str!("shared.md.j2")),
    ("index", include_str!("index.md.j2")),
];

/// Every page.
pub fn emit(api: &Api) -> Result<Vec<OutputFile>> {
    let environment = environment(TEMPLATES)?;
    let file = |name: &str, contents: String| OutputFile { path: format!("{FOLDER}/{name}.md"), contents };
    let mut files = Vec::new();
    for resource in &api.resources {
        let stem = resource.file_stem();
        ensure!(stem != SHARED, "{}: a resource can't be called {SHARED}, as the page of shared types is", resource.pointer);
        let page = Page::of(api, resource);
        files.push(file(
            &stem,
            environment.get_template("page")?.render(context! { header => header(&api.source, "<!--", file!()), page => Serde(page) })?,
        ));
    }
    // So many types that no page's methods lead to in an order are found by their names.
    let mut sorted: Vec<&TypeDefinition> = api.shared_types().collect();
    sorted.sort_by(|one, other| one.name.cmp(&other.name));
    if !sorted.is_empty() {
        let types = Types::of(api, None, &sorted);
        let contents = environment
            .get_template("shared")?
            .render(context! { header => header(&api.source, "<!--", file!()), types => Serde(types) })?;
        files.push(file(SHARED, contents));
    }
    let lines: Vec<IndexLine> = api.resources.iter().map(|resource| IndexLine::of(api, resource)).collect();
    let operations = api.operations.len();
    let index = environment.get_template("index")?;
    files.push(file(INDEX, index.render(context! { header => header(&api.source, "<!--", file!()), lines => Serde(lines), operations })?));
    Ok(files)
}

#[derive(Debug, Serialize)]
struct Page {
    title: String,
    summary: String,
    /// How each language gets at the resource: Python, Node, Rust.
    accessors: [String; 3],
    /// Links to the resources below this one, and to the one above.
    children: String,
    parent: String,
    methods: Vec<Method>,
    wait: Option<Waiting>,
    types: Types,
}

#[derive(Debug, Serialize)]
struct Method {
    name: String,
    summary: String,
    call: String,
    examples: Examples,
    parameters: Vec<Row>,
    returns: String,
    scopes: String,
    limits: String,
    repeats: &'static str,
    errors: Vec<(u16, &'static str)>,
}

#[derive(Debug, Serialize)]
struct Waiting {
    examples: Examples,
    at_most: u32,
    succeeded: String,
    failed: String,
}

/// The types of a page, users before what they use.
#[derive(Debug, Serialize)]
struct Types {
    models: Vec<Definition>,
    inputs: Vec<Definition>,
    unions: Vec<Definition>,
    enums: Vec<Definition>,
    codes: Vec<Definition>,
}

/// A resource in the table of all.
#[derive(Debug, Serialize)]
struct IndexLine {
    link: String,
    summary: String,
    methods: String,
}

impl Page {
    fn of(api: &Api, resource: &Resource) -> Self {
        let children: Vec<String> = resource.children(api).map(page_link).collect();
        let above = resource.path.split_last().map(|(_, above)| above).unwrap_or_default();
        let parent = api.resource(above);
        // The IR has each type before its users, a reader wants the users first.
        let types: Vec<&TypeDefinition> = api.types_of(resource).rev().collect();
        Self {
            title: resource.path.join("."),
            summary: resource.summary.clone(),
            accessors: [python::accessor(resource), node::accessor(resource), rust::accessor(resource)],
            children: children.join(", "),
            parent: parent.map(page_link).unwrap_or_default(),
            methods: api.operations_of(resource).map(|operation| Method::of(api, resource, operation)).collect(),
            wait: resource.wait.as_ref().map(|wait| Waiting {
                examples: Examples::of_waiting(resource),
                at_most: wait.at_most,
                succeeded: codes(&wait.succeeded, " or "),
                failed: codes(&wait.failed, " or "),
            }),
            types: Types::of(api, Some(resource), &types),
        }
    }
}

impl Method {
    fn of(api: &Api, resource: &Resource, operation: &Operation) -> Self {
        let group = operation.rate_group.as_ref().and_then(|name| api.rate_groups.iter().find(|group| group.name == *name));
        let writer = Writer { api, resource: Some(resource) };
        Self {
            name: operation.name.clone(),
            summary: operation.summary.clone(),
            call: format!("{} {}", operation.method, operation.path),
            examples: Examples::of(api, resource, operation),
            parameters: writer.arguments(operation),
            returns: writer.returns(operation),
            scopes: codes(&operation.scopes, " or "),
            limits: group.map(|group| format!("{} calls in {} s", group.calls, group.seconds)).unwrap_or_default(),
            repeats: if operation.safe {
                "It only reads, so it is repeated after 408, 429, 5xx and failures of the connection."
            } else {
                "It is repeated after 429, and when it surely never arrived; after anything else only with `retry_writes`."
            },
            errors: operation.errors.iter().map(|status| (*status, error_class(*status))).collect(),
        }
    }
}

impl Types {
    fn of(api: &Api, resource: Option<&Resource>, definitions: &[&TypeDefinition]) -> Self {
        let writer = Writer { api, resource };
        let of_kind = |kind: fn(&TypeBody) -> bool| {
            definitions.iter().filter(move |definition| kind(&definition.body)).map(|definition| writer.definition(definition)).collect()
        };
        use crate::ir::Base::{Integer, Text};
        Self {
            models: of_kind(|body| matches!(body, TypeBody::Model { .. })),
            inputs: of_kind(|body| matches!(body, TypeBody::Input { .. })),
            unions: of_kind(|body| matches!(body, TypeBody::Union { .. })),
            enums: of_kind(|body| matches!(body, TypeBody::Enum { base: Text, .. })),
            codes: of_kind(|body| matches!(body, TypeBody::Enum { base: Integer, .. })),
        }
    }
}

impl IndexLine {
    fn of(api: &Api, resource: &Resource) -> Self {
        let stem = resource.file_stem();
        let waits = resource.wait.iter().map(|_| format!("[wait, wait_many]({stem}.md#wait-wait_many)"));
        let methods = api.operations_of(resource).map(|operation| format!("[{0}]({stem}.md#{0})", operation.name)).chain(waits);
        Self { link: page_link(resource), summary: resource.summary.clone(), methods: methods.collect::<Vec<_>>().join(", ") }
    }
}

fn page_link(resource: &Resource) -> String {
    format!("[`{}`]({}.md)", resource.path.join("."), resource.file_stem())
}

fn codes(texts: &[String], joint: &str) -> String {
    texts.iter().map(|text| escape::markdown_code(text)).collect::<Vec<_>>().join(joint)
}
