//! Names that TypeScript, or the package itself, has no room for.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail, ensure};

use super::methods::Method;
use super::parameters;
use crate::emit::node::names::{CODES, class, member, module, property};
use crate::emit::shared::reserved;
use crate::ir::{Api, Operation, Pointer, Resource, SHARED};

/// Every exported name is at one place only, and every nested resource has one to hang on.
pub fn check(api: &Api) -> Result<()> {
    let mut taken: BTreeMap<String, Option<&Pointer>> = reserved::NODE.split_whitespace().map(|name| (name.to_owned(), None)).collect();
    let mut take = |name: String, pointer| match taken.insert(name.clone(), Some(pointer)) {
        None => Ok(()),
        Some(other) => {
            let other = other.map_or_else(|| "the package itself".to_owned(), ToString::to_string);
            bail!("{pointer}: the name {name} is taken by {other}\n  name it in openapi/overlay.yaml with x-sdk-type-name")
        }
    };
    for definition in api.types.values() {
        take(definition.name.clone(), &definition.pointer)?;
    }
    for resource in &api.resources {
        take(class(resource), &resource.pointer)?;
        for operation in api.operations_of(resource).filter(|operation| parameters::has_any(operation)) {
            take(parameters::name(operation), &operation.pointer)?;
        }
        let above = &resource.path[..resource.path.len().saturating_sub(1)];
        let has_parent = above.is_empty() || api.resource(above).is_some();
        ensure!(has_parent, "{}: {} has no typed surface to hang {} on", resource.pointer, above.join("."), resource.path.join("."));
        let is_file = [CODES, SHARED, "index"].contains(&module(resource).as_str());
        ensure!(!is_file, "{}: a resource can't be called {}\n  name it with x-sdk-name", resource.pointer, resource.path.join("."));
    }
    Ok(())
}

/// The text with every method and nested resource that it names in backticks spelled as TypeScript has it: the overlay's words are the same
/// for all languages.
pub fn spelled(api: &Api, text: &str) -> String {
    let resources = api.resources.iter().map(|resource| resource.path.join("."));
    let operations = api.operations.iter().map(Operation::full_name);
    let waits = api.resources.iter().filter(|resource| resource.wait.is_some());
    let waits = waits.flat_map(|resource| ["wait", "wait_many"].map(|name| format!("{}.{name}", resource.path.join("."))));
    let known: BTreeSet<String> = resources.chain(operations).chain(waits).filter(|name| name.contains('.')).collect();
    let spell = |part: &str| part.split('.').map(member).collect::<Vec<_>>().join(".");
    let parts: Vec<String> = text.split('`').map(|part| if known.contains(part) { spell(part) } else { part.to_owned() }).collect();
    parts.join("`")
}

/// The members of a resource class.
pub fn check_methods(api: &Api, resource: &Resource, methods: &[Method]) -> Result<()> {
    let mut taken: Vec<String> = resource.children(api).map(property).collect();
    for method in methods {
        ensure!(!taken.contains(&method.name), "{}: the method name {} is taken\n  name it with x-sdk-name", resource.pointer, method.name);
        taken.push(method.name.clone());
    }
    Ok(())
}
