//! `openapi/overlay.yaml`: what an action does, and what stops the generator.

mod support;

use serde_json::json;
use support::{Copy, fails, succeeds};

const PYTHON: &str = "bindings/python/python/instantly_sdk/resources/background_jobs.py";
const PYTHON_TYPES: &str = "bindings/python/python/instantly_sdk/types/shared.py";

#[test]
fn an_update_merges_into_what_is_there() {
    let copy = Copy::of_repository();
    copy.add_to_overlay(
        "
  - target: $.paths['/api/v2/background-jobs'].get.parameters[?@.name=='limit']
    description: A test.
    update: { description: Words of a test., schema: { maximum: 7 } }
",
    );
    succeeds(&copy.run(&["generate"]));
    let python = copy.read(PYTHON);
    assert!(python.contains("limit: Words of a test."), "{python}");
    let table = copy.read("crates/instantly-client/src/generated/background_jobs.rs");
    assert!(table.contains("maximum: Some(7i64)"), "{table}");
}

#[test]
fn an_update_of_a_list_adds_to_it() {
    let copy = Copy::of_repository();
    copy.add_to_overlay(
        "
  - target: $.components.schemas.BackgroundJob.properties.status.enum
    description: A test.
    update: on-hold
",
    );
    succeeds(&copy.run(&["generate"]));
    assert!(copy.read(PYTHON_TYPES).contains("\"on-hold\""));
}

#[test]
fn a_removal_removes_every_match() {
    let copy = Copy::of_repository();
    assert!(copy.read(PYTHON).contains("included_ids") && copy.read(PYTHON).contains("excluded_ids"));
    copy.add_to_overlay(
        "
  - target: $.paths['/api/v2/background-jobs'].get.parameters[?@.name=='included_ids' || @.name=='excluded_ids']
    description: A test.
    remove: true
",
    );
    succeeds(&copy.run(&["generate"]));
    let python = copy.read(PYTHON);
    assert!(!python.contains("included_ids") && !python.contains("excluded_ids") && python.contains("entity_id"), "{python}");
}

#[test]
fn an_action_in_error_stops_the_generator_and_is_named() {
    let cases = [
        (
            "{ target: \"$.paths['/api/v2/emails'].get.parameters[?@.name=='lmit']\", description: A test., update: { summary: x } }",
            "$.paths['/api/v2/emails'].get has no parameter `lmit`; did you mean `limit`?",
            "correct the target, or delete the action",
        ),
        (
            "{ target: \"$.paths['/api/v2/emails'].get\", update: { summary: x } }",
            "/description: missing (target $.paths['/api/v2/emails'].get)",
            "say why this action is needed",
        ),
        ("{ target: \"paths.emails\", description: A test., update: {} }", "/target: paths.emails is not a JSONPath", ""),
        (
            "{ target: \"$.info.title\", description: A test., update: { a: 1 } }",
            "$.info.title is text at #/info/title, the update is an object",
            "target the object",
        ),
        (
            "{ target: \"$.info\", description: A test., update: {}, remove: true }",
            "must have either update or remove: true (target $.info)",
            "",
        ),
        ("{ target: \"$.info\", description: A test. }", "must have either update or remove: true (target $.info)", ""),
        ("{ target: \"$.info\", description: A test., updates: {} }", "/updates: unknown field", "target, description and either"),
        (
            "{ target: \"$.info\", description: A test., update: { title: Instantly API } }",
            "what $.info gets is there already",
            "the document says so itself now: delete the action",
        ),
        (
            "{ target: \"$.info\", description: A test., update: { contact: { x-sdk-saef: true } } }",
            "the generator reads no x-sdk-saef",
            "x-sdk-safe",
        ),
        (
            "{ target: \"$.components.schemas.Lead.properties\", description: A test., update: { shoe_size: { description: x } } }",
            "$.components.schemas.Lead has no property `shoe_size`",
            "follow it, or delete what is said of it",
        ),
    ];
    let copy = Copy::of_repository();
    let overlay = copy.read("openapi/overlay.yaml");
    let number = overlay.lines().filter(|line| line.starts_with("  - target:")).count();
    for (action, finding, fix) in cases {
        copy.write("openapi/overlay.yaml", &format!("{overlay}\n  - {action}\n"));
        let error = fails(&copy.run(&["generate"]));
        assert!(error.contains(&format!("openapi/overlay.yaml#/actions/{number}")), "{action}: {error}");
        assert!(error.contains(finding) && error.contains(fix), "{action}: {error}");
    }
}

#[test]
fn another_version_of_the_format_is_refused() {
    let copy = Copy::of_repository();
    copy.write("openapi/overlay.yaml", &copy.read("openapi/overlay.yaml").replace("overlay: 1.0.0", "overlay: 2.0.0"));
    let error = fails(&copy.run(&["generate"]));
    assert!(error.contains("openapi/overlay.yaml#/overlay: must be 1.0.0"), "{error}");
}

#[test]
fn all_errors_are_listed_at_once() {
    let copy = Copy::of_repository();
    copy.add_to_overlay(
        "
  - { target: \"$.paths['/api/v2/emails'].get.parameters[?@.name=='lmit']\", update: { description: x } }
  - { target: $.components.schemas.Lead.properties, update: { emial: { description: x }, shoe_size: { description: x } } }
  - { target: $.info, update: { title: Instantly API } }
  - { target: \"$.paths['/api/v2/emails'].get\", update: { x-sdk-rate-group: nothing } }
",
    );
    let before = copy.files();
    let error = fails(&copy.run(&["generate"]));
    for finding in [
        "error: 3 overlay actions match nothing\n  openapi/overlay/zz_test.yaml#/actions/0: $.paths['/api/v2/emails'].get has no parameter `lmit`",
        "openapi/overlay/zz_test.yaml#/actions/1: $.components.schemas.Lead has no property `emial`; did you mean `email`?",
        "openapi/overlay/zz_test.yaml#/actions/1: $.components.schemas.Lead has no property `shoe_size`",
        "error: openapi/overlay/zz_test.yaml#/actions/2: what $.info gets is there already",
        "error: openapi/instantly.json#/paths/~1api~1v2~1emails/get/x-sdk-rate-group: #/x-sdk/rate_groups has no nothing",
    ] {
        assert!(error.contains(finding), "{finding}: {error}");
    }
    assert!(copy.files() == before, "something was written all the same");
}

#[test]
fn what_upstream_removes_retires_its_actions() {
    let copy = Copy::of_repository();
    let mut document = copy.document();
    document["paths"].as_object_mut().unwrap().retain(|path, _| !path.starts_with("/api/v2/crm-actions"));
    let emails = document["paths"]["/api/v2/emails"]["get"]["parameters"].as_array_mut().unwrap();
    emails.retain(|parameter| parameter["name"] != "latest_of_thread");
    let settings = "/paths/~1api~1v2~1emails~1forward/post/requestBody/content/application~1json/schema/properties";
    document.pointer_mut(settings).unwrap().as_object_mut().unwrap().shift_remove("include_original_body");
    copy.publish(&document);

    // Names that go are a person's decision; the overlay asks for nothing.
    let error = fails(&copy.run(&["generate"]));
    assert!(error.contains("is gone from the document") && !error.contains("overlay action"), "{error}");
    let output = copy.run(&["generate", "--accept-names"]);
    let notes = String::from_utf8_lossy(&output.stderr).into_owned();
    succeeds(&output);
    for finding in [
        "actions are retired; remove them with `cargo xtask overlay --prune`",
        "upstream removed every operation of crm_actions: openapi/overlay/crm_actions.yaml#/actions/0/update/x-sdk/resources/crm_actions",
        "upstream removed $.paths['/api/v2/emails'].get.parameters[?@.name=='latest_of_thread']: openapi/overlay/emails.yaml#/actions/",
        "schema.properties.include_original_body: openapi/overlay/emails.yaml#/actions/",
        "note: names that are in use change or go",
    ] {
        assert!(notes.contains(finding), "{finding}: {notes}");
    }
    succeeds(&copy.run(&["generate", "--check"]));

    let (listed, before) = (succeeds(&copy.run(&["overlay"])), copy.files());
    assert!(listed.contains("openapi/overlay/crm_actions.yaml#/actions/"), "{listed}");
    succeeds(&copy.run(&["overlay", "--prune"]));
    let after = copy.files();
    let changed: Vec<&String> = before.keys().filter(|path| before.get(*path) != after.get(*path)).collect();
    assert_eq!(changed, ["openapi/overlay/crm_actions.yaml", "openapi/overlay/emails.yaml"]);
    let emails = copy.read("openapi/overlay/emails.yaml");
    assert!(
        !emails.contains("latest_of_thread") && !emails.contains("include_original_body: {") && emails.contains("reply_to"),
        "{emails}"
    );
    assert_eq!(succeeds(&copy.run(&["overlay"])), "no action is retired\n");
    let output = copy.run(&["generate"]);
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    succeeds(&output);
    assert!(!copy.read("openapi/names.lock").contains("removed "), "what no action is about is forgotten");
}

#[test]
fn the_overlays_of_another_document_are_retired_and_pruned_too() {
    let copy = Copy::empty();
    let operation = |id: &str| json!({ "operationId": id, "responses": { "200": { "description": "" } } });
    let document = json!({
        "openapi": "3.1.0",
        "info": { "title": "Test", "version": "1" },
        "paths": { "/things": { "get": operation("listThings") } },
    });
    copy.write("document.json", &document.to_string());
    let head = "overlay: 1.0.0\ninfo: { title: A test, version: 1.0.0, description: A test. }\nactions:\n";
    let kept = "  # About things.\n  - target: $.paths['/things'].get\n    update: { summary: List things. }\n";
    let gone = "  - target: $.paths['/others'].get\n    update: { summary: List others. }\n";
    let root = "  - target: $\n    update:\n      x-sdk:\n        resources:\n          things: Things.\n          others: Others.\n";
    copy.write("overlay.yaml", &format!("{head}{root}{gone}{kept}"));
    let (document, overlay) = (copy.root.join("document.json"), copy.root.join("overlay.yaml"));
    let input = ["--document", document.to_str().unwrap(), "--overlay", overlay.to_str().unwrap()];
    let note = succeeds(&copy.run(&[&["overlay"][..], &input].concat()));
    assert!(note.contains("note: 2 actions are retired") && note.contains("upstream removed GET /others"), "{note}");
    succeeds(&copy.run(&[&["overlay", "--prune"][..], &input].concat()));
    assert_eq!(copy.read("overlay.yaml"), format!("{head}{root}{kept}").replace("          others: Others.\n", ""));
}
