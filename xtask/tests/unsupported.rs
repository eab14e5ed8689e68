//! What the generator can't handle stops it before anything is written; what it can't handle is in `corpus`.

mod support;

use serde_json::json;
use support::{Copy, fails, succeeds};

#[test]
fn a_stop_writes_nothing_and_its_advice_works() {
    let copy = Copy::of_repository();
    let mut document = copy.document();
    let upload = json!({
        "operationId": "uploadFile",
        "requestBody": { "content": { "multipart/form-data": {} } },
        "responses": { "200": { "description": "" } },
    });
    document["paths"]["/api/v2/files"] = json!({ "post": upload });
    copy.publish(&document);
    let before = copy.files();
    let error = fails(&copy.run(&["generate"]));
    assert!(
        error.starts_with("error: openapi/instantly.json#/paths/~1api~1v2~1files/post/requestBody: multipart/form-data bodies"),
        "{error}"
    );
    assert!(copy.files() == before, "something was written all the same");

    let (_, advice) = error.split_once("add to openapi/overlay.yaml:").expect("advice");
    let target = advice.lines().next().expect("a target").trim();
    let update = advice.lines().nth(1).expect("an update").trim();
    copy.add_to_overlay(&format!("\n  {target}\n    description: A test.\n    {update}\n"));
    succeeds(&copy.run(&["generate"]));
    assert!(copy.read("openapi/LOSSES.md").contains("POST /api/v2/files"), "what is left out is noted");
}
