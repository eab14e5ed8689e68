//! What the emitters of Python make of a document with the traps that Python has.

use serde_json::{Value, json};

use crate::emit::python::{resources, types};
use crate::ir;

/// A parcel service.
fn document() -> Value {
    let text = json!({ "type": "string" });
    let day = json!({ "type": "string", "format": "date" });
    let moment = json!({ "type": "string", "format": "date-time" });
    let code = json!({ "type": "integer", "enum": [1, -1], "x-enumDescriptions": { "1": "Active", "-1": "Lost on its way" } });
    let parcel = json!({ "type": "object", "required": ["id"], "properties": {
        "id": text, "from": text, "list": { "type": "array", "items": text }, "datetime": moment, "state": code
    } });
    let address = json!({ "type": "object", "required": ["street"], "properties": { "street": text, "date": day, "str": text } });
    let odd = json!({ "type": "object", "required": ["a-b"], "properties": { "a-b": text, "from": day, "plain": { "type": "boolean" } } });
    let created = json!({ "type": "object", "required": ["weight"], "properties": {
        "list": { "type": ["array", "null"], "items": text }, "weight": { "type": "number" }, "timeout": { "type": "integer" },
        "to": address, "odd": odd, "day": day, "state": code,
        "either": { "anyOf": [text, { "type": "array", "items": text }] }
    } });
    let answer = |schema: &Value| json!({ "content": { "application/json": { "schema": schema } } });
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Parcels", "version": "1" },
        "servers": [{ "url": "https://parcels.example.com" }],
        "paths": { "/parcels": {
            "get": { "operationId": "listParcels", "responses": { "200": answer(&json!({ "type": "array", "items": parcel })) } },
            "post": {
                "operationId": "createParcel",
                "requestBody": { "required": true, "content": { "application/json": { "schema": created } } },
                "responses": { "200": answer(&parcel), "204": {}, "404": {} }
            }
        } }
    })
}

fn file(ending: &str) -> String {
    let api = ir::build(ir::Source { name: "document.json".to_owned(), document: document() }, &crate::emit::RESERVED).unwrap();
    let files = [types::emit(&api).unwrap(), resources::emit(&api).unwrap()].concat();
    files.into_iter().find(|file| file.path.ends_with(ending)).unwrap().contents
}

#[track_caller]
fn has(text: &str, expected: &[&str]) {
    for each in expected {
        assert!(text.contains(each), "no {each:?} in\n{text}");
    }
}

#[test]
fn the_arguments_of_a_body_are_keywords_and_the_required_ones_come_first() {
    let resource = file("resources/parcels.py");
    let create = &resource[resource.find("def create").unwrap()..];
    has(
        &create[..create.find("):").unwrap_or(create.len())],
        &[
            "*,\n        weight: float,\n        list: Sequence[str] | Omit | None = omit,\n        timeout_: int | Omit = omit,\n",
            "        day: str | date | Omit = omit,\n",
            "        extra_body: Body | Omit = omit,\n    ) -> ",
        ],
    );
    has(create, &["\"timeout\": timeout_,", "APIStatusError: The API refused: NotFoundError (404)."]);
}

#[test]
fn what_is_shadowed_in_a_class_is_named_in_full() {
    let resource = file("resources/parcels.py");
    has(&resource, &["    ) -> builtins.list[", "import builtins\n"]);
    let types = file("types/parcels.py");
    has(
        &types,
        &[
            "    list: builtins.list[str] | None = None\n",
            "    datetime: dt.datetime | None = None\n",
            "    date: builtins.str | dt.date\n",
            "import datetime as dt\n",
            "        \"from_\": \"from\",\n",
        ],
    );
}

#[test]
fn an_answer_that_may_be_missing_is_optional() {
    let resource = file("resources/parcels.py");
    has(&resource, &["_CREATE_READING: Reading[", " | None] = Reading(", " | None:\n        \"\"\"Create parcel."]);
}

#[test]
fn codes_are_members_of_an_int_enum_and_take_other_ints() {
    has(&file("types/parcels.py"), &["(IntEnum):", "    ACTIVE = 1\n", "= -1\n"]);
    let resource = file("resources/parcels.py");
    has(&resource, &[" | int | Omit = omit,\n"]);
}

#[test]
fn names_that_are_none_stand_in_a_dict() {
    let types = file("types/parcels.py");
    has(&types, &["Required = TypedDict(\n", "        \"a-b\": str,\n", "Optional = TypedDict(\n", "        \"from\": str | date,\n    "]);
    has(&types, &["Required, total=False):\n", "    street: str\n", ": TypeAlias = str | Sequence[str]\n"]);
}
