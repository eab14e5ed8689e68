//! What a resource's file takes from elsewhere: only what it uses, in the order of the paths.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::{SHARED, layout, methods, names};
use crate::emit::languages::node::{class, module};
use crate::ir::{Api, Operation, Resource, Type};

/// Lines of code.
pub fn of(api: &Api, resource: &Resource, operations: &[&Operation]) -> Result<Vec<String>> {
    let any = |test: fn(&Operation) -> bool| operations.iter().any(|operation| test(operation));
    let waits = resource.wait.is_some();
    let options: Vec<String> = [(any(|_| true), "RequestOptions"), (waits, "WaitOptions")]
        .into_iter()
        .filter_map(|(used, name)| used.then(|| name.to_owned()))
        .collect();
    let fixed = [
        (any(methods::starts_job), "import type { StartedJob } from '../job.js';".to_owned()),
        (any(|_| true), "import { operation } from '../operation.js';".to_owned()),
        (!options.is_empty(), layout::import(&options, "../options.js")),
        (any(|operation| operation.pagination.is_some()), "import type { PagePromise } from '../page.js';".to_owned()),
        (any(|operation| operation.pagination.is_none()), "import type { APIPromise } from '../promise.js';".to_owned()),
        (true, "import { Resource } from '../resource.js';".to_owned()),
        (waits, "import { waitPlan } from '../wait.js';".to_owned()),
    ];
    let mut lines: Vec<String> = fixed.into_iter().filter_map(|(used, line)| used.then_some(line)).collect();
    lines.extend(names::children(api, resource).map(|child| format!("import {{ {} }} from './{}.js';", class(child), module(child))));
    lines.extend(types(api, resource, operations)?.into_iter().map(|(module, names)| layout::import(&names, &format!("./{module}.js"))));
    Ok(lines)
}

/// The types of other files, by file: the shared ones, and what a started job becomes.
fn types(api: &Api, resource: &Resource, operations: &[&Operation]) -> Result<BTreeMap<String, Vec<String>>> {
    let mut names: BTreeSet<String> = resource.imports.iter().cloned().collect();
    for operation in operations.iter().filter(|operation| methods::starts_job(operation)) {
        if let Type::Named { name } = methods::job(api, operation)? {
            names.insert(name.clone());
        }
    }
    let mut modules: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in names {
        let owner = api.resources.iter().find(|resource| resource.types.iter().any(|definition| definition.name == name));
        if owner.is_none_or(|owner| owner.path != resource.path) {
            modules.entry(owner.map_or_else(|| SHARED.to_owned(), module)).or_default().push(name);
        }
    }
    Ok(modules)
}
