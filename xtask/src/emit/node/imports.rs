//! What a resource's file takes from elsewhere: only what it uses, in the order of the paths.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::types::{is_code, named};
use super::{CODES, SHARED, collisions, layout, methods};
use crate::emit::node::names::{class, module};
use crate::ir::{Api, Operation, Resource, TypeBody, TypeDefinition};

/// Lines of code.
pub fn of(api: &Api, resource: &Resource, operations: &[&Operation]) -> Result<Vec<String>> {
    let any = |test: fn(&Operation) -> bool| operations.iter().any(|operation| test(operation));
    let waits = resource.wait.is_some();
    let options = [(any(|_| true), "RequestOptions"), (waits, "WaitOptions")];
    let options: Vec<String> = options.into_iter().filter(|(used, _)| *used).map(|(_, name)| name.to_owned()).collect();
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
    lines.extend(collisions::children(api, resource).map(|child| format!("import {{ {} }} from './{}.js';", class(child), module(child))));
    lines.extend(types(api, resource, operations)?.into_iter().map(|(module, names)| layout::import(&names, &format!("./{module}.js"))));
    Ok(lines)
}

/// The numeric codes that shared types use, as lines of code.
pub fn of_types(api: &Api, definitions: &[&TypeDefinition]) -> Option<String> {
    let used: BTreeSet<&str> = definitions.iter().flat_map(|definition| inside(&definition.body)).collect();
    let codes: Vec<String> = used.into_iter().filter(|name| api.definition(name).is_some_and(is_code)).map(str::to_owned).collect();
    (!codes.is_empty()).then(|| layout::import(&codes, &format!("./{CODES}.js")) + "\n")
}

/// The types of other files, by file.
fn types(api: &Api, resource: &Resource, operations: &[&Operation]) -> Result<BTreeMap<String, Vec<String>>> {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for operation in operations {
        used.extend(operation.query_parameters().filter_map(|parameter| parameter.enumeration.as_deref()));
        if let Some(body) = &operation.body {
            used.extend(body.fields.iter().map(|field| &field.r#type).chain(&body.value).filter_map(named));
        }
        let answer = operation.pagination.as_ref().map_or(operation.response.r#type.as_ref(), |pagination| pagination.item.as_ref());
        used.extend(answer.and_then(named));
        if methods::starts_job(operation) {
            used.extend(named(methods::job(api, operation)?));
        }
    }
    used.extend(resource.wait.as_ref().and_then(|wait| named(&wait.item)));
    used.extend(resource.types.iter().flat_map(|definition| inside(&definition.body)));
    let mut modules: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in used {
        let owner = api.resources.iter().find(|resource| resource.types.iter().any(|definition| definition.name == name));
        let home = match owner {
            _ if api.definition(name).is_some_and(is_code) => CODES.to_owned(),
            Some(owner) if owner.path == resource.path => continue,
            Some(owner) => module(owner),
            None => SHARED.to_owned(),
        };
        modules.entry(home).or_default().push(name.to_owned());
    }
    Ok(modules)
}

/// The types that a declaration names.
fn inside(body: &TypeBody) -> Vec<&str> {
    match body {
        TypeBody::Model { fields } | TypeBody::Input { fields, .. } => fields.iter().filter_map(|field| named(&field.r#type)).collect(),
        TypeBody::Union { members } => members.iter().filter_map(named).collect(),
        TypeBody::Enum { .. } => Vec::new(),
    }
}
