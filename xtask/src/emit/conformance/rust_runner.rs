//! The arms of the Rust conformance runner: from a case's call to the typed method, one for each operation and wait, one file a resource.
//!
//! In: the locked [`Api`]. Out: `tests/conformance/runners/rust/src/generated/*.rs`. That they compile is half of the test: each method of
//! the SDK is called with the types it promises. What becomes of a request is in that runner's `request`.

use anyhow::Result;
use minijinja::{Environment, context};

use crate::emit::rust::names::{accessor, escaped, has_two_methods, identifier, method, method_with, takes_parameters};
use crate::emit::rust::text::{environment, literal};
use crate::ir::{Api, Operation, Outcome, Resource, Type, Wait};
use crate::output::{OutputFile, header};

const FOLDER: &str = "tests/conformance/runners/rust/src/generated";

const TEMPLATES: &[(&str, &str)] = &[("file", include_str!("runner.rs.j2")), ("mod", include_str!("runner_mod.rs.j2"))];

/// One file for each resource that can be called, and the module that looks through them.
pub fn emit(api: &Api) -> Result<Vec<OutputFile>> {
    let environment = environment(TEMPLATES)?;
    let called: Vec<_> = api.resources.iter().filter(|resource| !resource.operations.is_empty()).collect();
    let mut files = called.iter().map(|resource| file(&environment, api, resource)).collect::<Result<Vec<_>>>()?;
    let modules: Vec<_> = called.iter().map(|resource| escaped(&resource.file_stem())).collect();
    let contents = environment.get_template("mod")?.render(context! { header => header(&api.source, "//", file!()), modules })?;
    files.push(OutputFile { path: format!("{FOLDER}/mod.rs"), contents });
    Ok(files)
}

fn file(environment: &Environment, api: &Api, resource: &Resource) -> Result<OutputFile> {
    let waits = resource.wait.iter().flat_map(|wait| waits(resource, wait));
    let arms: Vec<String> = api.operations_of(resource).map(|operation| arm(api, resource, operation)).chain(waits).collect();
    let owner = resource.path.join(".");
    let contents = environment.get_template("file")?.render(context! { header => header(&api.source, "//", file!()), owner, arms })?;
    Ok(OutputFile { path: format!("{FOLDER}/{}.rs", resource.file_stem()), contents })
}

/// `"campaigns.get" | "getCampaign" => call.one(client.campaigns().get(call.path::<String>(0)?)),`
fn arm(api: &Api, resource: &Resource, operation: &Operation) -> String {
    let path = operation.path_arguments().enumerate().map(|(index, parameter)| {
        let r#type = if parameter.r#type == Type::Integer { "i64" } else { "String" };
        format!("call.path::<{type}>({index})?")
    });
    let path: Vec<String> = path.collect();
    let last =
        if operation.whole_body().is_some() { Some("call.body()?") } else { takes_parameters(operation).then_some("call.params()?") };
    let all = path.iter().map(String::as_str).chain(last).collect::<Vec<_>>().join(", ");
    let accessor = accessor(resource);
    let name = method(&operation.name);
    let request = match has_two_methods(operation) {
        true => format!(
            "if call.is_plain() {{ {accessor}.{name}({}) }} else {{ {accessor}.{}({all}) }}",
            path.join(", "),
            method_with(operation)
        ),
        false => format!("{accessor}.{name}({all})"),
    };
    let kind = match operation.success.outcome {
        Outcome::Page(_) => "list",
        Outcome::Job(_) => "started",
        _ => "one",
    };
    let progress = api.job_of(operation).map(|(_, wait)| format!(", {}", progress(wait))).unwrap_or_default();
    format!("{} | {} => call.{kind}({request}{progress}),", literal(&operation.full_name()), literal(&operation.id))
}

fn waits(resource: &Resource, wait: &Wait) -> [String; 2] {
    let (owner, accessor) = (resource.path.join("."), accessor(resource));
    let progress = progress(wait);
    [
        format!("\"{owner}.wait\" => call.wait({accessor}.wait(call.path::<String>(0)?), {progress})?,"),
        format!("\"{owner}.wait_many\" => call.wait_many({accessor}.wait_many(call.path::<Vec<String>>(0)?))?,"),
    ]
}

/// How far an object is, as JSON.
fn progress(wait: &Wait) -> String {
    format!("|seen| serde_json::json!(seen.{})", identifier(&wait.progress))
}
