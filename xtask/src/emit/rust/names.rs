//! Rust: snake_case, raw where it is a keyword.

use crate::emit::shared::reserved;
use crate::ir::{Operation, Resource, snake};

pub fn class(resource: &Resource) -> String {
    reserved::class(&resource.path)
}

pub fn accessor(resource: &Resource) -> String {
    let path: Vec<String> = resource.path.iter().map(|name| format!("{}()", method(name))).collect();
    format!("client.{}", path.join("."))
}

/// Whether a method takes a struct of parameters: the operation has query parameters, or a body with fields.
pub fn takes_parameters(operation: &Operation) -> bool {
    operation.query_arguments().chain(operation.body_arguments()).next().is_some()
}

/// Whether there is a method with parameters beside the one without: `get(id)` and `get_with(id, params)`. So it is where the
/// parameters are of the query only and may all be left out. A list always takes its parameters, and a body is what a call is about.
pub fn has_two_methods(operation: &Operation) -> bool {
    let mut query = operation.query_arguments().peekable();
    let only_query = query.peek().is_some() && !operation.has_body() && operation.page().is_none();
    only_query && !query.any(|argument| argument.required)
}

/// A method of a resource; `new` makes the resource itself.
pub fn method(name: &str) -> String {
    if name == "new" { "new_".to_owned() } else { identifier(name) }
}

pub fn method_with(operation: &Operation) -> String {
    format!("{}_with", operation.name)
}

pub fn identifier(name: &str) -> String {
    escaped(&snake(name))
}

/// A field of an input; `extra` is what open ones call the fields that nobody knows.
pub fn input_identifier(identifier: &str) -> String {
    if identifier == "extra" { "extra_".to_owned() } else { escaped(identifier) }
}

/// `Other` is what open enums and unions call all the values they don't know.
pub fn variant(name: &str) -> String {
    if name == "Other" { "OtherValue".to_owned() } else { escaped(name) }
}

/// The name as Rust takes it: raw where it is a keyword, with an underscore where even that is refused or where it starts with a digit.
pub fn escaped(identifier: &str) -> String {
    match identifier {
        "self" | "Self" | "super" | "crate" | "_" => format!("{identifier}_"),
        _ if syn::parse_str::<syn::Ident>(identifier).is_ok() => identifier.to_owned(),
        _ if identifier.starts_with(|first: char| first.is_ascii_digit()) => format!("_{identifier}"),
        _ => format!("r#{identifier}"),
    }
}
