//! TypeScript resource classes and types: one file a resource, and the index that hangs them on the client.
//!
//! In: the locked [`Api`]. Out: `bindings/node/src/generated/*.ts`, as prettier would leave it. How a declaration looks is in
//! `templates/node_*.ts.j2`; what it is made of is prepared in `node/`; how a call works is hand-written TypeScript, in
//! `bindings/node/src/transport.ts`.

mod layout;
mod methods;
#[cfg(test)]
mod tests;
mod types;

use std::collections::BTreeMap;

use anyhow::{Result, bail, ensure};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, context};
use serde::Serialize;

use crate::ir::{Api, Pointer, Resource, camel, pascal};
use crate::output::{OutputFile, header};

use methods::Method;
use types::Declarations;

const FOLDER: &str = "bindings/node/src/generated";

/// One file for each resource, and the index.
pub fn emit(api: &Api) -> Result<Vec<OutputFile>> {
    check_names(api)?;
    let environment = environment()?;
    let mut files = Vec::new();
    for resource in &api.resources {
        let file = File::of(api, resource)?;
        let contents = environment.get_template("resource")?.render(context! { header => header("//"), file => Serde(&file) })?;
        files.push(OutputFile { path: format!("{FOLDER}/{}.ts", stem(resource)), contents });
    }
    let resources: Vec<_> = api.resources.iter().map(Link::to).collect();
    let roots: Vec<_> = api.resources.iter().filter(|resource| resource.path.len() == 1).map(Link::to).collect();
    let context = context! { header => header("//"), resources => Serde(&resources), roots => Serde(&roots) };
    let contents = environment.get_template("index")?.render(context)?;
    files.push(OutputFile { path: format!("{FOLDER}/index.ts"), contents });
    Ok(files)
}

/// A block's own line leaves none behind, and nothing is escaped.
fn environment() -> Result<Environment<'static>> {
    let mut environment = Environment::new();
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment.add_template("resource", include_str!("templates/node_resource.ts.j2"))?;
    environment.add_template("index", include_str!("templates/node_index.ts.j2"))?;
    Ok(environment)
}

/// What a resource's file is made of.
#[derive(Serialize)]
struct File {
    documentation: String,
    class: String,
    /// Lines of code.
    imports: Vec<String>,
    /// The operationIds it calls.
    operations: Vec<String>,
    /// Its name for the wait plan, if its objects can be waited for.
    wait: Option<String>,
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
    stem: String,
    documentation: String,
}

impl File {
    fn of(api: &Api, resource: &Resource) -> Result<Self> {
        let operations: Vec<_> = resource.operations.iter().map(|index| &api.operations[*index]).collect();
        let mut methods = Vec::new();
        for operation in &operations {
            methods.push(Method::of(operation)?);
        }
        if let Some(wait) = &resource.wait {
            methods.extend(Method::waiting(wait));
        }
        check_methods(&methods, &resource.pointer)?;
        let children: Vec<_> = children(api, resource).map(Link::to).collect();
        let declarations = Declarations::of(resource, &operations)?.into_text();
        Ok(Self {
            documentation: layout::documentation(&[resource.summary.as_str()], 0),
            class: class(resource),
            imports: imports(&methods, &children, resource.wait.is_some()),
            operations: operations.iter().map(|operation| operation.id.clone()).collect(),
            wait: resource.wait.as_ref().map(|_| resource.path.join(".")),
            children,
            methods,
            declarations,
        })
    }
}

impl Link {
    fn to(resource: &Resource) -> Self {
        let property = resource.path.last().map(|name| camel(name)).unwrap_or_default();
        let documentation = layout::documentation(&[resource.summary.as_str()], 2);
        Self { property, class: class(resource), stem: stem(resource), documentation }
    }
}

/// `backgroundJobs`
fn stem(resource: &Resource) -> String {
    camel(&resource.file_stem())
}

/// `BackgroundJobs`
fn class(resource: &Resource) -> String {
    pascal(&resource.file_stem())
}

/// The resources one level below this one.
fn children<'a>(api: &'a Api, parent: &'a Resource) -> impl Iterator<Item = &'a Resource> {
    api.resources.iter().filter(|resource| resource.path.split_last().is_some_and(|(_, above)| above == parent.path))
}

/// Only what the file uses, in the order of the paths.
fn imports(methods: &[Method], children: &[Link], waits: bool) -> Vec<String> {
    let returns = |promise: &str| methods.iter().any(|method| method.result.starts_with(promise));
    let options = if waits { "RequestOptions, WaitOptions" } else { "RequestOptions" };
    let mut lines = vec![
        (true, "import { operation } from '../operation.js';".to_owned()),
        (true, format!("import type {{ {options} }} from '../options.js';")),
        (returns("PagePromise"), "import type { PagePromise } from '../page.js';".to_owned()),
        (returns("APIPromise"), "import type { APIPromise } from '../promise.js';".to_owned()),
        (true, "import { Resource } from '../resource.js';".to_owned()),
        (!children.is_empty(), "import type { Transport } from '../transport.js';".to_owned()),
        (waits, "import { waitPlan } from '../wait.js';".to_owned()),
    ];
    lines.extend(children.iter().map(|child| (true, format!("import {{ {} }} from './{}.js';", child.class, child.stem))));
    lines.into_iter().filter_map(|(used, line)| used.then_some(line)).collect()
}

/// Every exported name is at one place only, and every nested resource has one to hang on.
fn check_names(api: &Api) -> Result<()> {
    let mut taken: BTreeMap<String, &Pointer> = BTreeMap::new();
    for resource in &api.resources {
        if let Some((_, above @ [_, ..])) = resource.path.split_last() {
            let has_parent = api.resources.iter().any(|other| other.path == above);
            ensure!(has_parent, "{}: {} has no typed surface to hang {} on", resource.pointer, above.join("."), resource.path.join("."));
        }
        let types = resource.types.iter().map(|definition| (definition.name.clone(), &definition.pointer));
        for (name, pointer) in types.chain([(class(resource), &resource.pointer)]) {
            if let Some(other) = taken.insert(name.clone(), pointer) {
                bail!("{}: the name {name} is taken by {}\n  name it in openapi/overlay.yaml with x-sdk-type-name", pointer, other);
            }
        }
    }
    Ok(())
}

fn check_methods(methods: &[Method], pointer: &Pointer) -> Result<()> {
    for (index, method) in methods.iter().enumerate() {
        let is_taken = ["constructor", "transport"].contains(&method.name.as_str());
        let is_double = methods[..index].iter().any(|other| other.name == method.name);
        ensure!(!is_taken && !is_double, "{}: the method name {} is taken\n  name it with x-sdk-name", pointer, method.name);
    }
    Ok(())
}
