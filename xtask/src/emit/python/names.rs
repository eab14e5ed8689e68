//! Python: wire names; a keyword, or the name of an option every call has, gets a trailing underscore.

use crate::emit::options::python::{body_options, call_options};
use crate::ir::{Resource, pascal, snake};

const KEYWORDS: [&str; 35] = [
    "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except",
    "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try",
    "while", "with", "yield",
];

/// Names that the generated files import: a type of the API that is called so would hide it.
pub const RESERVED: &str = "Any Body Callable Headers Instantly Literal Model None Omit Operation Page Query Resource Sequence Set StartedJob Type \
    WaitOptions";

/// The classes of a resource; the blocking one comes first.
pub fn classes(resource: &[String]) -> [String; 4] {
    let class = pascal(&resource.join("_"));
    [class.clone(), format!("Async{class}"), format!("{class}WithRawResponse"), format!("Async{class}WithRawResponse")]
}

pub fn class(resource: &Resource) -> String {
    pascal(&resource.file_stem())
}

pub fn accessor(resource: &Resource) -> String {
    format!("client.{}", resource.path.join("."))
}

/// The wire name, where it is an identifier; else as near to it as one gets.
pub fn identifier(name: &str) -> String {
    let is_identifier = name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_');
    let name = if is_identifier { name.to_owned() } else { snake(name) };
    match name.chars().next() {
        // Nothing of it can stand in a name.
        None => "value".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("_{name}"),
        _ if KEYWORDS.contains(&name.as_str()) => format!("{name}_"),
        _ => name,
    }
}

/// An argument after the `*`.
pub fn keyword(name: &str) -> String {
    if call_options().contains(&name) || body_options().contains(&name) || name == "self" { format!("{name}_") } else { identifier(name) }
}

/// An argument before the `*`.
pub fn positional(name: &str) -> String {
    if name == "self" { "self_".to_owned() } else { identifier(name) }
}
