//! TypeScript: camelCase for what we name, wire names for what the API names. A word that is taken gets a trailing underscore; a wire name
//! that is no identifier stands in quotes.

use crate::emit::shared::reserved;
use crate::ir::{Resource, camel, pascal};

/// The file of the numeric codes. They have values, which nobody should have to load a resource for.
pub const CODES: &str = "codes";

/// What every resource has, and what would make one look like a promise.
const TAKEN_MEMBERS: [&str; 3] = ["caller", "constructor", "then"];

/// Keywords, and the names that a generated method uses.
const TAKEN_ARGUMENTS: &str = "arguments await break case catch class const continue debugger default delete do else enum eval export \
    extends false finally for function if implements import in instanceof interface let new null operations options package params \
    private protected public return static super switch this throw true try typeof var void while with yield";

/// `BackgroundJobsListParams`: the interface of a method's parameters.
pub fn parameters(resource: &[String], method: &str) -> String {
    format!("{}{}Params", pascal(&resource.join("_")), pascal(method))
}

pub fn class(resource: &Resource) -> String {
    reserved::class(&resource.path)
}

/// The name of its generated file: `backgroundJobs`.
pub fn module(resource: &Resource) -> String {
    camel(&resource.file_stem())
}

pub fn accessor(resource: &Resource) -> String {
    let path: Vec<String> = resource.path.iter().map(|name| member(name)).collect();
    format!("client.{}", path.join("."))
}

pub fn identifier(name: &str) -> String {
    camel(name)
}

/// A method, or the property of a nested resource.
pub fn member(name: &str) -> String {
    let name = camel(name);
    if TAKEN_MEMBERS.contains(&name.as_str()) { format!("{name}_") } else { name }
}

/// The property through which a resource is reached.
pub fn property(resource: &Resource) -> String {
    resource.path.last().map(|name| member(name)).unwrap_or_default()
}

/// A path value.
pub fn argument(name: &str) -> String {
    let name = camel(name);
    match name.chars().next() {
        None => "value".to_owned(),
        Some(first) if !first.is_alphabetic() => format!("_{name}"),
        _ if TAKEN_ARGUMENTS.split_whitespace().any(|taken| taken == name) => format!("{name}_"),
        _ => name,
    }
}
