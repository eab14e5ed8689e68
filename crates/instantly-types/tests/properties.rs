//! Any JSON at all, read as types of the API: what came is kept, what is of another form is refused, and nothing panics.

use std::fmt::Debug;

use instantly_types::ai_agents::AnyAIAgent;
use instantly_types::campaigns::Campaign;
use instantly_types::emails::Email;
use instantly_types::leads::Lead;
use instantly_types::private::Model;
use instantly_types::shared::BackgroundJob;
use instantly_types::{FromJson, Timestamp, ToJson, decode, decode_value};
use proptest::prelude::*;
use serde::de::DeserializeOwned;
use serde_json::Value;

fn name() -> impl Strategy<Value = String> {
    let declared = [BackgroundJob::FIELDS, Campaign::FIELDS, Email::FIELDS, Lead::FIELDS].concat();
    // What lies deeper.
    let nested = ["schedules", "timing", "from", "days", "steps", "variants", "subject", "body", "lastStep", "stepID", "text", "html"];
    let names = [declared, nested.to_vec()].concat();
    prop_oneof![6 => prop::sample::select(names).prop_map(str::to_owned), 1 => "\\PC{0,8}"]
}

fn json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        2 => Just(Value::Null),
        2 => any::<bool>().prop_map(Value::from),
        3 => any::<i64>().prop_map(Value::from),
        1 => any::<u64>().prop_map(Value::from),
        2 => any::<f64>().prop_map(Value::from),
        1 => (-1_000_i32..1_000).prop_map(|whole| Value::from(f64::from(whole))),
        4 => "\\PC{0,12}".prop_map(Value::from),
        1 => any::<String>().prop_map(Value::from),
        1 => Just(Value::from("2026-08-13T11:11:58.077Z")),
    ];
    leaf.prop_recursive(4, 60, 8, |inner| {
        prop_oneof![
            1 => prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            3 => object(inner),
        ]
    })
}

fn object(value: impl Strategy<Value = Value>) -> impl Strategy<Value = Value> {
    prop::collection::vec((name(), value), 0..20).prop_map(|members| Value::Object(members.into_iter().collect()))
}

/// Equal as JSON, where 10 and 10.0 are one number.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left == right || left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len() && left.iter().all(|(name, left)| right.get(name).is_some_and(|right| same(left, right)))
        }
        _ => left == right,
    }
}

/// What is read is written as it came, whichever of the two ways read it; only `accepts` is read.
fn round<T: DeserializeOwned + FromJson + ToJson + PartialEq + Debug>(value: &Value, accepts: bool) -> Result<(), TestCaseError> {
    let read = decode::<T>(value.to_string().as_bytes());
    prop_assert_eq!(read.is_ok(), accepts, "{}", value);
    let Ok(read) = read else { return Ok(()) };
    let written = read.to_json().unwrap_or_default();
    prop_assert!(same(&written, value), "{} became {}", value, written);
    let (again, forgiving) = (decode::<T>(written.to_string().as_bytes()).ok(), T::from_json(value));
    prop_assert_eq!(again.as_ref(), Some(&read));
    prop_assert_eq!(forgiving.as_ref(), Some(&read));
    Ok(())
}

fn any_of_them(value: &Value) -> Result<(), TestCaseError> {
    round::<BackgroundJob>(value, value.is_object())?;
    round::<Campaign>(value, value.is_object())?;
    round::<Email>(value, value.is_object())?;
    round::<Lead>(value, value.is_object())?;
    round::<AnyAIAgent>(value, true)?;
    round::<Vec<Lead>>(value, value.as_array().is_some_and(|items| items.iter().all(Value::is_object)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn an_object_is_written_as_it_came(value in object(json())) {
        any_of_them(&value)?;
    }

    #[test]
    fn json_of_another_form_is_refused(value in json()) {
        any_of_them(&value)?;
        any_of_them(&Value::from(vec![value]))?;
    }

    #[test]
    fn bytes_of_any_kind_are_read_or_refused(value in json(), at in any::<prop::sample::Index>(), bytes in prop::collection::vec(any::<u8>(), 0..4)) {
        let mut text = value.to_string().into_bytes();
        let at = at.index(text.len());
        text.splice(at..(at + bytes.len()).min(text.len()), bytes);
        if let Ok(value) = serde_json::from_slice::<Value>(&text) {
            prop_assert_eq!(decode_value(&text).ok(), Some(value));
        }
        drop((decode::<Lead>(&text), decode::<AnyAIAgent>(&text), decode::<Vec<BackgroundJob>>(&text)));
        text.truncate(at);
        drop((decode::<Lead>(&text), decode_value(&text)));
    }

    #[test]
    fn a_timestamp_keeps_any_text(text in "[-+0-9TtZz:. ]{0,30}|\\PC{0,30}", seconds in -62_000_000_000_i64..250_000_000_000, milliseconds in 0_u64..1_000) {
        let timestamp = Timestamp::from(text.as_str());
        let _ = (timestamp.parsed(), timestamp.unix_milliseconds());
        prop_assert_eq!(timestamp.as_str(), text);
        let epoch = std::time::SystemTime::UNIX_EPOCH;
        let whole = std::time::Duration::from_secs(seconds.unsigned_abs());
        let time = if seconds < 0 { epoch - whole } else { epoch + whole } + std::time::Duration::from_millis(milliseconds);
        prop_assert_eq!(Timestamp::from(time).parsed(), Some(time));
    }
}
