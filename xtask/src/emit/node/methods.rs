//! The methods of a resource class.

use anyhow::{Context, Result};
use serde::Serialize;

use super::annotation::{Side, text};
use super::{layout, parameters};
use crate::emit::node::names::{argument, member};
use crate::emit::shared::errors::error_class;
use crate::ir::{Api, Operation, Outcome, Type, Wait, snake};

/// A method, ready to be printed.
#[derive(Serialize)]
pub struct Method {
    pub name: String,
    pub documentation: String,
    /// `  list(params: ..., options: ...): PagePromise<BackgroundJob> {`
    pub signature: String,
    /// `    return this.caller.list<BackgroundJob>(...);`
    pub statement: String,
}

impl Method {
    /// The method that calls an operation: path values first, then the object of parameters, then options.
    pub fn of(api: &Api, operation: &Operation) -> Result<Self> {
        let path: Vec<String> = operation.path_arguments().map(|parameter| argument(&parameter.identifier)).collect();
        let mut arguments: Vec<String> = path.iter().map(|name| format!("{name}: string")).collect();
        let has_parameters = parameters::has_any(operation);
        if has_parameters {
            let default = if parameters::are_needed(operation) { "" } else { " = {}" };
            arguments.push(format!("params: {}{default}", parameters::name(operation)));
        }
        arguments.push("options: RequestOptions = {}".to_owned());
        let Returned { verb, types, promise } = returned(api, operation)?;
        let passed = [
            layout::access("operations", &operation.id),
            format!("[{}]", path.join(", ")),
            if has_parameters { "params" } else { "{}" }.to_owned(),
            "options".to_owned(),
        ];
        let name = member(&operation.name);
        Ok(Self {
            documentation: documentation(operation),
            signature: layout::list(2, &name, ('(', ")"), &arguments, &format!(": {promise} {{")),
            statement: layout::list(4, &format!("return this.caller.{verb}<{types}>"), ('(', ")"), &passed, ";"),
            name,
        })
    }

    /// `wait` and `waitMany` of the resource with this name.
    pub fn waiting(resource: &str, wait: &Wait) -> [Self; 2] {
        let item = type_text(&wait.item);
        let noun = snake(&item).replace('_', " ");
        let statuses = |all: &[String]| all.iter().map(|status| format!("`{status}`")).collect::<Vec<_>>().join(" or ");
        let rejections = format!(
            "Rejects with a `JobFailedError` when {{}} ends as {}, and with a `WaitTimeoutError` when `timeout` passes; every other status but \
             {} is waited through.",
            statuses(&wait.failed),
            statuses(&wait.succeeded),
        );
        let method = |name: &str, (argument, kind): (&str, &str), value: &str, summary: &str, subject: &str| Self {
            name: name.to_owned(),
            documentation: layout::documentation(&[summary, &rejections.replace("{}", subject)], 2),
            signature: layout::list(
                2,
                name,
                ('(', ")"),
                &[format!("{argument}: {kind}"), format!("options: WaitOptions<{item}> = {{}}")],
                &format!(": Promise<{value}> {{"),
            ),
            statement: layout::list(
                4,
                &format!("return this.caller.{name}<{item}>"),
                ('(', ")"),
                &[layout::literal(resource), argument.to_owned(), "options".to_owned()],
                ";",
            ),
        };
        let many = format!(
            "Waits until each {noun} of these is done, with one call for up to {} of them, and returns them in the order of `ids`.",
            wait.at_most
        );
        [
            method("wait", ("id", "string"), &item, &format!("Waits until the {noun} is done, and returns it."), "it"),
            method("waitMany", ("ids", "readonly string[]"), &format!("{item}[]"), &many, "one"),
        ]
    }
}

/// What comes of a call, in TypeScript.
struct Returned {
    /// The caller's method.
    verb: &'static str,
    /// Its type arguments.
    types: String,
    /// The return type.
    promise: String,
}

fn returned(api: &Api, operation: &Operation) -> Result<Returned> {
    let outcome = &operation.success.outcome;
    let value = match outcome.value() {
        None => "void".to_owned(),
        Some(Type::Any) => "unknown".to_owned(),
        Some(known) if outcome.is_optional() => format!("{} | undefined", type_text(known)),
        Some(known) => type_text(known),
    };
    Ok(match outcome {
        Outcome::Page(_) => Returned { verb: "list", promise: format!("PagePromise<{value}>"), types: value },
        Outcome::Job(_) => {
            let job = api.job_of(operation).with_context(|| format!("{}: the job it starts can't be waited for", operation.pointer))?;
            let types = format!("{value}, {}", type_text(&job.1.item));
            Returned { verb: "startJob", promise: format!("APIPromise<StartedJob<{types}>>"), types }
        }
        _ => Returned { verb: "call", promise: format!("APIPromise<{value}>"), types: value },
    })
}

fn type_text(r#type: &Type) -> String {
    text(r#type, Side::Answer).join(" | ")
}

fn documentation(operation: &Operation) -> String {
    let how = match operation.success.outcome {
        Outcome::Page(_) => "Await it for the first page; iterate it for the items of every page.",
        Outcome::Job(_) => "Starts a job in the background: `wait()` of what comes back waits for its end.",
        _ => "",
    };
    let mut call = format!("`{} {}`.", operation.method, operation.path);
    match operation.scopes.as_slice() {
        [] => {}
        [scope] => call += &format!(" Needs the scope `{scope}`."),
        scopes => {
            let scopes: Vec<_> = scopes.iter().map(|scope| format!("`{scope}`")).collect();
            call += &format!(" Needs one of the scopes {}.", scopes.join(", "));
        }
    }
    let paragraphs = [operation.summary.clone(), how.to_owned(), call, errors(operation), tags(operation)];
    layout::documentation(&paragraphs.each_ref().map(String::as_str), 2)
}

/// What the document says may go wrong, by the classes that a program would catch.
fn errors(operation: &Operation) -> String {
    let mut classes: Vec<String> = Vec::new();
    for status in &operation.errors {
        let class = format!("`{}`", error_class(*status));
        if !classes.contains(&class) {
            classes.push(class);
        }
    }
    if classes.is_empty() { String::new() } else { format!("Documented errors: {}.", classes.join(", ")) }
}

/// What the path values are.
fn tags(operation: &Operation) -> String {
    let explained = operation.path_arguments().filter(|parameter| !parameter.summary.is_empty());
    let tags: Vec<String> =
        explained.map(|parameter| format!("@param {} - {}", argument(&parameter.identifier), parameter.summary)).collect();
    tags.join("\n")
}
