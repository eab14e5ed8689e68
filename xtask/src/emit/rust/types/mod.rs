//! Rust types: open enums and codes, models, inputs, unions and parameter structs, one file a resource and one for what they share.
//!
//! In: the locked [`Api`]. Out: `crates/instantly-types/src/generated/*.rs`. What a type does is decided by the macros of that crate
//! (`model!`, `input!`, `open_enum!`, `open_code!`, `union!`); to change how a declaration looks, change `types.rs.j2`.

mod declare;
mod recursion;

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;

use crate::emit::rust::annotation::Imports;
use crate::emit::rust::{names, text};
use crate::ir::{Api, Operation, Resource, SHARED, TypeDefinition};
use crate::output::{OutputFile, header};
use declare::Declaration;

const FOLDER: &str = "crates/instantly-types/src/generated";

const TEMPLATES: &[(&str, &str)] = &[("file", include_str!("types.rs.j2")), ("mod", include_str!("mod.rs.j2"))];

/// One file for each resource that has types, one for the shared ones, and the module that holds them.
pub fn emit(api: &Api) -> Result<Vec<OutputFile>> {
    let environment = text::environment(TEMPLATES)?;
    let owned =
        api.resources.iter().filter(|resource| has_types(api, resource)).map(|resource| (resource.file_stem(), File::of(api, resource)));
    let shared = api.shared_types().next().is_some().then(|| (SHARED.to_owned(), File::shared(api)));
    let mut files = Vec::new();
    let mut modules = BTreeSet::new();
    for (stem, file) in owned.chain(shared) {
        ensure!(modules.insert(stem.clone()), "two modules are called {stem}; give the resource another name in openapi/overlay.yaml");
        let contents = environment.get_template("file")?.render(Serde(&file?))?;
        files.push(OutputFile { path: format!("{FOLDER}/{stem}.rs"), contents });
    }
    let contents =
        environment.get_template("mod")?.render(context! { header => header(&api.source, "//", file!()), modules => Serde(modules) })?;
    files.push(OutputFile { path: format!("{FOLDER}/mod.rs"), contents });
    Ok(files)
}

/// Whether the resource's module has any types: its own, shared ones or parameter structs.
pub fn has_types(api: &Api, resource: &Resource) -> bool {
    let takes_parameters = |operation: &Operation| names::takes_parameters(operation);
    api.types_of(resource).next().is_some() || !resource.imports.is_empty() || api.operations_of(resource).any(takes_parameters)
}

/// What a file's template needs.
#[derive(Serialize)]
struct File {
    header: String,
    /// Whose types these are.
    owner: String,
    imports: Imports,
    /// What stands after `super::shared::`: `{A, B}`.
    shared: Option<String>,
    declarations: Vec<Declaration>,
}

impl File {
    /// The resource's own types, then the parameters of its operations.
    fn of(api: &Api, resource: &Resource) -> Result<Self> {
        let mut file = Self::with(api, api.types_of(resource), format!("`{}`", resource.path.join(".")))?;
        for operation in api.operations_of(resource).filter(|operation| names::takes_parameters(operation)) {
            let name = operation.type_name();
            let taken = api.definition(&name);
            ensure!(taken.is_none(), "{}: its parameters would be called {name}, like another type", operation.pointer);
            file.declarations.push(Declaration::of_parameters(api, operation, &mut file.imports)?);
        }
        file.shared = match resource.imports.as_slice() {
            [] => None,
            [one] => Some(one.clone()),
            several => Some(text::braced(several)),
        };
        Ok(file)
    }

    fn shared(api: &Api) -> Result<Self> {
        Self::with(api, api.shared_types(), "more than one resource".to_owned())
    }

    fn with<'a>(api: &'a Api, types: impl Iterator<Item = &'a TypeDefinition>, owner: String) -> Result<Self> {
        let mut imports = Imports::new();
        let declarations = types.map(|definition| Declaration::of(api, definition, &mut imports));
        let declarations = declarations.collect::<Result<_>>()?;
        Ok(Self { header: header(&api.source, "//", file!()), owner, imports, shared: None, declarations })
    }
}
