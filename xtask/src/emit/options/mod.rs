//! Everything that is generated from the table of options, `xtask/src/options.rs`: one file here for each target, its templates beside it.
//!
//! What an option does is written by hand, in `crates/instantly-client`; how a language checks and converts a value is written by hand beside the
//! generated files, once for each kind of value.

mod cases;
mod core;
pub mod node;
pub mod python;
mod reference;
mod runner;
mod rust;
mod schema;

use anyhow::Result;

use crate::emit::shared::templates::environment;
use crate::ir::Api;
use crate::options::{Kind, Language, OPTIONS, Row, Scope, options};
use crate::output::{OutputFile, header_of};

pub use runner::conversions;

/// The scopes that say what one call may differ in.
const CALLS: [Scope; 2] = [Scope::Call, Scope::List];

/// Every file. Only the cases depend on the document, which has the operations for them.
pub fn emit(api: &Api) -> Result<Vec<OutputFile>> {
    let mut files = cases::emit(api)?;
    for emit in [core::emit, rust::emit, python::emit, node::emit, runner::emit, schema::emit, reference::emit] {
        files.extend(emit()?);
    }
    Ok(files)
}

/// The first line of these files.
fn header(comment: &str, emitter: &str) -> String {
    header_of("xtask/src/options.rs", comment, emitter)
}

/// A file from a template.
fn file(path: &str, template: &'static str, values: minijinja::Value) -> Result<OutputFile> {
    let mut environment = environment(&[("file", template)])?;
    environment.add_filter("doc", crate::emit::rust::text::doc);
    let contents = environment.get_template("file")?.render(values)?;
    Ok(OutputFile { path: path.to_owned(), contents })
}

/// Every option that a language has in any of these scopes. Where a name has several rows, that of the earliest scope counts.
fn options_in(language: Language, scopes: &[Scope]) -> Vec<&'static Row> {
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
fn is_callback(row: &Row) -> bool {
    matches!(row.kind, Kind::Callback { .. })
}

/// `268,435,456`, or with another mark between the groups.
fn grouped(number: u64, mark: char) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}
