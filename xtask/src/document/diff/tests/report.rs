//! The report, the version and the CHANGELOG section.

use serde_json::{Value, json};

use super::super::{Severity, Version, compare, next_version};
use super::{document, exchange, object};

#[test]
fn an_operation_that_moved_is_not_removed_and_added() {
    let operation = |id: &str| json!({ "operationId": id, "responses": {} });
    let old = document(json!({
        "/a": { "post": operation("a") }, "/b": { "get": operation("b") }, "/c": { "get": operation("c") },
        "/twins/1": { "get": operation("twin") }, "/twins/2": { "get": operation("twin") }
    }));
    let new = document(json!({
        "/a/": { "post": operation("a") }, "/new/b": { "get": operation("b") }, "/c": { "get": operation("cc") },
        "/twins/3": { "get": operation("twin") }, "/twins/4": { "get": operation("twin") }
    }));
    let report = compare(&old, &new).to_string();
    let expected = "\
changes     3 breaking, 2 additive, 2 cosmetic

breaking
  - GET /twins/1 (twin)
  - GET /twins/2 (twin)
  ~ GET /new/b (b) was GET /b
  what to expect
    2 × the method goes
    1 × names come from the path, so the method would be renamed; x-sdk-name in the overlay keeps the name

additive
  + GET /twins/3 (twin)
  + GET /twins/4 (twin)

cosmetic
  ~ POST /a/ (a) was POST /a
  GET /c (cc)
    operationId was c, is cc";
    assert_eq!(report, expected);
}

#[test]
fn nothing_is_called_nothing() {
    let same = exchange(json!({}), json!({}));
    assert_eq!(compare(&same, &same).to_string(), "changes     none: only the layout differs");
    assert_eq!(compare(&same, &same).gravest(), None);
}

#[test]
fn what_many_operations_share_is_told_once() {
    let with = |responses: Value, parameters: Value| {
        let operation = json!({ "parameters": parameters, "responses": responses });
        document(json!({ "/a": { "get": operation, "post": operation }, "/b": { "get": operation, "post": operation } }))
    };
    let old = with(json!({}), json!([{ "in": "query", "name": "q", "schema": {} }]));
    let new = with(json!({ "402": {} }), json!([{ "in": "query", "name": "more", "schema": { "type": "string" } }]));
    let expected = "\
changes     4 breaking, 4 additive, 4 cosmetic

breaking
  query.q: removed: 4 operations
    GET /a
    GET /b
    POST /a
    POST /b
  what to expect
    4 × the argument goes: don't pass it

additive
  query.more: added, string: 4 operations (GET /a, GET /b, POST /a and 1 more)

cosmetic
  error 402: documented: 4 operations";
    assert_eq!(compare(&old, &new).to_string(), expected);
}

#[test]
fn the_version_follows_the_gravest_change() {
    let cases = [
        ("0.1.4", Severity::Breaking, "0.2.0"),
        ("0.1.4", Severity::Additive, "0.1.5"),
        ("0.1.4", Severity::Cosmetic, "0.1.5"),
        ("1.2.3", Severity::Breaking, "2.0.0"),
        ("1.2.3", Severity::Additive, "1.3.0"),
        ("1.2.3", Severity::Cosmetic, "1.2.4"),
    ];
    for (version, gravest, expected) in cases {
        let manifest = format!("[package]\nversion = \"9.9.9\"\n\n[workspace.package]\nedition = \"2024\"\nversion = \"{version}\"\n");
        let next = next_version(Version::of_workspace(&manifest).unwrap(), gravest).0;
        assert_eq!(next.to_string(), expected, "{version}, {gravest:?}");
    }
    for manifest in ["", "[workspace.package]\nversion = \"1.0.0-beta.1\"", "[workspace.package]\n[dependencies]\nversion = \"1.0.0\""] {
        assert_eq!(Version::of_workspace(manifest), None);
    }
}

#[test]
fn the_changelog_says_it_by_section() {
    let text = json!({ "type": "string" });
    let old = exchange(
        object(json!({ "a": text, "gone": text, "kind": { "enum": ["x"] } }), json!([])),
        object(json!({ "id": text }), json!(["id"])),
    );
    let mut new = exchange(
        object(
            json!({ "a": { "type": "string", "pattern": ".*\\S.*", "minLength": 1 }, "b": text, "c": text, "kind": { "enum": ["y"] } }),
            json!([]),
        ),
        object(json!({ "id": { "type": ["string", "null"] }, "more": text }), json!(["id"])),
    );
    new["paths"]["/things"]["post"]["deprecated"] = json!(true);
    new["paths"]["/things"]["get"] = json!({ "responses": { "200": {} } });
    let expected = "\
## [0.2.0] - unreleased

### Added

- `GET /things`.
- `POST /things`: arguments `b`, `c`; field `more`; `kind` (value `y`).

### Changed

- **Breaking:** `POST /things`: `a` (minLength `1` is new, pattern `.*\\S.*` is new); `id` of the result (may be null).

### Deprecated

- `POST /things`.

### Removed

- `POST /things`: argument `gone`; `kind` (value `x`).
";
    assert_eq!(compare(&old, &new).changelog("0.2.0"), expected);

    let cosmetic = compare(&exchange(json!({ "title": "A" }), json!({})), &exchange(json!({ "title": "B" }), json!({})));
    assert!(cosmetic.changelog("0.1.1").contains("nothing changes in code"), "{}", cosmetic.changelog("0.1.1"));
}
