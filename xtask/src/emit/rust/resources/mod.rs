//! The Rust SDK's resources: a struct with a method an operation, one file a resource.
//!
//! In: the locked [`Api`]. Out: `crates/instantly-sdk/src/generated/*.rs`. To change what a method looks like, change
//! `resource.rs.j2`; what a request can do is in that crate's `request`, `list` and `wait`.

mod method;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail, ensure};
use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;

use crate::emit::rust::annotation::Imports;
use crate::emit::rust::names::{class, escaped, method};
use crate::emit::rust::text::{environment, in_words};
use crate::emit::rust::types::has_types;
use crate::ir::{Api, Resource, SHARED, Type, TypeBody, Wait, screaming};
use crate::output::{OutputFile, header};
use method::Method;

const FOLDER: &str = "crates/instantly-sdk/src/generated";

const TEMPLATES: &[(&str, &str)] = &[("file", include_str!("resource.rs.j2")), ("mod", include_str!("mod.rs.j2"))];

/// One file for each resource, and the module that holds them and gives the client its methods.
pub fn emit(api: &Api) -> Result<Vec<OutputFile>> {
    let environment = environment(TEMPLATES)?;
    let mut files = Vec::new();
    for resource in &api.resources {
        let file = File::of(api, resource)?;
        let contents = environment.get_template("file")?.render(Serde(&file))?;
        files.push(OutputFile { path: format!("{FOLDER}/{}.rs", resource.file_stem()), contents });
    }
    let resources: Vec<_> = api.resources.iter().map(|resource| Accessor::of(resource, 1)).collect();
    let shared = api.shared_types().next().map(|_| SHARED);
    let contents = environment
        .get_template("mod")?
        .render(context! { header => header(&api.source, "//", file!()), resources => Serde(resources), shared })?;
    files.push(OutputFile { path: format!("{FOLDER}/mod.rs"), contents });
    Ok(files)
}

/// What a file's template needs.
#[derive(Serialize)]
struct File {
    header: String,
    stem: String,
    name: String,
    summary: String,
    has_types: bool,
    imports: Imports,
    children: Vec<Accessor>,
    methods: Vec<Method>,
    wait: Option<Waiting>,
}

/// The method that leads to a resource.
#[derive(Serialize)]
struct Accessor {
    /// Empty for a resource that is reached through another.
    method: String,
    module: String,
    name: String,
    summary: String,
}

/// `wait` and `wait_many`.
#[derive(Serialize)]
struct Waiting {
    item: String,
    plan: String,
    /// The statuses in words.
    succeeded: String,
    failed: String,
    at_most: u32,
    /// Expressions of the object.
    id: String,
    status: String,
}

impl File {
    fn of(api: &Api, resource: &Resource) -> Result<Self> {
        let name = class(resource);
        let in_reach = resource.imports.contains(&name) || api.types_of(resource).any(|definition| definition.name == name);
        ensure!(!in_reach, "{}: the resource is called {name}, like a type that it uses", resource.pointer);
        ensure!(resource.file_stem() != SHARED, "{}: {SHARED} is where the types are that several resources use", resource.pointer);
        if let Some((_, parent)) = resource.path.split_last().filter(|(_, parent)| !parent.is_empty()) {
            ensure!(
                api.resource(parent).is_some(),
                "{}: {} has no typed surface, so nothing leads here",
                resource.pointer,
                parent.join(".")
            );
        }
        let methods = api.operations_of(resource).map(|operation| Method::of(api, operation)).collect::<Result<Vec<_>>>()?;
        let children: Vec<_> = resource.children(api).map(|child| Accessor::of(child, child.path.len())).collect();
        let wait = resource.wait.as_ref().map(|wait| waiting(api, resource, wait)).transpose()?;
        let mut taken = BTreeSet::new();
        let names = methods.iter().flat_map(Method::names).chain(children.iter().map(|child| child.method.clone()));
        for name in names.chain(wait.iter().flat_map(|_| ["wait".to_owned(), "wait_many".to_owned()])) {
            ensure!(taken.insert(name.clone()), "{}: two methods are called {name}", resource.pointer);
        }
        let mut imports: Imports = methods.iter().flat_map(|method| method.imports.iter().cloned()).collect();
        imports.insert("crate::Client".to_owned());
        if wait.is_some() {
            let names = [
                "instantly_client::WaitPlan",
                "instantly_client::operations",
                "crate::WaitManyRequest",
                "crate::WaitRequest",
                "crate::Waitable",
            ];
            imports.extend(names.map(str::to_owned));
        }
        let (summary, has_types) = (summary_of(resource), has_types(api, resource));
        Ok(Self {
            header: header(&api.source, "//", file!()),
            stem: resource.file_stem(),
            name,
            summary,
            has_types,
            imports,
            children,
            methods,
            wait,
        })
    }
}

impl Accessor {
    /// A method where the resource is `depth` deep; elsewhere it has none.
    fn of(resource: &Resource, depth: usize) -> Self {
        let own = resource.path.last().filter(|_| resource.path.len() == depth);
        Self {
            method: own.map(|name| method(name)).unwrap_or_default(),
            module: escaped(&resource.file_stem()),
            name: class(resource),
            summary: summary_of(resource),
        }
    }
}

fn summary_of(resource: &Resource) -> String {
    if resource.summary.is_empty() { format!("The API's `{}`.", resource.path.join(".")) } else { resource.summary.clone() }
}

fn waiting(api: &Api, resource: &Resource, wait: &Wait) -> Result<Waiting> {
    let Type::Named { name: item } = &wait.item else { bail!("{}: only named types can be waited for", resource.pointer) };
    let Some(TypeBody::Model { fields }) = api.definition(item).map(|definition| &definition.body) else {
        bail!("{}: {item} can't be waited for: it is no object", resource.pointer);
    };
    let text = |name: &str| {
        let field =
            fields.iter().find(|field| field.name == name).with_context(|| format!("{}: {item} has no {name}", resource.pointer))?;
        let identifier = escaped(&field.identifier);
        Ok::<_, anyhow::Error>(match field.required && !field.nullable {
            true => format!("self.{identifier}.as_str()"),
            false => format!("self.{identifier}.as_ref().map_or(\"\", |value| value.as_str())"),
        })
    };
    let quoted = |statuses: &[String]| in_words(&statuses.iter().map(|status| format!("`{status}`")).collect::<Vec<_>>(), "or");
    Ok(Waiting {
        item: item.clone(),
        plan: format!("WAIT_{}", screaming(&resource.path.join("."))),
        succeeded: quoted(&wait.succeeded),
        failed: quoted(&wait.failed),
        at_most: wait.at_most,
        id: text(&wait.id)?,
        status: text(&wait.status)?,
    })
}
