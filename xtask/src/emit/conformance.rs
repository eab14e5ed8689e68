//! Conformance cases: one file a resource, at least one exchange for every operation of a typed surface.
//!
//! In: the [`Api`] and, for the values, the document it was built from. Out: `tests/conformance/cases/generated/*.yaml`, in the
//! format that `tests/conformance/README.md` describes. To say more about an operation, add to [`cases_of`]; the cases that
//! need thought (faults, retries, odd bodies) are written by hand, beside the `generated` folder.

mod flow;
mod sample;

use anyhow::{Result, anyhow};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{Environment, context};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::ir::{Api, Kind, Operation, Parameter, Resource, Shape};
use crate::output::{OutputFile, header};
use flow::flow;
use sample::Sampler;

/// The key the runners' clients use unless a case says otherwise.
const AUTHORIZATION: &str = "Bearer test-key";

/// One file of cases for each resource.
pub fn emit(api: &Api, document: &Value) -> Result<Vec<OutputFile>> {
    let mut environment = Environment::new();
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()?);
    environment.add_template("cases", include_str!("templates/conformance.yaml.j2"))?;
    let template = environment.get_template("cases")?;
    api.resources
        .iter()
        .map(|resource| {
            let mut cases = Vec::new();
            for operation in resource.operations.iter().map(|index| &api.operations[*index]) {
                cases.extend(cases_of(resource, operation, document)?);
            }
            let contents = template.render(context! { header => header("#"), cases => Serde(cases) })?;
            Ok(OutputFile { path: format!("tests/conformance/cases/generated/{}.yaml", resource.file_stem()), contents })
        })
        .collect()
}

/// A case as the template writes it; everything but the title is YAML already.
#[derive(Serialize)]
struct Case {
    id: String,
    title: &'static str,
    call: String,
    exchanges: Vec<Exchange>,
    result: String,
}

#[derive(Serialize)]
struct Exchange {
    expect: String,
    respond: String,
}

/// The plain call, the call with everything that can be said, and for a list its pages.
fn cases_of(resource: &Resource, operation: &Operation, document: &Value) -> Result<Vec<Case>> {
    let call = Call::new(operation, document)?;
    let id = |suffix: &str| format!("{}/generated/{}{suffix}", resource.path.join("-"), operation.name).replace('_', "-");
    let mut cases = vec![call.case(id(""), "Nothing but what is required.", &call.required())];
    if call.everything().len() > call.required().len() {
        cases.push(call.case(id("-with-everything"), "Every parameter, with the document's example.", &call.everything()));
    }
    if operation.pagination.is_some() {
        cases.push(call.case_of_pages(id("-every-page"))?);
    }
    Ok(cases)
}

/// An operation with a value for each of its arguments and for its answer.
struct Call<'a> {
    operation: &'a Operation,
    /// Path values and query values, in the operation's order.
    values: Vec<(&'a Parameter, Value)>,
    body: Option<Value>,
    status: u16,
    answer: Value,
}

/// The query parameters a case sends.
type Arguments<'a> = Vec<&'a (&'a Parameter, Value)>;

impl<'a> Call<'a> {
    fn new(operation: &'a Operation, document: &Value) -> Result<Self> {
        let sampler = Sampler::new(document);
        let published = &document["paths"][&operation.path][operation.method.to_lowercase()];
        let values = operation.parameters.iter().map(|parameter| (parameter, value_of(parameter, published, &sampler))).collect();
        let (status, response) =
            success(published).ok_or_else(|| anyhow!("{}: no response with a status of success", operation.pointer.0))?;
        let answer = sampler.sample(&response["content"][&operation.response.accept]["schema"]);
        let body = operation.body.as_ref().map(|_| sampler.sample(&published["requestBody"]["content"]["application/json"]["schema"]));
        Ok(Self { operation, values, body, status, answer })
    }

    fn required(&self) -> Arguments<'_> {
        self.query().filter(|(parameter, _)| parameter.required).collect()
    }

    fn everything(&self) -> Arguments<'_> {
        self.query().collect()
    }

    fn query(&self) -> impl Iterator<Item = &(&'a Parameter, Value)> {
        self.values.iter().filter(|(parameter, _)| parameter.location == crate::ir::Location::Query)
    }

    fn path(&self) -> impl Iterator<Item = &(&'a Parameter, Value)> {
        self.values.iter().filter(|(parameter, _)| parameter.location == crate::ir::Location::Path)
    }

    fn case(&self, id: String, title: &'static str, arguments: &Arguments<'_>) -> Case {
        let exchange = Exchange { expect: self.expect(arguments, None), respond: self.respond(&self.answer) };
        Case { id, title, call: self.call(arguments, None), exchanges: vec![exchange], result: flow(&json!({ "json": self.result() })) }
    }

    /// Two pages, joined by the cursor the first one gave.
    fn case_of_pages(&self, id: String) -> Result<Case> {
        let pagination = self.operation.pagination.as_ref().ok_or_else(|| anyhow!("{}: no pages", self.operation.pointer.0))?;
        let cursor = json!("cursor & more/of=it");
        let mut first = self.answer.clone();
        first[told(pagination)] = cursor.clone();
        let mut last = self.answer.clone();
        if let Some(page) = last.as_object_mut() {
            page.shift_remove(told(pagination));
        }
        let items: Vec<Value> =
            [&first, &last].iter().flat_map(|page| page[&pagination.items].as_array().cloned().unwrap_or_default()).collect();
        let arguments = self.required();
        Ok(Case {
            id,
            title: "The cursor of one page asks for the next, exactly as it came.",
            call: self.call(&arguments, Some("all")),
            exchanges: vec![
                Exchange { expect: self.expect(&arguments, None), respond: self.respond(&first) },
                Exchange { expect: self.expect(&arguments, Some(&cursor)), respond: self.respond(&last) },
            ],
            result: flow(&json!({ "items": items })),
        })
    }

    fn call(&self, arguments: &Arguments<'_>, mode: Option<&str>) -> String {
        let mut call = Map::new();
        call.insert("operation".to_owned(), self.operation.full_name().into());
        if let Some(mode) = mode {
            call.insert("mode".to_owned(), mode.into());
        }
        let path: Vec<Value> = self.path().map(|(_, value)| value.clone()).collect();
        if !path.is_empty() {
            call.insert("path".to_owned(), path.into());
        }
        let mut named: Map<String, Value> = arguments.iter().map(|(parameter, value)| (parameter.name.clone(), value.clone())).collect();
        named.extend(self.body.iter().filter_map(Value::as_object).flat_map(Clone::clone));
        if !named.is_empty() {
            call.insert("arguments".to_owned(), named.into());
        }
        flow(&call.into())
    }

    fn expect(&self, arguments: &Arguments<'_>, cursor: Option<&Value>) -> String {
        let mut path = self.operation.path.clone();
        for (parameter, value) in self.path() {
            path = path.replace(&format!("{{{}}}", parameter.name), &encoded(&wire_text(value)));
        }
        let mut query: Vec<Value> = arguments.iter().flat_map(|(parameter, value)| wire(parameter, value)).collect();
        let mut body = self.body.clone();
        match (cursor, &self.operation.pagination, &mut body) {
            (Some(cursor), Some(pagination), Some(body)) if pagination.in_body => body[&pagination.cursor] = cursor.clone(),
            (Some(cursor), Some(pagination), _) => query.push(json!([pagination.cursor, cursor])),
            _ => {}
        }
        let mut expect =
            json!({ "method": self.operation.method, "path": path, "query": query, "headers": { "authorization": AUTHORIZATION } });
        match body {
            Some(body) => expect["json"] = body,
            None => expect["no_body"] = true.into(),
        }
        flow(&expect)
    }

    fn respond(&self, answer: &Value) -> String {
        let response = &self.operation.response;
        flow(&match response.shape {
            Shape::Empty => json!({ "status": self.status }),
            Shape::Text => json!({ "status": self.status, "headers": { "content-type": response.accept }, "raw": answer }),
            Shape::Object | Shape::Array | Shape::Page | Shape::Any => json!({ "status": self.status, "json": answer }),
        })
    }

    /// What the call gives in any language: a page is its items, its cursor and whether there is more.
    fn result(&self) -> Value {
        match (&self.operation.pagination, self.operation.response.shape) {
            (_, Shape::Empty) => Value::Null,
            (Some(pagination), _) => {
                let next = &self.answer[told(pagination)];
                let more = !next.is_null() && self.answer[&pagination.items].as_array().is_some_and(|items| !items.is_empty());
                json!({ "items": self.answer[&pagination.items], "next_starting_after": next, "has_next_page": more })
            }
            _ => self.answer.clone(),
        }
    }
}

fn told(pagination: &crate::ir::Pagination) -> &str {
    match &pagination.next {
        crate::ir::Next::Cursor { field } => field,
        crate::ir::Next::Offset { total } => total,
    }
}

/// The first documented success.
fn success(published: &Value) -> Option<(u16, &Value)> {
    let responses = published["responses"].as_object()?;
    responses.iter().find_map(|(status, response)| Some((status.parse().ok().filter(|status| (200..300).contains(status))?, response)))
}

/// The document's example, or a value made from the schema, as a user would give it.
fn value_of(parameter: &Parameter, published: &Value, sampler: &Sampler<'_>) -> Value {
    let found =
        published["parameters"].as_array().and_then(|list| list.iter().find(|candidate| candidate["name"] == parameter.name.as_str()));
    let value = match (&parameter.example, found) {
        (Some(example), _) => example.clone(),
        (None, Some(found)) => sampler.sample(&found["schema"]),
        (None, None) => Value::Null,
    };
    match (&parameter.kind, value) {
        (Kind::CommaList, Value::String(text)) => text.split(',').map(str::trim).collect(),
        (Kind::CommaList | Kind::List, value) if !value.is_array() => json!([value]),
        (_, value) => value,
    }
}

/// A parameter's pairs in the query string.
fn wire(parameter: &Parameter, value: &Value) -> Vec<Value> {
    match (&parameter.kind, value) {
        (Kind::CommaList, Value::Array(items)) => vec![json!([parameter.name, items.iter().map(wire_text).collect::<Vec<_>>().join(",")])],
        (_, Value::Array(items)) => items.iter().map(|item| json!([parameter.name, wire_text(item)])).collect(),
        (_, value) => vec![json!([parameter.name, wire_text(value)])],
    }
}

fn wire_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Everything outside of RFC 3986's unreserved set is escaped in a path value.
fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
