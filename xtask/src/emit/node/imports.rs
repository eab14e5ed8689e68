//! What a resource's file takes from elsewhere: only what it uses, in the order of the paths.

use std::collections::{BTreeMap, BTreeSet};

use super::annotation::{is_code, named};
use super::layout;
use crate::emit::node::names::{CODES, class, module};
use crate::ir::{Api, Home, Operation, Resource, SHARED, TypeBody, TypeDefinition, camel};

/// Lines of code.
pub fn of(api: &Api, resource: &Resource, operations: &[&Operation]) -> Vec<String> {
    let any = |test: fn(&Operation) -> bool| operations.iter().any(|operation| test(operation));
    let waits = resource.wait.is_some();
    let options = [(any(|_| true), "RequestOptions"), (waits, "WaitOptions")];
    let options: Vec<String> = options.into_iter().filter(|(used, _)| *used).map(|(_, name)| name.to_owned()).collect();
    let fixed = [
        (any(|operation| operation.job().is_some()), "import type { StartedJob } from '../job.js';".to_owned()),
        (any(|_| true), "import { operation } from '../operation.js';".to_owned()),
        (!options.is_empty(), layout::import(&options, "../options.js")),
        (any(|operation| operation.page().is_some()), "import type { PagePromise } from '../page.js';".to_owned()),
        (any(|operation| operation.page().is_none()), "import type { APIPromise } from '../promise.js';".to_owned()),
        (true, "import { Resource } from '../resource.js';".to_owned()),
    ];
    let mut lines: Vec<String> = fixed.into_iter().filter_map(|(used, line)| used.then_some(line)).collect();
    lines.extend(resource.children(api).map(|child| format!("import {{ {} }} from './{}.js';", class(child), module(child))));
    lines.extend(types(api, resource, operations).into_iter().map(|(module, names)| layout::import(&names, &format!("./{module}.js"))));
    lines
}

/// The numeric codes that shared types use, as lines of code.
pub fn of_types(api: &Api, definitions: &[&TypeDefinition]) -> Option<String> {
    let used: BTreeSet<&str> = definitions.iter().flat_map(|definition| inside(&definition.body)).collect();
    let codes: Vec<String> = used.into_iter().filter(|name| api.definition(name).is_some_and(is_code)).map(str::to_owned).collect();
    (!codes.is_empty()).then(|| layout::import(&codes, &format!("./{CODES}.js")) + "\n")
}

/// The types of other files, by file.
fn types(api: &Api, resource: &Resource, operations: &[&Operation]) -> BTreeMap<String, Vec<String>> {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for operation in operations {
        used.extend(operation.named_arguments().filter_map(|argument| named(&argument.r#type)));
        used.extend(operation.success.outcome.value().and_then(named));
        used.extend(api.job_of(operation).and_then(|(_, wait)| named(&wait.item)));
    }
    used.extend(resource.wait.as_ref().and_then(|wait| named(&wait.item)));
    used.extend(api.types_of(resource).flat_map(|definition| inside(&definition.body)));
    let mut modules: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in used {
        let Some(definition) = api.definition(name) else { continue };
        let home = match &definition.home {
            _ if is_code(definition) => CODES.to_owned(),
            Home::Resource(path) if *path == resource.path => continue,
            Home::Resource(path) => camel(&path.join("_")),
            Home::Shared => SHARED.to_owned(),
        };
        modules.entry(home).or_default().push(name.to_owned());
    }
    modules
}

/// The types that a declaration names.
fn inside(body: &TypeBody) -> Vec<&str> {
    match body {
        TypeBody::Model { fields } | TypeBody::Input { fields, .. } => fields.iter().filter_map(|field| named(&field.r#type)).collect(),
        TypeBody::Union { members } => members.iter().filter_map(named).collect(),
        TypeBody::Enum { .. } => Vec::new(),
    }
}
