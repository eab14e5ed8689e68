//! The body of an answer: the types read it or refuse it, and write what they read as it came; the index that Python reads from agrees with
//! serde_json.
#![no_main]
#![allow(dead_code, unused_imports, reason = "the index is read whole, and a part of it is used")]

use std::fmt::Debug;

use instantly_types::ai_agents::AnyAIAgent;
use instantly_types::campaigns::Campaign;
use instantly_types::emails::Email;
use instantly_types::leads::Lead;
use instantly_types::shared::BackgroundJob;
use instantly_types::{FromJson, ToJson, decode, decode_value};
use libfuzzer_sys::fuzz_target;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

#[path = "../../bindings/python/src/tape/mod.rs"]
mod tape;

use tape::{Document, Kind};

fuzz_target!(|body: &[u8]| {
    round::<BackgroundJob>(body);
    round::<Campaign>(body);
    round::<Email>(body);
    round::<Lead>(body);
    round::<AnyAIAgent>(body);
    round::<Vec<Lead>>(body);
    index(body);
});

/// What was read reads the same once it is written.
fn round<T: DeserializeOwned + FromJson + ToJson + PartialEq + Debug>(body: &[u8]) {
    let Ok(read) = decode::<T>(body) else { return };
    let written = read.to_json().unwrap_or_default().to_string();
    let again = decode::<T>(written.as_bytes()).expect("what was written is read");
    assert_eq!(again, read, "{written}");
}

fn index(body: &[u8]) {
    let indexed = Document::index(body.to_vec().into());
    // Numbers beyond a double, lone surrogates and bytes that are no text cost serde_json the whole body, and the index one value.
    match (&indexed, serde_json::from_slice::<Value>(body)) {
        (Ok(document), Ok(expected)) => assert_eq!(value(document, document.root()), expected),
        (Ok(document), Err(_)) => drop((value(document, document.root()), decode_value(body))),
        (Err(problem), Ok(expected)) => assert!(problem.to_string().starts_with("nested too deeply"), "{problem}: {expected}"),
        (Err(_), Err(_)) => {}
    }
}

fn value(document: &Document, node: u32) -> Value {
    match document.kind(node) {
        Kind::Null => Value::Null,
        Kind::False => Value::Bool(false),
        Kind::True => Value::Bool(true),
        Kind::Integer | Kind::Float => serde_json::from_str(document.number(node)).unwrap_or_default(),
        Kind::Text | Kind::EscapedText => Value::String(document.text(node).into_owned()),
        Kind::Array => document.items(node).map(|item| value(document, item)).collect(),
        Kind::Object => {
            let member = |(key, member): (u32, u32)| (document.text(key).into_owned(), value(document, member));
            document.members(node).map(member).collect::<Map<_, _>>().into()
        }
    }
}
