//! `openapi/names.lock`: names once given stay given.

mod support;

use support::{Copy, fails, succeeds};

const RENAME: &str = "
  - target: $.paths['/api/v2/background-jobs/{id}'].get
    description: A test.
    update: { x-sdk-name: background_jobs.fetch }
";

#[test]
fn a_changed_name_stops_the_generator_and_says_how_to_keep_it() {
    let copy = Copy::of_repository();
    let before = copy.read("openapi/names.lock");
    copy.add_to_overlay(RENAME);
    let error = fails(&copy.run(&["generate"]));
    assert!(error.contains("operation getBackgroundJob: was background_jobs.get, would be background_jobs.fetch"), "{error}");
    assert!(error.contains("- target: $.paths['/api/v2/background-jobs/{id}'].get"), "{error}");
    assert!(error.contains("update: { x-sdk-name: background_jobs.get }"), "{error}");
    assert!(error.contains("cargo xtask generate --accept-names"), "{error}");
    assert_eq!(copy.read("openapi/names.lock"), before);

    succeeds(&copy.run(&["generate", "--accept-names"]));
    assert!(copy.read("openapi/names.lock").contains("operation getBackgroundJob = background_jobs.fetch"));
    succeeds(&copy.run(&["generate", "--check"]));
}

#[test]
fn a_name_that_is_gone_stops_the_generator() {
    let copy = Copy::of_repository();
    let lock = copy.read("openapi/names.lock");
    copy.write("openapi/names.lock", &format!("{lock}operation pauseBackgroundJob = background_jobs.pause\n"));
    let error = fails(&copy.run(&["generate", "--check"]));
    assert!(error.contains("operation pauseBackgroundJob: was background_jobs.pause, is gone"), "{error}");
    succeeds(&copy.run(&["generate", "--accept-names"]));
    assert_eq!(copy.read("openapi/names.lock"), lock);
}

#[test]
fn a_changed_type_name_stops_the_generator() {
    let copy = Copy::of_repository();
    copy.add_to_overlay(
        "
  - target: $.components.schemas.BackgroundJob
    description: A test.
    update: { x-sdk-type-name: Task }
",
    );
    let error = fails(&copy.run(&["generate"]));
    assert!(error.contains("#/components/schemas/BackgroundJob: was BackgroundJob, would be Task"), "{error}");
    assert!(
        error.contains("- target: $.components.schemas.BackgroundJob\n") && error.contains("x-sdk-type-name: BackgroundJob"),
        "{error}"
    );
}

#[test]
fn a_parameter_before_another_moves_no_name() {
    let copy = Copy::of_repository();
    let lock = copy.read("openapi/names.lock");
    let mut document = copy.document();
    let parameters = document["paths"]["/api/v2/background-jobs"]["get"]["parameters"].as_array_mut().unwrap();
    parameters.insert(0, serde_json::json!({ "name": "created_by", "in": "query", "schema": { "type": "string" } }));
    copy.publish(&document);
    succeeds(&copy.run(&["generate"]));
    assert_eq!(copy.read("openapi/names.lock"), lock);
}

#[test]
fn a_schema_upstream_moved_keeps_its_name() {
    let copy = Copy::of_repository();
    let text = copy.read("openapi/instantly.json");
    // The component is a def-N in some releases; the title is what stays.
    copy.write(
        "openapi/instantly.json",
        &text
            .replace("#/components/schemas/BackgroundJob\"", "#/components/schemas/def-12\"")
            .replace("\"BackgroundJob\": {", "\"def-12\": {"),
    );
    for path in copy.files().into_keys().filter(|path| path.starts_with("openapi/overlay")) {
        let overlay = copy.read(&path);
        copy.write(
            &path,
            &overlay.replace("schemas.BackgroundJob", "schemas['def-12']").replace("schemas/BackgroundJob", "schemas/def-12"),
        );
    }
    succeeds(&copy.run(&["generate"]));
    assert!(copy.read("openapi/names.lock").contains("#/components/schemas/def-12/properties/status = BackgroundJobStatus"));
}
