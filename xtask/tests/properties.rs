//! Documents that nobody publishes: whatever is wrong with one, the importer and the generator refuse it with an error, and never panic.

#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fs;
use std::path::Path;

use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

/// The small documents of the corpus, each with a trap already.
fn corpus() -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    paths.sort();
    paths.iter().map(|path| serde_saphyr::from_str(&fs::read_to_string(path).unwrap()).unwrap()).collect()
}

/// What is put in the place of something: values of every kind, and words that mean something to the generator.
fn other() -> impl Strategy<Value = Value> {
    let words = [
        "object",
        "array",
        "string",
        "null",
        "date-time",
        "path",
        "query",
        "header",
        "a/b",
        "",
        "/",
        "~",
        "ａ",
        "$ref",
        "self",
        "Self",
        "_",
        "1",
    ];
    let schemas = [
        json!({}),
        json!({ "$ref": "#" }),
        json!({ "$ref": "#/paths" }),
        json!({ "$ref": "#/components/schemas/A" }),
        json!({ "type": ["object", "null"], "properties": { "": { "enum": [] }, "type": true } }),
        json!({ "allOf": [{ "$ref": "#/components/schemas/A" }, { "oneOf": [] }] }),
        json!({ "anyOf": [{ "type": "null" }, { "const": 1 }, { "enum": [null, 1, "a", []] }] }),
        json!({ "type": "array", "items": { "items": {} } }),
        json!({ "type": "integer", "minimum": 1e300, "maximum": -0.5, "x-sdk": [] }),
        json!({ "x-sdk-pagination": {}, "x-sdk-name": "a.b", "x-sdk-starts-job": 1, "x-sdk-enum-names": { "1": "" } }),
    ];
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        prop::sample::select(words.to_vec()).prop_map(Value::from),
        prop::sample::select(schemas.to_vec()),
        prop::collection::vec(prop::sample::select(words.to_vec()), 0..4).prop_map(Value::from),
    ]
}

#[derive(Clone, Debug)]
enum Change {
    Replace(Value),
    Remove,
    /// Under another name, or in another place.
    Rename(String),
    /// A second time.
    Repeat,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => other().prop_map(Change::Replace),
        2 => Just(Change::Remove),
        2 => "\\PC{0,6}".prop_map(Change::Rename),
        1 => Just(Change::Repeat),
    ]
}

/// Every place of a document, as a JSON pointer.
fn places(value: &Value, here: &str, found: &mut Vec<String>) {
    found.push(here.to_owned());
    match value {
        Value::Object(members) => members
            .iter()
            .for_each(|(name, member)| places(member, &format!("{here}/{}", name.replace('~', "~0").replace('/', "~1")), found)),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| places(item, &format!("{here}/{index}"), found)),
        _ => {}
    }
}

fn apply(document: &mut Value, place: &str, change: &Change) {
    if let Change::Replace(other) = change {
        if let Some(found) = document.pointer_mut(place) {
            *found = other.clone();
        }
        return;
    }
    let Some((holder, last)) = place.rsplit_once('/') else { return };
    let last = last.replace("~1", "/").replace("~0", "~");
    match (document.pointer_mut(holder), change) {
        (Some(Value::Object(members)), Change::Remove) => drop(members.shift_remove(&last)),
        (Some(Value::Object(members)), Change::Rename(name)) => {
            let member = members.shift_remove(&last).unwrap();
            members.insert(name.clone(), member);
        }
        (Some(Value::Object(members)), _) => {
            let member = members[&last].clone();
            members.insert(format!("{last}_"), member);
        }
        (Some(Value::Array(items)), Change::Remove) => drop(items.remove(last.parse::<usize>().unwrap())),
        (Some(Value::Array(items)), _) => items.push(items[last.parse::<usize>().unwrap()].clone()),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_document_is_taken_or_refused(
        which in any::<Index>(),
        changes in prop::collection::vec((any::<Index>(), change()), 1..5),
    ) {
        thread_local! { static CORPUS: Vec<Value> = corpus(); }
        let mut document = CORPUS.with(|corpus| which.get(corpus).clone());
        for (place, change) in &changes {
            let mut found = Vec::new();
            places(&document, "", &mut found);
            apply(&mut document, &found[place.index(found.len())], change);
        }
        if let Err(error) = xtask::take_in(&document.to_string()) {
            prop_assert!(!error.to_string().is_empty());
        }
    }

    #[test]
    fn a_text_of_any_kind_is_taken_or_refused(text in "(\\{|openapi: 3.1.0\n)?\\PC{0,200}", cut in any::<Index>()) {
        drop(xtask::take_in(&text));
        // The beginning of a good document, in JSON and in YAML.
        let whole = json!({ "openapi": "3.1.0", "info": {}, "paths": { "/a": { "get": { "operationId": "a", "responses": {} } } } }).to_string();
        let end = cut.index(whole.len() + 1);
        drop(xtask::take_in(&whole[..end]));
        drop(xtask::take_in(&format!("# {text}\n{}", &whole[..end])));
    }
}
