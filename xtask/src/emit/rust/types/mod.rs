//! Rust types: open enums and codes, models, inputs, unions and parameter structs, one file a resource and one for what they share.
//!
//! In: the locked [`Api`]. Out: `crates/instantly-types/src/generated/*.rs`. What a type does is decided by the macros of that crate
//! (`model!`, `input!`, `open_enum!`, `open_code!`, `union!`); to change how a declaration looks, change `types.rs.j2`.

mod declare;
mod recursion;

use std::collections::BTreeSet;

use anyhow::{Result, ensure};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, context};
use serde::Serialize;

use crate::emit::rust::{names, text};
use crate::ir::{Api, Operation, Resource, Type, TypeDefinition};
use crate::output::{OutputFile, header};
use declare::Declaration;
pub use text::{literal, or};

const FOLDER: &str = "crates/instantly-types/src/generated";

/// The module of what several resources use.
pub const SHARED: &str = "shared";

/// The names that the generated files have from elsewhere; a type of the API that is called like one would hide it.
const RESERVED: [&str; 29] = [
    "BTreeMap",
    "Box",
    "Call",
    "Client",
    "Copy",
    "Debug",
    "Default",
    "Err",
    "From",
    "Into",
    "Iterator",
    "List",
    "ListRequest",
    "None",
    "Nullable",
    "Number",
    "Ok",
    "Option",
    "Request",
    "Result",
    "Self",
    "Some",
    "StartedJob",
    "String",
    "Timestamp",
    "Vec",
    "WaitManyRequest",
    "WaitRequest",
    "Waitable",
];

/// One file for each resource that has types, one for the shared ones, and the module that holds them.
pub fn emit(api: &Api) -> Result<Vec<OutputFile>> {
    let mut environment = environment()?;
    environment.add_template("file", include_str!("types.rs.j2"))?;
    environment.add_template("mod", include_str!("mod.rs.j2"))?;
    let owned =
        api.resources.iter().filter(|resource| has_types(api, resource)).map(|resource| (resource.file_stem(), File::of(api, resource)));
    let shared = (!api.shared.is_empty()).then(|| (SHARED.to_owned(), File::shared(api)));
    let mut files = Vec::new();
    let mut modules = BTreeSet::new();
    for (stem, file) in owned.chain(shared) {
        ensure!(modules.insert(stem.clone()), "two modules are called {stem}; give the resource another name in openapi/overlay.yaml");
        let contents = environment.get_template("file")?.render(Serde(&file?))?;
        files.push(OutputFile { path: format!("{FOLDER}/{stem}.rs"), contents });
    }
    let contents = environment.get_template("mod")?.render(context! { header => header("//"), modules => Serde(modules) })?;
    files.push(OutputFile { path: format!("{FOLDER}/mod.rs"), contents });
    Ok(files)
}

/// Templates of Rust: a block's own line leaves none behind, nothing is escaped, `doc` makes comments, and `uses` makes imports.
pub fn environment() -> Result<Environment<'static>> {
    let mut environment = Environment::new();
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment.add_filter("doc", text::doc);
    environment.add_filter("inner_doc", text::inner_doc);
    environment.add_filter("uses", text::uses);
    Ok(environment)
}

/// Whether the resource's module has any types: its own, shared ones or parameter structs.
pub fn has_types(api: &Api, resource: &Resource) -> bool {
    let takes_parameters = |operation: &Operation| names::takes_parameters(operation);
    !resource.types.is_empty() || !resource.imports.is_empty() || api.operations_of(resource).any(takes_parameters)
}

/// The paths a file imports.
pub type Imports = BTreeSet<String>;

/// A type as a file writes it that finds the support types in the module `home`.
pub fn type_of(r#type: &Type, home: &str, imports: &mut Imports) -> String {
    match r#type {
        Type::Text | Type::Date => "String".to_owned(),
        Type::Timestamp => import("Timestamp", home, imports),
        Type::Integer => "i64".to_owned(),
        Type::Number => import("Number", home, imports),
        Type::Boolean => "bool".to_owned(),
        Type::Any => "serde_json::Value".to_owned(),
        Type::List { items } => format!("Vec<{}>", type_of(items, home, imports)),
        Type::Map { values } => {
            format!("{}<String, {}>", import("BTreeMap", "std::collections", imports), type_of(values, home, imports))
        }
        Type::Named { name } => name.clone(),
    }
}

fn import(name: &str, home: &str, imports: &mut Imports) -> String {
    imports.insert(format!("{home}::{name}"));
    name.to_owned()
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
        let mut file = Self::with(api, &resource.types, format!("`{}`", resource.path.join(".")))?;
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
        Self::with(api, &api.shared, "more than one resource".to_owned())
    }

    fn with(api: &Api, types: &[TypeDefinition], owner: String) -> Result<Self> {
        let mut imports = Imports::new();
        let declarations = types.iter().map(|definition| {
            let name = &definition.name;
            let reserved = RESERVED.contains(&name.as_str());
            ensure!(
                !reserved,
                "{}: Rust files have another {name}; give it another x-sdk-type-name in openapi/overlay.yaml",
                definition.pointer
            );
            Declaration::of(api, definition, &mut imports)
        });
        let declarations = declarations.collect::<Result<_>>()?;
        Ok(Self { header: header("//"), owner, imports, shared: None, declarations })
    }
}
