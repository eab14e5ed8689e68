//! `openapi/surface.json` says what the generated sources say; that the built modules say it too, the bindings' own tests see to.

mod support;

use serde_json::{Map, Value};
use support::Copy;

/// The types that stand in one file: those of a resource, or the shared ones.
struct Types {
    /// `leads`, `shared`.
    stem: String,
    surface: Value,
}

fn surface(copy: &Copy) -> Value {
    serde_json::from_str(&copy.read("openapi/surface.json")).expect("surface.json is JSON")
}

fn resources(copy: &Copy) -> Map<String, Value> {
    surface(copy)["resources"].as_object().cloned().expect("surface.json has resources")
}

/// Every place that has types.
fn types(copy: &Copy) -> Vec<Types> {
    let owned = resources(copy).into_iter().map(|(name, surface)| Types { stem: name.replace('.', "_"), surface });
    let shared = Types { stem: "shared".to_owned(), surface: surface(copy)["shared"].clone() };
    owned.chain([shared]).filter(|types| types.surface["types"].as_object().is_some_and(|types| !types.is_empty())).collect()
}

fn members(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn texts(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// What stands between a declaration and the end of its arguments.
fn arguments<'a>(source: &'a str, declaration: &str) -> Vec<&'a str> {
    let from = |(start, _): (usize, &str)| &source[start..start + source[start..].find(')').unwrap_or_default()];
    source.match_indices(declaration).map(from).collect()
}

#[test]
fn every_operation_is_there() {
    let copy = Copy::of_repository();
    let document = copy.document();
    let published = document["paths"].as_object().into_iter().flatten().map(|(_, methods)| members(methods).count()).sum::<usize>();
    let listed = resources(&copy).values().map(|resource| members(&resource["operations"]).count()).sum::<usize>();
    assert_eq!(listed, published);
}

#[test]
fn python_has_every_method() {
    let copy = Copy::of_repository();
    for (name, resource) in resources(&copy) {
        let python = &resource["python"];
        let source = copy.read(&format!("bindings/python/python/{}.py", text(&python["module"]).replace('.', "/")));
        for class in texts(&python["classes"]) {
            assert!(source.contains(&format!("class {class}(")), "{name}: Python has no class {class}");
        }
        for (method, of_method) in members(&python["methods"]) {
            let mut found = arguments(&source, &format!("def {method}("));
            // With the whole answer, a method has the arguments of the plain one, and names only itself.
            found.retain(|list| !list.ends_with("(self"));
            assert_eq!(found.len(), 2, "{name}: Python must have {method} twice, for both clients");
            for argument in texts(&of_method["positional"]).chain(texts(&of_method["keywords"])) {
                let everywhere = found.iter().all(|list| list.contains(&format!(" {argument}: ")));
                assert!(everywhere, "{name}.{method}: Python has no argument {argument}");
            }
        }
    }
}

#[test]
fn python_has_every_type() {
    let copy = Copy::of_repository();
    for Types { stem, surface } in types(&copy) {
        let python = &surface["python"];
        let source = copy.read(&format!("bindings/python/python/{}.py", text(&python["types_module"]).replace('.', "/")));
        for (type_name, of_type) in members(&surface["types"]) {
            let declared = match of_type.as_object().and_then(|of_type| of_type.keys().next()).map(String::as_str) {
                Some("model") => format!("class {type_name}(Model):"),
                Some("codes") => format!("class {type_name}(IntEnum):"),
                Some("input") => format!("class {type_name}("),
                _ => format!("{type_name}: TypeAlias = "),
            };
            // A dict with odd names is called into being.
            let called = format!("\n{type_name} = TypedDict(");
            assert!(source.contains(&declared) || source.contains(&called), "{stem}: Python has no type {type_name}");
            for (value, names) in members(&of_type["codes"]) {
                let constant = format!("    {} = {value}\n", text(&names[0]));
                assert!(source.contains(&constant), "{stem}: Python has no {type_name}.{}", names[0]);
            }
        }
        for attribute in members(&python["models"]).flat_map(|(_, attributes)| texts(attributes)) {
            assert!(source.contains(&format!("\n    {attribute}: ")), "{stem}: Python has no attribute {attribute}");
        }
        for key in members(&python["inputs"]).flat_map(|(_, keys)| texts(keys)) {
            let written = [format!("\n    {key}: "), format!("\"{key}\": ")].iter().any(|declaration| source.contains(declaration));
            assert!(written, "{stem}: Python has no key {key}");
        }
    }
}

#[test]
fn node_has_every_method() {
    let copy = Copy::of_repository();
    let everything: String = resources(&copy).values().map(|resource| node_source(&copy, resource)).collect();
    let index = copy.read("bindings/node/src/generated/index.ts");
    for (name, resource) in resources(&copy) {
        let node = &resource["node"];
        let (module, class) = (text(&node["module"]), text(&node["class"]));
        assert!(index.contains(module) || everything.contains(&format!("./{module}.js")), "{name}: nothing in Node leads to {module}");
        let source = node_source(&copy, &resource);
        assert!(source.contains(&format!("export class {class} ")), "{name}: Node has no class {class}");
        for (method, of_method) in members(&node["methods"]) {
            let found = arguments(&source, &format!("\n  {method}("));
            assert_eq!(found.len(), 1, "{name}: Node must have {method} once");
            for argument in texts(&of_method["positional"]) {
                assert!(found[0].contains(&format!("{argument}: ")), "{name}.{method}: Node has no argument {argument}");
            }
            for parameter in texts(&of_method["parameters"]) {
                assert!(has_member(&source, parameter), "{name}.{method}: Node has no {parameter}");
            }
        }
    }
}

fn node_source(copy: &Copy, surface: &Value) -> String {
    copy.read(&format!("bindings/node/src/generated/{}.ts", text(&surface["node"]["module"])))
}

/// Whether an interface has the member, whose name may need quotes.
fn has_member(source: &str, name: &str) -> bool {
    [format!("  {name}?: "), format!("  {name}: "), format!("  '{name}'?: "), format!("  '{name}': ")]
        .iter()
        .any(|declaration| source.contains(declaration))
}

#[test]
fn node_has_every_type() {
    let copy = Copy::of_repository();
    let codes = copy.read("bindings/node/src/generated/codes.ts");
    for Types { stem, surface } in types(&copy) {
        let source = node_source(&copy, &surface);
        for (type_name, of_type) in members(&surface["types"]) {
            let declared = ["interface", "type"].iter().any(|kind| {
                let declaration = format!("export {kind} {type_name} ");
                source.contains(&declaration) || codes.contains(&declaration)
            });
            assert!(declared, "{stem}: Node has no type {type_name}");
            for field in texts(&of_type["model"]).chain(texts(&of_type["input"])) {
                assert!(has_member(&source, field), "{stem}: Node has no {type_name}.{field}");
            }
            for (value, names) in members(&of_type["codes"]) {
                assert!(codes.contains(&format!("  {}: {value},", text(&names[0]))), "{stem}: Node has no {type_name}.{}", names[0]);
            }
        }
    }
}

#[test]
fn rust_has_every_method() {
    let copy = Copy::of_repository();
    for (name, resource) in resources(&copy) {
        let stem = name.replace('.', "_");
        let source = copy.read(&format!("crates/instantly-sdk/src/generated/{stem}.rs"));
        for (method, of_method) in members(&resource["rust"]["methods"]) {
            let found = source.contains(&format!("pub fn {method}(")) || source.contains(&format!("pub fn {method}<"));
            assert!(found, "{name}: Rust has no method {method}");
            let Some(parameters) = of_method["parameters"]["type"].as_str() else { continue };
            let types = copy.read(&format!("crates/instantly-types/src/generated/{stem}.rs"));
            assert!(types.contains(&format!("pub struct {parameters} {{")), "{name}: Rust has no struct {parameters}");
            for field in texts(&of_method["parameters"]["fields"]) {
                assert!(types.contains(&format!("    pub {field}: ")), "{name}.{method}: Rust has no field {field}");
            }
        }
    }
}

#[test]
fn rust_has_every_type() {
    let copy = Copy::of_repository();
    for Types { stem, surface } in types(&copy) {
        let types = copy.read(&format!("crates/instantly-types/src/generated/{stem}.rs"));
        for (type_name, of_type) in members(&surface["types"]) {
            let declared = ["struct", "enum"].iter().any(|kind| types.contains(&format!("pub {kind} {type_name} {{")));
            assert!(declared, "{stem}: Rust has no type {type_name}");
            for field in texts(&of_type["model"]).chain(texts(&of_type["input"])) {
                assert!(types.contains(&format!(" = \"{field}\",")), "{stem}: Rust has no {type_name}.{field}");
            }
            for (value, variant) in members(&of_type["enum"]) {
                let value = Value::from(value.as_str());
                assert!(types.contains(&format!("{} = {value},", text(variant))), "{stem}: Rust has no {type_name}::{variant}");
            }
            for (value, names) in members(&of_type["codes"]) {
                assert!(types.contains(&format!("{} = {value},", text(&names[1]))), "{stem}: Rust has no {type_name}::{}", names[1]);
            }
        }
    }
}

#[test]
fn a_started_job_is_the_same_in_all_languages() {
    let copy = Copy::of_repository();
    let job = surface(&copy)["started_job"].clone();
    let python = copy.read("bindings/python/python/instantly_sdk/_job.py");
    let classes: Vec<&str> = texts(&job["python"]["classes"]).collect();
    assert!(!classes.is_empty() && classes.iter().all(|class| python.contains(&format!("class {class}("))), "{classes:?}");
    for keyword in texts(&job["python"]["methods"]["wait"]["keywords"]) {
        let found = arguments(&python, "def wait(");
        assert!(found.len() == 2 && found.iter().all(|list| list.contains(&format!(" {keyword}: "))), "Python has no {keyword}");
    }
    let node = copy.read("bindings/node/src/job.ts");
    assert!(texts(&job["node"]["properties"]).all(|property| node.contains(&format!("readonly {property}: "))), "Node lacks a property");
    let rust = copy.read("crates/instantly-sdk/src/wait/started.rs");
    assert!(texts(&job["rust"]["fields"]).all(|field| rust.contains(&format!("pub {field}: "))), "Rust lacks a field");
    assert!(texts(&job["rust"]["methods"]).all(|method| rust.contains(&format!("pub fn {method}("))), "Rust lacks a method");
}
