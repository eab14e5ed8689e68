//! From the document to the IR.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::document::Place;
use super::hints::{self, hint};
use super::operation::{self, Route};
use super::types::{Direction, Name, Types};
use super::{Api, Kind, Operation, Resource, Type, TypeDefinition, Wait, losses, pascal, response, snake};

/// Methods that a resource's class has beside its operations.
const OTHER_METHODS: [&str; 3] = ["wait", "wait_many", "with_raw_response"];
/// Names that the languages' packages give to things of their own; a type called so gets another name.
const PACKAGE_NAMES: &str = "Any Array Base64 Body Box Callable Client Date Error Function HashMap Headers Input Instantly Iterator List Literal Map \
    Model None Nullable Number Object Omit Operation Option Page Promise Query Record Request RequestOptions Resource Resources Response Result Self \
    Sequence Set StartedJob String Symbol Timestamp Transport Type Value Vec WaitOptions";

/// Reads the document, overlay applied.
pub fn build(document: &Value) -> Result<Api> {
    let root = Place::root(document);
    let hints: hints::Root = hint(document, "x-sdk", &root.pointer)?.unwrap_or_default();
    let servers = root.get("servers");
    let server = servers.iter().flat_map(Place::elements).next().and_then(|server| server.str("url")).unwrap_or("http://localhost");

    let mut types = Types::default();
    let routes = operation::routes(&root, &mut types)?;
    let operations = routes.iter().map(|route| operation::build(route, &routes, &hints, &mut types));
    let mut operations = operations.collect::<Result<Vec<_>>>()?;
    unique_ids(&mut operations, &routes);
    let paths = resource_paths(&operations);
    name_apart(&mut operations, &paths);

    let losses = std::mem::take(&mut types.losses);
    let mut types = Types::new(reserved(&operations, &paths));
    types.losses = losses;
    // Components first: what is equal to one takes its name.
    if let Some(schemas) = root.get("components").and_then(|components| components.get("schemas")) {
        for (name, schema) in schemas.members() {
            types.read_component(name, &schema)?;
        }
    }
    for (route, operation) in routes.iter().zip(&mut operations) {
        response::add_types(route, operation, &mut types)?;
    }
    for (route, operation) in routes.iter().zip(&mut operations) {
        operation::add_argument_types(route, operation, &mut types)?;
    }

    let mut resources = Vec::new();
    for path in &paths {
        resources.push(resource(path, &root, &hints, &operations, &mut types)?);
    }
    for name in hints.resources.keys() {
        ensure!(
            paths.contains(&split(name)),
            "#/x-sdk/resources: there is no resource {name}\n  follow its new name in openapi/overlay, or delete it there"
        );
    }
    let waited_for: Vec<_> = resources.iter().filter(|resource| resource.wait.is_some()).map(|resource| resource.path.clone()).collect();
    for (route, operation) in routes.iter().zip(&mut operations) {
        response::add_started_job(route, operation, &waited_for)?;
    }
    let (shared, mut losses) = settle(types, &mut operations, &mut resources);
    losses.extend(losses::of_document(&root));
    losses.sort();
    losses.dedup();
    Ok(Api {
        title: root.require("info")?.str("title").unwrap_or_default().to_owned(),
        version: root.require("info")?.str("version").unwrap_or_default().to_owned(),
        server: server.trim_end_matches('/').to_owned(),
        operations,
        resources,
        shared,
        rate_groups: hints.rate_groups,
        headers: hints.headers,
        losses,
    })
}

fn split(name: &str) -> Vec<String> {
    name.split('.').map(str::to_owned).collect()
}

/// A second operation of the same id gets one of its method and path.
fn unique_ids(operations: &mut [Operation], routes: &[Route]) {
    let mut taken = BTreeSet::new();
    for (operation, route) in operations.iter_mut().zip(routes) {
        let made_up = operation::made_up_id(route);
        let numbered = (2..).map(|number| format!("{made_up}{number}"));
        let candidates = [operation.id.clone(), made_up.clone()].into_iter().chain(numbered);
        // Compared as the languages write them: two ids that differ only in case would be one constant.
        operation.id = candidates.into_iter().find(|id| taken.insert(snake(id))).unwrap_or(made_up);
    }
}

/// Every resource and all above it.
fn resource_paths(operations: &[Operation]) -> BTreeSet<Vec<String>> {
    operations.iter().flat_map(|operation| (1..=operation.resource.len()).map(|depth| operation.resource[..depth].to_vec())).collect()
}

/// Two operations of one name, and one called like a resource below its own: the operationId tells them apart.
fn name_apart(operations: &mut [Operation], paths: &BTreeSet<Vec<String>>) {
    let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, operation) in operations.iter().enumerate() {
        names.entry(operation.full_name()).or_default().push(index);
    }
    for (name, users) in names {
        let own = name.rsplit('.').next().unwrap_or_default();
        if users.len() > 1 || paths.contains(&split(&name)) || OTHER_METHODS.contains(&own) {
            for index in users {
                operations[index].name = snake(&operations[index].id);
            }
        }
    }
}

fn reserved(operations: &[Operation], paths: &BTreeSet<Vec<String>>) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = PACKAGE_NAMES.split_whitespace().map(str::to_owned).collect();
    for class in paths.iter().map(|path| pascal(&path.join("_"))) {
        names.extend([format!("Async{class}"), format!("{class}WithRawResponse"), format!("Async{class}WithRawResponse"), class]);
    }
    for operation in operations {
        names.insert(operation.type_name());
        names.insert(format!("{}{}Params", pascal(&operation.resource.join("_")), pascal(&operation.name)));
    }
    names
}

fn resource(path: &[String], root: &Place, hints: &hints::Root, operations: &[Operation], types: &mut Types) -> Result<Resource> {
    let name = path.join(".");
    let members: Vec<usize> = (0..operations.len()).filter(|&index| operations[index].resource == path).collect();
    let pointer = members.first().map_or_else(|| root.pointer.child("paths"), |first| operations[*first].pointer.clone());
    let summary = hints.resources.get(&name).map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    Ok(Resource {
        pointer,
        path: path.to_vec(),
        summary: summary.unwrap_or_else(|| format!("What the API has under {}.", path.join(" ").replace('_', " "))),
        wait: wait(root, &members, operations, types)?,
        operations: members,
        types: Vec::new(),
        imports: Vec::new(),
    })
}

/// The component schema that says it can be waited for by an operation of this resource.
fn wait(root: &Place, members: &[usize], operations: &[Operation], types: &mut Types) -> Result<Option<Wait>> {
    let Some(schemas) = root.get("components").and_then(|components| components.get("schemas")) else { return Ok(None) };
    for (name, schema) in schemas.members() {
        let Some(found) = hint::<hints::Wait>(schema.value, "x-sdk-wait", &schema.pointer)? else { continue };
        let member = |id: &str| members.iter().map(|&index| &operations[index]).find(|operation| operation.id == id);
        let (Some(_), Some(list)) = (member(&found.get), member(&found.list)) else { continue };
        for field in [&found.id, &found.status, &found.progress] {
            ensure!(schema.require("properties")?.get(field).is_some(), "{}/x-sdk-wait: there is no property {field}", schema.pointer);
        }
        ensure!(
            list.parameters.iter().any(|parameter| parameter.name == found.ids),
            "{}/x-sdk-wait: {} has no parameter {}",
            schema.pointer,
            found.list,
            found.ids
        );
        let at_most = list.parameters.iter().find_map(|parameter| match parameter.kind {
            Kind::Integer { maximum: Some(maximum), .. } if parameter.name == "limit" => u32::try_from(maximum).ok(),
            _ => None,
        });
        let item = types.read_component(name, &schema)?;
        return Ok(Some(Wait {
            get: found.get,
            list: found.list,
            ids: found.ids,
            at_most: at_most.unwrap_or(1),
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

/// Gives each type to the resources that use it, under its last name; returns the shared ones and the losses.
fn settle(types: Types, operations: &mut [Operation], resources: &mut [Resource]) -> (Vec<TypeDefinition>, Vec<super::Loss>) {
    let mut users: BTreeMap<Vec<String>, BTreeSet<String>> = BTreeMap::new();
    for resource in resources.iter() {
        let mut names = BTreeSet::new();
        for index in &resource.operations {
            names_in(&operations[*index], &mut names);
        }
        users.insert(resource.path.clone(), names);
    }
    let (mut settled, losses) = types.settle(&users);
    for r#type in
        operations.iter_mut().flat_map(types_of).chain(resources.iter_mut().filter_map(|resource| Some(&mut resource.wait.as_mut()?.item)))
    {
        r#type.rename(&settled.renamed);
    }
    for name in operations.iter_mut().flat_map(|operation| &mut operation.parameters).filter_map(|parameter| parameter.enumeration.as_mut())
    {
        if let Some(new) = settled.renamed.get(name) {
            name.clone_from(new);
        }
    }
    for resource in resources {
        resource.types = settled.owned.remove(&resource.path).unwrap_or_default();
        resource.imports = settled.imports.remove(&resource.path).unwrap_or_default();
    }
    (settled.shared, losses)
}

fn names_in(operation: &Operation, names: &mut BTreeSet<String>) {
    let body = operation.body.iter().flat_map(|body| body.fields.iter().map(|field| &field.r#type).chain(&body.value));
    let item = operation.pagination.iter().filter_map(|pagination| pagination.item.as_ref());
    for r#type in body.chain(item).chain(&operation.response.r#type) {
        r#type.names(names);
    }
    names.extend(operation.parameters.iter().filter_map(|parameter| parameter.enumeration.clone()));
}

fn types_of(operation: &mut Operation) -> impl Iterator<Item = &mut Type> {
    let body = operation.body.iter_mut().flat_map(|body| body.fields.iter_mut().map(|field| &mut field.r#type).chain(&mut body.value));
    let item = operation.pagination.iter_mut().filter_map(|pagination| pagination.item.as_mut());
    body.chain(item).chain(&mut operation.response.r#type)
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
