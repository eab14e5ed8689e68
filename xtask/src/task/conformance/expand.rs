//! From a case as it is written to the cases as they are run: repetitions, fixtures and defaults, so that no runner needs to know them.

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

use super::names::Names;

type Fields = Map<String, Value>;

/// What the place of an answer begins with: `$answer/1/items`.
const ANSWER: &str = "$answer/";

/// What the key of a case begins with that doesn't bring its own.
const KEY: &str = "key-of-";

/// Every case that a written one stands for: one for each entry of its `each`, or just itself.
///
/// # Errors
/// When it names a fixture, a value or an operation that isn't there.
pub fn case(template: Value, fixtures: &Fields, names: &Names) -> Result<Vec<Value>> {
    let Value::Object(mut template) = template else { bail!("a case must be a mapping") };
    let rows = match template.shift_remove("each") {
        None => vec![Fields::new()],
        Some(Value::Array(rows)) => rows.into_iter().map(row).collect::<Result<_>>()?,
        Some(_) => bail!("each must be a list of mappings"),
    };
    rows.iter().map(|row| one(&template, row, fixtures, names)).collect()
}

fn one(template: &Fields, row: &Fields, fixtures: &Fields, names: &Names) -> Result<Value> {
    let named = substitute(&Value::Object(template.clone()), row)?;
    let mut case = fill(named, fixtures)?;
    let mut client = fixtures.get("client").and_then(Value::as_object).cloned().unwrap_or_default();
    // Clients of one key share the pace of their calls, so no case may have another's.
    client.insert("api_key".to_owned(), format!("{KEY}{}", case["id"].as_str().unwrap_or_default()).into());
    if let Some(Value::Object(own)) = case.get_mut("client").map(Value::take) {
        client.extend(own);
    }
    for exchange in case["exchanges"].as_array_mut().into_iter().flatten() {
        expectations(&mut exchange["expect"], &client);
    }
    case["client"] = Value::Object(client);
    if let Some(call) = case.get_mut("call").and_then(Value::as_object_mut) {
        names.complete(call)?;
    }
    let answers: Vec<Value> =
        case["exchanges"].as_array().into_iter().flatten().map(|exchange| exchange["respond"]["json"].clone()).collect();
    if let Some(result) = case.get_mut("result") {
        put_answers(result, &answers)?;
    }
    Ok(case)
}

/// `$answer/1/items` is what stands at `/items` in the JSON of the first exchange's answer.
fn put_answers(value: &mut Value, answers: &[Value]) -> Result<()> {
    match value {
        Value::Array(items) => items.iter_mut().try_for_each(|item| put_answers(item, answers)),
        Value::Object(fields) => fields.values_mut().try_for_each(|field| put_answers(field, answers)),
        Value::String(text) => {
            let Some(place) = text.strip_prefix(ANSWER) else { return Ok(()) };
            let (number, pointer) = place.find('/').map_or((place, ""), |slash| place.split_at(slash));
            let index = number.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            let found = index.and_then(|index| answers.get(index)).and_then(|answer| answer.pointer(pointer));
            *value = found.with_context(|| format!("{text}: no answer has such a place"))?.clone();
            Ok(())
        }
        _ => Ok(()),
    }
}

/// What every request must be like unless the case says otherwise: no stray query or body, and the client's key.
fn expectations(expect: &mut Value, client: &Fields) {
    let Some(expect) = expect.as_object_mut() else { return };
    expect.entry("query").or_insert_with(|| json!([]));
    if expect.get("method") == Some(&json!("GET")) {
        expect.insert("no_body".to_owned(), json!(true));
    }
    let headers = expect.entry("headers").or_insert_with(|| json!({}));
    if let (Some(headers), Some(Value::String(key))) = (headers.as_object_mut(), client.get("api_key")) {
        headers.entry("authorization").or_insert_with(|| json!(format!("Bearer {}", key.trim())));
    }
}

fn row(value: Value) -> Result<Fields> {
    match value {
        Value::Object(row) => Ok(row),
        _ => bail!("each must be a list of mappings"),
    }
}

/// Puts a row's values in: `"${name}"` alone becomes the value whatever its type, inside a longer text it becomes text.
fn substitute(value: &Value, row: &Fields) -> Result<Value> {
    Ok(match value {
        Value::String(text) => match text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}')).filter(|name| !name.contains('}')) {
            Some(name) => row.get(name).with_context(|| format!("{text}: no such value in each"))?.clone(),
            None => Value::String(inside(text, row)?),
        },
        Value::Array(items) => Value::Array(items.iter().map(|item| substitute(item, row)).collect::<Result<_>>()?),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| Ok((inside(name, row)?, substitute(value, row)?)));
            Value::Object(fields.collect::<Result<_>>()?)
        }
        other => other.clone(),
    })
}

fn inside(text: &str, row: &Fields) -> Result<String> {
    let mut done = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let (name, after) = after.split_once('}').with_context(|| format!("{text}: a }} is missing"))?;
        let value = row.get(name).with_context(|| format!("{text}: no value {name} in each"))?;
        done += before;
        done += &value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        rest = after;
    }
    Ok(done + rest)
}

/// `{ $use: job, $without: [a], b: 1 }` is the fixture `job` without `a` and with another `b`; `{ $text: [...] }` is one long text.
fn fill(value: Value, fixtures: &Fields) -> Result<Value> {
    Ok(match value {
        Value::Array(items) => Value::Array(items.into_iter().map(|item| fill(item, fixtures)).collect::<Result<_>>()?),
        Value::Object(fields) if fields.contains_key("$text") => long_text(&fields["$text"])?.into(),
        Value::Object(mut fields) => {
            let mut filled = match fields.shift_remove("$use") {
                None => Fields::new(),
                Some(name) => {
                    let fixture = name.as_str().and_then(|name| fixtures.get(name)).and_then(Value::as_object);
                    fixture.with_context(|| format!("$use: {name}: no such fixture"))?.clone()
                }
            };
            for name in fields.shift_remove("$without").iter().flat_map(|names| names.as_array()).flatten() {
                let removed = name.as_str().and_then(|name| filled.shift_remove(name));
                removed.with_context(|| format!("$without: {name}: the fixture has no such field"))?;
            }
            for (name, value) in fields {
                filled.insert(name, fill(value, fixtures)?);
            }
            Value::Object(filled)
        }
        other => other,
    })
}

/// `['{"a":"', { repeat: x, times: 1000 }, '"}']`: its parts, one after the other.
fn long_text(parts: &Value) -> Result<String> {
    let part = |part: &Value| {
        let repeated = || Some(part["repeat"].as_str()?.repeat(usize::try_from(part["times"].as_u64()?).ok()?));
        let text = part.as_str().map(str::to_owned).or_else(repeated);
        text.with_context(|| format!("$text: {part}: must be a text or {{ repeat, times }}"))
    };
    parts.as_array().context("$text must be a list")?.iter().map(part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expanded(template: Value) -> Vec<Value> {
        let fixtures = json!({ "job": { "id": "j", "status": "pending" }, "client": { "max_retries": 0 } });
        case(template, fixtures.as_object().unwrap(), &Names::of([("moveLeads", "leads.move")])).unwrap()
    }

    #[test]
    fn an_operation_is_found_by_its_id_and_answers_by_their_place() {
        let exchange = json!({ "expect": { "method": "GET", "path": "/" }, "respond": { "json": { "items": [1, 2] } } });
        let cases = expanded(json!({
            "id": "a", "call": { "operation_id": "moveLeads" }, "exchanges": [exchange],
            "result": { "json": "$answer/1", "items": ["$answer/1/items/1", "$answer"] }
        }));
        assert_eq!(cases[0]["call"], json!({ "operation_id": "moveLeads", "operation": "leads.move", "takes_arguments": true }));
        assert_eq!(cases[0]["result"], json!({ "json": { "items": [1, 2] }, "items": [2, "$answer"] }));
    }

    #[test]
    fn each_row_makes_a_case_and_keeps_the_types_of_its_values() {
        let cases = expanded(json!({
            "id": "a/${name}", "each": [{ "name": "x", "value": 7 }, { "name": "y", "value": [1] }],
            "call": { "operation": "jobs.wait", "arguments": { "${name}": "${value}" }, "text": "is ${value}" }, "exchanges": [], "result": {}
        }));
        assert_eq!(cases[0]["id"], "a/x");
        assert_eq!(cases[0]["call"], json!({ "operation": "jobs.wait", "arguments": { "x": 7 }, "text": "is 7" }));
        assert_eq!(cases[1]["call"], json!({ "operation": "jobs.wait", "arguments": { "y": [1] }, "text": "is [1]" }));
    }

    #[test]
    fn fixtures_are_laid_under_a_cases_own_fields() {
        let cases = expanded(
            json!({ "id": "a", "exchanges": [], "result": { "json": [{ "$use": "job", "$without": ["id"], "status": "done" }] } }),
        );
        assert_eq!(cases[0]["result"], json!({ "json": [{ "status": "done" }] }));
    }

    #[test]
    fn a_long_text_is_written_in_short() {
        let cases =
            expanded(json!({ "id": "a", "exchanges": [], "result": { "json": { "$text": ["<", { "repeat": "ab", "times": 3 }, ">"] } } }));
        assert_eq!(cases[0]["result"], json!({ "json": "<ababab>" }));
    }

    #[test]
    fn every_request_is_held_to_its_key_and_an_empty_query() {
        let cases = expanded(json!({ "id": "a", "exchanges": [{ "expect": { "method": "GET", "path": "/" }, "respond": {} }] }));
        let expect =
            json!({ "method": "GET", "path": "/", "query": [], "no_body": true, "headers": { "authorization": "Bearer key-of-a" } });
        assert_eq!(cases[0]["exchanges"][0]["expect"], expect);
        assert_eq!(cases[0]["client"], json!({ "max_retries": 0, "api_key": "key-of-a" }));
    }
}
