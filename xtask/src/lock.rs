//! Names once given stay given: `openapi/names.lock` holds every public name, and one that would change or go stops the generator.
//!
//! Names come from upstream's paths, titles and ids, by rules; a harmless change there could rename what people call in three
//! languages. So a rename is a decision: keep the name in the overlay, or accept the change with `--accept-names`. New names
//! are simply added.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};

use crate::ir::{Api, Location, Pointer};
use crate::output::{OutputFile, header};

/// The lock, beside the document.
pub const LOCK: &str = "openapi/names.lock";

/// What a name was given to, in the document's terms: `operation listBackgroundJob`, `type #/components/...`.
type Thing = String;

/// Holds the API to the names given before and returns the lock as it should be now.
pub fn hold(root: &Path, api: &Api, accept_changes: bool) -> Result<OutputFile> {
    let names = names_of(api);
    if !accept_changes && root.join(LOCK).exists() {
        let text = fs::read_to_string(root.join(LOCK)).with_context(|| format!("{LOCK}: can't be read"))?;
        compare(api, &parse(&text)?, &names)?;
    }
    let lines: String = names.iter().map(|(thing, name)| format!("{thing} = {name}\n")).collect();
    let note = "# Public names, held by `cargo xtask generate`; --accept-names lets one change or go.\n";
    Ok(OutputFile { path: LOCK.to_owned(), contents: format!("{}{note}\n{lines}", header(&api.source, "#", file!())) })
}

fn names_of(api: &Api) -> BTreeMap<Thing, String> {
    let mut names = BTreeMap::new();
    for operation in &api.operations {
        names.insert(format!("operation {}", operation.id), operation.full_name());
    }
    for definition in api.types.values() {
        names.insert(format!("type {}", stable(api, &definition.pointer)), definition.name.clone());
    }
    names
}

/// A pointer that goes through a list of parameters changes whenever one is added before it; the parameter's name doesn't.
fn stable(api: &Api, pointer: &Pointer) -> String {
    let parameters = api.operations.iter().flat_map(|operation| operation.path_arguments().chain(operation.query_arguments()));
    for parameter in parameters {
        let Some(rest) = pointer.path.strip_prefix(&parameter.pointer.path) else { continue };
        if let (true, Some((list, _))) = (rest.is_empty() || rest.starts_with('/'), parameter.pointer.path.rsplit_once('/')) {
            let location = if parameter.location == Location::Path { "path" } else { "query" };
            return format!("{list}/{location}:{}{rest}", parameter.name);
        }
    }
    pointer.path.clone()
}

fn parse(text: &str) -> Result<BTreeMap<Thing, String>> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    lines
        .map(|(index, line)| {
            let (thing, name) = line.rsplit_once(" = ").ok_or_else(|| {
                anyhow!("{LOCK}:{}: not a name: {line}\n  restore the file from version control, then run cargo xtask generate", index + 1)
            })?;
            Ok((thing.to_owned(), name.to_owned()))
        })
        .collect()
}

fn compare(api: &Api, locked: &BTreeMap<Thing, String>, names: &BTreeMap<Thing, String>) -> Result<()> {
    let mut problems = Vec::new();
    for (thing, name) in locked {
        // Upstream may give the same thing another id or move its schema; what users call is still there then.
        let still_there = names.iter().any(|(other, given)| given == name && is_type(other) == is_type(thing));
        match names.get(thing) {
            Some(now) if now == name => {}
            Some(now) if !still_there => problems.push(format!("\n  {thing}: was {name}, would be {now}{}", how_to_keep(api, thing, name))),
            None if !still_there => problems.push(format!("\n  {thing}: was {name}, is gone from the document")),
            _ => {}
        }
    }
    if problems.is_empty() {
        return Ok(());
    }
    bail!(
        "{LOCK}: names that are in use would change{}\n  to change them all the same, which breaks the programs that use them: cargo xtask generate --accept-names",
        problems.concat()
    );
}

fn is_type(thing: &str) -> bool {
    thing.starts_with("type ")
}

fn how_to_keep(api: &Api, thing: &str, name: &str) -> String {
    let (target, hint) = match thing.strip_prefix("operation ") {
        Some(id) => match api.operations.iter().find(|operation| operation.id == id) {
            Some(operation) => (format!("$.paths['{}'].{}", operation.path, operation.method.to_lowercase()), "x-sdk-name"),
            None => return String::new(),
        },
        None => (json_path(thing.rsplit(' ').next().unwrap_or_default()), "x-sdk-type-name"),
    };
    let action = format!("- target: {target}\n      description: Keeps the name.\n      update: {{ {hint}: {name} }}");
    format!("\n    to keep it, add to the actions of openapi/overlay.yaml:\n    {action}")
}

/// The target that selects what a stable pointer points to.
fn json_path(pointer: &str) -> String {
    let segments = pointer.trim_start_matches("#/").split('/').map(|segment| segment.replace("~1", "/").replace("~0", "~"));
    let steps = segments.map(|segment| match segment.split_once(':') {
        Some((location @ ("path" | "query"), name)) => format!("[?@.in=='{location}' && @.name=='{name}']"),
        _ if segment.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_') => format!(".{segment}"),
        _ => format!("['{segment}']"),
    });
    format!("${}", steps.collect::<String>())
}
