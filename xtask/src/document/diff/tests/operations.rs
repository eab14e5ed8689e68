//! Changes of operations: paths, parameters, bodies, results, errors.

use serde_json::{Value, json};

use super::{between, document};

#[test]
fn parameters_are_told_by_where_they_stand() {
    let with = |path: &str, parameters: Value| document(json!({ path: { "get": { "parameters": parameters, "responses": {} } } }));
    let parameter = |place: &str, name: &str, required: bool, schema: Value| json!({ "in": place, "name": name, "required": required, "schema": schema });
    let old = with(
        "/things/{id}",
        json!([
            parameter("path", "id", true, json!({ "type": "string" })),
            parameter("query", "limit", false, json!({ "type": "integer", "maximum": 100 })),
            parameter("query", "gone", false, json!({})),
            parameter("query", "loose", true, json!({})),
        ]),
    );
    let new = with(
        "/things/{thing_id}",
        json!([
            parameter("path", "thing_id", true, json!({ "type": "string" })),
            parameter("query", "loose", false, json!({})),
            parameter("query", "limit", true, json!({ "type": "integer", "maximum": 50 })),
            parameter("query", "more", false, json!({ "type": "array", "items": { "type": "string" } })),
            parameter("header", "x-must", true, json!({ "type": "string" })),
        ]),
    );
    assert_eq!(
        between(&old, &new),
        [
            "cosmetic: was GET /things/{id}",
            "cosmetic: path.thing_id: was called id",
            "breaking: query.limit: required, was optional",
            "breaking: query.limit: maximum was 100, is 50",
            "breaking: query.gone: removed",
            "additive: query.loose: optional, was required",
            "additive: query.more: added, array of string",
            "breaking: header.x-must: added, string, required",
            "cosmetic: details: order",
        ]
    );
}

#[test]
fn bodies_results_and_errors_as_a_whole() {
    let content = json!({ "application/json": { "schema": { "type": "object" } } });
    let operation = |body: Option<Value>, responses: Value| match body {
        Some(body) => json!({ "requestBody": body, "responses": responses }),
        None => json!({ "responses": responses }),
    };
    let body = |required: bool| Some(json!({ "required": required, "content": content }));
    let null = Some(json!({ "content": { "application/json": { "schema": { "type": "null" } } } }));
    let fine = json!({ "200": { "content": content } });
    let csv = json!({ "200": { "content": { "text/csv": {} } } });
    let cases = [
        (operation(None, fine.clone()), operation(body(true), fine.clone()), vec!["breaking: request.body: added, required"]),
        (operation(null, fine.clone()), operation(body(false), fine.clone()), vec!["additive: request.body: added, optional"]),
        (operation(body(true), fine.clone()), operation(None, fine.clone()), vec!["breaking: request.body: removed"]),
        (operation(body(false), fine.clone()), operation(body(true), fine.clone()), vec!["breaking: request.body: required, was optional"]),
        (
            operation(None, fine.clone()),
            operation(None, json!({ "204": {} })),
            vec!["cosmetic: response.status: was 200, is 204", "breaking: response: removed, nothing is returned"],
        ),
        (operation(None, json!({ "200": {} })), operation(None, fine.clone()), vec!["additive: response: added, there was none"]),
        (
            operation(None, fine.clone()),
            operation(None, csv),
            vec!["breaking: response as application/json: removed", "additive: response as text/csv: added"],
        ),
        (
            operation(None, json!({ "200": { "content": content }, "400": {}, "401": {} })),
            operation(None, json!({ "200": { "content": content }, "401": { "content": content }, "402": {} })),
            vec!["cosmetic: error 400: no longer documented", "cosmetic: error 402: documented", "cosmetic: details: bodies of errors"],
        ),
    ];
    for (old, new, expected) in cases {
        let with = |operation: Value| document(json!({ "/a": { "post": operation } }));
        assert_eq!(between(&with(old), &with(new)), expected);
    }
}

#[test]
fn scopes_and_deprecation_of_an_operation() {
    let with = |extra: Value| document(json!({ "/a": { "get": extra } }));
    let old = with(json!({ "x-scopes": ["a:read", "a:all"], "tags": ["A"], "responses": {} }));
    let new = with(json!({ "x-scopes": ["a:all", "b:all"], "tags": ["B"], "deprecated": true, "responses": {} }));
    assert_eq!(
        between(&old, &new),
        ["cosmetic: scopes: b:all accepted; a:read no longer accepted", "additive: deprecated", "cosmetic: details: tags"]
    );
}
