//! Names once given stay given: `openapi/names.lock` holds every public name, and one that would change or go stops the generator.
//!
//! Names come from upstream's paths, titles and ids, by rules; a harmless change there could rename what people call in three
//! languages. So a rename is a decision: keep the name in the overlay, or accept the change with `--accept-names`. New names
//! are simply added.
//!
//! It also keeps the places of the overlay that an import found removed by upstream: actions on them are retired, and no error.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, bail};

use crate::ir::{Api, Location, Pointer};
use crate::output::{OutputFile, header};

/// The lock, beside the document.
pub const LOCK: &str = "openapi/names.lock";

/// What a name was given to, in the document's terms: `operation listBackgroundJob`, `type #/components/...`.
type Thing = String;

/// What a place of the overlay that upstream removed starts with.
const LOST: &str = "removed ";
const LOST_NOTE: &str = "\n# What upstream removed; actions of the overlay on it are retired.\n";

/// Holds the API to the names given before. Returns the lock as it should be now, and the changes that were accepted.
pub fn hold(root: &Path, api: &Api, accept_changes: bool, lost: &BTreeSet<String>) -> Result<(OutputFile, Vec<String>)> {
    let names = names_of(api);
    let mut changes = Vec::new();
    if let Some(text) = text(root)? {
        // A damaged lock is replaced by what is accepted.
        let locked = if accept_changes { parse(&text).unwrap_or_default() } else { parse(&text)? };
        changes = compare(api, &locked, &names);
    }
    if !accept_changes && !changes.is_empty() {
        let lines: String = changes.iter().map(|change| format!("\n  {}{}", change.line, change.how_to_keep)).collect();
        bail!(
            "{LOCK}: names that are in use would change{lines}\n  to change them all the same, which breaks the programs that use them: cargo xtask generate --accept-names"
        );
    }
    let lines: String = names.iter().map(|(thing, name)| format!("{thing} = {name}\n")).collect();
    let note = "# Public names, held by `cargo xtask generate`; --accept-names lets one change or go.\n";
    let contents = format!("{}{note}\n{lines}{}", header(&api.source, "#", file!()), lost_lines(lost));
    Ok((OutputFile { path: LOCK.to_owned(), contents }, changes.into_iter().map(|change| change.line).collect()))
}

/// The places of the overlay that upstream is known to have removed.
pub fn lost(root: &Path) -> Result<BTreeSet<String>> {
    let text = text(root)?.unwrap_or_default();
    Ok(text.lines().filter_map(|line| line.strip_prefix(LOST)).map(str::to_owned).collect())
}

/// Writes those places, and leaves the names as they are.
pub fn set_lost(root: &Path, lost: &BTreeSet<String>) -> Result<()> {
    let Some(found) = text(root)? else { return Ok(()) };
    let names = found.split(LOST_NOTE).next().unwrap_or_default();
    let text = format!("{names}{}", lost_lines(lost));
    if text != found {
        fs::write(root.join(LOCK), text).with_context(|| format!("{LOCK}: can't be written"))?;
    }
    Ok(())
}

fn text(root: &Path) -> Result<Option<String>> {
    let path = root.join(LOCK);
    path.exists().then(|| fs::read_to_string(path).with_context(|| format!("{LOCK}: can't be read"))).transpose()
}

fn lost_lines(lost: &BTreeSet<String>) -> String {
    let lines: String = lost.iter().map(|place| format!("{LOST}{place}\n")).collect();
    if lines.is_empty() { lines } else { format!("{LOST_NOTE}{lines}") }
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
    let lines = text.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#') && !line.starts_with(LOST));
    lines
        .map(|(index, line)| {
            let (thing, name) = line.rsplit_once(" = ").ok_or_else(|| {
                anyhow!("{LOCK}:{}: not a name: {line}\n  restore the file from version control, then run cargo xtask generate", index + 1)
            })?;
            Ok((thing.to_owned(), name.to_owned()))
        })
        .collect()
}

/// A name in use that changes or goes.
struct Change {
    line: String,
    how_to_keep: String,
}

fn compare(api: &Api, locked: &BTreeMap<Thing, String>, names: &BTreeMap<Thing, String>) -> Vec<Change> {
    let mut changes = Vec::new();
    for (thing, name) in locked {
        // Upstream may give the same thing another id or move its schema; what users call is still there then.
        let still_there = names.iter().any(|(other, given)| given == name && is_type(other) == is_type(thing));
        match names.get(thing) {
            Some(now) if now == name => {}
            Some(now) if !still_there => {
                changes.push(Change { line: format!("{thing}: was {name}, would be {now}"), how_to_keep: how_to_keep(api, thing, name) })
            }
            None if !still_there => {
                changes.push(Change { line: format!("{thing}: was {name}, is gone from the document"), how_to_keep: String::new() });
            }
            _ => {}
        }
    }
    changes
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
