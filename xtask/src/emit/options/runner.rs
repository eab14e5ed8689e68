//! What the conformance runners need of the options: the Rust runner's structs, which set them by typed calls, and for the others the names and units
//! that differ between cases and languages.

use anyhow::Result;
use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::file::{file, header};
use super::python;
use super::rows::{CALLS, is_callback, options_in};
use crate::options::{Kind, Language, OPTIONS, Row, Scope, options};
use crate::output::OutputFile;

const FILE: &str = "tests/conformance/runners/rust/src/options.rs";

/// A field of a struct of options, and what is done with it.
#[derive(Serialize)]
struct Field {
    name: &'static str,
    r#type: &'static str,
    /// The builder method.
    method: &'static str,
    /// The method's argument, from `value`.
    argument: &'static str,
    /// A field of `CallOptions`.
    kept: String,
    is_list: bool,
    is_of_lists: bool,
}

pub fn emit() -> Result<Vec<OutputFile>> {
    let of = |rows: Vec<&'static Row>| rows.into_iter().filter(|row| !is_callback(row)).map(field).collect::<Vec<_>>();
    let of_scope = |scope| of(options(Language::Rust, scope).collect());
    let values = context! {
        header => header("//", file!()),
        client => Serde(of_scope(Scope::Client)),
        derived => Serde(of_scope(Scope::Derived)),
        call => Serde(of(options_in(Language::Rust, &CALLS))),
        wait => Serde(of_scope(Scope::Wait)),
    };
    Ok(vec![file(FILE, include_str!("runner.rs.j2"), values)?])
}

/// For runners that pass options on by name: which are times, and what Python calls those that it has another name for.
pub fn conversions() -> Value {
    let times = OPTIONS.iter().filter(|row| matches!(row.kind, Kind::Seconds(_))).map(|row| row.name);
    let renamed = |scopes: &[Scope]| {
        let rows = options_in(Language::Python, scopes).into_iter().filter(|row| row.python.is_some());
        rows.map(|row| (row.name.to_owned(), python::name(row).into())).collect::<Map<String, Value>>()
    };
    let every_call = [python::call_options(), python::body_options()].concat();
    json!({
        "times": times.collect::<Vec<_>>(),
        "python": {
            "client": renamed(&[Scope::Client]),
            "derived": renamed(&[Scope::Derived]),
            "call": renamed(&CALLS),
            "every_call": every_call,
        },
    })
}

fn field(row: &'static Row) -> Field {
    let name = row.name;
    let (r#type, argument, kept) = match row.kind {
        Kind::Text => ("Option<String>", "value", format!("self.{name}.clone()")),
        Kind::Seconds(_) => ("Option<f64>", "Duration::from_secs_f64(*value)", format!("self.{name}.map(Duration::from_secs_f64)")),
        Kind::Count(_) => ("Option<u32>", "*value", format!("self.{name}")),
        Kind::Size(_) => ("Option<usize>", "*value", format!("self.{name}")),
        Kind::Flag(_) => ("Option<bool>", "*value", format!("self.{name}")),
        Kind::Pacing => ("Option<String>", "if value == \"auto\" { RateLimit::Auto } else { RateLimit::Off }", String::new()),
        Kind::Certificates => ("Option<String>", "value.as_bytes()", String::new()),
        Kind::Headers | Kind::Query | Kind::Fields | Kind::Callback { .. } => {
            ("BTreeMap<String, String>", "name, value", format!("self.{name}.clone().into_iter().collect()"))
        }
    };
    let method = if name == "headers" { "header" } else { name };
    let is_list = r#type.starts_with("BTreeMap");
    Field { name, r#type, method, argument, kept, is_list, is_of_lists: !row.is_in(Scope::Call) }
}
