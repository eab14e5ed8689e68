//! What background jobs don't have: the emitters on a document made up for it.

use serde_json::{Value, json};

use crate::emit::{rust_sdk, rust_types};
use crate::ir;
use crate::output::OutputFile;

/// A parcel service.
fn document() -> Value {
    let text = json!({ "type": "string" });
    let id = json!({ "name": "id", "in": "path", "required": true, "schema": text });
    let answer = |media_type: &str, schema: Value| json!({ "200": { "content": { (media_type): { "schema": schema } } }, "404": {} });
    let nothing = json!({ "204": {} });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Parcels", "version": "1" },
        "servers": [{ "url": "https://parcels.example.com" }],
        "x-sdk": {
            "surface": ["parcels", "parcels.stops"],
            "resources": { "parcels": "Parcels on their way.", "parcels.stops": "Where a parcel was." }
        },
        "paths": {
            "/api/v2/parcels": { "get": {
                "operationId": "findParcels",
                "x-sdk-name": "parcels.find",
                "parameters": [
                    { "name": "weight", "in": "query", "required": true, "schema": { "type": "number" } },
                    { "name": "move", "in": "query", "schema": { "type": "boolean" } },
                    { "name": "tags", "in": "query", "schema": { "type": "array", "items": text } },
                    { "name": "colour", "in": "query", "schema": { "type": "string", "enum": ["red", "other", "self"] } }
                ],
                "responses": answer("application/json", json!({ "type": "array", "items": { "$ref": "#/components/schemas/Parcel" } }))
            } },
            "/api/v2/parcels/{id}": { "delete": { "operationId": "deleteParcel", "parameters": [id], "responses": nothing } },
            "/api/v2/parcels/{id}/move": { "post": { "operationId": "moveParcel", "parameters": [id], "responses": nothing } },
            "/api/v2/parcels/{id}/label": {
                "get": { "operationId": "getLabel", "parameters": [id], "responses": answer("text/csv", text.clone()) }
            },
            "/api/v2/parcels/stops/{id}": {
                "get": { "operationId": "getStop", "x-sdk-name": "parcels.stops.get", "parameters": [id], "responses": answer("application/json", json!({})) }
            }
        },
        "components": { "schemas": { "Parcel": {
            "type": "object",
            "properties": {
                "id": text, "extra": text, "sent-at": { "type": "string", "format": "date-time" },
                "sizes": { "type": "object", "additionalProperties": { "type": "number" } },
                "0": { "type": ["array", "null"], "items": { "type": "integer" } }
            },
            "required": ["id", "0"]
        } } }
    })
}

fn files(document: &Value) -> anyhow::Result<Vec<OutputFile>> {
    let api = ir::build(document)?;
    Ok([rust_types::emit(&api)?, rust_sdk::emit(&api)?].concat())
}

#[test]
fn every_form_of_answer_has_its_method() {
    let files = files(&document()).unwrap();
    for file in &files {
        syn::parse_file(&file.contents).unwrap_or_else(|error| panic!("{}: {error}\n{}", file.path, file.contents));
    }
    let expected = [
        ("crates/instantly-sdk/src/generated/parcels.rs", "pub fn find(&self, params: FindParcels) -> Request<Vec<Parcel>> {"),
        ("crates/instantly-sdk/src/generated/parcels.rs", ".number(\"weight\", Some(params.weight))"),
        ("crates/instantly-sdk/src/generated/parcels.rs", ".boolean(\"move\", params.r#move)"),
        ("crates/instantly-sdk/src/generated/parcels.rs", "pub fn delete(&self, id: impl Into<String>) -> Request<()> {"),
        ("crates/instantly-sdk/src/generated/parcels.rs", "pub fn r#move(&self, id: impl Into<String>) -> Request<()> {"),
        ("crates/instantly-sdk/src/generated/parcels.rs", "pub fn label(&self, id: impl Into<String>) -> Request<String> {"),
        ("crates/instantly-sdk/src/generated/parcels.rs", "pub fn stops(&self) -> crate::parcels_stops::ParcelsStops {"),
        ("crates/instantly-sdk/src/generated/parcels_stops.rs", "pub fn get(&self, id: impl Into<String>) -> Request<serde_json::Value> {"),
        ("crates/instantly-types/src/generated/parcels.rs", "pub weight: Number,"),
        ("crates/instantly-types/src/generated/parcels.rs", "pub r#move: Option<bool>,"),
        ("crates/instantly-types/src/generated/parcels.rs", "pub tags: List<String>,"),
        ("crates/instantly-types/src/generated/parcels.rs", "OtherValue = \"other\","),
        ("crates/instantly-types/src/generated/parcels.rs", "Self_ = \"self\","),
        ("crates/instantly-types/src/generated/parcels.rs", "pub extra_: Option<String> = \"extra\","),
        ("crates/instantly-types/src/generated/parcels.rs", "pub sent_at: Option<Timestamp> = \"sent-at\","),
        ("crates/instantly-types/src/generated/parcels.rs", "pub _0: Option<Vec<i64>> = \"0\","),
        ("crates/instantly-types/src/generated/parcels.rs", "pub sizes: Option<std::collections::BTreeMap<String, Number>> = \"sizes\","),
    ];
    for (path, line) in expected {
        let file = files.iter().find(|file| file.path == path).unwrap_or_else(|| panic!("{path} is missing"));
        assert!(file.contents.contains(line), "{path} lacks {line}\n{}", file.contents);
    }
}

#[test]
fn what_is_not_supported_is_named() {
    let mut document = document();
    let body =
        json!({ "content": { "application/json": { "schema": { "type": "object", "properties": { "to": { "type": "string" } } } } } });
    document["paths"]["/api/v2/parcels/{id}/move"]["post"]["requestBody"] = body;
    let message = files(&document).unwrap_err().to_string();
    let expected =
        "#/paths/~1api~1v2~1parcels~1{id}~1move/post/requestBody/content/application~1json/schema: request bodies are not supported";
    assert!(message.contains(expected), "{message}");
}

#[test]
fn a_resource_that_nothing_leads_to_is_named() {
    let mut document = document();
    document["x-sdk"]["surface"] = json!(["parcels.stops"]);
    let message = files(&document).unwrap_err().to_string();
    assert!(message.contains("parcels has no typed surface, so nothing leads here"), "{message}");
}
