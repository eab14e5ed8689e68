//! One operation as a method.

use anyhow::{Context, Result, bail};
use serde::Serialize;

use super::in_words;
use crate::emit::rust::names::{escaped, has_two_methods, method_with, takes_parameters};
use crate::emit::rust::types::{Imports, SHARED, literal, or, type_of};
use crate::ir::{Api, Kind, Operation, Parameter, Shape, StartsJob, Type, screaming};

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
        let answer = Answer::of(api, operation, &mut imports)?;
        let name = escaped(&operation.name);
        let has_two = has_two_methods(operation);
        let full_name = if has_two { method_with(operation) } else { name.clone() };
        let params = operation.type_name();
        let path_names = operation.path_parameters().map(path_name);
        let defaults = path_names.chain([format!("{params}::default()")]).collect::<Vec<_>>().join(", ");
        let value = operation.body.as_ref().and_then(|body| Some((body.value.as_ref()?, body.required)));
        let last_argument = match value {
            Some((value, true)) => format!(", body: {}", type_of(value, "instantly_types", &mut imports)),
            Some((value, false)) => format!(", body: Option<{}>", type_of(value, "instantly_types", &mut imports)),
            None if takes_parameters(operation) => format!(", params: {params}"),
            None => String::new(),
        };
        if value.is_some() && takes_parameters(operation) {
            bail!("{}: a body that is one value beside query parameters is not supported in Rust", operation.pointer);
        }
        Ok(Self {
            short_call: has_two.then(|| format!("self.{full_name}({defaults})")),
            link: operation.name.clone(),
            name,
            full_name,
            summary: or(&operation.summary, || format!("`{}`.", operation.full_name())),
            details: details(operation),
            path_arguments: operation.path_parameters().map(path_argument).collect::<Result<_>>()?,
            last_argument,
            request: answer.request,
            make: answer.make,
            arguments: [vec![call(operation)], answer.arguments].concat(),
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
struct Answer {
    request: String,
    make: String,
    arguments: Vec<String>,
}

impl Answer {
    fn of(api: &Api, operation: &Operation, imports: &mut Imports) -> Result<Self> {
        let pointer = &operation.response.pointer;
        if let Some(pagination) = &operation.pagination {
            let item = pagination.item.as_ref().with_context(|| format!("{pointer}: the items have no type"))?;
            let item = type_of(item, "instantly_types", imports);
            imports.insert("crate::ListRequest".to_owned());
            return Ok(Self { request: format!("ListRequest<{item}>"), make: "ListRequest::new".to_owned(), arguments: vec![] });
        }
        imports.extend(["crate::Request".to_owned(), "crate::decode".to_owned()]);
        let (answer, read) = match operation.response.shape {
            Shape::Empty => ("()".to_owned(), "empty"),
            Shape::Text => ("String".to_owned(), "text"),
            Shape::Page => bail!("{pointer}: a page without pagination"),
            Shape::Object | Shape::Array | Shape::Any => {
                let answer = operation.response.r#type.as_ref().with_context(|| format!("{pointer}: the answer has no type"))?;
                let answer = type_of(answer, "instantly_types", imports);
                if operation.response.may_be_empty { (format!("Option<{answer}>"), "optional") } else { (answer, "json") }
            }
        };
        let read = format!("decode::{read}");
        let Some(started) = &operation.starts_job else {
            return Ok(Self { request: format!("Request<{answer}>"), make: "Request::new".to_owned(), arguments: vec![read] });
        };
        imports.insert("crate::StartedJob".to_owned());
        let names: Vec<_> = started.id.iter().map(|name| literal(name)).collect();
        Ok(Self {
            request: format!("Request<StartedJob<{answer}, {}>>", job(api, operation, started)?),
            make: "Request::started".to_owned(),
            arguments: vec![read, format!("&[{}]", names.join(", "))],
        })
    }
}

/// The type that is waited for, by its path where the resource doesn't have it.
fn job(api: &Api, operation: &Operation, started: &StartsJob) -> Result<String> {
    let resource = api.resources.iter().find(|resource| resource.path == started.resource);
    let found = resource.and_then(|resource| Some((resource, resource.wait.as_ref()?)));
    let (resource, wait) = found.with_context(|| format!("{}: its job can't be waited for", operation.pointer))?;
    let Type::Named { name } = &wait.item else { bail!("{}: only named types can be waited for", resource.pointer) };
    let own = api.resources.iter().find(|other| other.path == operation.resource);
    if own.is_some_and(|own| own.imports.contains(name) || own.types.iter().any(|definition| definition.name == *name)) {
        return Ok(name.clone());
    }
    let is_shared = resource.imports.contains(name);
    Ok(format!("crate::{}::{name}", if is_shared { SHARED.to_owned() } else { escaped(&resource.file_stem()) }))
}

/// `Call::new(&operations::GET_CAMPAIGN).path("id", id)`
fn call(operation: &Operation) -> String {
    let mut text = format!("Call::new(&operations::{})", screaming(&operation.id));
    for parameter in operation.path_parameters() {
        let set = if matches!(parameter.kind, Kind::Integer { .. }) { "path_integer" } else { "path" };
        text += &format!(".{set}({}, {})", literal(&parameter.name), path_name(parameter));
    }
    match &operation.body {
        _ if takes_parameters(operation) => text += ".params(&params)",
        Some(body) if body.value.is_some() => text += ".body(&body)",
        // An object without fields: it is sent all the same.
        Some(_) => text += ".body(&serde_json::Map::new())",
        None => {}
    }
    text
}

/// `params` and `body` are the names of the other arguments.
fn path_name(parameter: &Parameter) -> String {
    match parameter.identifier.as_str() {
        "params" | "body" => format!("{}_", parameter.identifier),
        identifier => escaped(identifier),
    }
}

fn path_argument(parameter: &Parameter) -> Result<String> {
    let r#type = match parameter.kind {
        Kind::Text { .. } => "impl Into<String>",
        Kind::Integer { .. } => "i64",
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
    if !operation.response.errors.is_empty() {
        let statuses: Vec<_> = operation.response.errors.iter().map(u16::to_string).collect();
        text += &format!(" Documented errors: {}.", in_words(&statuses, "and"));
    }
    let described: Vec<_> = operation.path_parameters().filter(|parameter| !parameter.summary.is_empty()).collect();
    if !described.is_empty() {
        text += "\n";
        for parameter in described {
            text += &format!("\n- `{}`: {}", path_name(parameter), parameter.summary);
        }
    }
    if operation.starts_job.is_some() {
        text += "\n\nIt starts a background job: [`StartedJob::wait`] waits until that is done.";
    }
    text
}
