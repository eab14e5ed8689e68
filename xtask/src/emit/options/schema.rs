//! The options in the schema of a conformance case: `tests/conformance/options.schema.json`.

use anyhow::Result;
use serde_json::{Map, Value, json};

use super::file::header;
use super::rows::{CALLS, is_callback};
use crate::options::{Kind, OPTIONS, Row, Scope};
use crate::output::OutputFile;

const FILE: &str = "tests/conformance/options.schema.json";

pub fn emit() -> Result<Vec<OutputFile>> {
    let schema = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": header("", file!()).trim().replace('\n', ""),
        "title": "The options of a conformance case",
        "description": "A value of the wrong type is there for cases in which it is refused. Times are in seconds.",
        "$defs": {
            "client": object(&[Scope::Client]),
            "derived": object(&[Scope::Derived]),
            "call": object(&CALLS),
            "wait": object(&[Scope::Wait]),
        }
    });
    Ok(vec![OutputFile { path: FILE.to_owned(), contents: format!("{}\n", serde_json::to_string_pretty(&schema)?) }])
}

/// The options of these scopes, by name.
fn object(scopes: &[Scope]) -> Value {
    let rows = OPTIONS.iter().filter(|row| scopes.iter().any(|scope| row.is_in(*scope)));
    let rows = rows.filter(|row| !is_callback(row) && !matches!(row.kind, Kind::Fields));
    let properties: Map<String, Value> = rows.map(|row| (row.name.to_owned(), of(row))).collect();
    json!({ "type": "object", "additionalProperties": false, "properties": properties })
}

fn of(row: &Row) -> Value {
    let r#type = match row.kind {
        Kind::Text => json!(["string", "null"]),
        Kind::Certificates | Kind::Pacing => json!("string"),
        Kind::Seconds(_) | Kind::Count(_) | Kind::Size(_) => json!("number"),
        Kind::Flag(_) => json!(["boolean", "string"]),
        Kind::Headers | Kind::Query | Kind::Fields | Kind::Callback { .. } => {
            return json!({ "description": row.doc, "type": "object", "additionalProperties": { "type": "string" } });
        }
    };
    json!({ "description": row.doc, "type": r#type })
}
