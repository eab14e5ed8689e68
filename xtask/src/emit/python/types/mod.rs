//! Python types: what the API's objects look like and what a request is made of; one file a resource, and one for what several use.
//!
//! In: the locked [`Api`]. Out: `bindings/python/python/instantly_sdk/types/*.py`. A model is a class of annotated fields, from which the native
//! `Model` makes descriptors; an open enum is a `Literal` that any other string passes too, or an `IntEnum` whose annotation takes any other
//! `int`; an object inside a request is a `TypedDict`; a union is an alias. To change what they look like, change
//! `types.py.j2`; how Python is spelled and wrapped is in `python/text.rs`, shared with `python/resources`.

mod attribute;
mod definition;
mod input;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail, ensure};
use minijinja::value::Serde;
use serde::Serialize;

use self::definition::Definition;
use crate::emit::python::annotation::Direction;
use crate::emit::python::names;
use crate::emit::python::text::{self, FOLDER, Package};
use crate::emit::shared::templates::environment;
use crate::ir::{Api, SHARED, Type, TypeDefinition};
use crate::output::{OutputFile, header};

const TEMPLATES: &[(&str, &str)] = &[("file", include_str!("types.py.j2")), ("package", include_str!("../package.py.j2"))];

/// One file for each resource with types of its own, one for shared types, and the package that holds them.
pub fn emit(api: &Api) -> Result<Vec<OutputFile>> {
    let environment = environment(TEMPLATES)?;
    let modules = modules(api);
    let mut files = Vec::new();
    for module in &modules {
        let contents = environment.get_template("file")?.render(Serde(&File::of(api, module)?))?;
        files.push(OutputFile { path: format!("{FOLDER}/types/{}.py", module.name), contents });
    }
    let contents = environment.get_template("package")?.render(Serde(&package(api, &modules)?))?;
    files.push(OutputFile { path: format!("{FOLDER}/types/__init__.py"), contents });
    files.push(OutputFile { path: format!("{FOLDER}/types/_job.py"), contents: job_type(api)? });
    Ok(files)
}

/// What the hand-written `testing` reads the jobs of the embedded Instantly as, whatever the document calls them.
fn job_type(api: &Api) -> Result<String> {
    let waited = api.resources.iter().find_map(|resource| match &resource.wait.as_ref()?.item {
        Type::Named { name } => Some(name),
        _ => None,
    });
    let import = match waited {
        Some(name) => {
            let Some(home) = api.home(name) else { bail!("{name}: there is no such type") };
            format!("from .{} import {name} as Job", names::module(&home))
        }
        None => "from .._native import Model as Job".to_owned(),
    };
    let doc = text::docstring(0, &["What is waited for.".to_owned()]);
    Ok(format!("{}{doc}\n\nfrom __future__ import annotations\n\n{import}\n\n__all__ = [\"Job\"]\n", header(&api.source, "#", file!())))
}

/// A file of types.
struct Module<'a> {
    name: String,
    summary: String,
    types: Vec<&'a TypeDefinition>,
    /// The shared types that the resource uses: they are found in its module too, so that a type which a second resource begins to use, and
    /// which becomes shared by that, stays where people import it from.
    also: &'a [String],
}

fn modules(api: &Api) -> Vec<Module<'_>> {
    let shared = Module {
        name: SHARED.to_owned(),
        summary: "What several resources use.".to_owned(),
        types: api.shared_types().collect(),
        also: &[],
    };
    let owned = api.resources.iter().map(|resource| Module {
        name: names::module(&resource.file_stem()),
        summary: match resource.summary.as_str() {
            "" => format!("What `{}` uses.", resource.path.join(".")),
            summary => text::sentence(summary),
        },
        types: api.types_of(resource).collect(),
        also: &resource.imports,
    });
    let mut modules: Vec<_> = owned.chain([shared]).filter(|module| !(module.types.is_empty() && module.also.is_empty())).collect();
    modules.sort_by(|one, other| one.name.cmp(&other.name));
    modules
}

fn package(api: &Api, modules: &[Module]) -> Result<Package> {
    let mut homes = BTreeMap::new();
    let with_own = || modules.iter().filter(|module| !module.types.is_empty());
    for module in with_own() {
        for definition in &module.types {
            let previous = homes.insert(definition.name.clone(), module.name.clone());
            ensure!(previous.is_none(), "{}: there is another type {}", definition.pointer.path, definition.name);
        }
    }
    let names = |module: &Module| module.types.iter().map(|definition| definition.name.clone()).collect();
    Ok(Package {
        header: header(&api.source, "#", file!()),
        doc: text::docstring(0, &["What the API's objects look like, by resource. Each is loaded when it is first used.".to_owned()]),
        imports: vec!["from typing import TYPE_CHECKING\n".to_owned(), "from .._lazy import lazily".to_owned()],
        typed_imports: with_own().map(|module| text::import_below(4, &format!(".{}", module.name), names(module))).collect(),
        exported: text::exported(homes.keys().cloned()),
        modules: homes.into_iter().collect(),
        classes: Vec::new(),
    })
}

#[derive(Serialize)]
struct File {
    header: String,
    doc: String,
    imports: Vec<String>,
    exported: String,
    definitions: Vec<Definition>,
}

impl File {
    fn of(api: &Api, module: &Module) -> Result<Self> {
        let mut definitions: Vec<Definition> = Vec::new();
        for definition in &module.types {
            let direction = if definition.sent { Direction::Send } else { Direction::Read };
            let later: BTreeSet<&str> = module.types.iter().skip(definitions.len()).map(|definition| definition.name.as_str()).collect();
            definitions.push(Definition::of(api, definition, direction, &later)?);
        }
        let mut after_class = false;
        for definition in &mut definitions {
            definition.space = if definition.begins_with_class() || after_class { 2 } else { 1 };
            after_class = definition.ends_with_class();
        }
        Ok(Self {
            header: header(&api.source, "#", file!()),
            doc: text::docstring(0, std::slice::from_ref(&module.summary)),
            imports: imports(module, &definitions),
            exported: text::exported(module.types.iter().map(|definition| definition.name.clone()).chain(module.also.iter().cloned())),
            definitions,
        })
    }
}

/// The import lines, each group after an empty one.
fn imports(module: &Module, definitions: &[Definition]) -> Vec<String> {
    let annotations: Vec<_> = definitions.iter().flat_map(Definition::annotations).map(text::plain_dates).collect();
    let used: BTreeSet<&str> = annotations.iter().flat_map(|annotation| text::words(annotation)).collect();
    let mut imports = Vec::new();
    if used.contains("builtins") {
        imports.push("import builtins".to_owned());
    }
    if used.contains("dt") {
        imports.push("import datetime as dt".to_owned());
    }
    let has = |kind: fn(&Definition) -> bool| definitions.iter().any(kind);
    let table: [(&str, &[(&str, bool)]); 4] = [
        ("collections.abc", &[("Mapping", used.contains("Mapping")), ("Sequence", used.contains("Sequence"))]),
        ("datetime", &[("date", used.contains("date")), ("datetime", used.contains("datetime"))]),
        ("enum", &[("IntEnum", has(Definition::is_code))]),
        (
            "typing",
            &[
                ("Any", used.contains("Any")),
                ("ClassVar", has(Definition::has_wire_names)),
                ("Literal", has(Definition::is_literal)),
                ("TypeAlias", has(Definition::is_alias)),
                ("TypedDict", has(Definition::is_input)),
            ],
        ),
    ];
    for (from, names) in table {
        let names: Vec<_> = names.iter().filter(|(_, needed)| *needed).map(|(name, _)| (*name).to_owned()).collect();
        if !names.is_empty() {
            imports.push(text::import(from, names));
        }
    }
    let mut own = Vec::new();
    if has(Definition::is_model) {
        own.push("from .._native import Model".to_owned());
    }
    if !module.also.is_empty() {
        own.push(text::import(".shared", module.also.to_vec()));
    }
    if !imports.is_empty() && !own.is_empty() {
        own[0].insert(0, '\n');
    }
    imports.extend(own);
    imports
}
