//! The methods of a resource class.

use anyhow::{Result, bail};
use serde::Serialize;

use super::layout;
use super::types::{parameters_name, type_text};
use crate::ir::{Operation, Shape, Type, Wait, camel, snake};

/// A method, ready to be printed.
#[derive(Serialize)]
pub struct Method {
    pub name: String,
    pub documentation: String,
    /// `  list(params: ..., options: ...): PagePromise<BackgroundJob> {`
    pub signature: String,
    /// `    return this.transport.list<BackgroundJob>(...);`
    pub statement: String,
    /// The return type.
    pub result: String,
}

impl Method {
    /// The method that calls an operation: path values first, then the object of parameters, then options.
    pub fn of(operation: &Operation) -> Result<Self> {
        let path: Vec<String> = operation.path_parameters().map(|parameter| argument(&parameter.identifier)).collect();
        let mut arguments: Vec<String> = path.iter().map(|name| format!("{name}: string")).collect();
        let parameters = parameters_name(operation).map(|name| {
            let default = if needs_parameters(operation) { "" } else { " = {}" };
            arguments.push(format!("params: {name}{default}"));
            "params"
        });
        arguments.push("options: RequestOptions = {}".to_owned());
        let (verb, value) = value(operation)?;
        let promise = if verb == "list" { "PagePromise" } else { "APIPromise" };
        let passed = [
            format!("operations.{}", operation.id),
            format!("[{}]", path.join(", ")),
            parameters.unwrap_or("{}").to_owned(),
            "options".into(),
        ];
        let name = camel(&operation.name);
        let result = format!("{promise}<{value}>");
        Ok(Self {
            documentation: documentation(operation),
            signature: layout::list(2, &name, '(', &arguments, ')', &format!(": {result} {{")),
            statement: layout::list(4, &format!("return this.transport.{verb}<{value}>"), '(', &passed, ')', ";"),
            name,
            result,
        })
    }

    /// `wait` and `waitMany`.
    pub fn waiting(wait: &Wait) -> [Self; 2] {
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
                '(',
                &[format!("{argument}: {kind}"), format!("options: WaitOptions<{item}> = {{}}")],
                ')',
                &format!(": Promise<{value}> {{"),
            ),
            statement: layout::list(
                4,
                &format!("return this.transport.{name}<{item}>"),
                '(',
                &["plan".to_owned(), argument.to_owned(), "options".to_owned()],
                ')',
                ";",
            ),
            result: format!("Promise<{value}>"),
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

/// Whether a call without parameters would be refused.
fn needs_parameters(operation: &Operation) -> bool {
    operation.query_parameters().any(|parameter| parameter.required) || operation.body.as_ref().is_some_and(|body| body.required)
}

/// The transport's method, and the type of what it brings.
fn value(operation: &Operation) -> Result<(&'static str, String)> {
    let response = &operation.response;
    if let Some(pagination) = &operation.pagination {
        return Ok(("list", pagination.item.as_ref().map_or_else(|| "unknown".to_owned(), type_text)));
    }
    let value = match (&response.shape, &response.r#type) {
        (Shape::Empty, _) => "void".to_owned(),
        (Shape::Text, _) => "string".to_owned(),
        (_, Some(Type::Any)) | (Shape::Any, None) => "unknown".to_owned(),
        (_, Some(known)) => type_text(known),
        (_, None) => bail!("{}: a success without a type can't be returned", response.pointer),
    };
    Ok(("call", value))
}

fn documentation(operation: &Operation) -> String {
    let paging = if operation.pagination.is_some() { "Await it for the first page; iterate it for the items of every page." } else { "" };
    let mut call = format!("`{} {}`.", operation.method, operation.path);
    match operation.scopes.as_slice() {
        [] => {}
        [scope] => call += &format!(" Needs the scope `{scope}`."),
        scopes => {
            let scopes: Vec<_> = scopes.iter().map(|scope| format!("`{scope}`")).collect();
            call += &format!(" Needs one of the scopes {}.", scopes.join(", "));
        }
    }
    layout::documentation(&[&operation.summary, paging, &call], 2)
}

/// The name of a path value as an argument, kept off the words and the names that are taken.
fn argument(identifier: &str) -> String {
    const TAKEN: &str = "arguments await break case catch class const continue debugger default delete do else enum eval export extends false \
        finally for function if implements import in instanceof interface let new null operations options package params plan private protected \
        public return static super switch this throw true try typeof var void while with yield";
    let name = camel(identifier);
    if TAKEN.split(' ').any(|taken| taken == name) { format!("{name}_") } else { name }
}
