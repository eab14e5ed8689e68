//! Which rows of the table belong where.

use crate::options::{Kind, Language, OPTIONS, Row, Scope, options};

/// The scopes that say what one call may differ in.
pub const CALLS: [Scope; 2] = [Scope::Call, Scope::List];

/// Every option that a language has in any of these scopes. Where a name has several rows, that of the earliest scope counts.
pub fn options_in(language: Language, scopes: &[Scope]) -> Vec<&'static Row> {
    let rank = |row: &Row| scopes.iter().position(|scope| row.is_in(*scope));
    let mut found: Vec<&Row> = Vec::new();
    for row in OPTIONS.iter().filter(|row| row.is_for(language) && rank(row).is_some()) {
        match found.iter_mut().find(|other| other.name == row.name) {
            Some(other) if rank(row) < rank(other) => *other = row,
            Some(_) => {}
            None => found.push(row),
        }
    }
    found
}

/// Whether it is a function or an object of the caller, which each language treats in its own way.
pub fn is_callback(row: &Row) -> bool {
    matches!(row.kind, Kind::Callback { .. })
}

/// The keys of Python's `CallOptions`.
pub fn python_call_options() -> Vec<&'static str> {
    options_in(Language::Python, &CALLS).into_iter().map(python_name).collect()
}

/// The keys that Python's `BodyOptions` adds.
pub fn python_body_options() -> Vec<&'static str> {
    options(Language::Python, Scope::Body).map(python_name).collect()
}

/// The keys of Python's `WaitOptions`.
pub fn python_wait_options() -> Vec<&'static str> {
    options(Language::Python, Scope::Wait).filter(|row| !is_callback(row)).map(python_name).collect()
}

/// The name in Python.
pub fn python_name(row: &Row) -> &'static str {
    row.python.unwrap_or(row.name)
}
