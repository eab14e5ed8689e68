//! The document changes, one command follows: all three languages change, and nothing that people wrote.

#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use support::{Copy, fails, is_generated, succeeds};

/// Where the generated surface of each language lies.
const LANGUAGES: [(&str, &[&str]); 3] = [
    ("Rust", &["crates/instantly-types/src/generated/", "crates/instantly-sdk/src/generated/"]),
    ("Python", &["bindings/python/python/instantly_sdk/resources/", "bindings/python/python/instantly_sdk/types/"]),
    ("Node", &["bindings/node/src/generated/"]),
];

/// What one language's generated files say before and after a change of the document.
struct Change {
    language: &'static str,
    before: String,
    now: String,
}

/// Publishes a change on a copy, generates, and sees that each language changed and that people's files didn't.
fn publish(copy: &Copy, change: impl FnOnce(&mut Value)) -> Vec<Change> {
    let before = copy.files();
    let mut document = copy.document();
    change(&mut document);
    copy.publish(&document);
    succeeds(&copy.run(&["generate"]));
    let now = copy.files();

    let paths: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    let changed: Vec<&String> = paths.into_iter().filter(|path| before.get(*path) != now.get(*path)).collect();
    for path in &changed {
        let contents = now.get(*path).or(before.get(*path)).unwrap();
        assert!(*path == "openapi/instantly.json" || is_generated(path, contents), "{path} was changed, and people wrote it");
    }
    succeeds(&copy.run(&["generate", "--check"]));
    parses(&changed, &now);

    let of_language = |folders: &[&str], path: &str| folders.iter().any(|folder| path.starts_with(folder));
    let text = |folders: &[&str], files: &BTreeMap<String, Vec<u8>>| {
        let texts = files.iter().filter(|(path, _)| of_language(folders, path));
        texts.map(|(_, contents)| String::from_utf8_lossy(contents).into_owned()).collect::<Vec<_>>().join("\n")
    };
    LANGUAGES
        .iter()
        .map(|(language, folders)| {
            assert!(changed.iter().any(|path| of_language(folders, path)), "{language} didn't change; changed: {changed:?}");
            Change { language, before: text(folders, &before), now: text(folders, &now) }
        })
        .collect()
}

/// What was generated is Rust and Python still.
fn parses(paths: &[&String], files: &BTreeMap<String, Vec<u8>>) {
    for path in paths {
        let Some(text) = files.get(*path).map(|contents| String::from_utf8_lossy(contents)) else { continue };
        if path.ends_with(".rs") {
            let parsed = syn::parse_file(&text);
            assert!(parsed.is_ok(), "{path}: {:?}", parsed.err());
        } else if path.ends_with(".py") {
            let mut python = Command::new("python3")
                .args(["-c", "import ast, sys; ast.parse(sys.stdin.buffer.read())"])
                .stdin(Stdio::piped())
                .spawn()
                .unwrap();
            python.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
            assert!(python.wait().unwrap().success(), "{path} isn't Python");
        }
    }
}

/// Whether a text has this as a whole word.
fn says(text: &str, word: &str) -> bool {
    text.split(|letter: char| !letter.is_alphanumeric() && letter != '_' && letter != '-').any(|found| found == word)
}

fn filters(document: &mut Value) -> &mut Vec<Value> {
    document["paths"]["/api/v2/background-jobs"]["get"]["parameters"].as_array_mut().unwrap()
}

fn rename(document: &mut Value, from: &str, to: &str) {
    let parameter = filters(document).iter_mut().find(|parameter| parameter["name"] == from).unwrap();
    parameter["name"] = json!(to);
}

#[test]
fn a_new_status_reaches_all_languages() {
    let changes = publish(&Copy::of_repository(), |document| {
        document["components"]["schemas"]["BackgroundJob"]["properties"]["status"]["enum"]
            .as_array_mut()
            .unwrap()
            .push(json!("rolled-back"));
    });
    for Change { language, before, now } in changes {
        assert!(!says(&before, "rolled-back") && says(&now, "rolled-back"), "{language} doesn't know the status");
    }
}

#[test]
fn a_new_filter_and_its_new_name_reach_all_languages() {
    let copy = Copy::of_repository();
    let changes =
        publish(&copy, |document| filters(document).push(json!({ "name": "queued_by", "in": "query", "schema": { "type": "string" } })));
    for Change { language, before, now } in changes {
        assert!(!says(&before, "queued_by") && says(&now, "queued_by"), "{language} doesn't know the filter");
    }
    for Change { language, now, .. } in publish(&copy, |document| rename(document, "queued_by", "queue_owner")) {
        assert!(says(&now, "queue_owner") && !says(&now, "queued_by"), "{language} doesn't follow the filter's new name");
    }
}

#[test]
fn a_new_field_reaches_all_languages() {
    let changes = publish(&Copy::of_repository(), |document| {
        document["components"]["schemas"]["BackgroundJob"]["properties"]["retried_times"] =
            json!({ "type": ["integer", "null"], "example": 2 });
    });
    for Change { language, before, now } in changes {
        assert!(!says(&before, "retried_times") && says(&now, "retried_times"), "{language} doesn't know the field");
    }
}

#[test]
fn a_new_operation_reaches_all_languages() {
    let changes = publish(&Copy::of_repository(), |document| {
        let mut operation = document["paths"]["/api/v2/webhooks/{id}/resume"]["post"].clone();
        operation["operationId"] = json!("muteWebhook");
        operation["requestBody"] = json!({ "required": true, "content": { "application/json": { "schema": {
            "type": "object",
            "required": ["muted_until"],
            "properties": { "muted_until": { "type": "string", "format": "date-time" }, "mute_reason": { "type": ["string", "null"] } }
        } } } });
        document["paths"]["/api/v2/webhooks/{id}/mute"] = json!({ "post": operation });
    });
    for Change { language, before, now } in changes {
        for word in ["mute", "muted_until", "mute_reason"] {
            assert!(!says(&before, word) && says(&now, word), "{language} doesn't know {word}");
        }
    }
}

#[test]
fn a_new_field_of_a_body_reaches_all_languages() {
    let copy = Copy::of_repository();
    let changes = publish(&copy, |document| {
        document["paths"]["/api/v2/webhooks"]["post"]["requestBody"]["content"]["application/json"]["schema"]["properties"]["shared_secret"] =
            json!({ "type": "string", "example": "f00d" });
    });
    for Change { language, before, now } in changes {
        assert!(!says(&before, "shared_secret") && says(&now, "shared_secret"), "{language} doesn't know the field");
    }
    let cases = copy.read("tests/conformance/cases/generated/webhooks.yaml");
    assert_eq!(cases.matches("shared_secret: f00d").count(), 2, "the call and the wire of the case with everything");
}

#[test]
fn a_parameter_the_overlay_speaks_of_takes_its_action_along() {
    let copy = Copy::of_repository();
    let mut document = copy.document();
    rename(&mut document, "entity_type", "subject_type");
    copy.publish(&document);
    let error = fails(&copy.run(&["generate"]));
    assert!(error.contains("nothing matches $.paths['/api/v2/background-jobs'].get.parameters[?@.name=='entity_type']"), "{error}");

    for overlay in ["openapi/overlay.yaml", "openapi/overlay/background_jobs.yaml"] {
        copy.write(overlay, &copy.read(overlay).replace("@.name=='entity_type'", "@.name=='subject_type'"));
    }
    succeeds(&copy.run(&["generate"]));
    for (language, folders) in LANGUAGES {
        let files = copy.files();
        let mut texts = files.iter().filter(|(path, _)| folders.iter().any(|folder| path.starts_with(folder)));
        assert!(
            texts.any(|(_, contents)| says(&String::from_utf8_lossy(contents), "subject_type")),
            "{language} doesn't know the new name"
        );
    }
}
