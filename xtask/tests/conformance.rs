//! The generated cases, held to the document by a validator of other authors: what they send and what they answer.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

/// The document's operations by operationId.
fn operations(document: &Value) -> BTreeMap<String, &Value> {
    let paths = document["paths"].as_object().into_iter().flatten();
    let all = paths.flat_map(|(_, methods)| methods.as_object().into_iter().flatten());
    all.filter_map(|(_, operation)| Some((operation["operationId"].as_str()?.to_owned(), operation))).collect()
}

/// The operationId of each name.
fn ids(copy: &support::Copy) -> BTreeMap<String, String> {
    let surface: Value = serde_json::from_str(&copy.read("openapi/surface.json")).expect("surface.json is JSON");
    let mut ids = BTreeMap::new();
    for (resource, of_resource) in surface["resources"].as_object().into_iter().flatten() {
        for (name, operation) in of_resource["operations"].as_object().into_iter().flatten() {
            ids.insert(format!("{resource}.{name}"), operation["id"].as_str().unwrap_or_default().to_owned());
        }
    }
    ids
}

/// What is wrong with a value by a schema of the document.
fn problems(document: &Value, schema: &Value, value: &Value) -> Vec<String> {
    // Where its references lead, they lead still.
    let mut schema = schema.clone();
    schema["components"] = document["components"].clone();
    match jsonschema::draft202012::options().should_validate_formats(true).build(&schema) {
        Ok(validator) => validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect(),
        Err(error) => vec![error.to_string()],
    }
}

fn cases(folder: &Path) -> Vec<Value> {
    let files = std::fs::read_dir(folder).expect("the generated cases").flatten();
    files
        .flat_map(|file| {
            let text = std::fs::read_to_string(file.path()).expect("a file of cases");
            serde_saphyr::from_str::<Vec<Value>>(&text).expect("a list of cases")
        })
        .collect()
}

#[test]
fn every_operation_has_a_case_whose_bodies_the_document_allows() {
    let copy = support::Copy::of_repository();
    let document = copy.document();
    let known = operations(&document);
    let ids = ids(&copy);
    let mut called = BTreeSet::new();
    let mut found = Vec::new();
    for case in cases(&copy.root.join("tests/conformance/cases/generated")) {
        let id = case["id"].as_str().unwrap_or_default();
        let operation = &ids[case["call"]["operation"].as_str().unwrap_or_default()];
        called.insert(operation.clone());
        let Some(published) = known.get(operation) else { continue };
        // Those after the first may be of another operation, and the mock holds them to the document too.
        let exchange = &case["exchanges"][0];
        let (expect, respond) = (&exchange["expect"], &exchange["respond"]);
        let mut hold = |what: &str, schema: &Value, value: &Value| {
            found.extend(problems(&document, schema, value).iter().map(|problem| format!("{id}: {what}{problem}")));
        };
        if !expect["json"].is_null() {
            hold("sends ", &published["requestBody"]["content"]["application/json"]["schema"], &expect["json"]);
        }
        let is_meant_to_be_odd = respond["valid"] == false;
        assert!(!is_meant_to_be_odd || id.ends_with("-at-least") || id.ends_with("-without-job"), "{id}: its answer is not valid");
        if !respond["json"].is_null() && !is_meant_to_be_odd {
            let response = &published["responses"][respond["status"].to_string()];
            hold("gets ", &response["content"]["application/json"]["schema"], &respond["json"]);
        }
    }
    assert!(found.is_empty(), "{} problems\n{}", found.len(), found.join("\n"));
    let without: Vec<&String> = known.keys().filter(|id| id.chars().all(char::is_alphanumeric) && !called.contains(*id)).collect();
    assert!(without.is_empty(), "no case calls {without:?}");
}
