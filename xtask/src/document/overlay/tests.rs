use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::*;
use crate::faults::Faults;

fn document() -> Value {
    json!({
        "paths": {
            "/things": {
                "get": { "parameters": [{ "name": "limit" }, { "name": "merge_strategy" }] },
                "post": { "requestBody": { "schema": { "properties": { "name": {}, "owner": {} } } } },
            },
        },
        "components": { "schemas": { "Thing": { "properties": { "id": {}, "esp_code": {} } } } },
    })
}

/// Applies these actions to a document.
fn applied(mut document: Value, actions: &Value, mut past: Past) -> (Value, Report) {
    let overlay = json!({ "overlay": "1.0.0", "info": { "description": "A test." }, "actions": actions });
    let mut report = Report::default();
    apply(&mut document, &overlay, "test.yaml", &mut past, &mut report).unwrap();
    (document, report)
}

fn retired(report: &Report) -> Vec<String> {
    report.retired.iter().map(|retired| format!("{}: {}", retired.site, retired.because)).collect()
}

fn errors(mut report: Report) -> String {
    let mut faults = Faults::default();
    report.take_faults(&mut faults);
    faults.into_result().map_or_else(|error| format!("{error:#}"), |()| String::new())
}

#[test]
fn retires_actions_on_removed_operations_and_components() {
    let actions = json!([
        { "target": "$.paths['/gone'].get", "update": { "summary": "x" } },
        { "target": "$.paths['/gone'].get.parameters[?@.name=='a']", "update": { "description": "x" } },
        { "target": "$.paths['/things'].delete", "remove": true },
        { "target": "$.components.schemas.Gone.properties", "update": { "a": { "description": "x" } } },
        { "target": "$.paths[*].put", "update": { "summary": "x" } },
        { "target": "$.paths['/things'].get", "update": { "summary": "x" } },
    ]);
    let (document, report) = applied(document(), &actions, Past::default());
    assert_eq!(
        retired(&report),
        [
            "test.yaml#/actions/0: upstream removed GET /gone",
            "test.yaml#/actions/1: upstream removed GET /gone",
            "test.yaml#/actions/2: upstream removed DELETE /things",
            "test.yaml#/actions/3: upstream removed $.components.schemas.Gone",
            "test.yaml#/actions/4: the document has nothing left that they search for",
        ]
    );
    assert_eq!(errors(report), "");
    assert_eq!(document["paths"]["/things"]["get"]["summary"], "x", "the others are applied");
}

#[test]
fn lists_every_miss_with_the_nearest_names() {
    let actions = json!([
        { "target": "$.paths['/things'].get.parameters[?@.name=='strategy']", "update": { "description": "x" } },
        { "target": "$.components.schemas.Thing.properties", "update": { "esp": { "description": "x" }, "id": { "description": "x" } } },
        { "target": "$.components.schemas.Thing.properties.shoe_size", "update": { "description": "x" } },
    ]);
    let (document, report) = applied(document(), &actions, Past::default());
    assert_eq!(retired(&report), [""; 0]);
    let errors = errors(report);
    for line in [
        "3 overlay actions match nothing\n",
        "  test.yaml#/actions/0: $.paths['/things'].get has no parameter `strategy`; did you mean `merge_strategy`?\n",
        "  test.yaml#/actions/1: $.components.schemas.Thing has no property `esp`; did you mean `esp_code`?\n",
        "  test.yaml#/actions/2: $.components.schemas.Thing has no property `shoe_size`; it has `esp_code` and `id`\n",
    ] {
        assert!(errors.contains(line), "{line}: {errors}");
    }
    assert_eq!(document["components"]["schemas"]["Thing"]["properties"]["esp"], Value::Null, "nothing comes into being");
}

#[test]
fn retires_members_that_the_earlier_edition_had() {
    let mut earlier = document();
    earlier["paths"]["/things"]["get"]["parameters"][0]["name"] = json!("colour");
    earlier["paths"]["/things"]["post"]["requestBody"]["schema"]["properties"]["size"] = json!({});
    let actions = json!([
        { "target": "$.paths['/things'].get.parameters[?@.name=='colour']", "update": { "description": "x" } },
        {
            "target": "$.paths['/things'].post.requestBody.schema.properties",
            "update": { "size": { "description": "x" }, "name": { "description": "x" } },
        },
    ]);
    let (after, report) = applied(document(), &actions, Past { document: Some(earlier), ..Past::default() });
    let places = ["$.paths['/things'].get.parameters[?@.name=='colour']", "$.paths['/things'].post.requestBody.schema.properties.size"];
    assert_eq!(
        retired(&report),
        [
            format!("test.yaml#/actions/0: upstream removed {}", places[0]),
            format!("test.yaml#/actions/1/update/size: upstream removed {}", places[1]),
        ]
    );
    assert_eq!(after["paths"]["/things"]["post"]["requestBody"]["schema"]["properties"]["name"]["description"], "x");
    let lost: BTreeSet<String> = places.map(str::to_owned).into();
    assert_eq!(report.lost, lost);

    // What was found then is known when the earlier edition isn't at hand any more.
    let (_, report) = applied(document(), &actions, Past { lost, ..Past::default() });
    assert_eq!((report.retired.len(), errors(report)), (2, String::new()));
}

#[test]
fn a_renamed_member_is_an_error() {
    let mut earlier = document();
    earlier["paths"]["/things"]["get"]["parameters"][1]["name"] = json!("strategy");
    let actions = json!([{ "target": "$.paths['/things'].get.parameters[?@.name=='strategy']", "update": { "description": "x" } }]);
    let (_, report) = applied(document(), &actions, Past { document: Some(earlier), ..Past::default() });
    assert!(report.retired.is_empty());
    assert!(errors(report).contains("did you mean `merge_strategy`?"));
}

#[test]
fn an_update_of_several_matches_keeps_what_one_of_them_has() {
    let actions = json!([{
        "target": "$.components.schemas.*.properties",
        "update": { "id": { "description": "x" }, "name": { "description": "x" } },
    }]);
    let mut document = document();
    document["components"]["schemas"]["Other"] = json!({ "properties": { "id": {}, "name": {} } });
    let mut earlier = document.clone();
    earlier["components"]["schemas"]["Thing"]["properties"]["name"] = json!({});
    let (after, report) = applied(document, &actions, Past { document: Some(earlier), ..Past::default() });
    assert!(report.retired.is_empty(), "{:?}", report.retired);
    assert_eq!(after["components"]["schemas"]["Other"]["properties"]["name"]["description"], "x");
    assert_eq!(after["components"]["schemas"]["Thing"]["properties"]["name"], Value::Null);
    assert_eq!(errors(report), "");
}

const TEXT: &str = "# The head stays.
overlay: 1.0.0
info: { title: A test, version: 1.0.0, description: \"A test: with # and {braces}.\" }

actions:
  # --- the root
  - target: $
    update:
      x-sdk:
        resources:
          things: \"Things.\"   # trailing
          # About others.
          others: Others.
        rate_groups:
          - { name: a, calls: 1, seconds: 1 }
          # Slow.
          - { name: b, calls: 1, seconds: 1 }
  # --- things
  - target: $.paths['/things'].get
    description: >-
      A text of
      two lines.
    update: { summary: x }

  # The next one stays.
  - { target: \"$.paths['/things'].post\", update: { a: { description: \"it's, {odd}\" }, b: { description: y }, c: 1 } }
  - target: $.components.schemas.Thing.properties
    update:
      a: { description: one }
      b:
        description: two
        summary: 2
      c: { d: { e: 1, f: [1, 2] }, g: 3 }
  # The end stays.
";

fn pruned(parts: &[(usize, &str)]) -> String {
    let site = |(index, path): &(usize, &str)| {
        Site::of_action("test.yaml", *index).member(&path.split('/').filter(|key| !key.is_empty()).map(str::to_owned).collect::<Vec<_>>())
    };
    let sites: Vec<Site> = parts.iter().map(site).collect();
    prune(TEXT, &sites.iter().collect(), "test.yaml").unwrap()
}

/// The text without these lines.
fn without(lines: &[&str]) -> String {
    TEXT.split_inclusive('\n').filter(|line| !lines.iter().any(|gone| line.trim() == *gone)).collect()
}

#[test]
fn prunes_actions_and_leaves_all_else() {
    let expected = without(&["- target: $.paths['/things'].get", "description: >-", "A text of", "two lines.", "update: { summary: x }"]);
    assert_eq!(pruned(&[(1, "")]), expected);
    assert_eq!(pruned(&[(1, "summary")]), expected, "nothing is left to do");
}

#[test]
fn prunes_members_in_blocks_and_braces() {
    assert_eq!(pruned(&[(3, "b")]), without(&["b:", "description: two", "summary: 2"]));
    assert_eq!(pruned(&[(0, "x-sdk/resources/things")]), without(&["things: \"Things.\"   # trailing"]));
    assert_eq!(pruned(&[(0, "x-sdk/rate_groups/1")]), without(&["- { name: b, calls: 1, seconds: 1 }"]));
    assert_eq!(
        pruned(&[(0, "x-sdk/rate_groups/0"), (0, "x-sdk/rate_groups/1")]),
        without(&["rate_groups:", "- { name: a, calls: 1, seconds: 1 }", "- { name: b, calls: 1, seconds: 1 }", "# Slow."])
    );
    assert_eq!(pruned(&[(2, "b")]), TEXT.replace(" b: { description: y },", ""));
    assert_eq!(pruned(&[(2, "a")]), TEXT.replace("a: { description: \"it's, {odd}\" }, b", "b"));
    assert_eq!(pruned(&[(2, "c")]), TEXT.replace(", c: 1", ""));
    assert_eq!(pruned(&[(3, "c/d/e")]), TEXT.replace("e: 1, f", "f"));
    assert_eq!(pruned(&[(3, "c/d/e"), (3, "c/d/f")]), TEXT.replace("{ d: { e: 1, f: [1, 2] }, g: 3 }", "{ g: 3 }"));
}

#[test]
fn pruning_everything_leaves_an_empty_list() {
    let text = pruned(&[(0, ""), (1, ""), (2, ""), (3, "")]);
    assert!(text.starts_with("# The head stays.") && text.contains("\nactions: []\n") && text.ends_with("  # The end stays.\n"), "{text}");
}

#[test]
fn refuses_a_text_it_cannot_cut() {
    let text = "overlay: 1.0.0\ninfo: {}\nactions: [{ target: $, update: { a: 1 } }]\n";
    let site = Site::of_action("test.yaml", 0);
    let error = prune(text, &[&site].into(), "test.yaml").unwrap_err();
    assert!(error.to_string().contains("test.yaml#/actions/0: can't be removed"), "{error}");
}

#[test]
fn notes_say_why_and_where() {
    let actions = json!([
        { "target": "$.paths['/gone'].get", "update": { "summary": "x" } },
        { "target": "$.paths['/gone'].get.responses", "update": { "summary": "x" } },
    ]);
    let (_, report) = applied(document(), &actions, Past::default());
    assert_eq!(
        report.note().unwrap(),
        "note: 2 actions are retired, because upstream removed GET /gone; remove them with `cargo xtask overlay --prune`\n  \
         test.yaml#/actions/0, #/actions/1\n"
    );
    assert_eq!(Report::default().note(), None);
}

#[test]
fn retires_hints_where_they_were_written() {
    let actions = json!([
        { "target": "$", "update": { "x-sdk": { "resources": { "things": "Things.", "crm.actions": "Actions." } } } },
        { "target": "$.components.schemas.Thing", "update": { "x-sdk-wait": { "get": "getThing" } } },
    ]);
    let (_, mut report) = applied(document(), &actions, Past::default());
    assert!(report.retire("/x-sdk/resources/crm.actions", "a"));
    assert!(report.retire("/components/schemas/Thing/x-sdk-wait", "b"));
    assert!(!report.retire("/x-sdk/resources/others", "c"), "nothing of the overlay");
    assert_eq!(
        retired(&report),
        ["test.yaml#/actions/0/update/x-sdk/resources/crm.actions: a", "test.yaml#/actions/1/update/x-sdk-wait: b"]
    );
}
