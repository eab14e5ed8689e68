//! `docs/reference/options.md`: every option, its name and place in each language.

use anyhow::Result;
use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;

use super::file::{file, grouped, header};
use super::python;
use crate::ir::camel;
use crate::options::{Kind, Language, OPTIONS, Row, Scope};
use crate::output::OutputFile;

const FILE: &str = "docs/reference/options.md";

/// A line of a table; what isn't there is a dash.
#[derive(Serialize)]
struct Line {
    python: String,
    node: String,
    rust: String,
    doc: String,
    r#type: &'static str,
    default: String,
    places: String,
}

pub fn emit() -> Result<Vec<OutputFile>> {
    let (waits, others): (Vec<_>, Vec<_>) = OPTIONS.iter().partition(|row| row.scopes == [Scope::Wait]);
    let lines = |rows: Vec<&Row>| rows.into_iter().map(line).collect::<Vec<_>>();
    let values = context! { header => header("<!--", file!()), calls => Serde(lines(others)), waits => Serde(lines(waits)) };
    Ok(vec![file(FILE, include_str!("reference.md.j2"), values)?])
}

fn line(row: &Row) -> Line {
    let rust = match row.kind {
        Kind::Headers => "header",
        _ => row.name,
    };
    let name = |language, name: &str| if row.is_for(language) { format!("`{name}`") } else { "–".to_owned() };
    Line {
        python: name(Language::Python, python::name(row)),
        node: name(Language::Node, &camel(row.name)),
        rust: name(Language::Rust, rust),
        doc: row.doc.replace('|', "\\|"),
        r#type: type_of(row),
        default: default_of(row),
        places: row.scopes.iter().map(|scope| place(*scope)).collect::<Vec<_>>().join(", "),
    }
}

fn type_of(row: &Row) -> &'static str {
    match row.kind {
        Kind::Text => "text",
        Kind::Seconds(_) => "time",
        Kind::Count(_) => "number",
        Kind::Size(_) => "bytes",
        Kind::Flag(_) => "true or false",
        Kind::Pacing => "`auto` or off",
        Kind::Headers | Kind::Query => "names and values",
        Kind::Fields => "names and JSON values",
        Kind::Certificates => "PEM",
        Kind::Callback { .. } => "function or object",
    }
}

fn default_of(row: &Row) -> String {
    match row.kind {
        Kind::Seconds(seconds) => format!("{seconds} s"),
        Kind::Count(count) => count.to_string(),
        Kind::Size(bytes) => format!("{} ({} MiB)", grouped(bytes as u64, ','), bytes >> 20),
        Kind::Flag(flag) => flag.to_string(),
        Kind::Pacing => "`auto`".to_owned(),
        Kind::Text | Kind::Headers | Kind::Query | Kind::Fields | Kind::Certificates | Kind::Callback { .. } => String::new(),
    }
}

fn place(scope: Scope) -> &'static str {
    match scope {
        Scope::Client => "client",
        Scope::Derived => "derived",
        Scope::Call => "call",
        Scope::List => "list",
        Scope::Body => "call with a body",
        Scope::Wait => "wait",
        Scope::Poll => "wait (Rust)",
    }
}
