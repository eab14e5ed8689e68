//! Conformance cases for each option in each scope: `tests/conformance/cases/options/*.yaml`, a file a scope.
//!
//! The operations that carry them are found in the document: a read, a write, a list, and an object that can be waited for. What it doesn't have,
//! there are no cases for.

use anyhow::Result;
use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;
use serde_json::{Value, json};

use super::file::{file, header};
use super::rows::is_callback;
use crate::emit::conformance::flow::flow;
use crate::emit::conformance::{Case, Cases, Exchange};
use crate::ir::{Api, Form, Operation, Outcome, Wait};
use crate::options::{Check, Kind, OPTIONS, Row, Scope};
use crate::output::OutputFile;

const FOLDER: &str = "tests/conformance/cases/options";

/// Shorter than the timeouts of the fixtures, and long enough for a busy machine to send a request.
const SHORT: f64 = 0.5;

/// The scopes that cases speak of, by the names of their files.
const SCOPES: [(Scope, &str); 5] =
    [(Scope::Client, "client"), (Scope::Derived, "derived"), (Scope::Call, "call"), (Scope::List, "list"), (Scope::Wait, "wait")];

pub fn emit(api: &Api) -> Result<Vec<OutputFile>> {
    let subjects = Subjects::find(api);
    let mut files = Vec::new();
    for (scope, name) in SCOPES {
        let rows = OPTIONS.iter().filter(|row| row.is_in(scope) && !is_callback(row));
        let mut cases = Vec::new();
        for row in rows {
            cases.extend(subjects.accepted(scope, name, row)?);
            cases.extend(subjects.refused(scope, name, row));
        }
        if !cases.is_empty() {
            let values = context! { header => header("#", file!()), cases => Serde(cases) };
            files.push(file(&format!("{FOLDER}/{name}.yaml"), include_str!("cases.yaml.j2"), values)?);
        }
    }
    Ok(files)
}

/// A case, and the languages it can't be said in.
#[derive(Serialize)]
struct OptionCase {
    except: Option<String>,
    case: Case,
}

/// The operations that carry the options.
struct Subjects<'a> {
    read: Option<Cases<'a>>,
    write: Option<Cases<'a>>,
    list: Option<Cases<'a>>,
    wait: Option<Waited<'a>>,
}

/// A resource whose objects can be waited for.
struct Waited<'a> {
    name: String,
    wait: &'a Wait,
    get: Cases<'a>,
}

impl<'a> Subjects<'a> {
    fn find(api: &'a Api) -> Self {
        // The shortest: the options are what these cases are about.
        let length = |cases: &Cases<'_>| {
            let call = &cases.call;
            flow(&call.call(&call.required(), None)).len() + flow(&call.answer).len()
        };
        let shortest = |fits: &dyn Fn(&Operation) -> bool| {
            let fitting = api.operations.iter().filter(|operation| fits(operation));
            fitting.map(|operation| Cases::of(operation, &api.source.document)).min_by_key(length)
        };
        let plain = |operation: &Operation| matches!(operation.success.outcome, Outcome::Json { form: Form::Object, .. });
        let resource = api.resources.iter().find_map(|resource| resource.wait.as_ref().map(|wait| (resource, wait)));
        let wait = resource.and_then(|(resource, wait)| {
            let get = shortest(&|operation| operation.id == wait.get)?;
            Some(Waited { name: resource.path.join("."), wait, get })
        });
        Self {
            read: shortest(&|operation| operation.safe && operation.method == "GET" && plain(operation)),
            write: shortest(&|operation| !operation.safe && plain(operation)),
            list: shortest(&|operation| operation.method == "GET" && operation.page().is_some()),
            wait,
        }
    }

    /// A right value, and what comes of it.
    fn accepted(&self, scope: Scope, place: &str, row: &Row) -> Result<Vec<OptionCase>> {
        let id = |ending: &str| format!("options/{place}/{}{ending}", row.name.replace('_', "-"));
        let mut made = Vec::new();
        match (row.check, scope) {
            (Check::EveryCase | Check::Refused | Check::ByHand, _) => {}
            (check, Scope::Wait) => made.extend(self.wait.as_ref().map(|waited| waited.case(id(""), row, check))),
            (Check::Walk, _) => {
                let pages = self
                    .list
                    .as_ref()
                    .map(|list| [("-off", false), ("-on", true)].map(|(ending, value)| list.walk(id(ending), scope, row, value)));
                for case in pages.into_iter().flatten() {
                    made.extend(case?);
                }
            }
            (Check::Writes, _) => made.extend(self.write.as_ref().map(|write| {
                let mut call = write.call.call(&write.call.required(), None);
                call["options"] = json!({ "max_retries": 1 });
                write.repeated(id(""), "A write that failed is sent again.", scope, row, &json!(true), call)
            })),
            (Check::Retries, _) => made.extend(self.read.as_ref().map(|read| {
                let call = read.call.call(&read.call.required(), None);
                read.repeated(id(""), "A read that failed is sent again.", scope, row, &json!(1), call)
            })),
            (check, _) => made.extend(self.read.as_ref().map(|read| read.single(id(""), scope, row, check))),
        }
        Ok(made.into_iter().map(|case| OptionCase { except: None, case }).collect())
    }

    /// A wrong value is refused before anything is sent, and the error names the option.
    fn refused(&self, scope: Scope, place: &str, row: &Row) -> Option<OptionCase> {
        let typed = |reason: &str| Some(json!({ "rust": reason }));
        let (value, except) = match row.kind {
            Kind::Text | Kind::Certificates => (json!("a\nb"), None),
            Kind::Headers => (json!({ "x-option": "a\nb" }), None),
            Kind::Seconds(_) => (json!(0), typed("a Duration of zero is a caller's own business")),
            Kind::Count(_) => (json!(-1), typed("a u32 is never negative")),
            Kind::Size(_) => (json!(0), typed("a size of zero is a caller's own business")),
            Kind::Flag(_) => (json!("yes"), typed("a bool has two values")),
            Kind::Pacing => (json!("fast"), typed("RateLimit has two values")),
            Kind::Query | Kind::Fields | Kind::Callback { .. } => return None,
        };
        let mut call = match scope {
            Scope::Wait => self.wait.as_ref().map(Waited::call),
            Scope::List => self.list.as_ref().map(|list| list.call.call(&list.call.required(), None)),
            _ => self.read.as_ref().map(|read| read.call.call(&read.call.required(), None)),
        }?;
        let client = put(scope, row, &value, &mut call);
        let case = Case {
            id: format!("options/{place}/{}-refused", row.name.replace('_', "-")),
            title: "A wrong value is refused, and the error names the option.".to_owned(),
            client: client.map(|client| flow(&client)),
            call: flow(&call),
            exchanges: Vec::new(),
            result: flow(&json!({ "error": { "class": "InvalidArgumentError", "argument": row.name } })),
        };
        Some(OptionCase { except: except.map(|except| flow(&except)), case })
    }
}

impl Cases<'_> {
    /// One call with an option.
    fn single(&self, id: String, scope: Scope, row: &Row, check: Check) -> Case {
        let sent = self.call.required();
        let (mut call, mut expect) = (self.call.call(&sent, None), self.call.expect(&sent, None));
        let (mut respond, mut result) = (self.respond(&self.call.answer), self.result(&sent, &self.call.answer, 1));
        let (title, value) = match (check, row.kind) {
            (Check::Sent(header), _) => {
                expect["headers"][header] = json!({ "contains": "option/1.0" });
                ("It is in the request.", json!("option/1.0"))
            }
            (Check::Given, Kind::Query) => {
                let given = json!(["option", "one & two"]);
                match expect["query"].as_array_mut() {
                    Some(pairs) => pairs.push(given),
                    None => expect["query"] = json!([given]),
                }
                ("It is in the request.", json!({ "option": "one & two" }))
            }
            (Check::Given, _) => {
                expect["headers"]["x-option"] = json!("given");
                ("It is in the request.", json!({ "x-option": "given" }))
            }
            (Check::Times, _) => {
                respond = flow(&json!({ "hang": true }));
                result = json!({ "error": { "class": "APITimeoutError", "attempts": 1 } });
                ("It ends a call without a response.", json!(SHORT))
            }
            _ => ("It is accepted.", harmless(row)),
        };
        let client = put(scope, row, &value, &mut call);
        let exchanges = vec![Exchange { expect: flow(&expect), respond }];
        let client = client.map(|client| flow(&client));
        Case { id, title: title.to_owned(), client, call: flow(&call), exchanges, result: flow(&result) }
    }

    /// All pages of a list.
    fn walk(&self, id: String, scope: Scope, row: &Row, value: bool) -> Result<Option<Case>> {
        let Some(pagination) = self.call.operation.page() else { return Ok(None) };
        let mut call = self.call.call(&self.call.required().without(&pagination.cursor), Some("all"));
        let client = put(scope, row, &json!(value), &mut call).map(|client| flow(&client));
        let title = "Every page comes, with and without it.".to_owned();
        Ok(Some(Case { id, title, client, call: flow(&call), ..self.pages(pagination)? }))
    }

    /// A call that goes well at the second attempt.
    fn repeated(&self, id: String, title: &str, scope: Scope, row: &Row, value: &Value, mut call: Value) -> Case {
        let sent = self.call.required();
        let client = put(scope, row, value, &mut call);
        let exchange = |respond| Exchange { expect: flow(&self.call.expect(&sent, None)), respond };
        let failed = exchange(flow(&json!({ "status": 500, "headers": { "retry-after": "0" }, "raw": "" })));
        Case {
            id,
            title: title.to_owned(),
            client: client.map(|client| flow(&client)),
            call: flow(&call),
            exchanges: vec![failed, exchange(self.respond(&self.call.answer))],
            result: flow(&self.result(&sent, &self.call.answer, 2)),
        }
    }
}

impl Waited<'_> {
    /// The call that waits for one object, with the options that make it quick.
    fn call(&self) -> Value {
        let mut call = self.get.call.call(&self.get.call.required(), Some("wait"));
        call["operation"] = json!(format!("{}.wait", self.name));
        call
    }

    /// A wait with an option: it ends well, or in time.
    fn case(&self, id: String, row: &Row, check: Check) -> Case {
        let (get, wait) = (&self.get.call, self.wait);
        let sent = get.required();
        let mut call = self.call();
        let expect = flow(&get.expect(&sent, None));
        let (title, value, respond, result) = if check == Check::Times {
            let result = json!({ "error": { "class": "WaitTimeoutError" } });
            ("It ends a wait whose poll has no response.", json!(SHORT), flow(&json!({ "hang": true })), result)
        } else {
            let mut done = get.answer.clone();
            (done[&wait.status], done[&wait.progress]) = (json!(wait.succeeded.first()), json!(100));
            ("It is accepted.", harmless(row), self.get.respond(&done), json!({ "json": done, "progress": [100] }))
        };
        put(Scope::Wait, row, &value, &mut call);
        Case {
            id,
            title: title.to_owned(),
            client: None,
            call: flow(&call),
            exchanges: vec![Exchange { expect, respond }],
            result: flow(&result),
        }
    }
}

/// Puts an option where a scope has it. Those of a client are not part of the call.
fn put(scope: Scope, row: &Row, value: &Value, call: &mut Value) -> Option<Value> {
    let place = match scope {
        Scope::Client => return Some(json!({ row.name: value })),
        Scope::Derived => "with_options",
        Scope::Wait => "arguments",
        Scope::Call | Scope::List | Scope::Body | Scope::Poll => "options",
    };
    call[place][row.name] = value.clone();
    None
}

/// A value that makes no difference to a quick call.
fn harmless(row: &Row) -> Value {
    match row.kind {
        Kind::Seconds(_) => json!(30),
        Kind::Count(_) => json!(1),
        Kind::Size(_) => json!(1_000_000),
        Kind::Flag(flag) => json!(!flag),
        _ => json!("auto"),
    }
}
