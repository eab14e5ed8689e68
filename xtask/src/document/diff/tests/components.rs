//! Components and references.

use serde_json::{Value, json};

use super::super::compare;
use super::{between, exchange, object};

/// Two operations that return a component, which holds itself.
fn with_component(key: &str, component: Value) -> Value {
    let reference = json!({ "$ref": format!("#/components/schemas/{key}") });
    let operation = json!({ "responses": { "200": { "content": { "application/json": { "schema": reference } } } } });
    let mut component = component;
    component["properties"]["children"] = json!({ "type": "array", "items": reference });
    json!({
        "openapi": "3.1.0", "info": {},
        "paths": { "/a": { "get": operation }, "/b": { "get": operation } },
        "components": { "schemas": { key: component } }
    })
}

fn thing(properties: Value) -> Value {
    json!({ "title": "Thing", "type": "object", "properties": properties })
}

#[test]
fn a_component_is_told_once_whatever_its_key() {
    let old = with_component("def-1", thing(json!({ "a": { "type": "string" } })));
    let renamed = with_component("Thing", thing(json!({ "a": { "type": "string" } })));
    assert_eq!(between(&old, &renamed), ["cosmetic: details: the key of one component"]);

    let new = with_component("Thing", thing(json!({ "a": { "type": "integer" } })));
    let report = compare(&old, &new).to_string();
    assert!(report.contains("breaking\n  Thing, returned by 2 operations\n    a: type was string, is integer\n  what"), "{report}");
    assert_eq!(report.matches("type was").count(), 1, "{report}");
}

#[test]
fn a_result_of_another_component_names_both() {
    let old = with_component("Thing", thing(json!({ "a": {} })));
    let new = with_component("Other", json!({ "title": "Other", "type": "object", "properties": { "a": {} } }));
    let expected = "breaking: response: named type was Thing, is Other";
    let nested = "breaking: response.children[]: named type was Thing, is Other";
    assert_eq!(between(&old, &new), [expected, nested, expected, nested]);

    let inline = exchange(json!({ "type": "string" }), object(json!({ "a": {} }), json!([])));
    let mut named = exchange(json!({ "type": "string" }), json!({ "$ref": "#/components/schemas/Thing" }));
    named["components"] = json!({ "schemas": { "Thing": object(json!({ "a": {} }), json!([])) } });
    assert_eq!(between(&inline, &named), ["breaking: response: named type was described in place, is Thing"]);
    assert_eq!(between(&named, &inline), ["breaking: response: named type was Thing, is described in place"]);
}

#[test]
fn a_component_that_is_extended_stays_that_component() {
    let mut old = with_component("Thing", thing(json!({ "a": {} })));
    let mut new = old.clone();
    new["components"]["schemas"]["Thing"]["properties"]["b"] = json!({ "type": "string" });
    let schema = "/paths/~1a/get/responses/200/content/application~1json/schema";
    let reference = old.pointer_mut(schema).unwrap().clone();
    *new.pointer_mut(schema).unwrap() = json!({ "allOf": [reference, { "properties": { "c": { "type": "boolean" } } }] });
    assert_eq!(
        between(&old, &new),
        [
            "additive: b: added, string",
            "breaking: response: named type was Thing, is described in place",
            "additive: response.c: added, boolean",
        ]
    );
}

#[test]
fn what_is_broken_or_recursive_is_compared_all_the_same() {
    let broken = exchange(json!({ "$ref": "#/nowhere" }), json!({ "$ref": "other.json#/a" }));
    assert_eq!(between(&broken, &broken), Vec::<String>::new());
    let mut circle = exchange(json!({ "$ref": "#/components/schemas/A" }), json!({ "$ref": "#/components/schemas/B" }));
    circle["components"] = json!({ "schemas": {
        "A": { "$ref": "#/components/schemas/B" },
        "B": { "allOf": [{ "$ref": "#/components/schemas/A" }], "items": { "$ref": "#/components/schemas/B" } }
    } });
    drop(compare(&circle, &broken));
    drop(compare(&broken, &circle));
    assert_eq!(between(&circle, &circle), Vec::<String>::new());
    let odd = json!({ "paths": { "/a": { "get": 1, "post": null }, "/b": [] }, "components": [] });
    drop(compare(&odd, &circle));
    drop(compare(&circle, &odd));
}
