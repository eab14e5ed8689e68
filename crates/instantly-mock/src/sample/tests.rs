//! Every body, for several seeds, against the document by a validator that isn't ours.

use std::collections::BTreeMap;

use hyper::header::{HeaderMap, HeaderValue};
use jsonschema::Validator;
use serde_json::{Value, json};

use super::{Sampler, answer};
use crate::check::check_request;
use crate::document::{Document, Operation, Parameter};
use crate::http::Request;
use crate::random::Random;
use crate::schema;
use crate::time::NOW;

/// A request with values that the document's examples give.
fn request(document: &Document, operation: &Operation, body: Option<&Value>) -> Request {
    let mut sampler = Sampler::new(document, Random::new(7, &operation.path));
    let mut text = |parameter: &Parameter| {
        let value = sampler.value(document.node(&parameter.schema).expect("a schema"), &parameter.name, 0);
        value.as_str().map_or_else(|| value.to_string(), str::to_owned)
    };
    let mut path = operation.path.clone();
    for parameter in operation.parameters.iter().filter(|parameter| parameter.in_path) {
        path = path.replace(&format!("{{{}}}", parameter.name), &text(parameter));
    }
    let query = operation.parameters.iter().filter(|parameter| !parameter.in_path && parameter.required);
    let query = query.map(|parameter| (parameter.name.clone(), text(parameter))).collect();
    let mut headers = HeaderMap::new();
    let body = body.map(|body| {
        headers.insert("content-type", HeaderValue::from_static("application/json"));
        body.to_string().into()
    });
    Request { method: operation.method.clone(), path, query, headers, body: body.unwrap_or_default() }
}

/// The component schemas that `node` refers to, and those that they refer to. With all of them each validator would take ten times as long.
fn components_of<'a>(document: &'a Document, node: &Value, found: &mut BTreeMap<&'a str, &'a Value>) {
    let all = document.node("/components/schemas").and_then(Value::as_object).expect("components");
    let name = node.get("$ref").and_then(Value::as_str).and_then(|pointer| pointer.strip_prefix("#/components/schemas/"));
    if let Some((name, schema)) = name.and_then(|name| all.get_key_value(name))
        && found.insert(name, schema).is_none()
    {
        components_of(document, schema, found);
    }
    match node {
        Value::Object(object) => object.values().for_each(|value| components_of(document, value, found)),
        Value::Array(array) => array.iter().for_each(|value| components_of(document, value, found)),
        _ => {}
    }
}

/// The judge: a validator that isn't ours, on one schema of the document.
fn judge(document: &Document, pointer: &str) -> Validator {
    let mut schema = document.node(pointer).expect(pointer).clone();
    schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
    let mut components = BTreeMap::new();
    components_of(document, &schema.clone(), &mut components);
    schema["components"] = json!({ "schemas": components });
    jsonschema::options().should_validate_formats(true).build(&schema).unwrap_or_else(|error| panic!("{pointer}: {error}"))
}

#[test]
fn every_body_is_valid() {
    let document = Document::embedded().expect("the embedded document");
    assert!(document.operations().len() >= 240);
    let mut problems = Vec::new();
    let mut refusing = 0;
    for operation in document.operations() {
        let Some(pointer) = &operation.success.schema else { continue };
        let validator = judge(&document, pointer);
        refusing += usize::from(!validator.is_valid(&json!(0.5)));
        for seed in [7, 8, 9, NOW] {
            let answer = answer(&document, operation, seed, &request(&document, operation, Some(&json!({ "name": "Ours", "limit": 2 }))));
            assert_eq!(answer.status, operation.success.status);
            let text = String::from_utf8(answer.body.to_vec()).expect("text");
            let body = if operation.success.media_type == "application/json" {
                serde_json::from_str(&text).expect("JSON")
            } else {
                Value::String(text)
            };
            problems.extend(
                validator.iter_errors(&body).map(|error| format!("{} seed {seed} at {}: {error}", operation.path, error.instance_path())),
            );
        }
    }
    assert!(refusing > 230, "only {refusing} schemas refuse anything");
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems[..problems.len().min(40)].join("\n"));
}

#[test]
fn a_seed_gives_one_body_and_another_seed_another() {
    let document = Document::embedded().expect("the embedded document");
    let operation = document.route("GET", "/api/v2/campaigns").expect("campaigns");
    let body = |seed| answer(&document, operation, seed, &request(&document, operation, None)).body;
    assert_eq!(body(1), body(1));
    assert_ne!(body(1), body(2));
}

#[test]
fn an_answer_shows_what_it_was_told() {
    let document = Document::embedded().expect("the embedded document");
    let operation = document.route("POST", "/api/v2/campaigns").expect("campaigns");
    let answer = answer(&document, operation, 7, &request(&document, operation, Some(&json!({ "name": "Ours" }))));
    assert_eq!(serde_json::from_slice::<Value>(&answer.body).expect("JSON")["name"], "Ours");
}

#[test]
fn every_operation_takes_a_request_made_from_its_schemas() {
    let document = Document::embedded().expect("the embedded document");
    let mut problems = Vec::new();
    for operation in document.operations() {
        for seed in 0..3 {
            let mut sampler = Sampler::new(&document, Random::new(seed, &operation.path));
            let body = operation.body.as_ref().map(|body| (body, sampler.value(document.node(&body.schema).expect("a schema"), "", 0)));
            if let Some((schema, body)) = &body {
                let found = judge(&document, &schema.schema).iter_errors(body).map(|error| error.to_string()).collect::<Vec<_>>();
                problems.extend(found.iter().map(|error| format!("{} {}: {error} in {body}", operation.method, operation.path)));
            }
            let request = request(&document, operation, body.as_ref().map(|(_, body)| body));
            let found = check_request(&document, operation, &request).err().map(|refusal| refusal.message);
            problems.extend(found.map(|message| format!("{} {}: {message}", operation.method, operation.path)));
        }
    }
    assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems[..problems.len().min(40)].join("\n"));
}

/// Breaks valid bodies at random places, in requests and answers alike: both validators must say the same of each.
#[test]
fn our_validator_agrees_with_another() {
    let document = Document::embedded().expect("the embedded document");
    let ours = schema::Validator::new(&document);
    let (mut accepted, mut refused) = (0, 0);
    for operation in document.operations() {
        let pointers = operation.success.schema.iter().chain(operation.body.as_ref().map(|body| &body.schema));
        for pointer in pointers {
            let schema = document.node(pointer).expect("a schema");
            let judge = judge(&document, pointer);
            let mut sampler = Sampler::new(&document, Random::new(11, pointer));
            for _ in 0..6 {
                let mut body = sampler.value(schema, "", 0);
                for _ in 0..sampler.random.below(3) {
                    damage(&mut body, &mut sampler.random);
                }
                let verdict = judge.is_valid(&body);
                let problems = ours.check(schema, &body, "body").err().unwrap_or_default();
                assert_eq!(problems.is_empty(), verdict, "{} {}: we say {problems:?} of {body}", operation.method, operation.path);
                *(if verdict { &mut accepted } else { &mut refused }) += 1;
            }
        }
    }
    assert!(accepted > 400 && refused > 400, "{accepted} accepted, {refused} refused");
}

/// Removes, adds or replaces something somewhere in `value`.
fn damage(value: &mut Value, random: &mut Random) {
    let other = [json!(null), json!(-7), json!(1.5), json!(""), json!("text"), json!(true), json!([]), json!({}), json!([1, 1])];
    match value {
        Value::Object(object) if !object.is_empty() && random.percent(85) => {
            let name = object.keys().nth(random.below(object.len() as u64) as usize).cloned().unwrap_or_default();
            match random.below(10) {
                0..2 => drop(object.shift_remove(&name)),
                2 => drop(object.insert("undeclared".to_owned(), json!(1))),
                _ => damage(&mut object[&name], random),
            }
        }
        Value::Array(array) if !array.is_empty() && random.percent(85) => {
            let index = random.below(array.len() as u64) as usize;
            match random.below(10) {
                0 => drop(array.remove(index)),
                1 => array.push(array[index].clone()),
                _ => damage(&mut array[index], random),
            }
        }
        _ => *value = random.pick(&other).clone(),
    }
}
