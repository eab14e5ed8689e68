//! `openapi/surface.json` says what the generated sources say; that the built modules say it too, the bindings' own tests see to.

mod support;

use serde_json::{Map, Value};
use support::Copy;

fn resources(copy: &Copy) -> Map<String, Value> {
    let surface: Value = serde_json::from_str(&copy.read("openapi/surface.json")).expect("surface.json is JSON");
    surface["resources"].as_object().cloned().expect("surface.json has resources")
}

fn texts(list: &Value) -> impl Iterator<Item = &str> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str)
}

fn methods(language: &Value) -> impl Iterator<Item = (&String, &Value)> {
    language["methods"].as_object().into_iter().flatten()
}

/// What stands between a declaration and the end of its arguments.
fn arguments<'a>(source: &'a str, declaration: &str) -> Vec<&'a str> {
    let from = |(start, _): (usize, &str)| &source[start..start + source[start..].find(")").unwrap_or_default()];
    source.match_indices(declaration).map(from).collect()
}

#[test]
fn python_has_every_name() {
    let copy = Copy::of_repository();
    for (name, resource) in resources(&copy) {
        let python = &resource["python"];
        let source =
            |module: &Value| copy.read(&format!("bindings/python/python/{}.py", module.as_str().unwrap_or_default().replace('.', "/")));
        let (methods_source, types_source) = (source(&python["module"]), source(&python["types_module"]));
        for class in texts(&python["classes"]) {
            assert!(methods_source.contains(&format!("class {class}(")), "{name}: Python has no class {class}");
        }
        for (method, of_method) in methods(python) {
            let found = arguments(&methods_source, &format!("def {method}("));
            assert_eq!(found.len(), 2, "{name}: Python must have {method} twice, for both clients");
            for argument in texts(&of_method["positional"]).chain(texts(&of_method["keywords"])) {
                let everywhere = found.iter().all(|list| list.contains(&format!(" {argument}: ")));
                assert!(everywhere, "{name}.{method}: Python has no argument {argument}");
            }
        }
        for (type_name, _) in resource["types"].as_object().into_iter().flatten() {
            let declared = types_source.contains(&format!("class {type_name}(Model):"))
                || types_source.contains(&format!("{type_name}: TypeAlias = "));
            assert!(declared, "{name}: Python has no type {type_name}");
        }
        for attribute in python["models"].as_object().into_iter().flatten().flat_map(|(_, attributes)| texts(attributes)) {
            assert!(types_source.contains(&format!("\n    {attribute}: ")), "{name}: Python has no attribute {attribute}");
        }
    }
}

#[test]
fn node_has_every_name() {
    let copy = Copy::of_repository();
    let index = copy.read("bindings/node/src/generated/index.ts");
    for (name, resource) in resources(&copy) {
        let node = &resource["node"];
        let module = node["module"].as_str().unwrap_or_default();
        assert!(index.contains(module), "{name}: nothing in Node leads to {module}");
        let source = copy.read(&format!("bindings/node/src/generated/{module}.ts"));
        assert!(
            source.contains(&format!("export class {} ", node["class"].as_str().unwrap_or_default())),
            "{name}: Node has no such class"
        );
        for (method, of_method) in methods(node) {
            let found = arguments(&source, &format!("  {method}("));
            assert_eq!(found.len(), 1, "{name}: Node must have {method} once");
            for argument in texts(&of_method["positional"]) {
                assert!(found[0].contains(&format!("{argument}: ")), "{name}.{method}: Node has no argument {argument}");
            }
            for parameter in texts(&of_method["parameters"]) {
                assert!(
                    source.contains(&format!("  {parameter}?: ")) || source.contains(&format!("  {parameter}: ")),
                    "{name}.{method}: Node has no {parameter}"
                );
            }
        }
        for (type_name, _) in resource["types"].as_object().into_iter().flatten() {
            let declared = ["interface", "type"].iter().any(|kind| source.contains(&format!("export {kind} {type_name} ")));
            assert!(declared, "{name}: Node has no type {type_name}");
        }
    }
}

#[test]
fn rust_has_every_name() {
    let copy = Copy::of_repository();
    for (name, resource) in resources(&copy) {
        let rust = &resource["rust"];
        let stem = name.replace('.', "_");
        let source = copy.read(&format!("crates/instantly-sdk/src/generated/{stem}.rs"));
        let types = copy.read(&format!("crates/instantly-types/src/generated/{stem}.rs"));
        for (method, of_method) in methods(rust) {
            let found = source.contains(&format!("pub fn {method}(")) || source.contains(&format!("pub fn {method}<"));
            assert!(found, "{name}: Rust has no method {method}");
            if let Some(parameters) = of_method["parameters"]["type"].as_str() {
                assert!(types.contains(&format!("pub struct {parameters} {{")), "{name}: Rust has no struct {parameters}");
            }
            for field in texts(&of_method["parameters"]["fields"]) {
                assert!(types.contains(&format!("    pub {field}: ")), "{name}.{method}: Rust has no field {field}");
            }
        }
        for (type_name, of_type) in resource["types"].as_object().into_iter().flatten() {
            let declared = ["struct", "enum"].iter().any(|kind| types.contains(&format!("pub {kind} {type_name} {{")));
            assert!(declared, "{name}: Rust has no type {type_name}");
            for (value, variant) in of_type["enum"].as_object().into_iter().flatten() {
                let variant = variant.as_str().unwrap_or_default();
                assert!(types.contains(&format!("{variant} = \"{value}\",")), "{name}: Rust has no {type_name}::{variant}");
            }
        }
    }
}
