//! The core's `CallOptions` and `WaitOptions`: `crates/instantly-client/src/call_options.rs`.

use anyhow::Result;
use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;

use super::file::{file, grouped, header};
use super::rows::{CALLS, is_callback, options_in};
use crate::options::{Kind, Language, Row, Scope, options};
use crate::output::OutputFile;

const FILE: &str = "crates/instantly-client/src/call_options.rs";

#[derive(Serialize)]
struct Field {
    name: &'static str,
    doc: String,
    r#type: &'static str,
    /// Its value where nobody sets it.
    default: Option<String>,
    /// From itself and the one in `base`.
    joined: String,
}

pub fn emit() -> Result<Vec<OutputFile>> {
    let call: Vec<Field> = options_in(Language::Rust, &[CALLS.as_slice(), &[Scope::Derived]].concat()).into_iter().map(field).collect();
    let wait: Vec<Field> = options(Language::Rust, Scope::Wait).filter(|row| !is_callback(row)).map(field).collect();
    let sizes: Vec<_> = options(Language::Rust, Scope::Client).filter_map(size).collect();
    let values = context! { header => header("//", file!()), call => Serde(call), wait => Serde(wait), sizes };
    Ok(vec![file(FILE, include_str!("core.rs.j2"), values)?])
}

fn field(row: &'static Row) -> Field {
    let name = row.name;
    let (r#type, default, joined) = match row.kind {
        Kind::Seconds(seconds) => ("Duration", Some(format!("Duration::from_secs({seconds})")), Join::Copied),
        Kind::Count(count) => ("u32", Some(count.to_string()), Join::Copied),
        Kind::Size(bytes) => ("usize", Some(bytes.to_string()), Join::Copied),
        Kind::Flag(flag) => ("bool", Some(flag.to_string()), Join::Copied),
        Kind::Headers | Kind::Query | Kind::Fields => ("Vec<(String, String)>", None, Join::Appended),
        Kind::Callback { rust, .. } => (rust.unwrap_or("()"), None, Join::Cloned),
        Kind::Text | Kind::Pacing | Kind::Certificates => ("String", None, Join::Cloned),
    };
    let joined = match joined {
        Join::Copied => format!("self.{name}.or(base.{name})"),
        Join::Cloned => format!("self.{name}.clone().or_else(|| base.{name}.clone())"),
        Join::Appended => format!("joined(&self.{name}, &base.{name})"),
    };
    let doc = match &default {
        Some(_) => format!("{} {}", row.doc, super::rust::default_of(row)),
        None => row.doc.to_owned(),
    };
    Field { name, doc: doc.trim_end().to_owned(), r#type, default, joined }
}

/// How two values of an option become one.
enum Join {
    Copied,
    Cloned,
    Appended,
}

/// `MAX_RESPONSE_BYTES`, its documentation and its value.
fn size(row: &'static Row) -> Option<[String; 3]> {
    let Kind::Size(bytes) = row.kind else { return None };
    Some([row.name.to_uppercase(), row.doc.to_owned(), grouped(bytes as u64, '_')])
}
