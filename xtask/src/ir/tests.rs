//! What the IR makes of small documents, and where it stops.

use serde_json::{Value, json};

use super::*;

/// A document with these paths, whose resource `things` has a typed surface.
fn document(paths: Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Test", "version": "1" },
        "servers": [{ "url": "https://api.example.com/" }],
        "x-sdk": { "surface": ["things"], "resources": { "things": "Things." } },
        "paths": paths,
    })
}

fn answering(schema: &Value) -> Value {
    json!({ "responses": { "200": { "description": "", "content": { "application/json": { "schema": schema } } } } })
}

fn get_thing(parameter: Value) -> Value {
    let mut operation = answering(&json!({ "type": "object" }));
    operation["operationId"] = json!("getThing");
    operation["parameters"] = json!([{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }, parameter]);
    document(json!({ "/api/v2/things/{id}": { "get": operation } }))
}

fn refusal(document: &Value) -> String {
    format!("{:#}", build(document).expect_err("the document must be refused"))
}

#[test]
fn names_follow_the_rule() {
    let operation = answering(&json!({ "type": "object" }));
    let id = json!([{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }]);
    let mut on_id = operation.clone();
    on_id["parameters"] = id;
    let api = build(&document(json!({
        "/api/v2/things": { "get": operation, "post": operation },
        "/api/v2/things/{id}": { "get": on_id, "patch": on_id, "delete": on_id },
        "/api/v2/things/{id}/pause": { "post": on_id },
        "/api/v2/things/analytics": { "get": operation },
        "/api/v2/things/analytics/daily": { "get": operation },
    })))
    .unwrap();
    let names: Vec<_> = api.operations.iter().map(Operation::full_name).collect();
    let expected = [
        "things.list",
        "things.create",
        "things.get",
        "things.update",
        "things.delete",
        "things.pause",
        "things.analytics.list",
        "things.analytics.daily",
    ];
    assert_eq!(names, expected);
    assert_eq!(api.operations[0].id, "getApiV2Things", "an operationId is made where there is none");
    assert_eq!(api.server, "https://api.example.com");
}

#[test]
fn parameters_come_in_path_order_with_their_limits() {
    let api = build(&get_thing(json!({ "name": "limit", "in": "query", "schema": { "type": "integer", "minimum": 1, "maximum": 100 } })))
        .unwrap();
    let [id, limit] = api.operations[0].parameters.as_slice() else { panic!("two parameters") };
    assert_eq!((id.name.as_str(), id.location, id.required), ("id", Location::Path, true));
    assert_eq!(limit.kind, Kind::Integer { minimum: Some(1), maximum: Some(100) });
    assert_eq!(limit.pointer.0, "#/paths/~1api~1v2~1things~1{id}/get/parameters/1");
}

#[test]
fn what_is_not_supported_stops_at_its_pointer() {
    let cases = [
        (json!({ "name": "c", "in": "cookie", "schema": { "type": "string" } }), "parameters/1: parameters in cookie"),
        (json!({ "name": "o", "in": "query", "schema": { "type": "object" } }), "parameters/1/schema: a parameter of this type"),
        (
            json!({ "name": "n", "in": "query", "schema": { "type": "array", "items": { "type": "integer" } } }),
            "items: only lists of strings",
        ),
        (json!({ "name": "ID", "in": "query", "schema": { "type": "string" } }), "parameters/1: ID reads like id"),
        (json!({ "name": "e", "in": "query", "schema": { "type": "string", "enum": ["asc", "ASC"] } }), "reads like"),
        (json!({ "name": "e", "in": "query", "schema": { "type": "string", "enum": ["+1"] } }), "makes no name"),
    ];
    for (parameter, expected) in cases {
        let message = refusal(&get_thing(parameter));
        assert!(message.contains(expected), "{message}");
        assert!(message.starts_with("openapi/instantly.json#/paths/~1api~1v2~1things~1{id}/get/"), "{message}");
    }
}

#[test]
fn a_body_that_may_only_be_null_is_none() {
    let mut operation = answering(&json!({ "type": "object" }));
    operation["requestBody"] = json!({ "content": { "application/json": { "schema": { "type": "null" } } } });
    let api = build(&document(json!({ "/api/v2/things": { "post": operation } }))).unwrap();
    assert!(api.operations[0].body.is_none());

    let mut operation = answering(&json!({ "type": "object" }));
    operation["requestBody"] = json!({ "content": { "multipart/form-data": { "schema": { "type": "object" } } } });
    let message = refusal(&document(json!({ "/api/v2/things": { "post": operation } })));
    assert!(message.contains("multipart/form-data bodies are not supported"), "{message}");
}

#[test]
fn a_path_value_without_a_parameter_is_refused() {
    let operation = answering(&json!({ "type": "object" }));
    let message = refusal(&document(json!({ "/api/v2/things/{id}": { "get": operation } })));
    assert!(message.contains("the path has {id}, but no parameter describes it"), "{message}");
}

#[test]
fn two_operations_of_one_name_are_told_apart_or_refused() {
    let post = |id: &str| {
        let mut operation = answering(&json!({ "type": "object" }));
        operation["operationId"] = json!(id);
        operation["parameters"] = json!([]);
        json!({ "post": operation })
    };
    let mut on_id = post("pauseOne");
    on_id["post"]["parameters"] = json!([{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }]);

    let message = refusal(&document(json!({ "/api/v2/things/pause": post("pauseMany"), "/api/v2/things/{id}/pause": on_id })));
    assert!(message.contains("another operation is called things.pause too") && message.contains("x-sdk-name"), "{message}");

    let paths = json!({ "/api/v2/things": post("make"), "/api/v2/others/pause": post("pauseMany"), "/api/v2/others/{id}/pause": on_id });
    let api = build(&document(paths)).unwrap();
    let names: Vec<_> = api.operations.iter().map(Operation::full_name).collect();
    assert_eq!(names, ["things.create", "others.pause_many", "others.pause_one"]);
}

#[test]
fn equal_enums_are_one_type_and_null_is_no_type() {
    let thing = json!({
        "type": "object", "title": "Big Thing", "required": ["id"],
        "properties": {
            "id": { "type": "string" },
            "state": { "type": "string", "enum": ["on", "off"] },
            "other_state": { "type": ["null", "string"], "enum": ["on", "off"] },
            "at": { "type": ["string", "null"], "format": "date-time" },
            "free": { "type": "object", "additionalProperties": true },
        },
    });
    let api = build(&document(json!({ "/api/v2/things/all": { "get": answering(&thing) } }))).unwrap();
    let types: Vec<_> = api.resources[0].types.iter().map(|definition| definition.name.as_str()).collect();
    assert_eq!(types, ["AllThingsResponseState", "AllThingsResponse"]);
    let TypeBody::Model { fields } = &api.resources[0].types[1].body else { panic!("a model") };
    let summary: Vec<_> = fields.iter().map(|field| (field.name.as_str(), &field.r#type, field.required, field.nullable)).collect();
    let state = Type::Named { name: "AllThingsResponseState".to_owned() };
    assert_eq!(summary[0], ("id", &Type::Text, true, false));
    assert_eq!(summary[1], ("state", &state, false, false));
    assert_eq!(summary[2], ("other_state", &state, false, true));
    assert_eq!(summary[3], ("at", &Type::Timestamp, false, true));
    assert_eq!(summary[4], ("free", &Type::Map { values: Box::new(Type::Any) }, false, false));
}
