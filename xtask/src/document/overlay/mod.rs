//! Applying our corrections and hints: OpenAPI Overlay 1.0, a little stricter.
//!
//! Stricter, so that the overlay doesn't rot: an action must say in its `description` why it is there, or the file in its
//! `info.description` for all that don't; one that misses inside something that still exists, or that changes nothing, is an error,
//! since upstream has changed or mended the place; and a hint (`x-sdk-...`) must be one the generator reads. An action on something that
//! upstream has removed is retired: it is reported, and does nothing until `cargo xtask overlay --prune` removes it.

mod nearest;
mod past;
mod prune;
mod report;
mod target;
#[cfg(test)]
mod tests;

use anyhow::{Result, anyhow, bail, ensure};
use serde_json::{Map, Value};
use serde_json_path::JsonPath;

use super::load::kind;
use target::MissKind;

pub use past::Past;
pub use prune::prune;
pub use report::{Report, Retired, Site};

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
pub fn apply(document: &mut Value, overlay: &Value, name: &str, past: &mut Past, report: &mut Report) -> Result<()> {
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
        let site = Site::of_action(name, index);
        match Action::read(action, reason, site.to_string()) {
            Ok(action) => action.run(document, site, past, report),
            Err(error) => report.faults.add(error),
        }
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

    /// Applies the action to the document, and to its earlier edition as far as it fits there.
    fn run(&self, document: &mut Value, site: Site, past: &mut Past, report: &mut Report) {
        let result = self.apply(document, &site, past, report);
        if let Err(error) = result {
            report.faults.add(error);
        }
        if let Some(earlier) = past.document.as_mut() {
            drop(self.apply(earlier, &site, &Past::default(), &mut Report::default()));
        }
    }

    fn apply(&self, document: &mut Value, site: &Site, past: &Past, report: &mut Report) -> Result<()> {
        let Self { place, target, .. } = self;
        let path = JsonPath::parse(target).map_err(|error| anyhow!("{place}/target: {target} is not a JSONPath: {error}"))?;
        let mut pointers: Vec<String> =
            path.query_located(document).dedup().locations().map(|location| location.to_json_pointer()).collect();
        if pointers.is_empty() {
            self.miss(document, site, past, report);
            return Ok(());
        }
        // From the back, so that removing an element of a list leaves the places of those before it as they were found.
        pointers.reverse();
        let mut changed = false;
        let updates = self.without_vanished(document, pointers, site, past, report, &mut changed);
        for (pointer, update) in updates {
            changed |= match update {
                Some(update) => {
                    report.wrote(site, &pointer, &update);
                    self.update(document, &pointer, &update)?
                }
                None => self.remove(document, &pointer)?,
            };
        }
        ensure!(changed, "{place}: what {target} gets is there already\n  the document says so itself now: delete the action");
        Ok(())
    }

    /// The target matches nothing: upstream has removed what it is about, or the action is wrong.
    fn miss(&self, document: &Value, site: &Site, past: &Past, report: &mut Report) {
        let Self { place, target, .. } = self;
        let Some(miss) = target::miss(document, target) else { return };
        let because = match &miss.kind {
            MissKind::Operation(name) => format!("upstream removed {name}"),
            MissKind::Component(path) => format!("upstream removed {path}"),
            MissKind::Search => "the document has nothing left that they search for".to_owned(),
            MissKind::Member => {
                let wanted = target::wanted(&miss);
                if !past.has_lost(document, &miss.path, &miss.parent, &wanted) {
                    let finding = finding(document, &miss.parent, &wanted, &miss.path[miss.parent.len()..]);
                    let remedy = format!("nothing matches {target}: correct the target, or delete the action if it is no longer needed");
                    report.misses.push(format!("{place}: {finding}\n    {remedy}"));
                    return;
                }
                report.lost.insert(miss.path.clone());
                format!("upstream removed {}", miss.path)
            }
        };
        report.retired.push(Retired { site: site.clone(), because });
    }

    /// The update of each match (`None`: it is removed), without what only describes a property or a component that isn't there.
    fn without_vanished(
        &self,
        document: &Value,
        pointers: Vec<String>,
        site: &Site,
        past: &Past,
        report: &mut Report,
        retires: &mut bool,
    ) -> Vec<(String, Option<Value>)> {
        let Change::Update(update) = self.change else { return pointers.into_iter().map(|pointer| (pointer, None)).collect() };
        let mut vanished: Vec<Vanished> = Vec::new();
        let mut updates = Vec::new();
        for pointer in pointers {
            let mut own = update.clone();
            if let (Some(Value::Object(found)), Value::Object(members)) = (document.pointer(&pointer), &mut own) {
                take_vanished(&pointer, &[], found, members, &mut vanished);
            }
            updates.push((pointer, Some(own)));
        }
        for Vanished { parent, path, key } in &vanished {
            let parent = target::of_pointer(parent);
            let gone = target::child(&parent, key);
            let is_whole = parent.ends_with(".schemas") || parent == "$.paths";
            if is_whole || past.has_lost(document, &gone, &parent, std::slice::from_ref(key)) {
                report.lost.extend((!is_whole).then(|| gone.clone()));
                // Another match of the same target may have it still.
                if vanished.iter().filter(|other| other.path == *path).count() == updates.len() {
                    report.retired.push(Retired { site: site.member(path), because: format!("upstream removed {gone}") });
                    *retires = true;
                }
            } else {
                let finding = finding(document, &parent, std::slice::from_ref(key), key);
                let Self { place, target, .. } = self;
                report.misses.push(format!(
                    "{place}: {finding}\n    its update describes it (target {target}): follow it, or delete what is said of it"
                ));
                *retires = true;
            }
        }
        updates
    }

    /// Whether anything changed.
    fn update(&self, document: &mut Value, pointer: &str, update: &Value) -> Result<bool> {
        let Self { place, target, .. } = self;
        Ok(match (document.pointer_mut(pointer), update) {
            (Some(Value::Object(found)), Value::Object(update)) => merge(found, update),
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

/// A property that an update only describes, and that would come into being by that: upstream has dropped it.
struct Vanished {
    /// A pointer to what should have it.
    parent: String,
    /// Its place in the update.
    path: Vec<String>,
    key: String,
}

/// Moves every vanished property out of the update, and what is empty without it.
fn take_vanished(
    pointer: &str,
    above: &[String],
    found: &Map<String, Value>,
    update: &mut Map<String, Value>,
    vanished: &mut Vec<Vanished>,
) {
    let only_describes = |value: &Value| {
        value.as_object().is_some_and(|words| words.keys().all(|key| key == "description" || key == "summary" || key.starts_with("x-")))
    };
    let is_list_of_things = pointer.ends_with("/properties") || pointer.ends_with("/schemas") || pointer.ends_with("/paths");
    update.retain(|key, value| {
        let path = [above, std::slice::from_ref(key)].concat();
        match (found.get(key), value) {
            (None, value) if is_list_of_things && only_describes(value) => {
                vanished.push(Vanished { parent: pointer.to_owned(), path, key: key.clone() });
                false
            }
            (Some(Value::Object(found)), Value::Object(update)) if !update.is_empty() => {
                let pointer = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
                take_vanished(&pointer, &path, found, update, vanished);
                !update.is_empty()
            }
            _ => true,
        }
    });
}

/// Says what isn't there, and what is: `$.components.schemas.Lead has no property `esp`; did you mean `esp_code`?`
fn finding(document: &Value, parent: &str, wanted: &[String], step: &str) -> String {
    let (owner, noun) = match parent.rsplit_once('.') {
        Some((owner, "parameters")) => (owner, "parameter "),
        Some((owner, "properties")) => (owner, "property "),
        _ => (parent, ""),
    };
    if wanted.is_empty() {
        return format!("{parent} has nothing that matches {step}");
    }
    let there = target::names_in(document, parent);
    let names = || there.iter().map(String::as_str);
    let mut near: Vec<&str> = Vec::new();
    for name in wanted.iter().flat_map(|wanted| nearest::nearest(wanted, names())) {
        near.extend((!near.contains(&name)).then_some(name));
    }
    let hint = if near.is_empty() {
        const SHOWN: usize = 8;
        let mut shown: Vec<String> = names().take(SHOWN).map(|name| format!("`{name}`")).collect();
        shown.extend((there.len() > SHOWN).then(|| format!("{} more", there.len() - SHOWN)));
        format!("it has {}", if shown.is_empty() { "none".to_owned() } else { listed(&shown, "and") })
    } else {
        format!("did you mean {}?", listed(&near.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>(), "or"))
    };
    let wanted: Vec<String> = wanted.iter().map(|name| format!("`{name}`")).collect();
    format!("{owner} has no {noun}{}; {hint}", listed(&wanted, "or"))
}

/// `a, b and c`
fn listed(names: &[String], last: &str) -> String {
    match names.split_last() {
        Some((end, rest)) if !rest.is_empty() => format!("{} {last} {end}", rest.join(", ")),
        _ => names.concat(),
    }
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
