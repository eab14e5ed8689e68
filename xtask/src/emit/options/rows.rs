//! Which rows of the table belong where.

use crate::options::{Kind, Language, OPTIONS, Row, Scope};

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
