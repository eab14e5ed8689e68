//! One operation with a value for everything it takes, and what a call of it looks like on the wire.

use serde_json::{Map, Value, json};

use crate::emit::shared::sample::Sampler;
use crate::ir::{Argument, BodyForm, Encoding, Form, Job, Location, Next, Operation, Outcome, Page};

/// An operation with a value for each of its arguments and for its answer.
pub struct SampledCall<'a> {
    pub operation: &'a Operation,
    sampler: Sampler<'a>,
    document: &'a Value,
    published: &'a Value,
    /// Path values and query values, in the operation's order.
    values: Vec<(&'a Argument, Value)>,
    /// The whole body, and the schema it follows.
    body: Option<(Value, &'a Value)>,
    pub answer: Value,
    /// What the answer follows.
    pub schema: &'a Value,
}

/// What one call sends beside its path values.
#[derive(Clone)]
pub struct Sent<'a> {
    query: Vec<(&'a Argument, Value)>,
    body: Option<Value>,
}

impl<'a> SampledCall<'a> {
    pub fn new(operation: &'a Operation, document: &'a Value) -> Self {
        let sampler = Sampler::new(document);
        let published = &document["paths"][&operation.path][operation.method.to_lowercase()];
        let parameters = operation.path_arguments().chain(operation.query_arguments());
        let values = parameters.map(|parameter| (parameter, value_of(parameter, document, &sampler))).collect();
        let response = operation.success.pointer.of(document).unwrap_or(&Value::Null);
        let schema = &response["content"][&operation.success.accept]["schema"];
        let body = match &operation.body {
            BodyForm::None => None,
            BodyForm::Whole { pointer, .. } => {
                let schema = pointer.of(document).unwrap_or(&Value::Null);
                Some((sampler.sample(schema), schema))
            }
            BodyForm::Fields { pointer, .. } => {
                let schema = pointer.of(document).unwrap_or(&Value::Null);
                let mut value = sampler.sample(schema);
                // What the SDK leaves out of a body can't be sent.
                if let Some(members) = value.as_object_mut() {
                    members.retain(|name, _| operation.body_arguments().any(|field| field.name == *name));
                }
                Some((value, schema))
            }
        };
        let answer = sampler.sample(schema);
        let mut call = Self { operation, sampler, document, published, values, body, answer, schema };
        call.tell_cursors_apart();
        call
    }

    /// The document's example of a cursor is often the same on both sides, and a cursor that was there before ends a list.
    fn tell_cursors_apart(&mut self) {
        let Some(Page { cursor, next: Next::Cursor { field }, .. }) = self.operation.page() else { return };
        let (told, own) = (self.answer.pointer(&pointer(field)), json!("before & after"));
        let fits = self.takes_cursor(cursor, &own);
        let same = |value: &Value| fits && Some(value) == told;
        if let Some((_, value)) = self.values.iter_mut().find(|(parameter, value)| parameter.name == *cursor && same(value)) {
            *value = own;
        }
    }

    /// Every argument there is.
    pub fn everything(&self) -> Sent<'_> {
        Sent { query: self.query().cloned().collect(), body: self.body.as_ref().map(|(body, _)| body.clone()) }
    }

    /// Only what has to be there.
    pub fn required(&self) -> Sent<'_> {
        let is_whole = self.operation.whole_body().is_some();
        let needed = |name: &str| is_whole || self.operation.body_arguments().any(|field| field.required && field.name == name);
        let body = self.body.as_ref().map(|(body, schema)| self.sampler.least(schema, body, &needed));
        Sent { query: self.query().filter(|(parameter, _)| parameter.required).cloned().collect(), body }
    }

    /// The answer without what it can do without, but with a null and a field that the document doesn't know; nothing where the
    /// answer has no objects.
    pub fn odd_answer(&self) -> Option<Value> {
        let validator = self.sampler.validator;
        let odd = |schema: &Value, object: &Value| {
            let mut least = self.sampler.least(schema, object, &|name| self.is_special(name));
            let members = least.as_object_mut()?;
            let dropped = object.as_object()?.keys().find(|name| !members.contains_key(*name)).cloned();
            members.extend(dropped.map(|name| (name, Value::Null)));
            members.insert("not_documented".to_owned(), json!({ "list": [1, null, "ü"], "flag": true }));
            Some(least)
        };
        match &self.operation.success.outcome {
            Outcome::Page(pagination) => {
                let mut answer = self.answer.clone();
                let place = pointer(&pagination.items);
                let items = answer.pointer_mut(&place)?;
                let schema = pagination.items.split('/').fold(self.schema, |schema, name| &validator.resolve(schema)["properties"][name]);
                let first = odd(&validator.resolve(schema)["items"], items.get(0)?)?;
                *items = json!([first]);
                Some(answer)
            }
            Outcome::Json { form: Form::Array, .. } | Outcome::Job(Job { form: Form::Array, .. }) => {
                Some(json!([odd(&validator.resolve(self.schema)["items"], self.answer.get(0)?)?]))
            }
            Outcome::Json { .. } | Outcome::Job(_) => odd(self.schema, &self.answer),
            Outcome::Nothing | Outcome::Text { .. } => None,
        }
    }

    /// A field whose absence would make an answer another one.
    fn is_special(&self, name: &str) -> bool {
        let starts = self.operation.job().is_some_and(|job| job.id.first().is_some_and(|first| first == name));
        starts || self.operation.error_field.is_some()
    }

    /// The documented answer of an error status.
    pub fn error(&self, status: u16) -> Value {
        let content = self.published["responses"][status.to_string()]["content"].as_object();
        content.and_then(|content| content.values().next()).map_or(Value::Null, |media| self.sampler.sample(&media["schema"]))
    }

    pub fn is_valid(&self, answer: &Value) -> bool {
        self.sampler.validator.accepts(self.schema, answer)
    }

    /// Whether a cursor may look like this.
    pub fn takes_cursor(&self, name: &str, cursor: &Value) -> bool {
        let found = self.values.iter().map(|(parameter, _)| *parameter).find(|parameter| parameter.name == name);
        let found = found.map(|parameter| schema_of(parameter, self.document));
        let in_body = || self.body.as_ref().map(|(_, schema)| &schema["properties"][name]);
        found.or_else(in_body).is_none_or(|schema| self.sampler.validator.accepts(schema, cursor))
    }

    fn query(&self) -> impl Iterator<Item = &(&'a Argument, Value)> {
        self.values.iter().filter(|(parameter, _)| parameter.location == Location::Query)
    }

    fn path(&self) -> impl Iterator<Item = &(&'a Argument, Value)> {
        self.values.iter().filter(|(parameter, _)| parameter.location == Location::Path)
    }

    /// The `call` of a case.
    pub fn call(&self, sent: &Sent<'_>, mode: Option<&str>) -> Value {
        let mut call = Map::new();
        call.insert("operation".to_owned(), self.operation.full_name().into());
        if let Some(mode) = mode {
            call.insert("mode".to_owned(), mode.into());
        }
        let path: Vec<Value> = self.path().map(|(_, value)| value.clone()).collect();
        if !path.is_empty() {
            call.insert("path".to_owned(), path.into());
        }
        let mut named: Map<String, Value> = sent.query.iter().map(|(parameter, value)| (parameter.name.clone(), value.clone())).collect();
        let one_value = self.operation.whole_body().is_some();
        match &sent.body {
            Some(Value::Object(fields)) if !one_value => named.extend(fields.clone()),
            Some(value) => drop(named.insert("body".to_owned(), value.clone())),
            None => {}
        }
        if !named.is_empty() {
            call.insert("arguments".to_owned(), named.into());
        }
        call.into()
    }

    /// The `expect` of an exchange, for the page after a cursor where there is one.
    pub fn expect(&self, sent: &Sent<'_>, cursor: Option<&Value>) -> Value {
        let mut path = self.operation.path.clone();
        for (parameter, value) in self.path() {
            path = path.replace(&format!("{{{}}}", parameter.name), &encoded(&wire_text(value)));
        }
        let mut query: Vec<Value> = sent.query.iter().flat_map(|(parameter, value)| wire(parameter, value)).collect();
        let mut body = sent.body.clone();
        let in_body = |page: &Page| self.operation.body_arguments().any(|field| field.name == page.cursor);
        match (cursor, self.operation.page(), &mut body) {
            (Some(cursor), Some(pagination), Some(body)) if in_body(pagination) => body[&pagination.cursor] = cursor.clone(),
            (Some(cursor), Some(pagination), _) => {
                query.retain(|pair| pair[0] != pagination.cursor.as_str());
                query.push(json!([pagination.cursor, wire_text(cursor)]));
            }
            _ => {}
        }
        let mut expect = json!({ "method": self.operation.method, "path": path });
        if !query.is_empty() {
            expect["query"] = query.into();
        }
        let mut headers = Map::new();
        if self.operation.success.accept != "application/json" {
            headers.insert("accept".to_owned(), self.operation.success.accept.clone().into());
        }
        match body {
            Some(body) => {
                headers.insert("content-type".to_owned(), "application/json".into());
                expect["json"] = body;
            }
            None if self.operation.method == "GET" => {}
            None => {
                let length = if self.operation.method == "DELETE" { Value::Null } else { "0".into() };
                headers.insert("content-length".to_owned(), length);
                expect["no_body"] = true.into();
            }
        }
        if !headers.is_empty() {
            expect["headers"] = headers.into();
        }
        expect
    }
}

impl Sent<'_> {
    pub fn is_like(&self, other: &Self) -> bool {
        self.query.len() == other.query.len() && self.body == other.body
    }

    /// A whole number among the arguments; 0 where it isn't given.
    pub fn number(&self, name: &str) -> u64 {
        self.query.iter().find(|(parameter, _)| parameter.name == name).and_then(|(_, value)| value.as_u64()).unwrap_or(0)
    }

    /// Without the argument that the pages themselves set.
    pub fn without(mut self, name: &str) -> Self {
        self.query.retain(|(parameter, _)| parameter.name != name);
        if let Some(Value::Object(fields)) = &mut self.body {
            fields.shift_remove(name);
        }
        self
    }
}

fn schema_of<'a>(parameter: &Argument, document: &'a Value) -> &'a Value {
    parameter.pointer.of(document).map_or(&Value::Null, |found| &found["schema"])
}

/// The document's example where it is one, or a value made from the schema, as a user would give it.
fn value_of(parameter: &Argument, document: &Value, sampler: &Sampler<'_>) -> Value {
    let schema = schema_of(parameter, document);
    match (parameter.encoding, &parameter.example) {
        (Encoding::CommaSeparated, Some(Value::String(text))) => text.split(',').map(str::trim).collect(),
        (Encoding::CommaSeparated, _) => json!(["first", "second"]),
        (Encoding::Repeated, Some(Value::Array(items))) if items.len() > 1 => items.clone().into(),
        (Encoding::Repeated, _) => several(&schema["items"], sampler),
        (_, Some(example)) if sampler.validator.accepts(schema, example) => example.clone(),
        _ => sampler.sample(schema),
    }
}

/// Two items, so that it shows how a list is written.
fn several(schema: &Value, sampler: &Sampler<'_>) -> Value {
    if let Some(values) = schema["enum"].as_array().filter(|values| values.len() > 1) {
        return values[..2].into();
    }
    let first = sampler.sample(schema);
    let second = ["lead+two@example.com", "019ffad2-9c3b-7cc8-976d-4ad656e3bf47", "second & last", "2026-01-03"];
    let second = second.iter().map(|text| json!(text)).find(|text| sampler.validator.accepts(schema, text));
    std::iter::once(first).chain(second).collect()
}

/// A parameter's pairs in the query string.
fn wire(parameter: &Argument, value: &Value) -> Vec<Value> {
    match (parameter.encoding, value) {
        (Encoding::CommaSeparated, Value::Array(items)) => {
            vec![json!([parameter.name, items.iter().map(wire_text).collect::<Vec<_>>().join(",")])]
        }
        (_, Value::Array(items)) => items.iter().map(|item| json!([parameter.name, wire_text(item)])).collect(),
        (_, value) => vec![json!([parameter.name, wire_text(value)])],
    }
}

pub fn wire_text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Everything outside of RFC 3986's unreserved set is escaped in a path value.
pub fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    text.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// A place of an answer, `activity_feed/items`, as a JSON pointer.
pub fn pointer(place: &str) -> String {
    format!("/{place}")
}
