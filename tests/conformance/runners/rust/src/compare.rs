//! Holds an outcome against the result a case promises.

use anyhow::Result;
use instantly_sdk::Error;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::call::Outcome;

/// What a case promises.
#[derive(Deserialize)]
pub struct Expected {
    error: Option<ExpectedError>,
    raw: Option<Map<String, Value>>,
    many: Option<Many>,
    /// `json`, `items`, `pages`, `progress`.
    #[serde(flatten)]
    values: Map<String, Value>,
}

/// A page that is too long to be written down.
#[derive(Deserialize)]
struct Many {
    count: usize,
    like: Map<String, Value>,
}

/// A time in seconds, as far as it can be promised.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Elapsed {
    at_least: Option<f64>,
    below: Option<f64>,
}

#[derive(Deserialize)]
struct ExpectedError {
    class: String,
    #[serde(default)]
    message_contains: Vec<String>,
    #[serde(default)]
    excludes: Vec<String>,
    elapsed: Option<Elapsed>,
    /// What the error says of itself, by name.
    #[serde(flatten)]
    fields: Map<String, Value>,
}

/// Everything that differs, in words; empty when the outcome is the promised one.
pub fn problems(expected: &Expected, outcome: &Outcome) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for (name, value) in &expected.values {
        compare(&mut found, name, value, outcome.values.get(name));
    }
    match (&expected.error, &outcome.error) {
        (None, Some(error)) => found.push(format!("unexpected {}: {error}", error.class().name())),
        (Some(expected), None) => found.push(format!("expected {}, got {}", expected.class, json!(outcome.values))),
        (Some(expected), Some(error)) => compare_error(&mut found, expected, error)?,
        (None, None) => {}
    }
    if let Some(raw) = &expected.raw {
        compare_raw(&mut found, raw, outcome.values.get("raw").unwrap_or(&Value::Null))?;
    }
    if let Some(many) = &expected.many {
        compare_many(&mut found, many, &outcome.values);
    }
    Ok(found)
}

fn compare_error(found: &mut Vec<String>, expected: &ExpectedError, error: &Error) -> Result<()> {
    let (message, class) = (error.to_string(), error.class().name());
    if class != expected.class {
        found.push(format!("expected {}, got {class}: {message}", expected.class));
        return Ok(());
    }
    for (name, value) in &expected.fields {
        compare(found, &format!("error.{name}"), value, Some(&field(error, name)?));
    }
    if let Some(elapsed) = &expected.elapsed {
        compare_elapsed(found, "error.elapsed", elapsed, error.elapsed().as_secs_f64());
    }
    for part in expected.message_contains.iter().filter(|part| !message.contains(part.as_str())) {
        found.push(format!("error message without {part:?}: {message}"));
    }
    let body = error.body().map(|body| String::from_utf8_lossy(body).into_owned());
    let everything = format!("{message}\n{error:?}\n{error:#?}\n{body:?}\n{:?}\n{:?}", error.headers(), std::error::Error::source(error));
    for part in expected.excludes.iter().filter(|part| everything.contains(part.as_str())) {
        found.push(format!("the error shows {part:?}"));
    }
    Ok(())
}

/// An error's field in the terms of the cases; null for what is not there.
fn field(error: &Error, name: &str) -> Result<Value> {
    Ok(match name {
        "status_code" => json!(error.status_code()),
        "code" => json!(error.code()),
        "retry_after" => error.retry_after().map_or(Value::Null, |wait| number(wait.as_secs_f64())),
        "request_id" => json!(error.request_id()),
        "attempts" => json!(error.attempts()),
        "argument" => json!(error.argument()),
        "job" => error.job().map(serde_json::from_str).transpose()?.unwrap_or_default(),
        // The other languages show JSON as values and the rest as text; here a body is bytes.
        "body" => error.body().map_or(Value::Null, |body| {
            serde_json::from_slice(body).unwrap_or_else(|_| Value::String(String::from_utf8_lossy(body).into_owned()))
        }),
        other => anyhow::bail!("this runner knows no error field {other}: add it to compare.rs"),
    })
}

fn compare_raw(found: &mut Vec<String>, expected: &Map<String, Value>, raw: &Value) -> Result<()> {
    for (name, value) in expected {
        match (name.as_str(), value.as_object()) {
            ("headers", Some(headers)) => {
                for (header, value) in headers {
                    compare(found, &format!("raw.headers[{header}]"), value, raw["headers"].get(header));
                }
            }
            ("elapsed", Some(_)) => {
                let elapsed = Elapsed::deserialize(value)?;
                compare_elapsed(found, "raw.elapsed", &elapsed, raw["elapsed"].as_f64().unwrap_or_default());
            }
            _ => compare(found, &format!("raw.{name}"), value, raw.get(name)),
        }
    }
    Ok(())
}

fn compare_elapsed(found: &mut Vec<String>, what: &str, expected: &Elapsed, actual: f64) {
    if expected.at_least.is_some_and(|least| actual < least) || expected.below.is_some_and(|limit| actual >= limit) {
        let (least, limit) = (expected.at_least.unwrap_or_default(), expected.below.unwrap_or(f64::INFINITY));
        found.push(format!("{what}: expected at least {least} and below {limit}, got {actual}"));
    }
}

/// Every item is there, in its place and whole. What differs is told by its number only.
fn compare_many(found: &mut Vec<String>, expected: &Many, values: &Map<String, Value>) {
    let items = values.get("json").and_then(|page| page.get("items")).or_else(|| values.get("items"));
    let items = items.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    if items.len() != expected.count {
        found.push(format!("many: expected {} items, got {}", expected.count, items.len()));
    }
    let id = expected.like.get("id").and_then(Value::as_str).unwrap_or_default();
    let mut wanted = Value::Object(expected.like.clone());
    for (index, item) in items.iter().enumerate() {
        wanted["id"] = format!("{id}-{}", index + 1).into();
        if *item != wanted {
            found.push(format!("many: item {index} differs"));
            return;
        }
    }
}

fn compare(found: &mut Vec<String>, what: &str, expected: &Value, actual: Option<&Value>) {
    if Some(expected) != actual {
        found.push(format!("{what}: expected {expected}, got {}", actual.unwrap_or(&Value::Null)));
    }
}

/// 3, not 3.0: as the cases write it.
fn number(value: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "whole numbers of seconds are small")]
    if value.fract() == 0.0 { json!(value as i64) } else { json!(value) }
}
