//! Python resource classes: one file a resource, sync and async side by side, and the bases of the two clients.
//!
//! In: the locked [`Api`]. Out: `bindings/python/python/instantly_sdk/resources/*.py`. To change what a method looks like, change
//! `method.py.j2`; to change what it knows, add to the IR. How Python is spelled and wrapped is in `python/text.rs`.

mod docs;
mod imports;
mod method;
mod returns;
mod wait;

use anyhow::{Context, Result, ensure};
use minijinja::value::Serde;
use serde::Serialize;

use self::method::Method;
use self::wait::Waiting;
use crate::emit::python::layout;
use crate::emit::python::names::{class, identifier, module};
use crate::emit::python::text::{self, ClientBase, FOLDER, Package, Property};
use crate::emit::shared::templates::environment;
use crate::ir::{Api, Operation, Resource};
use crate::output::{OutputFile, header};

const TEMPLATES: &[(&str, &str)] = &[
    ("file", include_str!("resource.py.j2")),
    ("method", include_str!("method.py.j2")),
    ("property", include_str!("property.py.j2")),
    ("wait", include_str!("wait.py.j2")),
    ("package", include_str!("../package.py.j2")),
];

/// One file for each resource, and the package with the bases of the clients.
pub fn emit(api: &Api) -> Result<Vec<OutputFile>> {
    let environment = environment(TEMPLATES)?;
    let mut files = Vec::new();
    for resource in &api.resources {
        let file = File::of(api, resource)?;
        let contents = environment.get_template("file")?.render(Serde(&file))?;
        files.push(OutputFile { path: format!("{FOLDER}/resources/{}.py", module(&resource.file_stem())), contents });
    }
    let contents = environment.get_template("package")?.render(Serde(&package(api)))?;
    files.push(OutputFile { path: format!("{FOLDER}/resources/__init__.py"), contents });
    Ok(files)
}

/// `resources/__init__.py`: what `client.background_jobs` is.
fn package(api: &Api) -> Package {
    let top: Vec<_> = api.resources.iter().filter(|resource| resource.path.len() == 1).collect();
    let classes = |resource: &Resource| [class(resource), format!("Async{}", class(resource))];
    let base = |prefix: &str, name, client: &str| ClientBase {
        name,
        doc: text::docstring(4, &[format!("The resources of `{client}`.")]),
        resources: top.iter().map(|resource| property(resource, prefix)).collect(),
    };
    let mut modules: Vec<_> =
        api.resources.iter().flat_map(|resource| classes(resource).map(|name| (name, module(&resource.file_stem())))).collect();
    modules.sort();
    let exported = modules.iter().map(|(name, _)| name.clone()).chain(["AsyncResources", "SyncResources"].map(str::to_owned));
    Package {
        header: header(&api.source, "#", file!()),
        doc: text::docstring(0, &["What a client can do, by resource. Each is loaded when it is first used.".to_owned()]),
        imports: vec![
            "from typing import TYPE_CHECKING\n".to_owned(),
            "from .._lazy import cached_property, lazily".to_owned(),
            "from .._native import Client".to_owned(),
        ],
        typed_imports: sorted(&api.resources.iter().collect::<Vec<_>>())
            .into_iter()
            .map(|resource| text::import_below(4, &format!(".{}", module(&resource.file_stem())), classes(resource).to_vec()))
            .collect(),
        exported: text::exported(exported),
        modules,
        classes: vec![base("", "SyncResources", "Instantly"), base("Async", "AsyncResources", "AsyncInstantly")],
    }
}

/// By the names of their modules, as ruff sorts imports.
fn sorted<'a>(resources: &[&'a Resource]) -> Vec<&'a Resource> {
    let mut sorted = resources.to_vec();
    sorted.sort_by(|one, other| text::natural(&module(&one.file_stem()), &module(&other.file_stem())));
    sorted
}

#[derive(Serialize)]
struct File {
    header: String,
    doc: String,
    imports: Vec<String>,
    typed_imports: Vec<String>,
    exported: String,
    /// One for each operation: its operationId, and what a success becomes.
    constants: Vec<String>,
    classes: Vec<Class>,
}

/// The sync or the async class of a resource.
#[derive(Serialize)]
struct Class {
    name: String,
    base: &'static str,
    doc: String,
    raw_call: String,
    nested: Vec<Property>,
    methods: Vec<Method>,
    wait: Option<Waiting>,
}

impl File {
    fn of(api: &Api, resource: &Resource) -> Result<Self> {
        let operations: Vec<_> = api.operations_of(resource).collect();
        let nested: Vec<_> = resource.children(api).collect();
        ensure!(
            resource.path.len() == 1 || api.resource(&resource.path[..resource.path.len() - 1]).is_some(),
            "{}: {} has no resource above it that it could be reached through",
            resource.pointer.path,
            resource.path.join(".")
        );
        let classes = [false, true].map(|asynchronous| Class::of(api, resource, &operations, &nested, asynchronous));
        let classes = classes.into_iter().collect::<Result<Vec<_>>>()?;
        let exported = classes.iter().flat_map(|class| {
            let raw = (!class.methods.is_empty()).then(|| format!("{}WithRawResponse", class.name));
            [class.name.clone()].into_iter().chain(raw)
        });
        let constants = operations.iter().zip(&classes[0].methods).map(|(operation, method)| method.outcome.constant(operation));
        let typed_imports = sorted(&nested).into_iter().map(|child| {
            let names = vec![class(child), format!("Async{}", class(child))];
            text::import_below(4, &format!(".{}", module(&child.file_stem())), names)
        });
        let methods: Vec<_> = classes.iter().flat_map(|class| &class.methods).collect();
        let waiting = classes.iter().find_map(|class| class.wait.as_ref());
        Ok(Self {
            header: header(&api.source, "#", file!()),
            doc: text::docstring(0, &[summary(resource)]),
            imports: imports::lines(api, !nested.is_empty(), &methods, waiting),
            typed_imports: typed_imports.collect(),
            exported: text::exported(exported),
            constants: constants.collect(),
            classes,
        })
    }
}

impl Class {
    fn of(api: &Api, resource: &Resource, operations: &[&Operation], nested: &[&Resource], asynchronous: bool) -> Result<Self> {
        let prefix = if asynchronous { "Async" } else { "" };
        let name = format!("{prefix}{}", class(resource));
        let members = operations.iter().map(|operation| identifier(&operation.name));
        let members: Vec<_> = members.chain(nested.iter().filter_map(|child| child.path.last().map(|name| identifier(name)))).collect();
        let method =
            |operation: &&Operation| Method::of(api, &members, operation, asynchronous).with_context(|| operation.pointer.path.clone());
        Ok(Self {
            base: if asynchronous { "AsyncResource" } else { "SyncResource" },
            doc: text::docstring(4, &[summary(resource)]),
            raw_call: layout::call(&format!("return {name}WithRawResponse"), &[&format!("{name}(self._native, raw=True)")], 8),
            nested: nested.iter().map(|resource| property(resource, prefix)).collect(),
            methods: operations.iter().map(method).collect::<Result<_>>()?,
            wait: resource.wait.as_ref().map(|wait| Waiting::of(resource, wait, asynchronous)).transpose()?,
            name,
        })
    }
}

fn summary(resource: &Resource) -> String {
    match resource.summary.as_str() {
        "" => format!("The operations of `{}`.", resource.path.join(".")),
        summary => text::sentence(summary),
    }
}

fn property(resource: &Resource, prefix: &str) -> Property {
    let name = identifier(resource.path.last().map_or("", String::as_str));
    let class = format!("{prefix}{}", class(resource));
    Property { name, class, module: module(&resource.file_stem()), doc: text::docstring(8, &[summary(resource)]) }
}
