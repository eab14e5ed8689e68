//! The index against serde_json: what that reads, this reads alike; what that refuses for its form, this refuses.
#![allow(dead_code, reason = "tests use a part of the module")]

#[path = "mod.rs"]
mod tape;

use bytes::Bytes;
use proptest::prelude::*;
use serde_json::{Map, Value};
use tape::{Document, Kind, MAXIMUM_DEPTH};

fn index(text: impl AsRef<[u8]>) -> Result<Document, String> {
    Document::index(Bytes::copy_from_slice(text.as_ref())).map_err(|problem| problem.to_string())
}

fn value(document: &Document, node: u32) -> Value {
    match document.kind(node) {
        Kind::Null => Value::Null,
        Kind::False => Value::Bool(false),
        Kind::True => Value::Bool(true),
        Kind::Integer | Kind::Float => serde_json::from_str(document.number(node)).unwrap_or_default(),
        Kind::Text | Kind::EscapedText => Value::String(document.text(node).into_owned()),
        Kind::Array => document.items(node).map(|item| value(document, item)).collect(),
        Kind::Object => document
            .members(node)
            .map(|(key, member)| (document.text(key).into_owned(), value(document, member)))
            .collect::<Map<_, _>>()
            .into(),
    }
}

#[test]
fn what_no_index_can_hold_is_refused() {
    const MOST: usize = (1 << 28) - 1;
    let mut text = vec![b'a'; MOST + 3];
    (text[0], text[MOST + 2]) = (b'"', b'"');
    assert_eq!(index(&text).unwrap_err(), format!("a value of 256 MiB or more at byte {}", MOST + 3));
    text.remove(1);
    let document = index(&text).unwrap();
    assert_eq!(document.bytes(document.root()).len(), MOST);
}

#[test]
fn reads_what_serde_json_reads() {
    for text in [
        "null",
        " true ",
        "-0",
        "-0.0",
        "12345678901234567890",
        "1e5",
        "1.5E-3",
        r#""""#,
        r#""plain text longer than eight bytes""#,
        r#""a\"b\\c\/d\b\f\n\r\te\u00e9\ud83d\ude00""#,
        "\"é😀\"",
        "[]",
        "{}",
        "[ ]",
        "[1,[2,[3]],{}]",
        r#"{"a":1,"b":{"c":[true,false,null]},"d":"x"}"#,
        r#"{ "a" : 1 , "a" : 2 }"#,
        r#"{"\u0061":1}"#,
    ] {
        let document = index(text).unwrap_or_else(|problem| panic!("{text}: {problem}"));
        assert_eq!(value(&document, document.root()), serde_json::from_str::<Value>(text).expect(text), "{text}");
        assert_eq!(document.span(document.root()), text.trim(), "{text}");
    }
}

#[test]
fn refuses_what_serde_json_refuses() {
    for text in [
        "",
        " ",
        "nul",
        "tru",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "+1",
        "[",
        "[1",
        "[1,",
        "[1,]",
        "[,]",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,}",
        "{a:1}",
        "\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"a\nb\"",
        "\"long enough then\u{1}control\"",
        "1 2",
        "[1]]",
        "NaN",
        "<html>",
        "\u{feff}1",
    ] {
        assert!(serde_json::from_str::<Value>(text).is_err(), "{text:?} is JSON");
        assert!(index(text).is_err(), "{text:?} was read");
    }
}

#[test]
fn broken_text_costs_only_its_character() {
    let text = |bytes: &[u8]| {
        let document = index(bytes).expect("readable");
        document.text(document.root()).into_owned()
    };
    assert_eq!(text(br#""a\ud800b""#), "a\u{fffd}b");
    assert_eq!(text(br#""\udc00\ud800""#), "\u{fffd}\u{fffd}");
    assert_eq!(text(br#""\ud800\u0041""#), "\u{fffd}A");
    assert_eq!(text(br#""\ud800\ud83d\ude00""#), "\u{fffd}😀");
    assert_eq!(text(b"\"a\xffb\""), "a\u{fffd}b");
    assert_eq!(text(b"\"\\n\xc3\""), "\n\u{fffd}");
}

#[test]
fn the_last_of_a_name_wins() {
    let document = index(r#"{"a":1,"b":2,"a":3}"#).expect("JSON");
    let found = document.get(document.root(), "a").expect("there");
    assert_eq!(document.number(found), "3");
    assert_eq!(document.get(document.root(), "c"), None);
}

#[test]
fn depth_is_limited() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert!(index(nested(MAXIMUM_DEPTH)).is_ok());
    assert_eq!(index(nested(MAXIMUM_DEPTH + 1)).expect_err("too deep"), "nested too deeply at byte 256");
}

/// Small mutations of valid texts reach every branch; a fixed seed makes a failure repeatable.
#[test]
fn mutated_texts_are_judged_as_serde_json_does() {
    let seed_texts = [
        r#"{"items":[{"id":"675266e304a8e55b17f0228b","progress":12.5,"data":{"a":[1,-2,3e4]},"user_id":null}],"next_starting_after":"x\u00e9\n"}"#,
        r#"[[],{},"",0,-1.5e+10,true,false,null,"\\\"\/\b"]"#,
    ];
    let alphabet = br#"{}[]",:\u0123eE+-. trufalsn/"#;
    let mut state = 7_u64;
    let mut random = move |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % below
    };
    for round in 0..200_000 {
        let mut text = seed_texts[round % 2].as_bytes().to_vec();
        for _ in 0..1 + random(3) {
            let at = random(text.len());
            match random(3) {
                0 => text[at] = alphabet[random(alphabet.len())],
                1 => text.insert(at, alphabet[random(alphabet.len())]),
                _ => drop(text.remove(at)),
            }
        }
        let ours = index(&text);
        let shown = String::from_utf8_lossy(&text).into_owned();
        match serde_json::from_slice::<Value>(&text) {
            Ok(theirs) => {
                let document = ours.unwrap_or_else(|problem| panic!("{shown}: {problem}"));
                assert_eq!(value(&document, document.root()), theirs, "{shown}");
            }
            // It refuses lone surrogates and numbers beyond a double, which are no fault of form.
            Err(error)
                if error.to_string().contains("surrogate")
                    || error.to_string().contains("hex escape")
                    || error.to_string().contains("out of range") => {}
            Err(error) => assert!(ours.is_err(), "{shown}: {error}"),
        }
    }
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[a\"\\\\/é😀\u{0}-\u{1f}]{0,20}".prop_map(Value::from),
    ];
    leaf.prop_recursive(8, 100, 10, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..10).prop_map(Value::from),
            prop::collection::vec((any::<String>(), inner), 0..10).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_json_is_read_as_it_is(expected in json(), spaced in any::<bool>()) {
        let text = if spaced { format!("\n {expected:#}\t") } else { expected.to_string() };
        let document = index(&text).map_err(TestCaseError::fail)?;
        prop_assert_eq!(value(&document, document.root()), expected);
        let span = document.span(document.root());
        prop_assert_eq!(&span[..], text.trim().as_bytes());
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..60), expected in json(), at in any::<prop::sample::Index>()) {
        let mut damaged = expected.to_string().into_bytes();
        let at = at.index(damaged.len());
        damaged.splice(at..(at + bytes.len() / 20).min(damaged.len()), bytes.iter().copied().take(3));
        for bytes in [&bytes[..], &damaged, &damaged[..at]] {
            // Reading every value of what was taken must not fail either.
            if let Ok(document) = index(bytes) {
                drop(value(&document, document.root()));
                prop_assert_eq!(document.get(document.root(), "no such name"), None);
            }
        }
    }
}
