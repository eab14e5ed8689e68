//! TypeScript resource classes and types: one file a resource, one for the types that several use, one for numeric codes, and the index
//! that hangs the resources on the client.
//!
//! In: the locked [`Api`]. Out: `bindings/node/src/generated/*.ts`, as prettier would leave it. How a file looks is in
//! `*.ts.j2` beside this file; what it is made of is prepared in the other modules; how a call works is hand-written TypeScript, in
//! `bindings/node/src/calls.ts`.

mod annotation;
mod collisions;
mod imports;
pub mod layout;
mod members;
mod methods;
pub mod names;
mod parameters;
mod settings;
#[cfg(test)]
mod tests;
mod types;

use anyhow::Result;
use minijinja::value::Serde;
use minijinja::{Environment, context};
use serde::Serialize;

use crate::emit::node::names::{CODES, class, module, property};
use crate::emit::shared::templates::environment;
use crate::ir::{Api, Operation, Resource, SHARED, TypeDefinition};
use crate::output::{OutputFile, header};

use methods::Method;

const FOLDER: &str = "bindings/node/src/generated";

const TEMPLATES: &[(&str, &str)] = &[("resource", include_str!("resource.ts.j2")), ("index", include_str!("index.ts.j2"))];

/// One file for each resource, the shared types, and the index.
pub fn emit(api: &Api) -> Result<Vec<OutputFile>> {
    collisions::check(api)?;
    let environment = environment(TEMPLATES)?;
    let mut files = Vec::new();
    for resource in &api.resources {
        let file = File::of(api, resource)?;
        let contents = environment
            .get_template("resource")?
            .render(context! { header => header(&api.source, "//", file!()), file => Serde(&file) })?;
        files.push(OutputFile { path: format!("{FOLDER}/{}.ts", module(resource)), contents });
    }
    let (codes, shared) = modules_of_types(api);
    for (module, definitions) in [(CODES, codes), (SHARED, shared)].into_iter().filter(|(_, definitions)| !definitions.is_empty()) {
        let imports = imports::of_types(api, &definitions);
        // Each type stands before its users in the IR; a reader wants it after them.
        let declarations = definitions.into_iter().rev().map(types::definition);
        let parts: Vec<String> = imports.into_iter().chain(declarations).collect();
        files.push(OutputFile { path: format!("{FOLDER}/{module}.ts"), contents: header(&api.source, "//", file!()) + &parts.join("\n") });
    }
    files.push(index(api, &environment)?);
    for file in &mut files {
        file.contents = collisions::spelled(api, &file.contents);
    }
    Ok(files)
}

/// The numeric codes of all resources, and the other types that resources share.
fn modules_of_types(api: &Api) -> (Vec<&TypeDefinition>, Vec<&TypeDefinition>) {
    let owned = api.resources.iter().flat_map(|resource| api.types_of(resource));
    let codes = api.shared_types().chain(owned).filter(|definition| annotation::is_code(definition)).collect();
    let shared = api.shared_types().filter(|definition| !annotation::is_code(definition)).collect();
    (codes, shared)
}

/// A property for each outermost resource, and every name of every file.
fn index(api: &Api, environment: &Environment) -> Result<OutputFile> {
    let (codes, shared) = modules_of_types(api);
    let mut modules: Vec<String> = api.resources.iter().map(module).collect();
    modules.extend((!shared.is_empty()).then(|| SHARED.to_owned()));
    let values: Vec<&str> = [CODES].into_iter().filter(|_| !codes.is_empty()).collect();
    let roots: Vec<_> = api.resources.iter().filter(|resource| resource.path.len() == 1).map(Link::to).collect();
    let context = context! { header => header(&api.source, "//", file!()), values => values, modules => modules, roots => Serde(&roots) };
    let contents = environment.get_template("index")?.render(context)?;
    Ok(OutputFile { path: format!("{FOLDER}/index.ts"), contents })
}

/// What a resource's file is made of.
#[derive(Serialize)]
struct File {
    documentation: String,
    class: String,
    /// Lines of code.
    imports: Vec<String>,
    /// `listBackgroundJob: operation('listBackgroundJob'),`, a property for each operation it calls.
    operations: Vec<String>,
    children: Vec<Link>,
    methods: Vec<Method>,
    /// Interfaces and type aliases, as they stand.
    declarations: Vec<String>,
}

/// A resource as another one, or the client, refers to it.
#[derive(Serialize)]
struct Link {
    property: String,
    class: String,
    module: String,
    documentation: String,
}

impl File {
    fn of(api: &Api, resource: &Resource) -> Result<Self> {
        let operations: Vec<_> = api.operations_of(resource).collect();
        let children: Vec<_> = resource.children(api).map(Link::to).collect();
        Ok(Self {
            documentation: layout::documentation(&[&summary(resource)], 0),
            class: class(resource),
            imports: imports::of(api, resource, &operations),
            operations: operations.iter().map(|operation| settings::of(api, operation)).collect(),
            children,
            methods: methods(api, resource, &operations)?,
            declarations: declarations(api, resource, &operations),
        })
    }
}

impl Link {
    fn to(resource: &Resource) -> Self {
        let documentation = layout::documentation(&[&summary(resource)], 2);
        Self { property: property(resource), class: class(resource), module: module(resource), documentation }
    }
}

fn summary(resource: &Resource) -> String {
    layout::or(&resource.summary, || format!("The operations of `{}`.", resource.path.join(".")))
}

fn methods(api: &Api, resource: &Resource, operations: &[&Operation]) -> Result<Vec<Method>> {
    let mut methods = Vec::new();
    for operation in operations {
        methods.push(Method::of(api, operation)?);
    }
    if let Some(wait) = &resource.wait {
        methods.extend(Method::waiting(&resource.path.join("."), wait));
    }
    collisions::check_methods(api, resource, &methods)?;
    Ok(methods)
}

/// What methods take, then what they return.
fn declarations(api: &Api, resource: &Resource, operations: &[&Operation]) -> Vec<String> {
    let parameters = operations.iter().filter_map(|operation| parameters::interface(operation));
    let own = api.types_of(resource).rev().filter(|definition| !annotation::is_code(definition));
    parameters.chain(own.map(types::definition)).collect()
}
