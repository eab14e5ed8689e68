//! `openapi/overlay.yaml`: what an action does, and what stops the generator.

mod support;

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
            "{ target: \"$.paths['/api/v2/nothing'].get\", description: A test., update: { summary: x } }",
            "nothing matches $.paths['/api/v2/nothing'].get",
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
            "#/components/schemas/Lead/properties has no shoe_size",
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
