//! From the document to the IR.

use std::collections::BTreeMap;

use anyhow::{Context, Result, bail, ensure};
use serde_json::Value;

use super::document::Place;
use super::hints::{self, hint};
use super::operation::{self, Route};
use super::types::Types;
use super::{Api, Kind, Operation, Resource, Wait, pascal};

/// Reads the document, overlay applied.
pub fn build(document: &Value) -> Result<Api> {
    let root = Place::root(document);
    let hints: hints::Root = hint(document, "x-sdk", &root.pointer)?.context("the overlay sets no x-sdk at the root")?;
    let server = root.require("servers")?.elements().next().and_then(|server| server.str("url")).context("#/servers: there is none")?;

    let routes = operation::routes(&root)?;
    let mut operations = routes.iter().map(|route| operation::build(route, &routes, &hints)).collect::<Result<Vec<_>>>()?;
    name_apart(&mut operations, &hints.surface)?;

    let mut resources = Vec::new();
    for name in &hints.surface {
        resources.push(resource(name, &root, &hints, &routes, &mut operations)?);
    }
    resources.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(Api {
        title: root.require("info")?.str("title").unwrap_or_default().to_owned(),
        version: root.require("info")?.str("version").unwrap_or_default().to_owned(),
        server: server.trim_end_matches('/').to_owned(),
        operations,
        resources,
        rate_groups: hints.rate_groups,
        headers: hints.headers,
    })
}

/// Two operations of one name: an error in a resource that users see; elsewhere the operationId tells them apart.
fn name_apart(operations: &mut [Operation], surface: &[String]) -> Result<()> {
    let mut ids = BTreeMap::new();
    let mut names: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, operation) in operations.iter().enumerate() {
        if let Some(other) = ids.insert(operation.id.clone(), &operation.pointer) {
            bail!("{}: the operationId {} is taken by {other}", operation.pointer, operation.id);
        }
        names.entry(operation.full_name()).or_default().push(index);
    }
    for (name, users) in names.into_iter().filter(|(_, users)| users.len() > 1) {
        for index in users {
            let operation = &mut operations[index];
            ensure!(
                !surface.contains(&operation.resource.join(".")),
                "{}: another operation is called {name} too\n  name it in openapi/overlay.yaml with x-sdk-name",
                operation.pointer
            );
            operation.name = super::snake(&operation.id);
        }
    }
    Ok(())
}

fn resource(name: &str, root: &Place, hints: &hints::Root, routes: &[Route], operations: &mut [Operation]) -> Result<Resource> {
    let path: Vec<String> = name.split('.').map(str::to_owned).collect();
    let members: Vec<usize> = (0..operations.len()).filter(|&index| operations[index].resource == path).collect();
    let Some(&first) = members.first() else { bail!("#/x-sdk/surface: there is no resource {name}") };
    let summary = hints.resources.get(name).with_context(|| format!("#/x-sdk/resources: {name} has no summary"))?;

    // Models first: a filter whose values are a field's values takes the field's type.
    let mut types = Types::default();
    for &index in &members {
        operation::add_result_types(&routes[index], &mut operations[index], &mut types)?;
    }
    for &index in &members {
        operation::add_argument_types(&routes[index], &mut operations[index], &mut types)?;
    }
    let wait = wait(root, &members, operations, &mut types)?;
    Ok(Resource {
        pointer: operations[first].pointer.clone(),
        path,
        summary: summary.split_whitespace().collect::<Vec<_>>().join(" "),
        operations: members,
        types: types.into_definitions(),
        wait,
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
        let item = types.named(&schema, &pascal(schema.str("title").unwrap_or(name)))?;
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
