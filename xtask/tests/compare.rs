//! `cargo xtask import`: what it says of a document that differs from the last.

mod support;

use std::path::PathBuf;

use serde_json::json;
use support::{Copy, repository, succeeds};

const MARCH: &str = "instantly-2026-03-10.json";
const AUGUST: &str = "instantly-2026-08-21.json";

/// Two published documents, which stand beside the repository where they are at hand.
fn published(name: &str) -> Option<String> {
    let path: PathBuf = repository().join("../shared/api").join(name);
    path.exists().then(|| path.to_string_lossy().into_owned())
}

/// What importing the second says after the first; `None` where the documents aren't at hand.
fn report(first: &str, second: &str) -> Option<String> {
    let copy = Copy::empty();
    copy.write("Cargo.toml", "[workspace.package]\nversion = \"0.1.0\"\n");
    let report = succeeds(&copy.run(&["import", &published(first)?]));
    assert!(report.contains("changes     not compared: this is the first document"), "{report}");
    let files = copy.files();
    let report = succeeds(&copy.run(&["import", &published(second)?]));
    // The draft is only printed.
    let changed: Vec<String> =
        copy.files().into_iter().filter(|(path, contents)| files.get(path) != Some(contents)).map(|it| it.0).collect();
    assert_eq!(changed, ["openapi/instantly.json"]);
    Some(report)
}

fn count(report: &str, start: &str) -> usize {
    report.lines().filter(|line| line.starts_with(start)).count()
}

fn holds(report: &str, lines: &[&str]) {
    for line in lines {
        assert!(report.contains(line), "{line:?} is missing from:\n{report}");
    }
}

#[test]
fn from_march_to_august() {
    let Some(report) = report(MARCH, AUGUST) else { return };
    assert_eq!((count(&report, "  + "), count(&report, "  - "), count(&report, "  ~ ")), (73, 3, 1), "{report}");
    holds(
        &report,
        &[
            "\n  - GET /api/v2/oauth/clients/authorized\n",
            "\n  + POST /api/v2/accounts/pause (pauseAccounts)\n",
            "\n  ~ POST /api/v2/supersearch-enrichment/ (createSuperSearchEnrichment) was POST /api/v2/supersearch-enrichment\n",
            "\n  Account, returned by 8 operations\n    timestamp_last_used: removed\n    warmup_pool_id: removed\n    dfy_password_changed: removed\n",
            "\n  Campaign, returned by 12 operations\n    daily_max_leads: type was number, is integer\n",
            "\n    status: values added: draining, paused, cancelled\n",
            "\n  error 402: documented: 164 operations\n",
            "the keys of 30 components",
            "\nversion     0.1.0 → 0.2.0 (",
            "\n## [0.2.0] - unreleased\n\n### Added\n",
            "\n- `POST /api/v2/accounts/pause`.\n",
            "\n- **Breaking:** `POST /api/v2/campaigns/{id}/variables`: the body (required, was optional); `variables` (required, was optional).\n",
            "\n- `POST /api/v2/supersearch-enrichment/`: was `POST /api/v2/supersearch-enrichment`; `type` (optional, was required).\n",
        ],
    );
}

#[test]
fn and_back() {
    let Some(report) = report(AUGUST, MARCH) else { return };
    assert_eq!((count(&report, "  + "), count(&report, "  - "), count(&report, "  ~ ")), (3, 73, 1), "{report}");
    holds(
        &report,
        &[
            "\n  + GET /api/v2/oauth/clients/authorized\n",
            "\n  - POST /api/v2/accounts/pause (pauseAccounts)\n",
            "\n    daily_max_leads: type was integer, is number\n",
            "\n    status: values removed: draining, paused, cancelled\n",
            "\n  error 402: no longer documented: 164 operations\n",
            "\nversion     0.1.0 → 0.2.0 (",
            "\n- `POST /api/v2/accounts/pause`.\n",
        ],
    );
}

#[test]
fn one_change_in_the_document_of_the_repository() {
    let copy = Copy::of_repository();
    copy.write("Cargo.toml", "[workspace.package]\nversion = \"1.4.0\"\n");
    let mut document = copy.document();
    let jobs = &mut document["components"]["schemas"]["BackgroundJob"]["properties"];
    jobs["eta"] = json!({ "type": "string", "description": "When it will be done." });
    let report = succeeds(&copy.run_with(&["import", "-"], &document.to_string()));
    let expected = "\
changes     0 breaking, 1 additive, 0 cosmetic

additive
  Background Job, returned by 5 operations
    eta: added, string

version     1.4.0 → 1.5.0 (only additions: a minor step)

CHANGELOG.md could say:

## [1.5.0] - unreleased

### Added

- `Background Job`: field `eta`.

wrote openapi/instantly.json";
    assert!(report.contains(expected), "{report}");
}

#[test]
fn prose_is_no_change() {
    let copy = Copy::of_repository();
    let mut document = copy.document();
    document["info"]["description"] = json!("Said in another way.");
    let report = succeeds(&copy.run_with(&["import", "-"], &document.to_string()));
    assert!(report.contains("is unchanged") && !report.contains("changes "), "{report}");
}

#[test]
fn another_layout_is_no_change() {
    let copy = Copy::of_repository();
    let document = copy.document();
    copy.write("openapi/instantly.json", &document.to_string());
    let report = succeeds(&copy.run_with(&["import", "-"], &document.to_string()));
    holds(&report, &["changes     none: only the layout differs\nwrote openapi/instantly.json"]);
    assert!(!report.contains("version "), "{report}");
}

#[test]
fn a_document_that_cannot_be_read_is_replaced() {
    let copy = Copy::of_repository();
    let document = copy.read("openapi/instantly.json");
    copy.write("openapi/instantly.json", &document.replacen('{', "{\n<<<<<<< HEAD", 1));
    let report = succeeds(&copy.run_with(&["import", "-"], &document));
    holds(&report, &["changes     not compared: openapi/instantly.json was not a document"]);
    assert_eq!(copy.read("openapi/instantly.json"), document);
}
