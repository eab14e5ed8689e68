//! What the emitters make of each form of call, on a document made up for it.

use serde_json::{Value, json};

use crate::emit::conformance::rust_runner;
use crate::emit::rust::{resources, types};
use crate::ir;
use crate::output::OutputFile;

fn answer(media_type: &str, schema: Value) -> Value {
    json!({ "200": { "content": { (media_type): { "schema": schema } } }, "404": {} })
}

fn json_answer(schema: Value) -> Value {
    answer("application/json", schema)
}

fn json_body(schema: Value) -> Value {
    json!({ "required": true, "content": { "application/json": { "schema": schema } } })
}

/// A parcel service.
fn document() -> Value {
    let text = json!({ "type": "string" });
    let id = json!({ "name": "id", "in": "path", "required": true, "description": "The parcel's id.", "schema": text });
    let nothing = json!({ "204": {} });
    let parcel = json!({ "$ref": "#/components/schemas/Parcel" });
    let list = |name: &str| json!({ "name": name, "in": "query", "schema": { "type": "array", "items": text } });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Parcels", "version": "1" },
        "servers": [{ "url": "https://parcels.example.com" }],
        "x-sdk": {
            "path_prefix": "/api/v2/",
            "resources": { "parcels": "Parcels on their way.", "depots": "Where parcels are." }
        },
        "paths": {
            "/api/v2/parcels": {
                "get": {
                    "operationId": "listParcels",
                    "parameters": [
                        { "name": "after", "in": "query", "schema": text }, { "name": "limit", "in": "query", "schema": { "type": "integer" } },
                        list("ids")
                    ],
                    "x-sdk-pagination": { "cursor": "after", "next": "next", "items": "items", "in": "query" },
                    "responses": json_answer(json!({ "type": "object", "properties": {
                        "items": { "type": "array", "items": parcel }, "next": text
                    } }))
                },
                "post": {
                    "operationId": "sendParcel",
                    "requestBody": json_body(json!({ "type": "object", "required": ["to", "payer"], "properties": {
                        "weight": { "type": "number", "minimum": 0, "maximum": 30 },
                        "to": { "type": "object", "required": ["street"], "additionalProperties": true, "properties": {
                            "street": text, "extra": { "type": ["string", "null"] }
                        } },
                        "payer": { "type": ["string", "null"] },
                        "note": { "type": ["string", "null"] }
                    } })),
                    "responses": json_answer(parcel.clone())
                }
            },
            "/api/v2/parcels/find": { "get": {
                "operationId": "findParcels",
                "parameters": [
                    { "name": "weight", "in": "query", "required": true, "schema": { "type": "number" } },
                    { "name": "move", "in": "query", "schema": { "type": "boolean" } },
                    { "name": "sent_after", "in": "query", "schema": { "type": "string", "format": "date-time" } },
                    list("tags"),
                    { "name": "colour", "in": "query", "schema": { "type": "string", "enum": ["red", "other", "self"] } }
                ],
                "responses": json_answer(json!({ "type": "array", "items": parcel }))
            } },
            "/api/v2/parcels/{id}": {
                "get": {
                    "operationId": "getParcel",
                    "parameters": [id, list("fields")],
                    "responses": json_answer(parcel.clone())
                },
                "delete": { "operationId": "deleteParcel", "parameters": [id], "responses": nothing }
            },
            "/api/v2/parcels/{id}/move": { "post": {
                "operationId": "moveParcel",
                "parameters": [id],
                "x-sdk-starts-job": { "id": "id" },
                "responses": json_answer(parcel.clone())
            } },
            "/api/v2/parcels/{id}/label": {
                "get": { "operationId": "getLabel", "x-sdk-name": "parcels.label", "parameters": [id], "responses": answer("text/csv", text.clone()) },
                "put": {
                    "operationId": "setLabel", "x-sdk-name": "parcels.set_label", "parameters": [id],
                    "requestBody": json_body(json!({ "type": "array", "items": text })), "responses": nothing
                }
            },
            "/api/v2/depots/main/shelf": { "get": {
                "operationId": "getShelf", "x-sdk-name": "depots.main.shelf",
                "responses": { "200": { "content": { "application/json": { "schema": parcel } } }, "204": {} }
            } }
        },
        "components": { "schemas": { "Parcel": {
            "type": "object",
            "x-sdk-wait": {
                "get": "getParcel", "list": "listParcels", "ids": "ids", "id": "id", "status": "state", "progress": "0",
                "succeeded": ["there"], "failed": ["lost", "late"]
            },
            "properties": {
                "id": text, "extra": text, "sent-at": { "type": "string", "format": "date-time" },
                "state": text,
                "sizes": { "type": "object", "additionalProperties": { "type": "number" } },
                "0": { "type": ["array", "null"], "items": { "type": "integer" } },
                "code": { "type": "number", "enum": [1, -1], "x-enumDescriptions": { "1": "Good", "-1": "Broken" } },
                "contents": { "type": ["string", "array"], "items": text },
                "inner": { "$ref": "#/components/schemas/Box" }
            },
            "required": ["id", "0", "state"]
        }, "Box": { "type": "object", "properties": {
            "box": { "$ref": "#/components/schemas/Box" }, "boxes": { "type": "array", "items": { "$ref": "#/components/schemas/Box" } }
        } } } }
    })
}

fn files(document: &Value) -> anyhow::Result<Vec<OutputFile>> {
    let api = ir::build(ir::Source { name: "document.json".to_owned(), document: document.clone() }, &crate::emit::RESERVED)?;
    Ok([types::emit(&api)?, resources::emit(&api)?, rust_runner::emit(&api)?].concat())
}

/// Every file is Rust, and these have these lines.
fn assert_lines(expected: &[(&str, &str)]) {
    let files = files(&document()).unwrap();
    for file in &files {
        syn::parse_file(&file.contents).unwrap_or_else(|error| panic!("{}: {error}\n{}", file.path, file.contents));
    }
    for (path, line) in expected {
        let file = files.iter().find(|file| file.path == *path).unwrap_or_else(|| panic!("{path} is missing"));
        assert!(file.contents.contains(line), "{path} lacks {line}\n{}", file.contents);
    }
}

#[test]
fn every_form_of_call_has_its_method() {
    let path = "crates/instantly-sdk/src/generated/parcels.rs";
    let lines = [
        "pub fn list(&self, params: ListParcels) -> ListRequest<Parcel> {",
        "pub fn create(&self, params: CreateParcels) -> Request<Parcel> {",
        "Request::new(&self.client, Call::new(&operations::SEND_PARCEL).params(&params), decode::json)",
        "pub fn find(&self, params: FindParcels) -> Request<Vec<Parcel>> {",
        "pub fn get(&self, id: impl Into<String>) -> Request<Parcel> {",
        "pub fn get_with(&self, id: impl Into<String>, params: GetParcels) -> Request<Parcel> {",
        "/// - `id`: The parcel's id.",
        "pub fn delete(&self, id: impl Into<String>) -> Request<()> {",
        "Request::new(&self.client, Call::new(&operations::DELETE_PARCEL).path(\"id\", id), decode::empty)",
        "pub fn r#move(&self, id: impl Into<String>) -> Request<StartedJob<Parcel, Parcel>> {",
        "Request::started(&self.client, Call::new(&operations::MOVE_PARCEL).path(\"id\", id), decode::json)",
        "pub fn label(&self, id: impl Into<String>) -> Request<String> {",
        "pub fn set_label(&self, id: impl Into<String>, body: Vec<String>) -> Request<()> {",
        "Call::new(&operations::SET_LABEL).path(\"id\", id).body(&body)",
        "until its status is `there`.",
        "when the status is `lost` or `late`,",
    ];
    assert_lines(&lines.map(|line| (path, line)));
    assert_lines(&[
        ("crates/instantly-sdk/src/generated/depots.rs", "pub fn main(&self) -> crate::depots_main::DepotsMain {"),
        ("crates/instantly-sdk/src/generated/depots_main.rs", "pub fn shelf(&self) -> Request<Option<Parcel>> {"),
        ("crates/instantly-sdk/src/generated/mod.rs", "pub use instantly_types::shared;"),
    ]);
}

#[test]
fn every_type_has_its_declaration() {
    let (shared, parcels) = ("crates/instantly-types/src/generated/shared.rs", "crates/instantly-types/src/generated/parcels.rs");
    assert_lines(&[
        (parcels, "pub use super::shared::{BoxObject, Parcel, ParcelCode, ParcelContents};"),
        (shared, "pub r#box: Option<Box<BoxObject>> = \"box\","),
        (shared, "pub boxes: Option<Vec<BoxObject>> = \"boxes\","),
        (parcels, "pub weight: Number = \"weight\","),
        (parcels, "pub r#move: Option<bool> = \"move\","),
        (parcels, "pub sent_after: Option<Timestamp> = \"sent_after\","),
        (parcels, "pub tags: List<String> = \"tags\","),
        (parcels, "OtherValue = \"other\","),
        (parcels, "Self_ = \"self\","),
        (parcels, "/// From 0 to 30.\n        pub weight: Option<Number> = \"weight\","),
        (parcels, "pub payer: Nullable<String> = \"payer\","),
        (parcels, "pub note: Option<Nullable<String>> = \"note\","),
        (parcels, "pub extra_: Option<Nullable<String>> = \"extra\",\n        ..\n"),
        (shared, "pub extra_: Option<String> = \"extra\","),
        (shared, "pub sent_at: Option<Timestamp> = \"sent-at\","),
        (shared, "pub _0: Option<Vec<i64>> = \"0\","),
        (shared, "pub sizes: Option<BTreeMap<String, Number>> = \"sizes\","),
        (shared, "Good = 1,"),
        (shared, "Broken = -1,"),
        (shared, "Text(String) from [String, &str],"),
        (shared, "List(Vec<String>) from [Vec<String>],"),
    ]);
}

#[test]
fn every_call_has_its_arm_in_the_runner() {
    let path = "tests/conformance/runners/rust/src/generated/parcels.rs";
    assert_lines(&[
        (path, "\"parcels.list\" | \"listParcels\" => call.list(client.parcels().list(call.params()?)),"),
        (path, "\"parcels.set_label\" | \"setLabel\" => call.one(client.parcels().set_label(call.path::<String>(0)?, call.body()?)),"),
        (path, "call.started(client.parcels().r#move(call.path::<String>(0)?), |seen| serde_json::json!(seen._0)),"),
        (path, "\"parcels.wait\" => call.wait(client.parcels().wait(call.path::<String>(0)?), |seen| serde_json::json!(seen._0))?,"),
    ]);
}

#[test]
fn a_type_does_not_take_a_name_that_rust_files_have_already() {
    let mut document = document();
    document["components"]["schemas"]["Parcel"]["x-sdk-type-name"] = json!("Waitable");
    let files = files(&document).unwrap();
    let shared = files.iter().find(|file| file.path.ends_with("types/src/generated/shared.rs")).unwrap();
    assert!(shared.contents.contains("pub struct WaitableObject {") && !shared.contents.contains("pub struct Waitable {"));
}
