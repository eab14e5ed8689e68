//! Rust types: open enums, models and parameter structs, one file a resource.
//!
//! In: the locked [`Api`]. Out: `crates/instantly-types/src/generated/*.rs`. What an enum or a model does is decided by the macros
//! `open_enum!` and `model!` of that crate; to change how a declaration looks, change `templates/rust_types.rs.j2`.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail, ensure};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, context};
use serde::Serialize;

use crate::ir::{Api, Field, Kind, Operation, Parameter, Resource, Type, TypeBody, TypeDefinition, Variant};
use crate::output::{OutputFile, header};

const FOLDER: &str = "crates/instantly-types/src/generated";

/// One file for each resource, and the module that holds them.
pub fn emit(api: &Api) -> Result<Vec<OutputFile>> {
    let mut environment = environment()?;
    environment.add_template("file", include_str!("templates/rust_types.rs.j2"))?;
    environment.add_template("mod", include_str!("templates/rust_types_mod.rs.j2"))?;
    let mut files = Vec::new();
    for resource in &api.resources {
        let file = File::of(api, resource)?;
        let contents = environment.get_template("file")?.render(Serde(&file))?;
        files.push(OutputFile { path: format!("{FOLDER}/{}.rs", resource.file_stem()), contents });
    }
    let modules: Vec<_> = api.resources.iter().map(Resource::file_stem).collect();
    let contents = environment.get_template("mod")?.render(context! { header => header("//"), modules })?;
    files.push(OutputFile { path: format!("{FOLDER}/mod.rs"), contents });
    Ok(files)
}

/// Templates of Rust: a block's own line leaves none behind, nothing is escaped, `doc` makes comments, and `uses` makes imports.
pub(super) fn environment() -> Result<Environment<'static>> {
    let mut environment = Environment::new();
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?);
    environment.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
    environment.add_filter("doc", doc);
    environment.add_filter("uses", uses);
    Ok(environment)
}

/// Whether a method takes the operation's parameters as a struct: it has query parameters.
pub(super) fn has_parameters(operation: &Operation) -> bool {
    operation.query_parameters().next().is_some()
}

/// The name as Rust takes it: raw where it is a keyword, with an underscore where even that is refused.
pub(super) fn escaped(identifier: &str) -> String {
    match identifier {
        "self" | "Self" | "super" | "crate" | "_" => format!("{identifier}_"),
        _ if syn::parse_str::<syn::Ident>(identifier).is_ok() => identifier.to_owned(),
        _ if identifier.starts_with(|first: char| first.is_ascii_digit()) => format!("_{identifier}"),
        _ => format!("r#{identifier}"),
    }
}

/// The paths a file imports.
pub(super) type Imports = BTreeSet<String>;

/// A type as a file writes it that finds the support types in the module `home`.
pub(super) fn type_of(r#type: &Type, home: &str, imports: &mut Imports) -> String {
    match r#type {
        Type::Text | Type::Date => "String".to_owned(),
        Type::Timestamp => import("Timestamp", home, imports),
        Type::Integer => "i64".to_owned(),
        Type::Number => import("Number", home, imports),
        Type::Boolean => "bool".to_owned(),
        Type::Any => "serde_json::Value".to_owned(),
        Type::List { items } => format!("Vec<{}>", type_of(items, home, imports)),
        Type::Map { values } => format!("std::collections::BTreeMap<String, {}>", type_of(values, home, imports)),
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
    resource: String,
    imports: Imports,
    enums: Vec<Declaration>,
    models: Vec<Declaration>,
    parameters: Vec<Declaration>,
}

/// An enum with variants, or a struct with fields.
#[derive(Serialize)]
struct Declaration {
    name: String,
    summary: String,
    variants: Vec<Member>,
    fields: Vec<Member>,
}

#[derive(Serialize)]
struct Member {
    summary: String,
    /// A variant's.
    name: String,
    /// A variant's, as a literal.
    value: String,
    /// A field's.
    identifier: String,
    r#type: String,
    /// A field's, as a literal.
    wire_name: String,
}

impl File {
    fn of(api: &Api, resource: &Resource) -> Result<Self> {
        let mut file = Self {
            header: header("//"),
            resource: resource.path.join("."),
            imports: Imports::new(),
            enums: vec![],
            models: vec![],
            parameters: vec![],
        };
        for definition in &resource.types {
            file.define(definition)?;
        }
        for operation in resource.operations.iter().map(|index| &api.operations[*index]).filter(|operation| has_parameters(operation)) {
            let name = operation.type_name();
            if let Some(taken) = resource.types.iter().find(|definition| definition.name == name) {
                bail!("{}: its parameters would be called {name}, like {}", operation.pointer, taken.pointer);
            }
            let summary = format!("Parameters of `{}`; what is left out is not sent.", operation.full_name());
            let fields = operation.query_parameters().map(|parameter| file.parameter(parameter)).collect::<Result<_>>()?;
            file.parameters.push(Declaration { name, summary, variants: vec![], fields });
        }
        Ok(file)
    }

    fn define(&mut self, definition: &TypeDefinition) -> Result<()> {
        let (name, pointer) = (definition.name.clone(), &definition.pointer);
        let summary = or(&definition.summary, || format!("`{name}` of the API's document."));
        match &definition.body {
            TypeBody::Input { .. } | TypeBody::Union { .. } => {}
            TypeBody::Enum { variants, .. } => {
                self.import("open_enum");
                let variants = variants.iter().map(variant).collect();
                self.enums.push(Declaration { name, summary, variants, fields: vec![] });
            }
            TypeBody::Model { fields } => {
                self.import("model");
                // The macro's presence record has one bit a field.
                ensure!(fields.len() <= 128, "{}: a model of {} fields; crates/instantly-types holds 128", pointer, fields.len());
                let fields = fields.iter().map(|field| self.field(field)).collect::<Result<_>>()?;
                self.models.push(Declaration { name, summary, variants: vec![], fields });
            }
        }
        Ok(())
    }

    fn field(&mut self, field: &Field) -> Result<Member> {
        let plain = type_of(&field.r#type, "crate", &mut self.imports);
        let r#type = if field.required && !field.nullable { plain } else { format!("Option<{plain}>") };
        // The names of the macro's own fields.
        let identifier = match field.identifier.as_str() {
            "extra" | "presence" => format!("{}_", field.identifier),
            identifier => escaped(identifier),
        };
        let summary = or(&field.summary, || format!("`{}` of the API's document.", field.name));
        Ok(Member { summary, identifier, r#type, wire_name: literal(&field.name), name: String::new(), value: String::new() })
    }

    fn parameter(&mut self, parameter: &Parameter) -> Result<Member> {
        let item = parameter.enumeration.clone().unwrap_or_else(|| "String".to_owned());
        let plain = match &parameter.kind {
            Kind::Text { .. } => item,
            Kind::Integer { .. } => "i64".to_owned(),
            Kind::Number { .. } => self.import("Number"),
            Kind::Boolean => "bool".to_owned(),
            Kind::CommaList | Kind::List => format!("{}<{item}>", self.import("List")),
        };
        let is_list = matches!(parameter.kind, Kind::CommaList | Kind::List);
        // An empty list is already what is left out.
        let r#type = if parameter.required || is_list { plain } else { format!("Option<{plain}>") };
        let summary = or(&parameter.summary, || format!("`{}` of the API's document.", parameter.name));
        let identifier = escaped(&parameter.identifier);
        Ok(Member { summary, identifier, r#type, wire_name: String::new(), name: String::new(), value: String::new() })
    }

    fn import(&mut self, name: &str) -> String {
        import(name, "crate", &mut self.imports)
    }
}

fn variant(variant: &Variant) -> Member {
    // `Other` is what the macro calls all the values it does not know.
    let name = if variant.name == "Other" { "OtherValue".to_owned() } else { escaped(&variant.name) };
    let summary = variant.summary.clone();
    Member { summary, name, value: literal(&variant.value), identifier: String::new(), r#type: String::new(), wire_name: String::new() }
}

fn or(text: &str, otherwise: impl FnOnce() -> String) -> String {
    if text.trim().is_empty() { otherwise() } else { text.to_owned() }
}

/// The text as a Rust string literal.
pub(super) fn literal(text: &str) -> String {
    format!("{text:?}")
}

/// `use` declarations, one a module.
fn uses(paths: Vec<String>) -> String {
    let mut modules: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (module, name) in paths.iter().filter_map(|path| path.rsplit_once("::")) {
        modules.entry(module).or_default().push(name);
    }
    let one = |(module, names): (&str, Vec<&str>)| match names.as_slice() {
        [name] => format!("use {module}::{name};\n"),
        names => format!("use {module}::{{{}}};\n", names.join(", ")),
    };
    modules.into_iter().map(one).collect()
}

/// A doc comment, indented but for its first line.
fn doc(text: &str, indent: usize) -> String {
    let lines: Vec<_> = text.trim().lines().map(|line| format!("/// {}", line.trim()).trim_end().to_owned()).collect();
    lines.join(&format!("\n{}", " ".repeat(indent)))
}
