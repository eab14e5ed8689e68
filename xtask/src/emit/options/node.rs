//! Node: the interfaces, lists of names and encoders of `optionTable.ts`, and the structs that the native module reads them into.

use anyhow::Result;
use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;

use super::file::{file, grouped, header};
use super::rows::{CALLS, is_callback, options_in};
use crate::emit::node::layout::{documentation, list};
use crate::ir::camel;
use crate::options::{Kind, Language, Row, Scope, options};
use crate::output::OutputFile;

const FILE: &str = "bindings/node/src/optionTable.ts";
const NATIVE: &str = "bindings/node/native/option_table.rs";

/// The hooks have an interface of their own, `Hooks`, which those of options extend.
const HOOKS: [&str; 2] = ["on_request", "on_response"];

/// A property of an interface and of what is encoded.
#[derive(Serialize)]
struct Property {
    name: String,
    r#type: &'static str,
    doc: String,
    /// The function that checks a value and gives it as the native module wants it.
    check: &'static str,
}

/// A field of a native struct.
#[derive(Serialize)]
struct Field {
    name: &'static str,
    r#type: &'static str,
    /// From `options`, and from the core's `default`.
    value: String,
}

pub fn emit() -> Result<Vec<OutputFile>> {
    Ok(vec![typescript()?, native()?])
}

/// The options that `wait` and `waitMany` take.
pub fn wait_options() -> Vec<String> {
    options(Language::Node, Scope::Wait).map(|row| camel(row.name)).collect()
}

fn typescript() -> Result<OutputFile> {
    let call_rows = options_in(Language::Node, &[CALLS.as_slice(), &[Scope::Derived]].concat());
    let properties = |rows: Vec<&'static Row>, default: fn(&Row) -> String| {
        rows.into_iter().filter(|row| !HOOKS.contains(&row.name)).map(|row| property(row, default)).collect::<Vec<_>>()
    };
    let (call, request): (Vec<_>, Vec<_>) =
        call_rows.into_iter().filter(|row| !HOOKS.contains(&row.name)).partition(|row| !is_callback(row));
    let of_scope = |scope| options(Language::Node, scope).collect::<Vec<_>>();
    let names = |name: &str, rows: Vec<&'static Row>| {
        let names: Vec<_> = rows.iter().map(|row| format!("'{}'", camel(row.name))).collect();
        list(0, &format!("export const {name} = "), ('[', "]"), &names, ";")
    };
    let values = context! {
        header => header("//", file!()),
        call => Serde(properties(call, inherited)),
        request => Serde(properties(request, inherited)),
        client => Serde(properties(of_scope(Scope::Client), own)),
        wait => Serde(properties(of_scope(Scope::Wait), own)),
        names => [
            names("clientOptionNames", of_scope(Scope::Client)),
            names("derivedOptionNames", of_scope(Scope::Derived)),
            names("requestOptionNames", options_in(Language::Node, &CALLS)),
            names("waitOptionNames", of_scope(Scope::Wait)),
        ],
    };
    file(FILE, include_str!("node.ts.j2"), values)
}

fn native() -> Result<OutputFile> {
    let call_rows = options_in(Language::Node, &[CALLS.as_slice(), &[Scope::Derived]].concat());
    let is_of_calls = |row: &&Row| call_rows.iter().any(|other| other.name == row.name);
    let fields =
        |rows: Vec<&'static Row>| rows.into_iter().filter(|row| !is_callback(row)).map(|row| field(row, false)).collect::<Vec<_>>();
    let (defaults, settings): (Vec<_>, Vec<_>) = options(Language::Node, Scope::Client).partition(is_of_calls);
    let settings = settings.into_iter().filter(|row| !is_callback(row)).map(|row| field(row, true)).collect::<Vec<_>>();
    let wait = options(Language::Node, Scope::Wait).filter(|row| !is_callback(row)).map(|row| field(row, true)).collect::<Vec<_>>();
    let values = context! {
        header => header("//", file!()),
        defaults => Serde(fields(defaults)),
        settings => Serde(settings),
        call => Serde(fields(call_rows.clone())),
        wait => Serde(wait),
    };
    file(NATIVE, include_str!("node_native.rs.j2"), values)
}

fn property(row: &Row, default: fn(&Row) -> String) -> Property {
    let (r#type, check) = match row.kind {
        Kind::Text => ("string", "text"),
        Kind::Seconds(_) => ("number", "milliseconds"),
        Kind::Count(_) => ("number", "count"),
        Kind::Size(_) => ("number", "size"),
        Kind::Flag(_) => ("boolean", "flag"),
        Kind::Pacing => ("'auto' | null", "pacing"),
        Kind::Headers => ("Readonly<Record<string, string | undefined>>", "headerPairs"),
        Kind::Query => ("Readonly<Record<string, QueryValue | readonly QueryValue[] | undefined>>", "queryPairs"),
        Kind::Fields => ("object", ""),
        Kind::Certificates => ("string | Uint8Array", "pem"),
        Kind::Callback { node, .. } => (node.unwrap_or("unknown"), ""),
    };
    let text = format!("{} {}", row.doc_for(Language::Node), default(row));
    Property { name: camel(row.name), r#type, doc: documentation(&[text.trim_end()], 2), check }
}

/// The default of a client or a wait.
fn own(row: &Row) -> String {
    format!(
        "{} by default.",
        match row.kind {
            Kind::Seconds(seconds) => grouped(seconds * 1000, ','),
            Kind::Count(count) => count.to_string(),
            Kind::Size(bytes) => format!("{}, which is {} MiB,", grouped(bytes as u64, ','), bytes >> 20),
            Kind::Flag(flag) => if flag { "On" } else { "Off" }.to_owned(),
            Kind::Pacing => "`'auto'`".to_owned(),
            Kind::Text | Kind::Headers | Kind::Query | Kind::Fields | Kind::Certificates | Kind::Callback { .. } => return String::new(),
        }
    )
}

/// The default of a call, which its client may have changed.
fn inherited(row: &Row) -> String {
    own(row).replace(" by default.", " unless the client has another default.")
}

fn field(row: &'static Row, is_required: bool) -> Field {
    let name = row.name;
    let or_default = if is_required { format!(".unwrap_or(default.{name})") } else { String::new() };
    let (r#type, value) = match row.kind {
        Kind::Text => ("Option<String>", format!("options.{name}")),
        Kind::Seconds(_) if is_required => ("Option<f64>", format!("options.{name}.map_or(default.{name}, milliseconds)")),
        Kind::Seconds(_) => ("Option<f64>", format!("options.{name}.map(milliseconds)")),
        Kind::Count(_) => ("Option<u32>", format!("options.{name}{or_default}")),
        Kind::Size(_) => ("Option<usize>", format!("options.{name}{or_default}")),
        Kind::Flag(_) => ("Option<bool>", format!("options.{name}{or_default}")),
        Kind::Pacing => ("bool", format!("if options.{name} {{ RateLimit::Auto }} else {{ RateLimit::Off }}")),
        Kind::Headers | Kind::Query | Kind::Fields | Kind::Callback { .. } => ("Vec<(String, String)>", format!("options.{name}")),
        Kind::Certificates => ("Option<String>", format!("options.{name}.map(String::into_bytes)")),
    };
    Field { name, r#type, value }
}
