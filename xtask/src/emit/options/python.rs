//! Python: the typed dictionaries of `_options.py`, the two clients of `_client.py`, and the native module's readers of options.

use anyhow::Result;
use minijinja::context;
use minijinja::value::Serde;
use serde::Serialize;

use super::file::{file, header};
use super::rows::{CALLS, is_callback, options_in};
use crate::emit::python::text::{FOLDER, docstring, import, sentence};
use crate::emit::shared::printer::wrapped;
use crate::options::{Kind, Language, Row, Scope, options};
use crate::output::OutputFile;

const NATIVE: &str = "bindings/python/src/option_table.rs";

/// Columns in a line of a class's documentation.
const WIDTH: usize = 120;

/// A keyword argument, or a member of a typed dictionary.
#[derive(Serialize)]
struct Argument {
    name: &'static str,
    r#type: String,
    default: String,
    doc: String,
}

/// A field of one of the core's structs, and the expression that reads it.
#[derive(Serialize)]
struct Field {
    name: &'static str,
    read: String,
}

pub fn emit() -> Result<Vec<OutputFile>> {
    Ok(vec![dictionaries()?, clients()?, native()?])
}

fn dictionaries() -> Result<OutputFile> {
    let of = |rows: Vec<&'static Row>| rows.into_iter().map(optional).map(|option| Argument { doc: docstring(4, &[option.doc]), ..option });
    let of_scope = |scope| options(Language::Python, scope).filter(|row| !is_callback(row)).collect::<Vec<_>>();
    let call: Vec<_> = of(options_in(Language::Python, &CALLS)).collect();
    let (body, wait): (Vec<_>, Vec<_>) = (of(of_scope(Scope::Body)).collect(), of(of_scope(Scope::Wait)).collect());
    let types = import("._option_types", names_in(call.iter().chain(&body).chain(&wait)));
    let values = context! { header => header("#", file!()), types, call => Serde(call), body => Serde(body), wait => Serde(wait) };
    file(&format!("{FOLDER}/_options.py"), include_str!("python_options.py.j2"), values)
}

fn clients() -> Result<OutputFile> {
    let settings: Vec<_> = options(Language::Python, Scope::Client).map(required).collect();
    let derived: Vec<_> = options(Language::Python, Scope::Derived).map(optional).collect();
    let entries = |arguments: &[Argument]| arguments.iter().map(entry).collect::<Vec<_>>().join("\n");
    let settings_doc = |about: &str| {
        let raises = "Raises:\n    InvalidArgumentError: There is no key, or a setting is wrong.".to_owned();
        docstring(4, &[about.to_owned(), format!("Args:\n{}", entries(&settings)), raises])
    };
    let about_options = [
        "A client with other defaults that shares this one's connections; closing either closes both.",
        "A hook takes the place of the one there was; `None` removes it.",
    ];
    let values = context! {
        header => header("#", file!()),
        types => import("._option_types", names_in(settings.iter().chain(&derived))),
        sync_doc => settings_doc("The Instantly API v2. Safe to share between threads; close it, or use it in a `with` block."),
        async_doc => settings_doc("The Instantly API v2 for `asyncio`. Works in any event loop; close it, or use it in an `async with` block."),
        derived_doc => docstring(8, &about_options.map(str::to_owned)),
        settings => Serde(&settings),
        derived => Serde(&derived),
    };
    file(&format!("{FOLDER}/_client.py"), include_str!("python_client.py.j2"), values)
}

fn native() -> Result<OutputFile> {
    let fields = |rows: Vec<&'static Row>| rows.into_iter().filter(|row| !is_callback(row)).map(field).collect::<Vec<_>>();
    let of_scope = |scope| options(Language::Python, scope).collect::<Vec<_>>();
    let call_names: Vec<_> = options_in(Language::Python, &[CALLS.as_slice(), &[Scope::Derived]].concat());
    let (defaults, settings): (Vec<_>, Vec<_>) =
        of_scope(Scope::Client).into_iter().partition(|row| call_names.iter().any(|other| other.name == row.name));
    let settings: Vec<_> = settings.into_iter().filter(|row| !is_callback(row)).map(|row| with_default(row, "default")).collect();
    let wait: Vec<_> = of_scope(Scope::Wait).into_iter().filter(|row| !is_callback(row)).map(|row| with_default(row, "default")).collect();
    let values = context! {
        header => header("//", file!()),
        settings => Serde(settings),
        defaults => Serde(fields(defaults)),
        derived => Serde(fields(of_scope(Scope::Derived))),
        call => Serde(fields(options_in(Language::Python, &CALLS))),
        wait => Serde(wait),
    };
    file(NATIVE, include_str!("python_native.rs.j2"), values)
}

/// The keys of `CallOptions`.
pub fn call_options() -> Vec<&'static str> {
    options_in(Language::Python, &CALLS).into_iter().map(name).collect()
}

/// The keys that `BodyOptions` adds.
pub fn body_options() -> Vec<&'static str> {
    options(Language::Python, Scope::Body).map(name).collect()
}

/// The keys of `WaitOptions`.
pub fn wait_options() -> Vec<&'static str> {
    options(Language::Python, Scope::Wait).filter(|row| !is_callback(row)).map(name).collect()
}

/// The keyword arguments of a call that are options, with their types.
pub fn keywords(has_body: bool) -> impl Iterator<Item = (&'static str, &'static str)> {
    let of_body = options(Language::Python, Scope::Body).filter(move |_| has_body);
    options_in(Language::Python, &CALLS).into_iter().chain(of_body).map(|row| (name(row), type_of(row)))
}

/// An option of a client: its default shows in the signature.
fn required(row: &'static Row) -> Argument {
    let (r#type, default) = match row.kind {
        Kind::Seconds(seconds) => ("float".to_owned(), format!("{seconds}.0")),
        Kind::Count(count) => ("int".to_owned(), count.to_string()),
        Kind::Size(bytes) => ("int".to_owned(), format!("{} * 1024 * 1024", bytes >> 20)),
        Kind::Flag(flag) => ("bool".to_owned(), if flag { "True" } else { "False" }.to_owned()),
        Kind::Pacing => ("Literal[\"auto\"] | None".to_owned(), "\"auto\"".to_owned()),
        _ => (format!("{} | None", type_of(row)), "None".to_owned()),
    };
    Argument { name: name(row), r#type, default, doc: doc(row) }
}

/// An option that comes from elsewhere where it is left out.
fn optional(row: &'static Row) -> Argument {
    let r#type = format!("{} | Omit", type_of(row));
    let r#type = if is_callback(row) { format!("{type} | None") } else { r#type };
    Argument { name: name(row), r#type, default: "omit".to_owned(), doc: doc(row) }
}

fn type_of(row: &Row) -> &'static str {
    match row.kind {
        Kind::Text => "str",
        Kind::Seconds(_) => "float",
        Kind::Count(_) | Kind::Size(_) => "int",
        Kind::Flag(_) => "bool",
        Kind::Pacing => "Literal[\"auto\"]",
        Kind::Headers => "Headers",
        Kind::Query => "Query",
        Kind::Fields => "Body",
        Kind::Certificates => "Certificates",
        Kind::Callback { python, .. } => python.unwrap_or("object"),
    }
}

/// The aliases of `_option_types` among the types of these.
fn names_in<'a>(arguments: impl Iterator<Item = &'a Argument>) -> Vec<String> {
    let known = ["Body", "Certificates", "Headers", "Query", "RequestHook", "ResponseHook"];
    arguments.flat_map(|argument| argument.r#type.split(" | ")).filter(|name| known.contains(name)).map(str::to_owned).collect()
}

pub fn name(row: &Row) -> &'static str {
    row.python.unwrap_or(row.name)
}

fn doc(row: &Row) -> String {
    let unit = if matches!(row.kind, Kind::Seconds(_)) { " In seconds." } else { "" };
    sentence(&format!("{}{unit}", row.doc_for(Language::Python)))
}

/// `    timeout: Time limit for one attempt.`, wrapped under itself.
fn entry(argument: &Argument) -> String {
    let lines = wrapped(&format!("{}: {}", argument.name, argument.doc), WIDTH - 12);
    let indented = lines.iter().enumerate().map(|(index, line)| format!("{}{line}", if index == 0 { "    " } else { "        " }));
    indented.collect::<Vec<_>>().join("\n")
}

fn field(row: &'static Row) -> Field {
    let reader = match row.kind {
        Kind::Text => "text",
        Kind::Seconds(_) => "duration",
        Kind::Count(_) => "count",
        Kind::Size(_) => "size",
        Kind::Flag(_) => "flag",
        Kind::Pacing => "pacing",
        Kind::Headers | Kind::Query | Kind::Fields | Kind::Callback { .. } => "pairs",
        Kind::Certificates => "certificates",
    };
    Field { name: row.name, read: format!("self.{reader}(\"{}\")?", name(row)) }
}

/// A field that is never absent.
fn with_default(row: &'static Row, default: &str) -> Field {
    let Field { name, read } = field(row);
    let is_absent = matches!(row.kind, Kind::Seconds(_) | Kind::Count(_) | Kind::Size(_) | Kind::Flag(_));
    Field { name, read: if is_absent { format!("{read}.unwrap_or({default}.{name})") } else { read } }
}
