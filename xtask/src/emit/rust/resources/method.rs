//! One operation as a method.

use anyhow::{Context, Result, bail};
use serde::Serialize;

use crate::emit::rust::annotation::{Imports, type_of};
use crate::emit::rust::names::{escaped, has_two_methods, method, method_with, takes_parameters};
use crate::emit::rust::text::{in_words, literal, or};
use crate::ir::{Api, Argument, BodyForm, Home, Operation, Outcome, SHARED, Type, screaming};

/// What the template needs of a method. Path values come first, one argument each; then a struct of everything else, or the body where it
/// is one value. Where an operation has two methods, its first parameter, whenever upstream adds one, breaks nobody.
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
    /// `, params: GetBackgroundJobs`, `, body: Vec<String>`, or nothing.
    last_argument: String,
    /// The type of what it returns: `Request<BackgroundJob>`.
    request: String,
    /// The body of the method without parameters, where there are two.
    short_call: Option<String>,
    /// `Request::new`
    make: String,
    /// The arguments after the client, a line each.
    arguments: Vec<String>,
    #[serde(skip)]
    pub imports: Imports,
}

impl Method {
    pub fn of(api: &Api, operation: &Operation) -> Result<Self> {
        let mut imports = Imports::from(["crate::call::Call", "instantly_client::operations"].map(str::to_owned));
        let returned = Returned::of(api, operation, &mut imports)?;
        let name = method(&operation.name);
        let has_two = has_two_methods(operation);
        let full_name = if has_two { method_with(operation) } else { name.clone() };
        let params = operation.type_name();
        let path_names = operation.path_arguments().map(path_name);
        let defaults = path_names.chain([format!("{params}::default()")]).collect::<Vec<_>>().join(", ");
        let value = operation.whole_body().map(|body| (type_of(&body.r#type, "instantly_types", &mut imports), body.required));
        let last_argument = match &value {
            Some((value, true)) => format!(", body: {value}"),
            Some((value, false)) => format!(", body: Option<{value}>"),
            None if takes_parameters(operation) => format!(", params: {params}"),
            None => String::new(),
        };
        if value.is_some() && takes_parameters(operation) {
            bail!("{}: a body that is one value beside query parameters is not supported in Rust", operation.pointer);
        }
        Ok(Self {
            short_call: has_two.then(|| format!("self.{full_name}({defaults})")),
            link: name.trim_start_matches("r#").to_owned(),
            name,
            full_name,
            summary: or(&operation.summary, || format!("`{}`.", operation.full_name())),
            details: details(operation),
            path_arguments: operation.path_arguments().map(path_argument).collect::<Result<_>>()?,
            last_argument,
            request: returned.request,
            make: returned.make,
            arguments: [vec![call(operation)], returned.arguments].concat(),
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

/// What a method returns, and how it makes it.
struct Returned {
    request: String,
    make: String,
    arguments: Vec<String>,
}

impl Returned {
    fn of(api: &Api, operation: &Operation, imports: &mut Imports) -> Result<Self> {
        let outcome = &operation.success.outcome;
        let value = outcome.value().map(|value| type_of(value, "instantly_types", imports));
        let value = value.unwrap_or_else(|| "()".to_owned());
        if operation.page().is_some() {
            imports.insert("crate::ListRequest".to_owned());
            return Ok(Self { request: format!("ListRequest<{value}>"), make: "ListRequest::new".to_owned(), arguments: vec![] });
        }
        imports.extend(["crate::Request".to_owned(), "crate::decode".to_owned()]);
        let read = match outcome {
            Outcome::Nothing => "decode::empty",
            Outcome::Text { .. } => "decode::text",
            _ if outcome.is_optional() => "decode::optional",
            _ => "decode::json",
        };
        let value = if outcome.is_optional() { format!("Option<{value}>") } else { value };
        let Outcome::Job(_) = outcome else {
            return Ok(Self { request: format!("Request<{value}>"), make: "Request::new".to_owned(), arguments: vec![read.to_owned()] });
        };
        imports.insert("crate::StartedJob".to_owned());
        Ok(Self {
            request: format!("Request<StartedJob<{value}, {}>>", job(api, operation)?),
            make: "Request::started".to_owned(),
            arguments: vec![read.to_owned()],
        })
    }
}

/// The type that is waited for, by its path where the resource doesn't have it.
fn job(api: &Api, operation: &Operation) -> Result<String> {
    let found = api.job_of(operation);
    let (resource, wait) = found.with_context(|| format!("{}: its job can't be waited for", operation.pointer))?;
    let Type::Named { name } = &wait.item else { bail!("{}: only named types can be waited for", resource.pointer) };
    let home = api.definition(name).map(|definition| &definition.home);
    let imported = api.resource(&operation.resource).is_some_and(|own| own.imports.contains(name));
    match home {
        _ if imported => Ok(name.clone()),
        Some(Home::Resource(path)) if *path == operation.resource => Ok(name.clone()),
        Some(Home::Resource(_)) => Ok(format!("crate::{}::{name}", escaped(&resource.file_stem()))),
        _ => Ok(format!("crate::{SHARED}::{name}")),
    }
}

/// `Call::new(&operations::GET_CAMPAIGN).path("id", id)`
fn call(operation: &Operation) -> String {
    let mut text = format!("Call::new(&operations::{})", screaming(&operation.id));
    for parameter in operation.path_arguments() {
        let set = if parameter.r#type == Type::Integer { "path_integer" } else { "path" };
        text += &format!(".{set}({}, {})", literal(&parameter.name), path_name(parameter));
    }
    match &operation.body {
        _ if takes_parameters(operation) => text += ".params(&params)",
        BodyForm::Whole { .. } => text += ".body(&body)",
        // An object without fields: it is sent all the same.
        BodyForm::Fields { .. } => text += ".body(&serde_json::Map::new())",
        BodyForm::None => {}
    }
    text
}

/// `params` and `body` are the names of the other arguments.
fn path_name(parameter: &Argument) -> String {
    match parameter.identifier.as_str() {
        "params" | "body" => format!("{}_", parameter.identifier),
        identifier => escaped(identifier),
    }
}

fn path_argument(parameter: &Argument) -> Result<String> {
    let r#type = match &parameter.r#type {
        Type::Text | Type::Timestamp | Type::Date | Type::Named { .. } => "impl Into<String>",
        Type::Integer => "i64",
        _ => bail!("{}: only strings and whole numbers are supported in a path", parameter.pointer),
    };
    Ok(format!(", {}: {type}", path_name(parameter)))
}

/// Method, path, scopes and documented errors, and what its path values are.
fn details(operation: &Operation) -> String {
    let mut text = format!("`{} {}`.", operation.method, operation.path);
    if !operation.scopes.is_empty() {
        let scopes: Vec<_> = operation.scopes.iter().map(|scope| format!("`{scope}`")).collect();
        text += &format!(" The key needs one of the scopes {}.", in_words(&scopes, "or"));
    }
    if !operation.errors.is_empty() {
        let statuses: Vec<_> = operation.errors.iter().map(u16::to_string).collect();
        text += &format!(" Documented errors: {}.", in_words(&statuses, "and"));
    }
    let described: Vec<_> = operation.path_arguments().filter(|parameter| !parameter.summary.is_empty()).collect();
    if !described.is_empty() {
        text += "\n";
        for parameter in described {
            text += &format!("\n- `{}`: {}", path_name(parameter), parameter.summary);
        }
    }
    if operation.job().is_some() {
        text += "\n\nIt starts a background job: [`StartedJob::wait`] waits until that is done.";
    }
    text
}
