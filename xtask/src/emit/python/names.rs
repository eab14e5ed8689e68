//! Python: wire names; a keyword, or the name of an option every call has, gets a trailing underscore.

use crate::emit::options::rows::{python_body_options, python_call_options};
use crate::emit::shared::reserved;
use crate::ir::{Operation, Resource, screaming, snake};

const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except",
    "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try",
    "while", "with", "yield",
];

/// The classes of a resource; the blocking one comes first.
pub fn classes(resource: &[String]) -> [String; 4] {
    let class = reserved::class(resource);
    [class.clone(), format!("Async{class}"), format!("{class}WithRawResponse"), format!("Async{class}WithRawResponse")]
}

pub fn class(resource: &Resource) -> String {
    reserved::class(&resource.path)
}

/// The module of a resource, by the stem of its generated files.
pub fn module(stem: &str) -> String {
    identifier(stem)
}

pub fn accessor(resource: &Resource) -> String {
    format!("client.{}", resource.path.iter().map(|name| identifier(name)).collect::<Vec<_>>().join("."))
}

/// The constant that a method makes its call with: `_GET`.
pub fn constant(operation: &Operation) -> String {
    format!("_{}", screaming(&operation.name))
}

/// The wire name, where it is an identifier; else as near to it as one gets.
pub fn identifier(name: &str) -> String {
    let is_identifier = name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_');
    let name = if is_identifier { name.to_owned() } else { snake(name) };
    // Two underscores in front would make another name of it inside of a class.
    let name = if name.starts_with("__") { format!("_{}", name.trim_start_matches('_')) } else { name };
    match name.chars().next() {
        // Nothing of it can stand in a name.
        None => "value".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("_{name}"),
        _ if KEYWORDS.contains(&name.as_str()) => format!("{name}_"),
        _ => name,
    }
}

/// An argument of a method. The names of options are taken, and those that the method itself uses.
pub fn argument(name: &str) -> String {
    let is_taken = python_call_options().contains(&name) || python_body_options().contains(&name) || ["options", "self"].contains(&name);
    if is_taken { format!("{name}_") } else { identifier(name) }
}
