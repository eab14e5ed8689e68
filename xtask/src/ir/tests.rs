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
fn one_run_lists_the_faults_of_all_operations_and_components() {
    let mut bad = answering(&json!({ "$ref": "#/components/schemas/Nothing" }));
    bad["parameters"] = json!([
        { "name": "session", "in": "cookie", "schema": { "type": "string" } },
        { "name": "filter", "in": "query", "schema": { "type": "object" } },
    ]);
    bad["requestBody"] = json!({ "content": { "multipart/form-data": {} } });
    let mut document = document(json!({
        "/api/v2/things": { "get": bad, "options": {} },
        "/api/v2/others": { "get": answering(&json!({ "$ref": "#/components/schemas/Wrong" })) },
    }));
    document["components"] = json!({ "schemas": { "Wrong": { "type": "file" }, "Right": { "type": "string" } } });
    let refusal = refusal(document);
    for fault in [
        "things/options: options operations are not supported",
        "things/get/parameters/0: parameters in cookie are not supported",
        "things/get/parameters/1/schema: a parameter of this type is not supported",
        "things/get/requestBody: multipart/form-data bodies are not supported",
        "#/components/schemas/Nothing points to nothing in this document",
        "#/components/schemas/Wrong/type: file is no type of JSON Schema",
    ] {
        assert_eq!(refusal.matches(fault).count(), 1, "{fault}: {refusal}");
    }
    assert_eq!(refusal.matches("error: ").count(), 5, "{refusal}");
}

#[test]
fn the_remedy_for_a_shared_name_leaves_other_operations_alone() {
    let writing = |id: &str| {
        let mut operation = answering(&json!({ "type": "object" }));
        operation["operationId"] = json!(id);
        operation["requestBody"] = json!({ "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Settings" } } } });
        operation
    };
    let mut reading = answering(&json!({ "type": "object" }));
    reading["operationId"] = json!("getThings");
    let mode = json!({ "name": "mode", "in": "query", "schema": { "type": "string" } });
    let mut document = document(json!({
        "/api/v2/things": { "parameters": [mode], "get": reading, "post": writing("createThing") },
        "/api/v2/others": { "post": writing("createOther") },
    }));
    document["components"] = json!({ "schemas": { "Settings": { "type": "object", "properties": { "mode": { "type": "string" } } } } });
    let refusal = refusal(document.clone());
    assert!(refusal.contains("- target: $.paths['/api/v2/things'].post\n"), "{refusal}");
    let (_, update) = refusal.split_once("update: ").expect("a remedy");
    let update: Value = serde_saphyr::from_str(update).expect("the remedy is YAML");

    document["paths"]["/api/v2/things"]["post"]["parameters"] = update["parameters"].clone();
    let api = built(document).expect("the remedy works");
    let modes = |id: &str| {
        let operation = api.operations.iter().find(|operation| operation.id == id).expect("the operation");
        let modes = operation.arguments.iter().filter(|argument| argument.name == "mode");
        modes.map(|argument| argument.location).collect::<Vec<_>>()
    };
    assert_eq!(modes("createThing"), [Location::Body]);
    assert_eq!(modes("getThings"), [Location::Query]);
    assert_eq!(modes("createOther"), [Location::Body]);
    assert!(api.losses.iter().any(|loss| loss.pointer.path.ends_with("things/post/parameters/0")));
}

#[test]
fn a_shared_parameter_that_cannot_be_read_is_left_out_of_one_operation() {
    let mut document = document(json!({ "/api/v2/things": { "get": answering(&json!({ "type": "object" })) } }));
    document["paths"]["/api/v2/things"]["get"]["parameters"] = json!([{ "$ref": "#/components/parameters/Session" }]);
    let session = json!({ "name": "session", "in": "cookie", "schema": { "type": "string" } });
    document["components"] = json!({ "parameters": { "Session": session } });
    let refusal = refusal(document.clone());
    let (_, update) = refusal.split_once("update: ").expect("a remedy");
    let update: Value = serde_saphyr::from_str(update).expect("the remedy is YAML");
    let parameters = document["paths"]["/api/v2/things"]["get"]["parameters"].as_array_mut().expect("a list");
    parameters.push(update["parameters"][0].clone());
    assert!(built(document).is_ok());
}

#[test]
fn hints_on_what_is_gone_are_retired() {
    let mut starting = answering(&json!({ "type": "object", "properties": { "id": { "type": "string" } } }));
    starting["x-sdk-starts-job"] = json!({ "id": "id" });
    starting["parameters"] = json!([
        { "name": "status", "in": "query", "schema": { "type": "string" }, "x-sdk-enum-of": "#/components/schemas/Gone/properties/status" }
    ]);
    let mut document = document(json!({ "/api/v2/others": { "get": starting } }));
    document["x-sdk"]["rate_groups"] = json!([{ "name": "slow", "calls": 1, "seconds": 1 }]);
    document["components"] = json!({ "schemas": { "Job": {
        "type": "object",
        "x-sdk-wait": {
            "get": "getJob", "list": "listJob", "ids": "ids", "id": "id", "status": "status", "progress": "progress",
            "succeeded": ["done"], "failed": [],
        },
    } } });
    let source = Source { name: "document.json".to_owned(), document };
    let (mut faults, mut retired) = (crate::faults::Faults::default(), Vec::new());
    let reserved = Reserved { resources: &[], methods: &["wait"], types: |_, _| BTreeSet::new() };
    let api = read(source, &reserved, &mut faults, &mut retired).expect("an API");
    assert!(faults.is_empty(), "{faults:?}");
    let retired: Vec<String> = retired.iter().map(|hint| format!("{}: {}", hint.pointer.fragment(), hint.because)).collect();
    assert_eq!(
        retired,
        [
            "/x-sdk/resources/things: upstream removed every operation of things",
            "/x-sdk/rate_groups/0: no operation is left in the rate group slow",
            "/components/schemas/Job/x-sdk-wait: upstream removed the operation getJob",
            "/paths/~1api~1v2~1others/get/parameters/0/x-sdk-enum-of: upstream removed #/components/schemas/Gone/properties/status",
            "/paths/~1api~1v2~1others/get/x-sdk-starts-job: nothing is left that can be waited for",
        ]
    );
    assert!(api.rate_groups.is_empty() && api.operations.len() == 1);
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
