//! From the document to the IR.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::clashes::{self, split};
use super::document::Place;
use super::draft::Draft;
use super::hints::{self, RetiredHint, hint};
use super::modules::Assigned;
use super::types::{Direction, Name, Types};
use super::{Api, Loss, Operation, RateGroup, Resource, Source, Type, Wait, losses, pascal, route, snake};
use crate::faults::Faults;

/// A method and the resource it belongs to.
pub type Method<'a> = (&'a [String], &'a str);

/// Names that the targets need for themselves.
pub struct Reserved {
    /// Names that no resource of the client may have: modules of the packages, members of the clients.
    pub resources: &'static [&'static str],
    /// Methods that a resource has beside its operations.
    pub methods: &'static [&'static str],
    /// The names that no type may have, given the resources and the methods.
    pub types: fn(resources: &BTreeSet<Vec<String>>, methods: &[Method]) -> BTreeSet<String>,
}

/// Reads the document, overlay applied.
pub fn build(source: Source, reserved: &Reserved) -> Result<Api> {
    let mut faults = Faults::default();
    let api = read(source, reserved, &mut faults, &mut Vec::new())?;
    faults.into_result()?;
    Ok(api)
}

/// Reads the document as far as it can be: what has a fault is left out. Fails if nothing can be read.
pub fn read(source: Source, reserved: &Reserved, faults: &mut Faults, retired: &mut Vec<RetiredHint>) -> Result<Api> {
    let document = &source.document;
    let root = Place::root(&source.name, document);
    let hints: hints::Root = hint(document, "x-sdk", &root.pointer)?.unwrap_or_default();
    let servers = root.get("servers");
    let server = servers.iter().flat_map(Place::elements).next().and_then(|server| server.str("url")).unwrap_or("http://localhost");

    let mut losses = losses::of_document(&root);
    let mut drafts = drafts(&root, &hints, &mut losses, faults)?;
    unique_ids(&mut drafts);
    clashes::name_resources(&mut drafts, reserved.resources);
    let paths = resource_paths(&drafts);
    clashes::name_apart(&mut drafts, &paths, reserved.methods);

    let methods: Vec<Method> = drafts.iter().map(|draft| (draft.resource.as_slice(), draft.name.as_str())).collect();
    let mut types = Types::new((reserved.types)(&paths, &methods));
    // Components first: what is equal to one takes its name.
    if let Some(schemas) = root.get("components").and_then(|components| components.get("schemas")) {
        for (name, schema) in schemas.members() {
            faults.keep(types.read_component(name, &schema));
        }
    }
    drafts.retain_mut(|draft| faults.keep(draft.add_outcome(&mut types)).is_some());
    drafts.retain_mut(|draft| draft.add_arguments(&mut types, faults));

    let mut waits = BTreeMap::new();
    for path in &paths {
        if let Some(Some(wait)) = faults.keep(wait(path, &root, &drafts, &mut types)) {
            waits.insert(path.clone(), wait);
        }
    }
    // Operations with faults are missing here, and may be what a hint is about.
    if faults.is_empty() {
        retired.extend(retired_hints(&root, &hints, &paths, &drafts));
    }
    let waited_for: Vec<_> = waits.keys().cloned().collect();
    for draft in &mut drafts {
        if waited_for.is_empty() {
            retired.extend(draft.retired_job());
        } else {
            faults.keep(draft.add_started_job(&waited_for));
        }
    }
    let paths = if faults.is_empty() { paths } else { resource_paths(&drafts) };
    waits.retain(|path, _| paths.contains(path));

    let Assigned { types, mut imports, renamed, losses: more } = assign(types, &drafts, &paths);
    losses.extend(more);
    losses.sort();
    losses.dedup();
    let rate_groups = hints.rate_groups.iter().filter(|group| is_used(group, &drafts)).cloned().collect();
    let operations: Vec<Operation> = drafts.into_iter().map(|draft| draft.finish(&renamed)).collect();
    let resource = |path: Vec<String>| {
        let wait = waits.remove(&path).map(|wait| wait.renamed(&renamed));
        resource(&path, &root, &hints, &operations, imports.remove(&path).unwrap_or_default(), wait)
    };
    let resources = paths.into_iter().map(resource).collect();
    let info = root.require("info")?;
    Ok(Api {
        title: info.str("title").unwrap_or_default().to_owned(),
        version: info.str("version").unwrap_or_default().to_owned(),
        server: server.trim_end_matches('/').to_owned(),
        operations,
        resources,
        types,
        rate_groups,
        headers: hints.headers,
        losses,
        source,
    })
}

fn drafts<'a>(root: &Place<'a>, hints: &hints::Root, losses: &mut Vec<Loss>, faults: &mut Faults) -> Result<Vec<Draft<'a>>> {
    let routes = route::routes(root, losses, faults)?;
    Ok(routes.iter().filter_map(|route| Draft::read(route.clone(), &routes, hints, losses, faults)).collect())
}

fn is_used(group: &RateGroup, drafts: &[Draft]) -> bool {
    drafts.iter().any(|draft| draft.rate_group.as_ref() == Some(&group.name))
}

/// The hints on resources, rate groups and waits whose operations are gone.
fn retired_hints(root: &Place, hints: &hints::Root, paths: &BTreeSet<Vec<String>>, drafts: &[Draft]) -> Vec<RetiredHint> {
    let mut retired = Vec::new();
    let own = root.pointer.child("x-sdk");
    for name in hints.resources.keys().filter(|name| !paths.contains(&split(name))) {
        let because = format!("upstream removed every operation of {name}");
        retired.push(RetiredHint { pointer: own.child("resources").child(name), because });
    }
    for (index, group) in hints.rate_groups.iter().enumerate().filter(|(_, group)| !is_used(group, drafts)) {
        let because = format!("no operation is left in the rate group {}", group.name);
        retired.push(RetiredHint { pointer: own.child("rate_groups").child(&index.to_string()), because });
    }
    let schemas = root.get("components").and_then(|components| components.get("schemas"));
    for (_, schema) in schemas.iter().flat_map(Place::members) {
        let Ok(Some(wait)) = hint::<hints::Wait>(schema.value, "x-sdk-wait", &schema.pointer) else { continue };
        let gone = [wait.get, wait.list].into_iter().find(|id| drafts.iter().all(|draft| draft.id != *id));
        retired.extend(gone.map(|id| RetiredHint {
            pointer: schema.pointer.child("x-sdk-wait"),
            because: format!("upstream removed the operation {id}"),
        }));
    }
    retired.extend(drafts.iter().flat_map(Draft::retired_enums));
    retired
}

/// A second operation of the same id gets one of its method and path.
fn unique_ids(drafts: &mut [Draft]) {
    let mut taken = BTreeSet::new();
    for draft in drafts {
        let made_up = route::made_up_id(&draft.route);
        let numbered = (2..).map(|number| format!("{made_up}{number}"));
        let candidates = [draft.id.clone(), made_up.clone()].into_iter().chain(numbered);
        // Compared as the languages write them: two ids that differ only in case would be one constant.
        draft.id = candidates.into_iter().find(|id| taken.insert(snake(id))).unwrap_or(made_up);
    }
}

/// Every resource and all above it.
fn resource_paths(drafts: &[Draft]) -> BTreeSet<Vec<String>> {
    drafts.iter().flat_map(|draft| (1..=draft.resource.len()).map(|depth| draft.resource[..depth].to_vec())).collect()
}

fn resource(
    path: &[String],
    root: &Place,
    hints: &hints::Root,
    operations: &[Operation],
    imports: Vec<String>,
    wait: Option<Wait>,
) -> Resource {
    let members: Vec<usize> = (0..operations.len()).filter(|&index| operations[index].resource == path).collect();
    let summary = hints.resources.get(&path.join(".")).map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    Resource {
        pointer: members.first().map_or_else(|| root.pointer.child("paths"), |first| operations[*first].pointer.clone()),
        path: path.to_vec(),
        summary: summary.unwrap_or_else(|| format!("What the API has under {}.", path.join(" ").replace('_', " "))),
        operations: members,
        imports,
        wait,
    }
}

/// The component schema that says it can be waited for by an operation of this resource.
fn wait(path: &[String], root: &Place, drafts: &[Draft], types: &mut Types) -> Result<Option<Wait>> {
    let Some(schemas) = root.get("components").and_then(|components| components.get("schemas")) else { return Ok(None) };
    for (name, schema) in schemas.members() {
        let Some(found) = hint::<hints::Wait>(schema.value, "x-sdk-wait", &schema.pointer)? else { continue };
        let member = |id: &str| drafts.iter().filter(|draft| draft.resource == path).find(|draft| draft.id == id);
        let (Some(_), Some(list)) = (member(&found.get), member(&found.list)) else { continue };
        for field in [&found.id, &found.status, &found.progress] {
            ensure!(schema.require("properties")?.get(field).is_some(), "{}/x-sdk-wait: there is no property {field}", schema.pointer);
        }
        let argument = |name: &str| list.arguments.iter().find(|argument| argument.name == name);
        ensure!(argument(&found.ids).is_some(), "{}/x-sdk-wait: {} has no parameter {}", schema.pointer, found.list, found.ids);
        let limit = argument("limit").filter(|limit| limit.r#type == Type::Integer).and_then(|limit| limit.limits.maximum);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a cast of a float saturates, and no page is so large")]
        let at_most = limit.map_or(1, |limit| limit as u32);
        let item = types.read_component(name, &schema)?;
        return Ok(Some(Wait {
            get: found.get,
            list: found.list,
            ids: found.ids,
            at_most,
            id: found.id,
            status: found.status,
            progress: found.progress,
            succeeded: found.succeeded,
            failed: found.failed,
            item,
        }));
    }
    Ok(None)
}

/// Gives each type the module it belongs to. As ever, a type that only a wait names belongs to nobody.
fn assign(types: Types, drafts: &[Draft], paths: &BTreeSet<Vec<String>>) -> Assigned {
    let mut users: BTreeMap<Vec<String>, BTreeSet<String>> = paths.iter().map(|path| (path.clone(), BTreeSet::new())).collect();
    let (mut sent, mut received) = (BTreeSet::new(), BTreeSet::new());
    for draft in drafts {
        users.entry(draft.resource.clone()).or_default().extend(draft.type_names());
        sent.extend(draft.sent_type_names());
        draft.received_type_names(&mut received);
    }
    types.assign(&users, &sent, &received)
}

impl Wait {
    fn renamed(mut self, renamed: &HashMap<String, String>) -> Self {
        self.item.rename(renamed);
        self
    }
}

impl Types {
    /// A component, by its title or its key.
    pub fn read_component(&mut self, name: &str, schema: &Place) -> Result<Type> {
        let reference = Value::from(format!("#/components/schemas/{}", name.replace('~', "~0").replace('/', "~1")));
        let reference = serde_json::json!({ "$ref": reference });
        let place = schema.beside(&reference);
        Ok(self.read(&place, &Name::new(&pascal(name)), Direction::Response).with_context(|| format!("component {name}"))?.0)
    }
}
