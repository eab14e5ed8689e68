//! Python models and open enums: one file a resource.
//!
//! In: the locked [`Api`]. Out: `bindings/python/python/instantly_sdk/types/*.py`. A model is a class of annotated fields, from which the native
//! `Model` makes descriptors; an open enum is a `Literal` that any other string passes too. To change what they look like, change
//! `templates/python_types.py.j2`; how Python is spelled and wrapped is in `python.rs`, shared with `python_resources.rs`.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use minijinja::{Environment, value::Serde};
use serde::Serialize;

use super::python::{self, FOLDER, Package};
use crate::ir::{Api, Field, Resource, Type, TypeBody, TypeDefinition, Variant};
use crate::output::{OutputFile, header};

/// Names that a field may shadow in its class, where annotations below it would then mean the field.
const BUILTINS: [&str; 6] = ["bool", "dict", "float", "int", "list", "str"];

/// One file for each resource, and the package that holds them.
pub fn emit(api: &Api) -> Result<Vec<OutputFile>> {
    let mut environment: Environment = python::environment()?;
    environment.add_template("file", include_str!("templates/python_types.py.j2"))?;
    environment.add_template("package", include_str!("templates/python_package.py.j2"))?;
    let mut files = Vec::new();
    let mut imports = Vec::new();
    let mut exported = BTreeSet::new();
    for resource in api.resources.iter().filter(|resource| !resource.types.is_empty()) {
        let file = File::of(resource)?;
        let contents = environment.get_template("file")?.render(Serde(&file))?;
        files.push(OutputFile { path: format!("{FOLDER}/types/{}.py", resource.file_stem()), contents });
        let names: Vec<_> = resource.types.iter().map(|definition| definition.name.clone()).collect();
        for name in &names {
            ensure!(exported.insert(name.clone()), "{}: two resources have a type {name}", resource.pointer.0);
        }
        imports.push(python::import(&format!(".{}", resource.file_stem()), names));
    }
    let doc = python::docstring(0, &["What the API's objects look like, by resource.".to_owned()]);
    let package = Package { header: header("#"), doc, imports, exported: python::exported(exported), classes: Vec::new() };
    let contents = environment.get_template("package")?.render(Serde(&package))?;
    files.push(OutputFile { path: format!("{FOLDER}/types/__init__.py"), contents });
    Ok(files)
}

#[derive(Serialize)]
struct File {
    header: String,
    doc: String,
    imports: Vec<String>,
    exported: String,
    definitions: Vec<Definition>,
}

#[derive(Serialize)]
struct Definition {
    name: String,
    doc: String,
    /// Empty lines before it: two around a class.
    space: usize,
    model: Option<Vec<Attribute>>,
    /// Of a model whose attributes are not all named as in JSON.
    wire_names: Vec<(String, String)>,
    values: Vec<Value>,
}

#[derive(Serialize)]
struct Attribute {
    name: String,
    annotation: String,
    optional: bool,
    doc: Option<String>,
}

#[derive(Serialize)]
struct Value {
    literal: String,
    comment: Vec<String>,
}

impl File {
    fn of(resource: &Resource) -> Result<Self> {
        let mut definitions = Vec::new();
        let mut after_class = false;
        for definition in &resource.types {
            let is_class = matches!(definition.body, TypeBody::Model { .. });
            let space = if is_class || after_class { 2 } else { 1 };
            definitions.push(Definition::of(definition, space)?);
            after_class = is_class;
        }
        Ok(Self {
            header: header("#"),
            doc: python::docstring(0, &[python::sentence(&resource.summary)]),
            imports: imports(&definitions),
            exported: python::exported(resource.types.iter().map(|definition| definition.name.clone())),
            definitions,
        })
    }
}

impl Definition {
    fn of(definition: &TypeDefinition, space: usize) -> Result<Self> {
        let is_class = matches!(definition.body, TypeBody::Model { .. });
        let summary = match definition.summary.as_str() {
            "" => format!("`{}`, as the API has it.", definition.name),
            summary => python::sentence(summary),
        };
        let doc = python::docstring(if is_class { 4 } else { 0 }, &[summary]);
        let base = Self { name: definition.name.clone(), doc, space, model: None, wire_names: Vec::new(), values: Vec::new() };
        match &definition.body {
            TypeBody::Input { .. } | TypeBody::Union { .. } => Ok(base),
            TypeBody::Enum { variants, .. } => {
                ensure!(!variants.is_empty(), "{}: an enum without values can't be written as a Literal", definition.pointer.0);
                Ok(Self { values: variants.iter().map(Value::of).collect(), ..base })
            }
            TypeBody::Model { fields } => {
                let attributes = attributes(fields).with_context(|| definition.pointer.0.clone())?;
                let pairs = attributes.iter().map(|attribute| attribute.name.clone()).zip(fields.iter().map(|field| field.name.clone()));
                let wire_names = pairs.filter(|(attribute, wire)| attribute != wire).collect();
                Ok(Self { wire_names, model: Some(attributes), ..base })
            }
        }
    }
}

impl Value {
    fn of(variant: &Variant) -> Self {
        let comment = match variant.summary.as_str() {
            "" => Vec::new(),
            summary => python::wrapped(&python::sentence(summary), python::WIDTH - "        # ".len()),
        };
        Self { literal: python::literal(&variant.value), comment }
    }
}

fn attributes(fields: &[Field]) -> Result<Vec<Attribute>> {
    let names: Vec<_> = fields.iter().map(|field| python::attribute(&field.name)).collect();
    let shadowed: BTreeSet<&str> = BUILTINS.into_iter().filter(|builtin| names.iter().any(|name| name == builtin)).collect();
    let unique: BTreeSet<_> = names.iter().collect();
    ensure!(unique.len() == names.len(), "two fields have one name in Python");
    let attribute = |(field, name): (&Field, String)| {
        let optional = !field.required || field.nullable;
        let mut annotation = annotation(&field.r#type, &shadowed);
        if optional && field.r#type != Type::Any {
            annotation += " | None";
        }
        let doc = (!field.summary.is_empty()).then(|| python::docstring(4, &[python::sentence(&field.summary)]));
        Attribute { name, annotation, optional, doc }
    };
    Ok(fields.iter().zip(names).map(attribute).collect())
}

fn annotation(r#type: &Type, shadowed: &BTreeSet<&str>) -> String {
    let builtin = |name: &str| if shadowed.contains(name) { format!("builtins.{name}") } else { name.to_owned() };
    match r#type {
        Type::Text | Type::Date => builtin("str"),
        Type::Timestamp => "datetime".to_owned(),
        Type::Integer => builtin("int"),
        Type::Number => builtin("float"),
        Type::Boolean => builtin("bool"),
        Type::Any => "Any".to_owned(),
        Type::List { items } => format!("{}[{}]", builtin("list"), annotation(items, shadowed)),
        Type::Map { values } => format!("{}[{}, {}]", builtin("dict"), builtin("str"), annotation(values, shadowed)),
        Type::Named { name } => name.clone(),
    }
}

/// The import lines, each group after an empty one.
fn imports(definitions: &[Definition]) -> Vec<String> {
    let annotations: Vec<_> =
        definitions.iter().filter_map(|each| each.model.as_ref()).flatten().map(|field| field.annotation.as_str()).collect();
    let used = |name: &str| annotations.iter().any(|annotation| python::words(annotation).any(|word| word == name));
    let has_enums = definitions.iter().any(|each| each.model.is_none());
    let mut imports = Vec::new();
    if used("builtins") {
        imports.push("import builtins".to_owned());
    }
    if used("datetime") {
        imports.push("from datetime import datetime".to_owned());
    }
    let typing = [
        ("Any", used("Any")),
        ("ClassVar", definitions.iter().any(|each| !each.wire_names.is_empty())),
        ("Literal", has_enums),
        ("TypeAlias", has_enums),
    ];
    let typing: Vec<_> = typing.into_iter().filter(|(_, needed)| *needed).map(|(name, _)| name.to_owned()).collect();
    if !typing.is_empty() {
        imports.push(python::import("typing", typing));
    }
    if definitions.iter().any(|each| each.model.is_some()) {
        let separator = if imports.is_empty() { "" } else { "\n" };
        imports.push(format!("{separator}from .._native import Model"));
    }
    imports
}
