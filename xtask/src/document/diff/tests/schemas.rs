//! Changes of schemas: fields, types, values, components.

use serde_json::{Value, json};

use super::{between, exchange, object};

#[test]
fn a_field_is_graded_by_who_writes_it() {
    let text = json!({ "type": "string" });
    let with = |schema: &Value, required: &[&str]| object(json!({ "a": schema }), json!(required));
    // What a field `a` was and is; what that means in a request; what in a response.
    let cases = [
        (
            object(json!({ "z": text }), json!([])),
            object(json!({ "z": text, "a": text }), json!([])),
            "additive: a: added, string",
            "additive: a: added, string",
        ),
        (
            object(json!({ "z": text }), json!([])),
            object(json!({ "z": text, "a": text }), json!(["a"])),
            "breaking: a: added, string, required",
            "additive: a: added, string, required",
        ),
        (
            object(json!({ "z": text, "a": text }), json!([])),
            object(json!({ "z": text }), json!([])),
            "breaking: a: removed",
            "breaking: a: removed",
        ),
        (with(&text, &[]), with(&text, &["a"]), "breaking: a: required, was optional", "additive: a: required, was optional"),
        (with(&text, &["a"]), with(&text, &[]), "additive: a: optional, was required", "breaking: a: optional, was required"),
    ];
    for (old, new, request, response) in cases {
        let prefixed = |line: &str, place: &str| line.replacen(": a: ", &format!(": {place}.a: "), 1);
        let expected = [prefixed(request, "request.body"), prefixed(response, "response")];
        assert_eq!(between(&exchange(old.clone(), old), &exchange(new.clone(), new)), expected);
    }
}

#[test]
fn a_schema_is_graded_by_who_writes_it() {
    let cases = [
        (
            json!({ "type": "string" }),
            json!({ "type": "number" }),
            "breaking type was string, is number",
            "breaking type was string, is number",
        ),
        (json!({}), json!({ "type": "string" }), "breaking type was anything, is string", "breaking type was anything, is string"),
        (json!({ "type": "string" }), json!({ "type": ["string", "null"] }), "additive may be null", "breaking may be null"),
        (
            json!({ "type": "string", "nullable": true }),
            json!({ "type": "string" }),
            "breaking never null, might be before",
            "additive never null, might be before",
        ),
        (json!({ "enum": ["a"] }), json!({ "enum": ["a", "b"] }), "additive value added: b", "additive value added: b"),
        (json!({ "enum": ["a", "b", "c"] }), json!({ "enum": ["b"] }), "breaking values removed: a, c", "breaking values removed: a, c"),
        (
            json!({ "type": "string" }),
            json!({ "type": "string", "enum": ["a", "b"] }),
            "breaking one of a list now: a, b",
            "breaking one of a list now: a, b",
        ),
        (
            json!({ "type": "string", "enum": ["a"] }),
            json!({ "type": "string" }),
            "breaking no longer one of a list",
            "breaking no longer one of a list",
        ),
        (
            json!({ "type": "string" }),
            json!({ "type": "string", "format": "date-time" }),
            "breaking format date-time is new",
            "breaking format date-time is new",
        ),
        (
            json!({ "type": "string", "format": "uuid" }),
            json!({ "type": "string", "format": "email" }),
            "cosmetic format was uuid, is email",
            "cosmetic format was uuid, is email",
        ),
        (
            json!({ "type": "integer", "minimum": 1 }),
            json!({ "type": "integer", "minimum": 2 }),
            "breaking minimum was 1, is 2",
            "cosmetic minimum was 1, is 2",
        ),
        (
            json!({ "type": "integer", "maximum": 10 }),
            json!({ "type": "integer", "maximum": 100.5 }),
            "additive maximum was 10, is 100.5",
            "cosmetic maximum was 10, is 100.5",
        ),
        (
            json!({ "type": "string", "maxLength": 5 }),
            json!({ "type": "string" }),
            "additive maxLength 5 is gone",
            "cosmetic maxLength 5 is gone",
        ),
        (
            json!({ "type": "string", "pattern": "a" }),
            json!({ "type": "string", "pattern": "b" }),
            "breaking pattern was a, is b",
            "cosmetic pattern was a, is b",
        ),
        (
            json!({ "type": "string", "default": "a" }),
            json!({ "type": "string", "default": "" }),
            "cosmetic default was a, is \"\"",
            "cosmetic default was a, is \"\"",
        ),
        (json!({ "type": "string" }), json!({ "type": "string", "deprecated": true }), "additive deprecated", "additive deprecated"),
        (
            json!({ "type": "object" }),
            object(json!({ "a": {}, "b": {} }), json!([])),
            "breaking was a free-form object, has fields: a, b",
            "breaking was a free-form object, has fields: a, b",
        ),
        (
            object(json!({ "a": {} }), json!([])),
            json!({ "type": "object" }),
            "breaking had fields, is a free-form object",
            "breaking had fields, is a free-form object",
        ),
        (
            json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }] }),
            json!({ "oneOf": [{ "type": "string" }, { "type": "integer" }, object(json!({ "id": {} }), json!([]))] }),
            "additive form added: object with id",
            "breaking form added: object with id",
        ),
        (
            json!({ "anyOf": [{ "type": "string" }, { "type": "integer" }, { "type": "boolean" }] }),
            json!({ "anyOf": [{ "type": "string" }, { "type": "boolean" }] }),
            "breaking form removed: integer",
            "breaking form removed: integer",
        ),
        (
            json!({ "type": "array", "items": { "type": "string" } }),
            json!({ "oneOf": [{ "type": "string" }, { "type": "array", "items": { "type": "string" } }] }),
            "breaking type was array of string, is one of array of string, string",
            "breaking type was array of string, is one of array of string, string",
        ),
    ];
    for (old, new, request, response) in cases {
        let with = |schema: &Value| exchange(object(json!({ "a": schema }), json!([])), object(json!({ "a": schema }), json!([])));
        let line = |told: &str, place: &str| told.replacen(' ', &format!(": {place}.a: "), 1);
        let expected = [line(request, "request.body"), line(response, "response")];
        assert_eq!(between(&with(&old), &with(&new)), expected, "{old} to {new}");
    }
}

#[test]
fn the_same_schema_written_in_another_way_is_no_change() {
    let cases = [
        (json!({ "type": "string", "nullable": true }), json!({ "anyOf": [{ "type": "string" }, { "type": "null" }] })),
        (json!({ "type": ["null", "string"] }), json!({ "type": ["string", "null"] })),
        (json!({ "const": "a" }), json!({ "type": "string", "enum": ["a"] })),
        (json!({ "type": ["string", "null"], "enum": ["a", null] }), json!({ "oneOf": [{ "enum": ["a"] }, { "enum": [null] }] })),
        (json!({ "type": "integer", "minimum": 1 }), json!({ "type": "integer", "minimum": 1.0 })),
        (
            json!({ "oneOf": [{ "type": "null" }, { "type": "string" }, { "type": "integer" }] }),
            json!({ "type": ["null"], "oneOf": [{ "type": "string" }, { "type": "integer" }] }),
        ),
        (
            object(json!({ "a": {}, "b": {} }), json!(["a", "b"])),
            json!({ "allOf": [object(json!({ "a": {} }), json!(["a"])), object(json!({ "b": {} }), json!(["b"]))] }),
        ),
    ];
    for (old, new) in cases {
        assert_eq!(
            between(&exchange(old.clone(), old.clone()), &exchange(new.clone(), new.clone())),
            Vec::<String>::new(),
            "{old} to {new}"
        );
    }
}

#[test]
fn a_union_of_plain_texts_is_text() {
    let union = json!({ "oneOf": [{ "type": "string", "format": "date" }, { "type": "string" }] });
    let text = json!({ "type": "string" });
    assert_eq!(between(&exchange(text.clone(), text.clone()), &exchange(union, text)), ["cosmetic: details: oneOf"]);
}
