//! The kinds of change that a part of the API can see, and how each is worded.

use std::fmt;

/// How many values of an enum, or fields of an object, are named.
const SHOWN: usize = 12;

/// A kind of change with its particulars; where it happened is in the [`Change`](super::Change).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    OperationAdded,
    OperationRemoved,
    /// The same operation under another method or path; `same_words`: but for slashes and the names of parameters it is the same path.
    Moved {
        from: String,
        same_words: bool,
    },
    IdChanged {
        from: String,
        to: String,
    },
    Scopes {
        added: Vec<String>,
        removed: Vec<String>,
    },
    ErrorAdded,
    ErrorRemoved,
    Deprecated,
    NoLongerDeprecated,

    BodyAdded {
        required: bool,
    },
    BodyRemoved,
    ResultAdded,
    ResultRemoved,
    /// Of success.
    Status {
        from: String,
        to: String,
    },
    MediaAdded(String),
    MediaRemoved(String),

    /// A field or a parameter.
    Added {
        required: bool,
        label: String,
    },
    Removed,
    Required,
    Optional,
    Nullable,
    NotNullable,
    /// A parameter of the path.
    Renamed {
        from: String,
    },

    Type {
        from: String,
        to: String,
    },
    /// The name of a type, from its component's title; `None` for one that is described in place.
    TypeName {
        from: Option<String>,
        to: Option<String>,
    },
    /// A free-form object got these fields.
    Described(Vec<String>),
    /// An object with fields became free-form.
    Undescribed,
    /// Members of a union.
    VariantsAdded(Vec<String>),
    VariantsRemoved(Vec<String>),
    ValuesAdded(Vec<String>),
    ValuesRemoved(Vec<String>),
    EnumGiven(Vec<String>),
    EnumDropped,
    Format {
        from: Option<String>,
        to: Option<String>,
        /// One of them has a type of its own in the SDK.
        own_type: bool,
    },

    Limit {
        name: String,
        from: Option<String>,
        to: Option<String>,
        narrower: bool,
    },
    Default {
        from: Option<String>,
        to: Option<String>,
    },

    /// Keywords that mean nothing to users: titles, examples, order.
    Details(Vec<String>),
}

impl fmt::Display for ChangeKind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::OperationAdded | Self::MediaAdded(_) => "added".to_owned(),
            Self::VariantsAdded(names) => format!("{} added: {}", plural("form", names.len()), list(names)),
            Self::VariantsRemoved(names) => format!("{} removed: {}", plural("form", names.len()), list(names)),
            Self::OperationRemoved | Self::Removed | Self::BodyRemoved => "removed".to_owned(),
            Self::MediaRemoved(_) => "removed".to_owned(),
            Self::Moved { from, .. } => format!("was {from}"),
            Self::IdChanged { from, to } => format!("operationId {}", was_is(from, to)),
            Self::Scopes { added, removed } => scopes(added, removed),
            Self::ErrorAdded => "documented".to_owned(),
            Self::ErrorRemoved => "no longer documented".to_owned(),
            Self::Deprecated => "deprecated".to_owned(),
            Self::NoLongerDeprecated => "no longer deprecated".to_owned(),
            Self::BodyAdded { required } => format!("added, {}", need(*required)),
            Self::ResultAdded => "added, there was none".to_owned(),
            Self::ResultRemoved => "removed, nothing is returned".to_owned(),
            Self::Status { from, to } => was_is(from, to),
            Self::Added { required, label } => {
                if *required {
                    format!("added, {label}, {}", need(true))
                } else {
                    format!("added, {label}")
                }
            }
            Self::Required => "required, was optional".to_owned(),
            Self::Optional => "optional, was required".to_owned(),
            Self::Nullable => "may be null".to_owned(),
            Self::NotNullable => "never null, might be before".to_owned(),
            Self::Renamed { from } => format!("was called {from}"),
            Self::Type { from, to } => format!("type {}", was_is(from, to)),
            Self::TypeName { from, to } => {
                let name = |name: &Option<String>| name.as_deref().map_or("described in place".to_owned(), str::to_owned);
                format!("named type {}", was_is(&name(from), &name(to)))
            }
            Self::Described(fields) => format!("was a free-form object, has fields: {}", list(fields)),
            Self::Undescribed => "had fields, is a free-form object".to_owned(),
            Self::ValuesAdded(values) => format!("{} added: {}", plural("value", values.len()), list(values)),
            Self::ValuesRemoved(values) => format!("{} removed: {}", plural("value", values.len()), list(values)),
            Self::EnumGiven(values) => format!("one of a list now: {}", list(values)),
            Self::EnumDropped => "no longer one of a list".to_owned(),
            Self::Format { from, to, .. } => keyword("format", from.as_deref(), to.as_deref()),
            Self::Limit { name, from, to, .. } => keyword(name, from.as_deref(), to.as_deref()),
            Self::Default { from, to } => keyword("default", from.as_deref(), to.as_deref()),
            Self::Details(keywords) => format!("details: {}", keywords.join(", ")),
        };
        formatter.write_str(&text)
    }
}

/// The first of a list, and how many more there are.
pub(super) fn list(values: &[String]) -> String {
    let shown = values.iter().take(SHOWN).map(String::as_str).collect::<Vec<_>>().join(", ");
    match values.len().saturating_sub(SHOWN) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

pub(super) fn plural(noun: &str, count: usize) -> String {
    if count == 1 { noun.to_owned() } else { format!("{noun}s") }
}

fn was_is(from: &str, to: &str) -> String {
    format!("was {from}, is {to}")
}

fn keyword(name: &str, from: Option<&str>, to: Option<&str>) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("{name} {}", was_is(from, to)),
        (None, Some(to)) => format!("{name} {to} is new"),
        (Some(from), None) => format!("{name} {from} is gone"),
        (None, None) => name.to_owned(),
    }
}

fn need(required: bool) -> &'static str {
    if required { "required" } else { "optional" }
}

fn scopes(added: &[String], removed: &[String]) -> String {
    let parts = [(added, "accepted"), (removed, "no longer accepted")];
    parts
        .iter()
        .filter(|(scopes, _)| !scopes.is_empty())
        .map(|(scopes, word)| format!("{} {word}", list(scopes)))
        .collect::<Vec<_>>()
        .join("; ")
}
