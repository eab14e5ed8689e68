//! What the generator can't handle stops it, with the place in the document and a reason; nothing is written.

mod support;

use serde_json::{Value, json};
use support::{Copy, fails};

/// What upstream might publish, and what the generator says to it.
type Case = (fn(&mut Value), &'static str, &'static str);

fn set(document: &mut Value, pointer: &str, key: &str, value: Value) {
    document.pointer_mut(pointer).expect("the document has the place")[key] = value;
}

#[test]
fn the_place_and_the_reason_are_named() {
    const LIST: &str = "/paths/~1api~1v2~1background-jobs/get";
    const JOB: &str = "/components/schemas/BackgroundJob/properties";
    let cases: [Case; 7] = [
        (
            |document| {
                let upload = json!({ "operationId": "uploadFile", "requestBody": { "content": { "multipart/form-data": {} } }, "responses": { "200": {} } });
                set(document, "/paths", "/api/v2/files", json!({ "post": upload }));
            },
            "#/paths/~1api~1v2~1files/post/requestBody/content: ",
            "multipart/form-data bodies are not supported",
        ),
        (
            |document| {
                let parameters = document.pointer_mut(&format!("{LIST}/parameters")).and_then(Value::as_array_mut);
                parameters
                    .expect("the list has parameters")
                    .push(json!({ "name": "trace", "in": "header", "schema": { "type": "string" } }));
            },
            "#/paths/~1api~1v2~1background-jobs/get/parameters/11: ",
            "parameters in header are not supported",
        ),
        (
            |document| set(document, JOB, "owner", json!({ "oneOf": [{ "type": "string" }, { "type": "object" }] })),
            "#/components/schemas/BackgroundJob/properties/owner/oneOf: ",
            "oneOf is not supported in a typed surface yet",
        ),
        (
            |document| set(document, JOB, "owner", json!({ "type": ["string", "number"] })),
            "#/components/schemas/BackgroundJob/properties/owner: ",
            "a union of string, number is not supported",
        ),
        (
            |document| set(document, JOB, "owner", json!({ "$ref": "#/components/schemas/Nobody" })),
            "#/components/schemas/BackgroundJob/properties/owner: ",
            "#/components/schemas/Nobody points to nothing",
        ),
        (
            |document| set(document, JOB, "owner", json!({ "type": "string", "enum": ["a-b", "a_b"] })),
            "#/components/schemas/BackgroundJob/properties/owner/enum: ",
            "\"a_b\" reads like \"a-b\"",
        ),
        (
            |document| set(document, "/paths/~1api~1v2~1campaigns/get", "operationId", json!("listBackgroundJob")),
            "#/paths/~1api~1v2~1background-jobs/get",
            "the operationId listBackgroundJob is taken by",
        ),
    ];
    for (change, place, reason) in cases {
        let copy = Copy::of_repository();
        let mut document = copy.document();
        change(&mut document);
        copy.publish(&document);
        let before = copy.files();
        let error = fails(&copy.run(&["generate"]));
        assert!(error.starts_with("error: openapi/instantly.json#/"), "{error}");
        assert!(error.contains(place) && error.contains(reason), "wanted {place:?} and {reason:?}, got {error}");
        assert!(copy.files() == before, "{place} something was written all the same");
    }
}
