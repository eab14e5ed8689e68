//! Python resource classes: one file a resource, sync and async side by side, and the bases of the two clients.
//!
//! In: the locked [`Api`]. Out: `bindings/python/python/instantly_sdk/resources/*.py`. To change what a method looks like, change
//! `templates/python_resource.py.j2`; to change what it knows, add to the IR. How Python is spelled and wrapped is in `python.rs`.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail, ensure};
use minijinja::{Environment, value::Serde};
use serde::Serialize;

use super::languages::python::{CALL_OPTIONS, class, identifier, keyword};
use super::python::{self, ClientBase, FOLDER, Package, Property};
use crate::ir::{Api, Kind, Operation, Parameter, Resource, Shape, Type, TypeBody, Wait, screaming};
use crate::output::{OutputFile, header};

/// One file for each resource, and the package with the bases of the clients.
pub fn emit(api: &Api) -> Result<Vec<OutputFile>> {
    let mut environment: Environment = python::environment()?;
    environment.add_template("file", include_str!("templates/python_resource.py.j2"))?;
    environment.add_template("method", include_str!("templates/python_method.py.j2"))?;
    environment.add_template("package", include_str!("templates/python_package.py.j2"))?;
    let mut files = Vec::new();
    for resource in &api.resources {
        let file = File::of(api, resource)?;
        let contents = environment.get_template("file")?.render(Serde(&file))?;
        files.push(OutputFile { path: format!("{FOLDER}/resources/{}.py", resource.file_stem()), contents });
    }
    files.push(package(api, &environment)?);
    Ok(files)
}

/// `resources/__init__.py`: what `client.background_jobs` is.
fn package(api: &Api, environment: &Environment) -> Result<OutputFile> {
    let top: Vec<_> = api.resources.iter().filter(|resource| resource.path.len() == 1).collect();
    let mut imports = vec!["from functools import cached_property\n".to_owned(), "from .._calls import AsyncCalls, SyncCalls".to_owned()];
    let mut exported = vec!["AsyncResources".to_owned(), "SyncResources".to_owned()];
    for resource in &api.resources {
        let names = vec![class(resource), format!("Async{}", class(resource))];
        imports.push(python::import(&format!(".{}", resource.file_stem()), names.clone()));
        exported.extend(names);
    }
    let base = |prefix: &str, name, calls, client: &str| ClientBase {
        name,
        calls,
        doc: python::docstring(4, &[format!("The resources of `{client}`.")]),
        resources: top.iter().map(|resource| property(resource, prefix)).collect(),
    };
    let package = Package {
        header: header("#"),
        doc: python::docstring(0, &["What a client can do, by resource.".to_owned()]),
        imports,
        exported: python::exported(exported),
        classes: vec![base("", "SyncResources", "SyncCalls", "Instantly"), base("Async", "AsyncResources", "AsyncCalls", "AsyncInstantly")],
    };
    let contents = environment.get_template("package")?.render(Serde(&package))?;
    Ok(OutputFile { path: format!("{FOLDER}/resources/__init__.py"), contents })
}

#[derive(Serialize)]
struct File {
    header: String,
    doc: String,
    imports: Vec<String>,
    exported: String,
    /// The name of each operation's handle, and its operationId.
    handles: Vec<(String, String)>,
    classes: Vec<Class>,
}

/// The sync or the async class of a resource.
#[derive(Serialize)]
struct Class {
    name: String,
    base: &'static str,
    doc: String,
    asynchronous: bool,
    nested: Vec<Property>,
    methods: Vec<Method>,
    wait: Option<Waiting>,
}

#[derive(Serialize)]
struct Method {
    name: String,
    doc: String,
    handle: String,
    positional: Vec<Argument>,
    keywords: Vec<Argument>,
    options: Vec<Argument>,
    returns: String,
    /// The method of the calls that makes this one, and the model it reads.
    call: &'static str,
    model: Option<String>,
    asynchronous: bool,
    page: bool,
    raw: &'static str,
}

#[derive(Serialize)]
struct Argument {
    /// As users write it.
    name: String,
    /// As the native module knows it.
    wire_name: String,
    annotation: String,
    required: bool,
}

#[derive(Serialize)]
struct Waiting {
    resource: String,
    model: String,
    one_doc: String,
    many_doc: String,
}

/// What an operation answers with.
struct Answer {
    call: &'static str,
    model: Option<String>,
    returns: String,
}

impl File {
    fn of(api: &Api, resource: &Resource) -> Result<Self> {
        let operations: Vec<_> = resource.operations.iter().map(|index| &api.operations[*index]).collect();
        let nested: Vec<_> = api.resources.iter().filter(|other| is_parent(resource, other)).collect();
        ensure!(
            resource.path.len() == 1 || api.resources.iter().any(|other| is_parent(other, resource)),
            "{}: {} has no resource above it that it could be reached through",
            resource.pointer.0,
            resource.path.join(".")
        );
        let classes = [false, true].map(|asynchronous| Class::of(resource, &operations, &nested, asynchronous));
        let classes = classes.into_iter().collect::<Result<Vec<_>>>()?;
        let exported = classes.iter().flat_map(|class| [class.name.clone(), format!("{}WithRawResponse", class.name)]);
        Ok(Self {
            header: header("#"),
            doc: python::docstring(0, &[python::sentence(&resource.summary)]),
            imports: imports(resource, &nested, &classes),
            exported: python::exported(exported),
            handles: operations.iter().map(|operation| (handle(operation), operation.id.clone())).collect(),
            classes,
        })
    }
}

impl Class {
    fn of(resource: &Resource, operations: &[&Operation], nested: &[&Resource], asynchronous: bool) -> Result<Self> {
        let prefix = if asynchronous { "Async" } else { "" };
        let method = |operation: &&Operation| Method::of(resource, operation, asynchronous).with_context(|| operation.pointer.0.clone());
        Ok(Self {
            name: format!("{prefix}{}", class(resource)),
            base: if asynchronous { "AsyncResource" } else { "SyncResource" },
            doc: python::docstring(4, &[python::sentence(&resource.summary)]),
            asynchronous,
            nested: nested.iter().map(|resource| property(resource, prefix)).collect(),
            methods: operations.iter().map(method).collect::<Result<_>>()?,
            wait: resource.wait.as_ref().map(|wait| Waiting::of(resource, wait)).transpose()?,
        })
    }
}

fn property(resource: &Resource, prefix: &str) -> Property {
    let name = identifier(resource.path.last().map_or("", String::as_str));
    Property { name, class: format!("{prefix}{}", class(resource)), doc: python::docstring(8, &[python::sentence(&resource.summary)]) }
}

impl Method {
    fn of(resource: &Resource, operation: &Operation, asynchronous: bool) -> Result<Self> {
        if let Some(body) = &operation.body {
            bail!("{}: a method with a request body is not supported", body.pointer.0);
        }
        let Answer { call, model, returns } = Answer::of(resource, operation)?;
        let positional: Vec<_> = operation.path_parameters().map(|parameter| argument(parameter, identifier(&parameter.name))).collect();
        let keywords: Vec<_> = operation.query_parameters().map(|parameter| argument(parameter, keyword(&parameter.name))).collect();
        let names: BTreeSet<_> = positional.iter().chain(&keywords).map(|argument| &argument.name).collect();
        ensure!(names.len() == positional.len() + keywords.len(), "two arguments have one name in Python");
        let page = operation.pagination.is_some();
        Ok(Self {
            name: identifier(&operation.name),
            doc: method_doc(operation),
            handle: handle(operation),
            positional,
            keywords,
            options: options(),
            returns: if page && asynchronous { returns.replace("Page[", "AsyncPager[") } else { returns },
            call,
            model,
            asynchronous: asynchronous && !page,
            page,
            raw: match (asynchronous, page) {
                (false, _) => "raw_response",
                (true, false) => "async_raw_response",
                (true, true) => "async_raw_page",
            },
        })
    }
}

impl Waiting {
    fn of(resource: &Resource, wait: &Wait) -> Result<Self> {
        let Some(model) = model(resource, &wait.item) else { bail!("{}: what is waited for is no object", resource.pointer.0) };
        let (succeeded, failed) = (wait.succeeded.join(", "), wait.failed.join(" or "));
        let over = format!("Done means that `{}` is {succeeded}. A {failed} one raises, every other status goes on.", wait.status);
        let arguments = |what: &str| {
            let common = "timeout: Seconds for the whole wait.\n    poll_interval: Seconds before the second look; the next ones are longer, up to 10.\n    on_progress: Called with each object as it is looked at.";
            format!("Args:\n    {what}\n    {common}")
        };
        let raises = format!(
            "Raises:\n    JobFailedError: One ended as {failed}; `error.job` is it.\n    WaitTimeoutError: The time is up; `error.job` is the first unfinished one, as last seen.\n    InvalidArgumentError: An argument is wrong; nothing was sent.\n    APIStatusError: The API refused; see its subclasses."
        );
        let doc = |first: &str, what: &str| python::docstring(8, &[first.to_owned(), over.clone(), arguments(what), raises.clone()]);
        Ok(Self {
            resource: resource.path.join("."),
            one_doc: doc("Wait until one is done.", "id: Which one."),
            many_doc: doc(
                "Wait until several are done, asking for all of them at once.",
                "ids: Which ones; they are returned in this order.",
            ),
            model,
        })
    }
}

impl Answer {
    fn of(resource: &Resource, operation: &Operation) -> Result<Self> {
        if let Some(pagination) = &operation.pagination {
            let Some(item) = pagination.item.as_ref().and_then(|item| model(resource, item)) else {
                bail!("{}: the items of a page are no objects of a known type", operation.response.pointer.0);
            };
            return Ok(Self { call: "page", returns: format!("Page[{item}]"), model: Some(item) });
        }
        let plain = |call, returns: &str| Ok(Self { call, model: None, returns: returns.to_owned() });
        match (operation.response.shape, &operation.response.r#type) {
            (Shape::Empty, _) => plain("nothing", "None"),
            (Shape::Text, _) => plain("text", "str"),
            (Shape::Array, Some(Type::List { items })) if let Some(item) = model(resource, items) => {
                Ok(Self { call: "models", returns: format!("builtins.list[{item}]"), model: Some(item) })
            }
            (Shape::Object, Some(object)) if let Some(object) = model(resource, object) => {
                Ok(Self { call: "model", returns: object.clone(), model: Some(object) })
            }
            _ => plain("json", "Any"),
        }
    }
}

/// The name of a type that is a model.
fn model(resource: &Resource, r#type: &Type) -> Option<String> {
    let Type::Named { name } = r#type else { return None };
    let definition = resource.types.iter().find(|definition| definition.name == *name)?;
    matches!(definition.body, TypeBody::Model { .. }).then(|| name.clone())
}

fn argument(parameter: &Parameter, name: String) -> Argument {
    Argument { name, wire_name: parameter.name.clone(), annotation: annotation(parameter), required: parameter.required }
}

fn annotation(parameter: &Parameter) -> String {
    let value = parameter.enumeration.as_deref();
    match &parameter.kind {
        Kind::Text { format: Some(format) } if format == "date-time" => "str | datetime".to_owned(),
        Kind::Text { .. } => value.unwrap_or("str").to_owned(),
        Kind::Integer { .. } => "int".to_owned(),
        Kind::Number { .. } => "float".to_owned(),
        Kind::Boolean => "bool".to_owned(),
        Kind::CommaList | Kind::List => format!("Sequence[{}]", value.unwrap_or("str")),
    }
}

/// `extra_body` is left to methods with a body.
fn options() -> Vec<Argument> {
    let annotation = |name| match name {
        "max_retries" => "int",
        "extra_headers" => "Headers",
        "extra_query" => "Query",
        _ => "float",
    };
    let options = CALL_OPTIONS.into_iter().filter(|name| *name != "extra_body");
    options
        .map(|name| Argument {
            name: name.to_owned(),
            wire_name: name.to_owned(),
            annotation: annotation(name).to_owned(),
            required: false,
        })
        .collect()
}

fn method_doc(operation: &Operation) -> String {
    let mut call = format!("{} {}.", operation.method, operation.path);
    if let Some(scope) = operation.scopes.first() {
        call += &format!(" Needs the scope {scope}, or a wider one.");
    }
    let summary = (!operation.summary.is_empty()).then(|| python::sentence(&operation.summary));
    let mut paragraphs: Vec<_> = summary.into_iter().chain([call]).collect();
    let arguments: Vec<_> = operation.parameters.iter().filter(|parameter| !parameter.summary.is_empty()).map(argument_doc).collect();
    if !arguments.is_empty() {
        paragraphs.push(format!("Args:\n{}", arguments.join("\n")));
    }
    paragraphs.push(
        "Raises:\n    InvalidArgumentError: An argument is wrong; nothing was sent.\n    APIStatusError: The API refused; see its subclasses.\n    APIConnectionError: There was no answer."
            .to_owned(),
    );
    python::docstring(8, &paragraphs)
}

/// `    limit: Jobs a page.`, wrapped under itself.
fn argument_doc(parameter: &Parameter) -> String {
    const ROOM: usize = python::WIDTH - 16;
    let text = format!("{}: {}", keyword(&parameter.name), python::sentence(&parameter.summary));
    let lines = python::wrapped(&text, ROOM);
    lines
        .iter()
        .enumerate()
        .map(|(index, line)| format!("{}{line}", if index == 0 { "    " } else { "        " }))
        .collect::<Vec<_>>()
        .join("\n")
}

fn handle(operation: &Operation) -> String {
    format!("_{}", screaming(&operation.name))
}

fn is_parent(parent: &Resource, child: &Resource) -> bool {
    child.path.split_last().is_some_and(|(_, above)| above == parent.path.as_slice())
}

/// The import lines: modules of Python, an empty line, modules of the package.
fn imports(resource: &Resource, nested: &[&Resource], classes: &[Class]) -> Vec<String> {
    let methods: Vec<_> = classes.iter().flat_map(|class| &class.methods).collect();
    let words: BTreeSet<_> = methods
        .iter()
        .flat_map(|method| method.positional.iter().chain(&method.keywords).map(|argument| &argument.annotation).chain([&method.returns]))
        .flat_map(|annotation| python::words(annotation))
        .collect();
    let waits = resource.wait.is_some();
    let mut lines = Vec::new();
    if words.contains("builtins") || waits {
        lines.push("import builtins".to_owned());
    }
    let mut from: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut need = |needed: bool, module: &str, name: &str| {
        if needed {
            from.entry(module.to_owned()).or_default().push(name.to_owned());
        }
    };
    need(waits, "collections.abc", "Callable");
    need(waits || words.contains("Sequence"), "collections.abc", "Sequence");
    need(words.contains("datetime"), "datetime", "datetime");
    need(true, "functools", "cached_property");
    need(words.contains("Any"), "typing", "Any");
    lines.extend(std::mem::take(&mut from).into_iter().map(|(module, names)| python::import(&module, names)));
    let mut need = |needed: bool, module: &str, name: &str| {
        if needed {
            from.entry(module.to_owned()).or_default().push(name.to_owned());
        }
    };
    let pages = methods.iter().any(|method| method.page);
    need(pages, ".._async_page", "AsyncPager");
    for raw in ["async_raw_page", "async_raw_response", "raw_response"] {
        need(methods.iter().any(|method| method.raw == raw), ".._calls", raw);
    }
    need(true, ".._native", "Operation");
    need(true, ".._omit", "Omit");
    need(true, ".._omit", "omit");
    need(true, ".._options", "Headers");
    need(true, ".._options", "Query");
    need(pages, ".._page", "Page");
    need(true, ".._resource", "AsyncResource");
    need(true, ".._resource", "SyncResource");
    for name in ["wait", "wait_async", "wait_many", "wait_many_async"] {
        need(waits, ".._wait", name);
    }
    let types = format!("..types.{}", resource.file_stem());
    for definition in &resource.types {
        let waited = classes.iter().filter_map(|class| class.wait.as_ref()).any(|wait| wait.model == definition.name);
        need(waited || words.contains(definition.name.as_str()), &types, &definition.name);
    }
    for child in nested {
        need(true, &format!(".{}", child.file_stem()), &class(child));
        need(true, &format!(".{}", child.file_stem()), &format!("Async{}", class(child)));
    }
    let mut own = from.into_iter().map(|(module, names)| python::import(&module, names)).peekable();
    if own.peek().is_some() {
        lines.push(String::new());
    }
    lines.extend(own);
    lines
}
