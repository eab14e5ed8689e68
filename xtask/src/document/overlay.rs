//! Applying our corrections and hints: OpenAPI Overlay 1.0, a little stricter.
//!
//! Stricter, so that the overlay doesn't rot: an action must say in its `description` why it is there, or the file in its
//! `info.description` for all that don't; one whose target matches nothing, or that changes nothing, is an error, since upstream
//! has changed or mended the place; and a hint (`x-sdk-...`) must be one the generator reads.

use anyhow::{Result, anyhow, bail, ensure};
use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::load::kind;

/// What the generator reads; the overlay's own head explains them.
const HINTS: [&str; 13] = [
    "x-sdk",
    "x-sdk-comma-list",
    "x-sdk-enum-names",
    "x-sdk-enum-of",
    "x-sdk-error-field",
    "x-sdk-name",
    "x-sdk-pagination",
    "x-sdk-rate-group",
    "x-sdk-safe",
    "x-sdk-skip",
    "x-sdk-starts-job",
    "x-sdk-type-name",
    "x-sdk-wait",
];

/// Applies every action of an overlay, in order; `name` is the overlay's file, for messages.
pub fn apply(document: &mut Value, overlay: &Value, name: &str) -> Result<()> {
    ensure!(
        overlay["overlay"] == "1.0.0",
        "{name}#/overlay: must be 1.0.0, is {}\n  start the file with overlay: 1.0.0",
        overlay["overlay"]
    );
    let actions = overlay["actions"]
        .as_array()
        .ok_or_else(|| anyhow!("{name}#/actions: must be a list of actions, each with target and description"))?;
    let reason = overlay["info"]["description"].as_str().unwrap_or_default();
    for (index, action) in actions.iter().enumerate() {
        Action::read(action, reason, format!("{name}#/actions/{index}"))?.apply(document)?;
    }
    Ok(())
}

enum Change<'a> {
    Update(&'a Value),
    Remove,
}

struct Action<'a> {
    /// Where in the overlay it stands.
    place: String,
    target: &'a str,
    change: Change<'a>,
}

impl<'a> Action<'a> {
    fn read(action: &'a Value, reason: &str, place: String) -> Result<Self> {
        let fields = action
            .as_object()
            .ok_or_else(|| anyhow!("{place}: must be an object with target, description and update or remove, is {}", kind(action)))?;
        if let Some(unknown) = fields.keys().find(|key| !["target", "description", "update", "remove"].contains(&key.as_str())) {
            bail!("{place}/{unknown}: unknown field\n  an action has target, description and either update or remove");
        }
        let target = fields
            .get("target")
            .and_then(Value::as_str)
            .ok_or_else(|| anyhow!("{place}/target: must be a JSONPath such as $.paths['/api/v2/emails'].get"))?;
        let reason = fields.get("description").and_then(Value::as_str).unwrap_or(reason);
        ensure!(!reason.trim().is_empty(), "{place}/description: missing (target {target})\n  say why this action is needed");
        if let Some(unknown) = fields.get("update").and_then(unknown_hint) {
            bail!("{place}/update: the generator reads no {unknown} (target {target})\n  it reads {}", HINTS.join(", "));
        }
        let change = match (fields.get("update"), fields.get("remove")) {
            (Some(update), None | Some(Value::Bool(false))) => Change::Update(update),
            (None, Some(Value::Bool(true))) => Change::Remove,
            _ => bail!("{place}: must have either update or remove: true (target {target})"),
        };
        Ok(Self { place, target, change })
    }

    fn apply(&self, document: &mut Value) -> Result<()> {
        let Self { place, target, .. } = self;
        let path = JsonPath::parse(target).map_err(|error| anyhow!("{place}/target: {target} is not a JSONPath: {error}"))?;
        let mut pointers: Vec<String> =
            path.query_located(document).dedup().locations().map(|location| location.to_json_pointer()).collect();
        if pointers.is_empty() {
            bail!(
                "{place}: nothing matches {target}\n  the document has changed there: correct the target, or delete the action if it is no longer needed"
            );
        }
        // From the back, so that removing an element of a list leaves the places of those before it as they were found.
        pointers.reverse();
        let mut changed = false;
        for pointer in pointers {
            changed |= match &self.change {
                Change::Update(update) => self.update(document, &pointer, update)?,
                Change::Remove => self.remove(document, &pointer)?,
            };
        }
        ensure!(changed, "{place}: what {target} gets is there already\n  the document says so itself now: delete the action");
        Ok(())
    }

    /// Whether anything changed.
    fn update(&self, document: &mut Value, pointer: &str, update: &Value) -> Result<bool> {
        let Self { place, target, .. } = self;
        Ok(match (document.pointer_mut(pointer), update) {
            (Some(Value::Object(found)), Value::Object(update)) => {
                if let Some(gone) = vanished(pointer, found, update) {
                    bail!(
                        "{place}: #{pointer} has no {gone} (target {target})\n  the document has lost it or calls it otherwise: follow it, or delete what is said of it"
                    );
                }
                merge(found, update)
            }
            (Some(Value::Array(found)), entry) => {
                let is_new = !found.contains(entry);
                found.extend(is_new.then(|| entry.clone()));
                is_new
            }
            (Some(found), update) => {
                bail!(
                    "{place}: {target} is {} at #{pointer}, the update is {}\n  target the object that holds it",
                    kind(found),
                    kind(update)
                )
            }
            (None, _) => bail!("{place}: #{pointer} is gone: an earlier match of the same target removed it"),
        })
    }

    fn remove(&self, document: &mut Value, pointer: &str) -> Result<bool> {
        let Self { place, target, .. } = self;
        let (holder, last) =
            pointer.rsplit_once('/').ok_or_else(|| anyhow!("{place}: {target} is the whole document, which can't be removed"))?;
        match document.pointer_mut(holder) {
            Some(Value::Object(object)) => drop(object.shift_remove(&last.replace("~1", "/").replace("~0", "~"))),
            Some(Value::Array(items)) => drop(items.remove(last.parse()?)),
            // Its holder went with an earlier match.
            _ => {}
        }
        Ok(true)
    }
}

/// A property that the update only describes, which would come into being by that: upstream has dropped it.
fn vanished<'a>(pointer: &str, found: &Map<String, Value>, update: &'a Map<String, Value>) -> Option<&'a str> {
    let only_describes = |value: &Value| {
        value.as_object().is_some_and(|words| words.keys().all(|key| key == "description" || key == "summary" || key.starts_with("x-")))
    };
    let is_list_of_things = pointer.ends_with("/properties") || pointer.ends_with("/schemas") || pointer.ends_with("/paths");
    update.iter().find_map(|(key, value)| match (found.get(key), value) {
        (None, value) if is_list_of_things && only_describes(value) => Some(key.as_str()),
        (Some(Value::Object(found)), Value::Object(update)) => vanished(&format!("{pointer}/{key}"), found, update),
        _ => None,
    })
}

/// Objects merge member by member, lists grow by what they don't have, anything else is replaced. Tells whether anything changed.
fn merge(found: &mut Map<String, Value>, update: &Map<String, Value>) -> bool {
    let mut changed = false;
    for (key, value) in update {
        changed |= match (found.get_mut(key), value) {
            (Some(Value::Object(found)), Value::Object(update)) => merge(found, update),
            (Some(Value::Array(found)), Value::Array(update)) => {
                let entries: Vec<Value> = update.iter().filter(|entry| !found.contains(entry)).cloned().collect();
                let is_new = !entries.is_empty();
                found.extend(entries);
                is_new
            }
            _ => found.insert(key.clone(), value.clone()).as_ref() != Some(value),
        };
    }
    changed
}

/// A key that looks like a hint and is none.
fn unknown_hint(update: &Value) -> Option<&str> {
    match update {
        Value::Object(object) => {
            let unknown = object.keys().find(|key| key.starts_with("x-sdk") && !HINTS.contains(&key.as_str()));
            unknown.map(String::as_str).or_else(|| object.values().find_map(unknown_hint))
        }
        Value::Array(items) => items.iter().find_map(unknown_hint),
        _ => None,
    }
}
