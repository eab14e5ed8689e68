//! How each language spells a name: what the reference and the surface say, and what users type.
//!
//! Wire names stay as they are wherever the language allows it; a name it doesn't allow gets one escape.

/// The class of an error, the same in every language.
pub fn error_class(status: u16) -> &'static str {
    match status {
        400 => "BadRequestError",
        401 => "AuthenticationError",
        402 => "PaymentRequiredError",
        403 => "PermissionDeniedError",
        404 => "NotFoundError",
        409 => "ConflictError",
        413 => "PayloadTooLargeError",
        422 => "UnprocessableEntityError",
        429 => "RateLimitError",
        500..=599 => "InternalServerError",
        _ => "APIStatusError",
    }
}

/// Python: wire names; a keyword, or the name of an option every call has, gets a trailing underscore.
pub mod python {
    use crate::ir::{Resource, pascal, snake};

    /// What every call takes beside its own arguments; `extra_body` only one with a body.
    pub const CALL_OPTIONS: [&str; 6] = ["timeout", "deadline", "max_retries", "extra_headers", "extra_query", "extra_body"];
    pub const WAIT_OPTIONS: [&str; 3] = ["timeout", "poll_interval", "on_progress"];

    const KEYWORDS: [&str; 35] = [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else",
        "except", "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise",
        "return", "try", "while", "with", "yield",
    ];

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
        if CALL_OPTIONS.contains(&name) || name == "self" { format!("{name}_") } else { identifier(name) }
    }

    /// An argument before the `*`.
    pub fn positional(name: &str) -> String {
        if name == "self" { "self_".to_owned() } else { identifier(name) }
    }
}

/// TypeScript: camelCase for what we name, wire names for what the API names. A word that is taken gets a trailing underscore; a wire name
/// that is no identifier stands in quotes.
pub mod node {
    use crate::ir::{Resource, camel, pascal};

    pub const WAIT_OPTIONS: [&str; 5] = ["timeout", "pollInterval", "maxPollInterval", "onProgress", "signal"];

    /// What every resource has, and what would make one look like a promise.
    const TAKEN_MEMBERS: [&str; 3] = ["caller", "constructor", "then"];

    /// Keywords, and the names that a generated method uses.
    const TAKEN_ARGUMENTS: &str = "arguments await break case catch class const continue debugger default delete do else enum eval export \
        extends false finally for function if implements import in instanceof interface let new null operations options package params plan \
        private protected public return static super switch this throw true try typeof var void while with yield";

    pub fn class(resource: &Resource) -> String {
        pascal(&resource.file_stem())
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

    /// A path value.
    pub fn argument(name: &str) -> String {
        let name = camel(name);
        if TAKEN_ARGUMENTS.split_whitespace().any(|taken| taken == name) { format!("{name}_") } else { name }
    }
}

/// Rust: snake_case, raw where it is a keyword.
pub mod rust {
    use crate::ir::{Operation, Resource, pascal, snake};

    pub fn class(resource: &Resource) -> String {
        pascal(&resource.file_stem())
    }

    pub fn accessor(resource: &Resource) -> String {
        let path: Vec<String> = resource.path.iter().map(|name| format!("{}()", escaped(name))).collect();
        format!("client.{}", path.join("."))
    }

    /// Whether a method takes a struct of parameters: the operation has query parameters, or a body with fields.
    pub fn takes_parameters(operation: &Operation) -> bool {
        operation.query_parameters().next().is_some() || operation.body.as_ref().is_some_and(|body| !body.fields.is_empty())
    }

    /// Whether there is a method with parameters beside the one without: `get(id)` and `get_with(id, params)`. So it is where the
    /// parameters are of the query only and may all be left out. A list always takes its parameters, and a body is what a call is about.
    pub fn has_two_methods(operation: &Operation) -> bool {
        let mut query = operation.query_parameters().peekable();
        let only_query = query.peek().is_some() && operation.body.is_none() && operation.pagination.is_none();
        only_query && !query.any(|parameter| parameter.required)
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
}
