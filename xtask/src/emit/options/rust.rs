//! The builder methods of the Rust SDK: `crates/instantly-sdk/src/options.rs`.

use anyhow::Result;
use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;

use super::file::{file, header};
use super::rows::{CALLS, is_callback, options_in};
use crate::options::{Kind, Language, Row, Scope, options};
use crate::output::OutputFile;

const FILE: &str = "crates/instantly-sdk/src/options.rs";

/// A method that sets an option and gives its builder back.
#[derive(Serialize)]
struct Method {
    name: &'static str,
    doc: String,
    /// Its parameters after `self`, with their types.
    parameters: String,
    /// Their names, for a builder around another.
    arguments: &'static str,
    /// What it does to `self`.
    sets: String,
}

/// Where a builder keeps what it is given.
struct Place {
    options: &'static str,
    /// Whether what is not given is absent there.
    is_optional: bool,
}

pub fn emit() -> Result<Vec<OutputFile>> {
    let calls = Place { options: "options", is_optional: true };
    let client = options(Language::Rust, Scope::Client).filter(|row| !is_callback(row)).map(of_client).collect::<Vec<_>>();
    let one = options_in(Language::Rust, &[Scope::Call]).into_iter().map(|row| method(row, &calls, "")).collect::<Vec<_>>();
    let list = options_in(Language::Rust, &CALLS).into_iter().map(|row| method(row, &calls, "")).collect::<Vec<_>>();
    let limits = Place { options: "limits", is_optional: false };
    let waits = options(Language::Rust, Scope::Wait).filter(|row| !is_callback(row)).map(|row| method(row, &limits, &default_of(row)));
    let polls = options(Language::Rust, Scope::Poll).map(|row| method(row, &calls, ""));
    let wait = waits.chain(polls).collect::<Vec<_>>();
    let values =
        context! { header => header("//", file!()), client => Serde(client), one => Serde(one), list => Serde(list), wait => Serde(wait) };
    Ok(vec![file(FILE, include_str!("rust.rs.j2"), values)?])
}

fn of_client(row: &'static Row) -> Method {
    let is_of_calls =
        options_in(Language::Rust, &[CALLS.as_slice(), &[Scope::Derived]].concat()).iter().any(|other| other.name == row.name);
    let place = match row.kind {
        _ if is_of_calls => Place { options: "config.defaults", is_optional: true },
        Kind::Text | Kind::Certificates => Place { options: "config", is_optional: true },
        _ => Place { options: "config", is_optional: false },
    };
    method(row, &place, &default_of(row))
}

fn method(row: &'static Row, place: &Place, default: &str) -> Method {
    let name = row.name;
    let field = format!("self.{}.{name}", place.options);
    let doc = format!("{} {default}", row.doc).trim_end().to_owned();
    let (r#type, value) = match row.kind {
        Kind::Headers | Kind::Query | Kind::Fields => {
            let name = if name == "headers" { "header" } else { name };
            let parameters = "name: impl Into<String>, value: impl Into<String>".to_owned();
            let sets = format!("{field}.push((name.into(), value.into()))");
            return Method { name, doc: one_at_a_time(&doc), parameters, arguments: "name, value", sets };
        }
        Kind::Text => ("impl Into<String>", "value.into()"),
        Kind::Certificates => ("impl Into<Vec<u8>>", "value.into()"),
        Kind::Seconds(_) => ("Duration", "value"),
        Kind::Count(_) => ("u32", "value"),
        Kind::Size(_) => ("usize", "value"),
        Kind::Flag(_) => ("bool", "value"),
        Kind::Pacing => ("RateLimit", "value"),
        Kind::Callback { rust, .. } => (rust.unwrap_or("()"), "value"),
    };
    let sets = if place.is_optional { format!("{field} = Some({value})") } else { format!("{field} = {value}") };
    Method { name, doc, parameters: format!("value: {type}"), arguments: "value", sets }
}

/// A method that takes one of several says so.
fn one_at_a_time(doc: &str) -> String {
    format!("{doc} Call it once for each.")
}

/// `60 s by default.`
pub fn default_of(row: &Row) -> String {
    match row.kind {
        Kind::Seconds(seconds) => format!("{seconds} s by default."),
        Kind::Count(count) => format!("{count} by default."),
        Kind::Size(bytes) => format!("{} MiB by default.", bytes >> 20),
        Kind::Flag(true) => "On by default.".to_owned(),
        Kind::Flag(false) => "Off by default.".to_owned(),
        Kind::Pacing => "[`RateLimit::Auto`] by default.".to_owned(),
        Kind::Text | Kind::Headers | Kind::Query | Kind::Fields | Kind::Certificates | Kind::Callback { .. } => String::new(),
    }
}
