//! What the IR makes of small documents, and where it stops.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::*;

/// A document with these paths.
fn document(paths: Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Test", "version": "1" },
        "servers": [{ "url": "https://api.example.com/" }],
        "x-sdk": { "path_prefix": "/api/v2/", "resources": { "things": "Things." } },
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

fn built(document: Value) -> anyhow::Result<Api> {
    build(
        Source { name: "document.json".to_owned(), document },
        &Reserved { resources: &["client"], methods: &["wait"], types: |_, _| BTreeSet::new() },
    )
}

fn refusal(document: Value) -> String {
    format!("{:#}", built(document).expect_err("the document must be refused"))
}

#[test]
fn names_follow_the_rule() {
    let operation = answering(&json!({ "type": "object" }));
    let id = json!([{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }]);
    let mut on_id = operation.clone();
    on_id["parameters"] = id;
    let api = built(document(json!({
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
    let api =
        built(get_thing(json!({ "name": "limit", "in": "query", "schema": { "type": "integer", "minimum": 1, "maximum": 100 } }))).unwrap();
    let [id, limit] = api.operations[0].arguments.as_slice() else { panic!("two parameters") };
    assert_eq!((id.name.as_str(), id.location, id.required), ("id", Location::Path, true));
    assert_eq!((&limit.r#type, limit.limits.minimum, limit.limits.maximum), (&Type::Integer, Some(1.0), Some(100.0)));
    assert_eq!(limit.pointer.path, "#/paths/~1api~1v2~1things~1{id}/get/parameters/1");
}

/// The lines of the description that start so.
fn lines(api: &Api, start: &str) -> Vec<String> {
    describe(api).lines().filter(|line| line.starts_with(start)).map(str::to_owned).collect()
}

#[test]
fn equal_types_are_one_and_belong_to_whoever_uses_them() {
    let thing = json!({
        "type": "object", "title": "Big Thing", "required": ["id"],
        "properties": {
            "id": { "type": "string" },
            "power_state": { "type": "string", "enum": ["on", "off"] },
            "other_state": { "type": ["null", "string"], "enum": ["on", "off"] },
            "at": { "type": ["string", "null"], "format": "date-time" },
            "free": { "type": "object", "additionalProperties": true },
        },
    });
    let api = built(document(json!({ "/api/v2/things/all": { "get": answering(&thing) } }))).unwrap();
    assert_eq!(
        lines(&api, "things:"),
        [
            "things: AllThingsPowerState = texts On \"on\" | Off \"off\"",
            "things: AllThingsResponse = model { id: text, power_state?: AllThingsPowerState, other_state?: AllThingsPowerState or null, \
             at?: timestamp or null, free?: {anything} }",
        ]
    );

    let paths = json!({ "/api/v2/things/all": { "get": answering(&thing) }, "/api/v2/others/all": { "get": answering(&thing) } });
    let api = built(document(paths)).unwrap();
    let shared: Vec<_> = api.shared_types().map(|definition| definition.name.as_str()).collect();
    assert_eq!(shared, ["PowerState", "AllThingsResponse"], "a shared enum has the short name of its property");
    assert!(api.resources.iter().all(|resource| resource.imports == ["AllThingsResponse", "PowerState"]));
    assert_eq!(api.types.len(), 2);
    assert!(api.types.values().all(|definition| definition.received && !definition.sent), "responses carry them");
}

#[test]
fn what_is_sent_is_named_after_what_comes() {
    let part = json!({ "type": "object", "properties": { "days": { "type": "array", "items": { "type": "object", "properties": { "from": { "type": "string" } } } } } });
    let thing = json!({ "type": "object", "properties": { "thing_schedule": part } });
    let mut create = answering(&json!({ "$ref": "#/components/schemas/Thing" }));
    create["requestBody"] = json!({ "required": true, "content": { "application/json": { "schema": thing } } });
    let mut document = document(json!({ "/api/v2/things": { "post": create } }));
    document["components"] = json!({ "schemas": { "Thing": thing } });
    let api = built(document).unwrap();
    assert_eq!(lines(&api, "things.create"), ["things.create = POST /api/v2/things (body thing_schedule?: ThingScheduleInput) -> Thing"]);
    let names: Vec<_> = api.types_of(&api.resources[0]).map(|definition| definition.name.as_str()).collect();
    assert_eq!(names, ["ThingDay", "ThingSchedule", "Thing", "ThingDayInput", "ThingScheduleInput"]);
}

#[test]
fn every_place_of_a_hint_is_checked() {
    let pages = |hint: Value| {
        let mut operation = answering(&json!({ "type": "object", "properties": { "feed": { "type": "object", "properties": {
            "items": { "type": "array", "items": { "type": "string" } }, "total": { "type": "integer" } } } } }));
        operation["parameters"] = json!([{ "name": "skip", "in": "query", "schema": { "type": "integer" } }]);
        operation["x-sdk-pagination"] = hint;
        document(json!({ "/api/v2/things": { "get": operation } }))
    };
    let good = json!({ "offset": "skip", "in": "query", "items": "feed/items", "total": "feed/total" });
    let api = built(pages(good)).unwrap();
    assert_eq!(lines(&api, "things.list"), ["things.list = GET /api/v2/things (query skip?: integer) -> pages of text, until feed/total"]);
    let cases = [
        (json!({ "offset": "skip", "in": "query", "items": "items", "total": "total" }), "the answer has no items"),
        (json!({ "offset": "page", "in": "query", "items": "feed/items", "total": "total" }), "there is no parameter page"),
        (json!({ "offset": "skip", "in": "query", "items": "feed/items" }), "must have either cursor and next, or offset and total"),
        (json!({ "offset": "skip", "in": "query", "items": "feed/total", "total": "total" }), "feed/total is no list"),
    ];
    for (hint, expected) in cases {
        let message = refusal(pages(hint));
        assert!(message.contains("#/paths/~1api~1v2~1things/get/x-sdk-pagination") && message.contains(expected), "{message}");
    }
}

#[test]
fn names_that_are_taken_are_changed_by_rule() {
    let operation = answering(&json!({ "type": "object" }));
    let paths = ["/client", "/things/2fa", "/a-b", "/a/b/c", "/things/wait", "/things/look", "/things/look_with", "/3d"];
    let paths = paths.map(|path| (path.to_owned(), json!({ "get": operation })));
    let api = built(document(Value::Object(paths.into_iter().collect()))).unwrap();
    let names: Vec<_> = api.operations.iter().map(Operation::full_name).collect();
    let expected = [
        "client_api.list",
        "things.n2fa",
        "a_b_2.list",
        "a.b.c",
        "things.get_things_wait",
        "things.look",
        "things.look_with_2",
        "n3d.list",
    ];
    assert_eq!(names, expected);
}

#[test]
fn what_contains_itself_has_a_name() {
    let list = json!({ "type": "array", "items": { "$ref": "#/components/schemas/Nest" } });
    let mut document = document(json!({ "/api/v2/things": { "get": answering(&list) } }));
    document["components"] = json!({ "schemas": {
        "Nest": { "oneOf": [{ "type": "string" }, list] },
        "Circle": { "anyOf": [{ "$ref": "#/components/schemas/Circle" }, { "$ref": "#/components/schemas/Ring" }] },
        "Ring": { "anyOf": [{ "$ref": "#/components/schemas/Circle" }, { "$ref": "#/components/schemas/Ring" }] },
    } });
    let api = built(document).unwrap();
    assert_eq!(lines(&api, "things: Nest"), ["things: Nest = text | [Nest]"]);
    assert_eq!(api.types.len(), 1, "what is nothing but itself is no type");
    assert!(lines(&api, "not carried")[0].ends_with("a type that is nothing but itself at #/components/schemas/Circle"));
}
