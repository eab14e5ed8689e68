//! One operation as a method.

use anyhow::{Context, Result, bail, ensure};
use serde::Serialize;

use super::in_words;
use crate::emit::rust_types::{Imports, escaped, has_parameters, literal, type_of};
use crate::ir::{Kind, Operation, Parameter, Shape, screaming};

/// What the template needs of a method. An operation whose parameters may all be left out has two: `get(id)`, and `get_with(id, params)`
/// for those who need them, so that its first parameter, whenever upstream adds one, breaks nobody.
#[derive(Serialize)]
pub struct Method {
    name: String,
    /// The name in a link: without the `r#`.
    link: String,
    /// The name of the method with the parameters.
    full_name: String,
    summary: String,
    details: String,
    /// `, id: impl Into<String>`
    path_arguments: String,
    /// `, params: GetBackgroundJobs`, or nothing.
    params_argument: String,
    /// The type of what it returns: `Request<BackgroundJob>`.
    request: String,
    /// The body of the method without parameters, where there are two.
    short_call: Option<String>,
    /// Where a list starts, for those whose parameters say so.
    starting_at: Option<String>,
    /// The operation's row.
    row: String,
    /// `.text("id", Some(id))`, one a line.
    setters: String,
    /// The expression it ends with.
    answer: String,
    #[serde(skip)]
    pub imports: Imports,
}

impl Method {
    pub fn of(operation: &Operation) -> Result<Self> {
        if let Some(body) = &operation.body {
            bail!(
                "{}: request bodies are not supported in the Rust surface yet\n  take the resource out of x-sdk.surface in openapi/overlay.yaml",
                body.pointer
            );
        }
        let mut imports = Imports::from(["crate::arguments::ArgumentsBuilder", "instantly_client::operations"].map(str::to_owned));
        let (request, answer) = answer(operation, &mut imports)?;
        let paged = operation.pagination.is_some();
        let takes_params = has_parameters(operation);
        let needs_params = paged || operation.query_parameters().any(|parameter| parameter.required);
        let name = escaped(&operation.name);
        let has_two = takes_params && !needs_params;
        let path_names: Vec<_> = operation.path_parameters().map(|parameter| escaped(&parameter.identifier)).collect();
        let params_type = operation.type_name();
        let full_name = if has_two { format!("{}_with", operation.name) } else { name.clone() };
        let defaults = path_names.iter().cloned().chain([format!("{params_type}::default()")]).collect::<Vec<_>>().join(", ");
        Ok(Self {
            short_call: has_two.then(|| format!("self.{full_name}({defaults})")),
            link: operation.name.clone(),
            name,
            full_name,
            summary: summary(operation),
            details: details(operation),
            path_arguments: operation.path_parameters().map(path_argument).collect::<Result<_>>()?,
            params_argument: if takes_params { format!(", params: {params_type}") } else { String::new() },
            request,
            starting_at: starting_at(operation)?,
            row: screaming(&operation.id),
            setters: operation.parameters.iter().map(setter).chain(["\n            .build()".to_owned()]).collect(),
            answer,
            imports,
        })
    }

    /// The names it takes in its struct.
    pub fn names(&self) -> Vec<String> {
        let mut names = vec![self.name.clone(), self.full_name.clone()];
        names.dedup();
        names
    }
}

/// The type of the request, and the expression that makes it.
fn answer(operation: &Operation, imports: &mut Imports) -> Result<(String, String)> {
    let pointer = &operation.response.pointer;
    if let Some(pagination) = &operation.pagination {
        let item = pagination.item.as_ref().with_context(|| format!("{pointer}: the items have no type"))?;
        let item = type_of(item, "instantly_types", imports);
        imports.insert("crate::ListRequest".to_owned());
        let starting_at = if starting_at(operation)?.is_some() { "starting_at.as_deref()" } else { "None" };
        return Ok((format!("ListRequest<{item}>"), format!("ListRequest::new(&self.client, arguments, {starting_at})")));
    }
    imports.extend(["crate::Request".to_owned(), "crate::decode".to_owned()]);
    let (item, read) = match operation.response.shape {
        Shape::Empty => ("()".to_owned(), "empty"),
        Shape::Text => ("String".to_owned(), "text"),
        Shape::Page => bail!("{pointer}: a page without pagination"),
        Shape::Object | Shape::Array | Shape::Any => {
            let answer = operation.response.r#type.as_ref().with_context(|| format!("{pointer}: the answer has no type"))?;
            (type_of(answer, "instantly_types", imports), "json")
        }
    };
    Ok((format!("Request<{item}>"), format!("Request::new(&self.client, arguments, decode::{read})")))
}

/// The cursor that the caller starts from, if it is a parameter.
fn starting_at(operation: &Operation) -> Result<Option<String>> {
    let Some(pagination) = operation.pagination.as_ref().filter(|pagination| !pagination.in_body) else { return Ok(None) };
    let parameter = operation.query_parameters().find(|parameter| parameter.name == pagination.cursor);
    let parameter = parameter.with_context(|| format!("{}: the cursor {} is no parameter", operation.pointer, pagination.cursor))?;
    let is_text = matches!(parameter.kind, Kind::Text { .. }) && !parameter.required;
    ensure!(is_text, "{}: a cursor must be a string that may be left out", parameter.pointer);
    Ok(Some(format!("params.{}.clone()", escaped(&parameter.identifier))))
}

fn path_argument(parameter: &Parameter) -> Result<String> {
    let r#type = match parameter.kind {
        Kind::Text { .. } => "impl Into<String>",
        Kind::Integer { .. } => "i64",
        _ => bail!("{}: only strings and whole numbers are supported in a path", parameter.pointer),
    };
    Ok(format!(", {}: {type}", escaped(&parameter.identifier)))
}

fn setter(parameter: &Parameter) -> String {
    let identifier = escaped(&parameter.identifier);
    let in_path = parameter.location == crate::ir::Location::Path;
    let value = if in_path { identifier } else { format!("params.{identifier}") };
    let is_list = matches!(parameter.kind, Kind::CommaList | Kind::List);
    let value = if parameter.required && !is_list { format!("Some({value})") } else { value };
    let method = match parameter.kind {
        Kind::Text { .. } => "text",
        Kind::Integer { .. } => "integer",
        Kind::Number { .. } => "number",
        Kind::Boolean => "boolean",
        Kind::CommaList | Kind::List => "list",
    };
    format!("\n            .{method}({}, {value})", literal(&parameter.name))
}

fn summary(operation: &Operation) -> String {
    if operation.summary.is_empty() { format!("`{}`.", operation.full_name()) } else { operation.summary.clone() }
}

/// Method, path, scopes and documented errors.
fn details(operation: &Operation) -> String {
    let mut text = format!("`{} {}`.", operation.method, operation.path);
    if !operation.scopes.is_empty() {
        let scopes: Vec<_> = operation.scopes.iter().map(|scope| format!("`{scope}`")).collect();
        text += &format!(" The key needs one of the scopes {}.", in_words(&scopes, "or"));
    }
    if !operation.response.errors.is_empty() {
        let statuses: Vec<_> = operation.response.errors.iter().map(u16::to_string).collect();
        text += &format!(" Documented errors: {}.", in_words(&statuses, "and"));
    }
    text
}
