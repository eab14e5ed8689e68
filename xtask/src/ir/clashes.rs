//! Names of resources and methods that something else has already: settled by rule, never an error.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::Draft;
use super::{camel, snake};

/// A resource of the client whose name is taken is an API: `client_api`. Two that would have one file get a number.
pub fn name_resources(drafts: &mut [Draft], reserved: &[&str]) {
    for draft in &mut *drafts {
        if let Some(first) = draft.resource.first_mut().filter(|first| reserved.contains(&first.as_str())) {
            first.push_str("_api");
        }
    }
    // `a_b` beside `a.b`: their files and classes have all words of the path.
    let mut paths: BTreeSet<Vec<String>> = drafts.iter().map(|draft| draft.resource.clone()).collect();
    let mut stems: BTreeMap<String, Vec<String>> = BTreeMap::new();
    while let Some(path) = paths.pop_first() {
        for depth in 1..=path.len() {
            let prefix = &path[..depth];
            let known = stems.entry(camel(&prefix.join("_"))).or_insert_with(|| prefix.to_vec());
            if known == prefix {
                continue;
            }
            let numbered = (2..).map(|number| [&prefix[..depth - 1], &[format!("{}_{number}", prefix[depth - 1])]].concat());
            let free = numbered.take(drafts.len() + 1).find(|other| !stems.contains_key(&camel(&other.join("_"))));
            let Some(other) = free else { break };
            for draft in drafts.iter_mut().filter(|draft| draft.resource.starts_with(prefix)) {
                draft.resource.splice(..depth, other.iter().cloned());
                paths.insert(draft.resource.clone());
            }
            paths.retain(|path| !path.starts_with(prefix));
            break;
        }
    }
}

/// Two operations of one name, and one called like a resource below its own: the operationId tells them apart, and where it doesn't, a
/// number.
pub fn name_apart(drafts: &mut [Draft], paths: &BTreeSet<Vec<String>>, reserved: &[&str]) {
    let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        names.entry(draft.full_name()).or_default().push(index);
    }
    for (name, users) in names {
        let own = name.rsplit('.').next().unwrap_or_default();
        if users.len() > 1 || paths.contains(&split(&name)) || reserved.contains(&own) {
            for index in users {
                drafts[index].name = snake(&drafts[index].id);
            }
        }
    }
    // Compared as the languages write them; `get_with` is what Rust calls `get` with parameters.
    let written = |resource: &[String], name: &str| format!("{}.{}", camel(&resource.join("_")), camel(name));
    let mut taken: BTreeSet<String> = paths.iter().filter_map(|path| path.split_last()).map(|(name, above)| written(above, name)).collect();
    for index in 0..drafts.len() {
        let Draft { resource, name, .. } = &drafts[index];
        let has_plain = |name: &str| {
            let plain = name.strip_suffix("_with");
            plain.is_some_and(|plain| drafts.iter().any(|other| other.resource == *resource && other.name == plain))
        };
        let is_free = |name: &str| !reserved.contains(&name) && !has_plain(name) && !taken.contains(&written(resource, name));
        let numbered = (2..).map(|number| format!("{name}_{number}"));
        let free = std::iter::once(name.clone()).chain(numbered.take(drafts.len() + paths.len() + 1)).find(|name| is_free(name));
        let free = free.unwrap_or_else(|| name.clone());
        taken.insert(written(resource, &free));
        drafts[index].name = free;
    }
}

/// The path of a resource by its dotted name.
pub fn split(name: &str) -> Vec<String> {
    name.split('.').map(str::to_owned).collect()
}
