//! Conformance cases: one file a resource, a few short cases for every operation.
//!
//! In: the [`Api`] and, for the values, the document it was built from. Out: `tests/conformance/cases/generated/*.yaml`, in the
//! format that `tests/conformance/README.md` describes. To say more about an operation, add to [`Writer::cases_of`]; the cases that
//! need thought (faults, retries, odd bodies) are written by hand, beside the `generated` folder.

mod call;
pub mod flow;
pub mod rust_runner;

use std::collections::BTreeSet;

use anyhow::{Result, anyhow};
use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;
use serde_json::{Value, json};

use crate::emit::shared::errors::error_class;
use crate::emit::shared::templates::environment;
use crate::ir::{Api, Job, Next, Operation, Outcome, Page, Resource};
use crate::output::{OutputFile, header};
use call::{SampledCall, Sent, encoded, pointer, wire_text};
use flow::flow;

/// One file of cases for each resource that has operations.
pub fn emit(api: &Api) -> Result<Vec<OutputFile>> {
    let environment = environment(&[("cases", include_str!("cases.yaml.j2"))])?;
    let template = environment.get_template("cases")?;
    let mut writer = Writer { api, statuses: BTreeSet::new() };
    let mut files = Vec::new();
    for resource in api.resources.iter().filter(|resource| !resource.operations.is_empty()) {
        let mut cases = Vec::new();
        for operation in api.operations_of(resource) {
            cases.extend(writer.cases_of(resource, operation)?);
        }
        let contents = template.render(context! { header => header(&api.source, "#", file!()), cases => Serde(cases) })?;
        files.push(OutputFile { path: format!("tests/conformance/cases/generated/{}.yaml", resource.file_stem()), contents });
    }
    Ok(files)
}

/// A case as the template writes it; everything but the title is YAML already.
#[derive(Serialize)]
pub struct Case {
    pub id: String,
    pub title: String,
    pub client: Option<String>,
    pub call: String,
    pub exchanges: Vec<Exchange>,
    pub result: String,
}

#[derive(Serialize)]
pub struct Exchange {
    pub expect: String,
    pub respond: String,
}

struct Writer<'a> {
    api: &'a Api,
    /// The error statuses that some operation has a case for.
    statuses: BTreeSet<u16>,
}

/// What the cases of one operation have in common.
pub struct Cases<'a> {
    pub call: SampledCall<'a>,
    name: String,
}

impl Writer<'_> {
    /// The call with everything that can be said, the call with the least, what comes of a failure, the pages of a list, the job that a
    /// call starts, and each error status for the first operation that documents it.
    fn cases_of(&mut self, resource: &Resource, operation: &Operation) -> Result<Vec<Case>> {
        let name = format!("{}/generated/{}", resource.path.join("-"), operation.name).replace('_', "-");
        let cases = Cases { call: SampledCall::new(operation, &self.api.source.document), name };
        let call = &cases.call;
        let (everything, required) = (call.everything(), call.required());
        let mut made = vec![cases.plain("", "Every argument there is, and the documented answer.", &everything, &call.answer)];
        let answer = call.odd_answer();
        if answer.is_some() || !required.is_like(&everything) {
            let title = "Nothing but what is required; a field that nobody knows and a null come through.";
            made.push(cases.plain("-at-least", title, &required, answer.as_ref().unwrap_or(&call.answer)));
        }
        made.push(cases.failure(&required));
        if let Some(page) = operation.page() {
            made.push(cases.pages(page)?);
        }
        if let Some(job) = operation.job() {
            made.extend(self.jobs(&cases, job, &required)?);
        }
        for status in &operation.errors {
            if self.statuses.insert(*status) {
                made.push(cases.error(*status, &required));
            }
        }
        Ok(made)
    }

    /// The wait for the job that a call starts, and a call that starts none.
    fn jobs(&self, cases: &Cases<'_>, starts: &Job, sent: &Sent<'_>) -> Result<[Case; 2]> {
        let lost = || anyhow!("{}: what it starts can't be waited for", cases.call.operation.pointer.path);
        let (_, wait) = self.api.job_of(cases.call.operation).ok_or_else(lost)?;
        let get = self.api.operations.iter().find(|operation| operation.id == wait.get).ok_or_else(lost)?;
        let place = pointer(&starts.id.join("/"));
        let id = cases.call.answer.pointer(&place).cloned().unwrap_or_default();

        let mut done = SampledCall::new(get, &self.api.source.document).answer;
        done[&wait.id] = id.clone();
        let mut polled = done.clone();
        (polled[&wait.status], polled[&wait.progress]) = (json!("in-progress"), json!(40));
        (done[&wait.status], done[&wait.progress]) = (json!(wait.succeeded.first()), json!(100));
        let first = get.path_arguments().next().map_or("id", |parameter| parameter.name.as_str());
        let path = get.path.replace(&format!("{{{first}}}"), &encoded(&wire_text(&id)));
        let poll = |job: &Value| Exchange {
            expect: flow(&json!({ "method": get.method, "path": path })),
            respond: flow(&json!({ "status": 200, "json": job })),
        };

        let mut call = cases.call.call(sent, None);
        call["then_wait"] = json!({ "timeout": 10, "poll_interval": 0.001 });
        let mut waited = cases.plain("-then-wait", "The job that it starts is waited for until it is done.", sent, &cases.call.answer);
        waited.call = flow(&call);
        waited.exchanges.extend([poll(&polled), poll(&done)]);
        waited.result = flow(&json!({ "json": "$answer/1", "job_id": wire_text(&id), "waited": "$answer/3", "progress": [40, 100] }));

        let mut answer = cases.call.answer.clone();
        if let Some(id) = answer.pointer_mut(&place) {
            *id = Value::Null;
        }
        let mut none = cases.plain("-without-job", "Where the API names no job there is nothing to wait for.", sent, &answer);
        none.call = flow(&call);
        none.result = flow(&json!({ "json": "$answer/1", "job_id": null, "waited": null }));
        Ok([waited, none])
    }
}

impl<'a> Cases<'a> {
    /// For cases of another kind about this operation.
    pub fn of(operation: &'a Operation, document: &'a Value) -> Self {
        Self { call: SampledCall::new(operation, document), name: String::new() }
    }

    fn case(&self, suffix: &str, title: &str, call: &Value, exchanges: Vec<Exchange>, result: &Value) -> Case {
        Case {
            id: format!("{}{suffix}", self.name),
            title: title.to_owned(),
            client: None,
            call: flow(call),
            exchanges,
            result: flow(result),
        }
    }

    /// One call and its answer.
    fn plain(&self, suffix: &str, title: &str, sent: &Sent<'_>, answer: &Value) -> Case {
        let call = &self.call;
        let exchange = Exchange { expect: flow(&call.expect(sent, None)), respond: self.respond(answer) };
        self.case(suffix, title, &call.call(sent, None), vec![exchange], &self.result(sent, answer, 1))
    }

    /// A failure that may have come after the server acted: a read is repeated, a write is not.
    fn failure(&self, sent: &Sent<'_>) -> Case {
        let call = &self.call;
        let exchange = |respond| Exchange { expect: flow(&call.expect(sent, None)), respond };
        let failed = exchange(flow(&json!({ "status": 500, "headers": { "retry-after": "0" }, "raw": "" })));
        let (suffix, title, exchanges, result) = if call.operation.safe {
            let exchanges = vec![failed, exchange(self.respond(&call.answer))];
            let result = self.result(sent, &call.answer, exchanges.len());
            ("-again", "It changes nothing, so it is repeated after a failure.", exchanges, result)
        } else {
            let error = json!({ "class": error_class(500), "status_code": 500, "attempts": 1 });
            ("-once", "It may have acted before it failed, so it is never repeated.", vec![failed], json!({ "error": error }))
        };
        let client = flow(&json!({ "max_retries": 2 }));
        Case { client: Some(client), ..self.case(suffix, title, &call.call(sent, None), exchanges, &result) }
    }

    /// Two pages, joined by the cursor the first one gave.
    pub fn pages(&self, pagination: &Page) -> Result<Case> {
        let call = &self.call;
        let items = pointer(&pagination.items);
        let (mut first, mut last) = (call.answer.clone(), call.answer.clone());
        let count = first.pointer(&items).and_then(Value::as_array).map_or(0, Vec::len);
        let cursor = match &pagination.next {
            Next::Cursor { field } => {
                let odd = json!("cursor & more/of=it");
                let place = pointer(field);
                let told = first.pointer_mut(&place).ok_or_else(|| anyhow!("{}: a page without {field}", call.operation.pointer.path))?;
                let usual = std::mem::replace(told, odd.clone());
                if (!call.is_valid(&first) || !call.takes_cursor(&pagination.cursor, &odd))
                    && let Some(told) = first.pointer_mut(&place)
                {
                    *told = usual.clone();
                }
                remove(&mut last, field);
                first.pointer(&place).cloned().unwrap_or(usual)
            }
            Next::Offset { total } => {
                for page in [&mut first, &mut last] {
                    if let Some(total) = page.pointer_mut(&pointer(total)) {
                        *total = json!(2 * count);
                    }
                }
                json!(count)
            }
        };
        let all: Vec<String> =
            (1..=2).flat_map(|page| (0..count).map(move |index| format!("$answer/{page}/{}/{index}", pagination.items))).collect();
        let sent = call.required().without(&pagination.cursor);
        let exchanges = vec![
            Exchange { expect: flow(&call.expect(&sent, None)), respond: self.respond(&first) },
            Exchange { expect: flow(&call.expect(&sent, Some(&cursor))), respond: self.respond(&last) },
        ];
        let title = "What one page says of the next asks for it, exactly as it came.";
        Ok(self.case("-every-page", title, &call.call(&sent, Some("all")), exchanges, &json!({ "items": all })))
    }

    fn error(&self, status: u16, sent: &Sent<'_>) -> Case {
        let body = self.call.error(status);
        let mut error = json!({ "class": error_class(status), "status_code": status, "attempts": 1, "body": "$answer/1" });
        if let Some(message) = body["message"].as_str() {
            error["message_contains"] = json!([message]);
        }
        let exchange = Exchange { expect: flow(&self.call.expect(sent, None)), respond: flow(&json!({ "status": status, "json": body })) };
        let call = self.call.call(sent, None);
        self.case(&format!("-error-{status}"), "A documented error.", &call, vec![exchange], &json!({ "error": error }))
    }

    pub fn respond(&self, answer: &Value) -> String {
        let success = &self.call.operation.success;
        let status = success.status;
        let mut respond = match &success.outcome {
            Outcome::Nothing => json!({ "status": status }),
            Outcome::Text { media } => json!({ "status": status, "headers": { "content-type": media }, "raw": answer }),
            Outcome::Json { .. } | Outcome::Page(_) | Outcome::Job(_) => json!({ "status": status, "json": answer }),
        };
        if success.outcome.value().is_some() && !self.call.is_valid(answer) {
            respond["valid"] = false.into();
        }
        flow(&respond)
    }

    /// What the call gives in any language, by the answer of this exchange: a page is its items, its cursor and whether there is more.
    pub fn result(&self, sent: &Sent<'_>, answer: &Value, exchange: usize) -> Value {
        let operation = self.call.operation;
        if let Some(pagination) = operation.page() {
            let count = answer.pointer(&pointer(&pagination.items)).and_then(Value::as_array).map_or(0, Vec::len);
            let next = match &pagination.next {
                Next::Cursor { field } => answer.pointer(&pointer(field)).cloned().unwrap_or_default(),
                Next::Offset { total } => {
                    let total = answer.pointer(&pointer(total)).and_then(Value::as_u64).unwrap_or(0);
                    let next = sent.number(&pagination.cursor) + count as u64;
                    if count == 0 || next >= total { Value::Null } else { json!(next.to_string()) }
                }
            };
            let more = !next.is_null() && count > 0;
            let items = format!("$answer/{exchange}/{}", pagination.items);
            return json!({ "json": { "items": items, "next_starting_after": next, "has_next_page": more } });
        }
        let mut result = match operation.success.outcome {
            Outcome::Nothing => json!({ "json": null }),
            Outcome::Text { .. } => json!({ "json": answer }),
            _ => json!({ "json": format!("$answer/{exchange}") }),
        };
        if let Some(starts) = operation.job() {
            result["job_id"] =
                answer.pointer(&pointer(&starts.id.join("/"))).filter(|id| !id.is_null()).map_or(Value::Null, |id| json!(wire_text(id)));
        }
        result
    }
}

/// Takes the value out of a place.
fn remove(answer: &mut Value, place: &str) {
    let (parent, name) = place.rsplit_once('/').map_or((String::new(), place), |(parent, name)| (pointer(parent), name));
    if let Some(members) = answer.pointer_mut(&parent).and_then(Value::as_object_mut) {
        members.shift_remove(name);
    }
}
