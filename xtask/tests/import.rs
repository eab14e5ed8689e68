//! `cargo xtask import`: what it takes, what it leaves out, what it keeps.

mod support;

use serde_json::{Value, json};
use support::{Copy, fails, succeeds};

/// As upstream publishes it: prose wherever the specification allows it, and names that look like prose.
fn published() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Example", "version": "1", "description": "About it.", "summary": "Short." },
        "externalDocs": { "url": "https://example.com/docs" },
        "tags": [{ "name": "Jobs", "description": "About jobs.", "x-displayName": "Jobs" }],
        "servers": [{ "url": "https://api.example.com", "description": "Production." }],
        "paths": {
            "/jobs/{id}": {
                "summary": "About the path.",
                "get": {
                    "operationId": "getJob",
                    "summary": "Get a job",
                    "description": "Gets it.\n\nRequires one of the following scopes: `jobs:read`, `jobs:all`, `all:all`, not `everything`.",
                    "x-codeSamples": [{ "lang": "shell", "source": "curl https://example.com \\\n  -d {}" }],
                    "x-order": 3,
                    "parameters": [{
                        "name": "id", "in": "path", "required": true, "description": "Which job.", "schema": { "type": "string", "description": "An id." },
                        "examples": { "one": { "summary": "The first.", "value": { "description": "kept: it is a value" } } }
                    }],
                    "responses": {
                        "200": {
                            "description": "The job.",
                            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Job" }, "example": { "summary": "kept" } } }
                        },
                        "default": { "description": "An error." }
                    }
                },
                "delete": { "operationId": "deleteJob", "responses": { "204": { "description": "Gone." } } }
            }
        },
        "components": {
            "schemas": {
                "Job": {
                    "title": "Job",
                    "description": "A job.",
                    "type": "object",
                    "properties": {
                        "description": { "type": "string", "description": "What it does.", "default": "summary" },
                        "summary": { "type": ["string", "null"], "externalDocs": { "url": "https://example.com" } },
                        "kind": { "type": "string", "enum": ["b", "a"], "x-enumDescriptions": { "a": "An A" }, "example": "b" }
                    },
                    "required": ["description", "summary"],
                    "examples": [{ "description": "kept as well" }],
                    "allOf": [{ "description": "Deep.", "minProperties": 1 }]
                }
            }
        }
    })
}

/// The same without prose.
fn imported() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Example", "version": "1" },
        "tags": [{ "name": "Jobs", "x-displayName": "Jobs" }],
        "servers": [{ "url": "https://api.example.com" }],
        "paths": {
            "/jobs/{id}": {
                "get": {
                    "operationId": "getJob",
                    "x-order": 3,
                    "parameters": [{
                        "name": "id", "in": "path", "required": true, "schema": { "type": "string" },
                        "examples": { "one": { "value": { "description": "kept: it is a value" } } }
                    }],
                    "responses": {
                        "200": {
                            "description": "200",
                            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Job" }, "example": { "summary": "kept" } } }
                        },
                        "default": { "description": "default" }
                    },
                    "x-scopes": ["jobs:read", "jobs:all", "all:all"]
                },
                "delete": { "operationId": "deleteJob", "responses": { "204": { "description": "204" } } }
            }
        },
        "components": {
            "schemas": {
                "Job": {
                    "title": "Job",
                    "type": "object",
                    "properties": {
                        "description": { "type": "string", "default": "summary" },
                        "summary": { "type": ["string", "null"] },
                        "kind": { "type": "string", "enum": ["b", "a"], "x-enumDescriptions": { "a": "An A" }, "example": "b" }
                    },
                    "required": ["description", "summary"],
                    "examples": [{ "description": "kept as well" }],
                    "allOf": [{ "minProperties": 1 }]
                }
            }
        }
    })
}

#[test]
fn prose_goes_and_structure_stays_in_its_order() {
    let copy = Copy::empty();
    succeeds(&copy.run_with(&["import", "-"], &published().to_string()));
    // As text, so that the order of keys counts.
    assert_eq!(copy.document().to_string(), imported().to_string());
}

#[test]
fn the_report_counts_what_came_in() {
    let copy = Copy::empty();
    let report = succeeds(&copy.run_with(&["import", "-"], &published().to_string()));
    let removed = published().to_string().len() - imported().to_string().len();
    for line in
        ["paths       1", "operations  2 (GET 1, DELETE 1)", "schemas     1", "parameters  1 (path 1)", &format!("{removed} bytes removed")]
    {
        assert!(report.contains(line), "{line:?} is missing from:\n{report}");
    }
}

#[test]
fn importing_what_was_imported_changes_nothing() {
    let copy = Copy::of_repository();
    let before = copy.read("openapi/instantly.json");
    let path = copy.root.join("openapi/instantly.json");
    let report = succeeds(&copy.run(&["import", path.to_str().unwrap()]));
    assert!(report.contains("is unchanged"), "{report}");
    assert_eq!(copy.read("openapi/instantly.json"), before);
    assert!(
        report.contains("paths       180") && report.contains("operations  240 (GET 101, POST 92, PATCH 23, PUT 1, DELETE 23)"),
        "{report}"
    );
}

#[test]
fn yaml_says_the_same_as_json() {
    let copy = Copy::empty();
    let yaml = "\
openapi: 3.0.3
info: { title: Example, version: '1' }
paths:
  /jobs:
    get:
      description: >
        Requires one of the following scopes:
        `jobs:read`
      parameters:
        - { name: country, in: query, schema: { type: string, enum: [no, se, 010, 1.0, 2026-01-01, ~] } }
      responses:
        200: { description: Fine. }
";
    succeeds(&copy.run_with(&["import", "-"], yaml));
    let operation = &copy.document()["paths"]["/jobs"]["get"];
    assert_eq!(operation["parameters"][0]["schema"]["enum"], json!(["no", "se", "010", 1.0, "2026-01-01", null]));
    assert_eq!(operation["responses"], json!({ "200": { "description": "200" } }));
    assert_eq!(operation["x-scopes"], json!(["jobs:read"]));
}

#[test]
fn a_list_of_plain_values_takes_one_line_and_everything_else_a_line_a_member() {
    let copy = Copy::empty();
    let document = json!({ "openapi": "3.1.0", "info": {}, "paths": {}, "x-short": ["a", 1, null], "x-long": vec!["abcdefghij"; 12], "x-mixed": [[], { "a": "/" }] });
    succeeds(&copy.run_with(&["import", "-"], &document.to_string()));
    let long = ["    \"abcdefghij\""; 12].join(",\n");
    let expected = format!(
        "{{\n  \"openapi\": \"3.1.0\",\n  \"info\": {{}},\n  \"paths\": {{}},\n  \"x-short\": [\"a\", 1, null],\n  \"x-long\": [\n{long}\n  ],\n  \"x-mixed\": [\n    [],\n    {{\n      \"a\": \"/\"\n    }}\n  ]\n}}\n"
    );
    assert_eq!(copy.read("openapi/instantly.json"), expected);
}

#[test]
fn what_is_no_openapi_3_document_is_refused_with_the_field() {
    let cases = [
        (r#"{ "swagger": "2.0", "info": {}, "paths": {} }"#, "#/swagger: version 2.0 is not supported", "convert the document"),
        (r#"{ "openapi": "3.2.0", "info": {}, "paths": {} }"#, "#/openapi: version 3.2.0 is not supported", "3.0 or 3.1"),
        (r#"{ "openapi": 3.1, "info": {}, "paths": {} }"#, "#/openapi: version 3.1 is not supported", "3.0 or 3.1"),
        (r#"{ "info": {}, "paths": {} }"#, "#/openapi: missing", "3.0 or 3.1"),
        (r#"{ "openapi": "3.1.0", "info": {} }"#, "#/paths: missing", "whole OpenAPI document"),
        (r#"{ "openapi": "3.1.0", "info": {}, "paths": [] }"#, "#/paths: must be an object, is an array", "mend it"),
        ("<html></html>", "the document is text, not an object", "not an excerpt or an error page"),
        ("{ \"openapi\": ", "not JSON", "line 1"),
        ("openapi: [3.1.0\ninfo: {}", "not YAML", "line 2"),
    ];
    for (document, finding, fix) in cases {
        let copy = Copy::empty();
        let error = fails(&copy.run_with(&["import", "-"], document));
        assert!(error.contains("standard input") && error.contains(finding) && error.contains(fix), "{document}: {error}");
        assert!(!copy.exists("openapi/instantly.json"), "{document} was written all the same");
    }
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let error = fails(&Copy::empty().run(&["import", "nowhere.json"]));
    assert!(error.contains("nowhere.json: can't be read"), "{error}");
}
