//! What a method answers with, and how it is read.

use anyhow::{Result, bail};
use serde::Serialize;

use super::handle;
use crate::emit::python::annotation::{Direction, Speller};
use crate::emit::python::layout;
use crate::ir::{Api, Operation, Shape, StartsJob, Type, TypeBody};

/// The method of the calls that makes this one, and what it is told.
pub struct Answer {
    pub call: &'static str,
    pub returns: String,
    /// What the call takes after the options.
    pub told: Vec<String>,
    pub reading: Option<Reading>,
}

/// A constant that knows how to read a type.
#[derive(Clone, Serialize)]
pub struct Reading {
    pub name: String,
    pub annotation: String,
}

impl Reading {
    /// `_GET_READING: Reading[Campaign] = Reading(Campaign)`
    pub fn line(&self) -> String {
        layout::call(&format!("{}: Reading[{annotation}] = Reading", self.name, annotation = self.annotation), &[&self.annotation], 0)
    }
}

impl Answer {
    /// `members` are the names that mean something else inside the class.
    pub fn of(api: &Api, members: &[String], operation: &Operation, asynchronous: bool) -> Result<Self> {
        let response = &operation.response;
        if let Some(pagination) = &operation.pagination {
            let Some(item) = pagination.item.as_ref().and_then(|item| model(api, item)) else {
                bail!("{}: the items of a page are no objects of a known type", response.pointer.0);
            };
            let class = if asynchronous { "AsyncPager" } else { "Page" };
            return Ok(Self { call: "page", returns: format!("{class}[{item}]"), told: vec![item], reading: None });
        }
        if let Some(starts) = &operation.starts_job {
            return Self::started(api, members, operation, starts, asynchronous);
        }
        let plain = |call, returns: &str| Ok(Self { call, returns: returns.to_owned(), told: Vec::new(), reading: None });
        match (response.shape, &response.r#type) {
            (Shape::Empty, _) => return plain("nothing", "None"),
            (Shape::Text, _) => return plain("text", "str"),
            (_, None | Some(Type::Any)) => return plain("json", "Any"),
            _ => {}
        }
        let Some(r#type) = &response.r#type else { bail!("{}: an answer without a type", response.pointer.0) };
        let within = Speller::new(api, Direction::Read, members.iter().cloned());
        let returns = within.annotation(r#type, response.may_be_empty);
        if !response.may_be_empty {
            if let Some(model) = model(api, r#type) {
                return Ok(Self { call: "model", returns, told: vec![model], reading: None });
            }
            if let Type::List { items } = r#type
                && let Some(model) = model(api, items)
            {
                return Ok(Self { call: "models", returns, told: vec![model], reading: None });
            }
        }
        let reading = Reading::of(api, operation, r#type);
        Ok(Self { call: "value", returns, told: vec![reading.name.clone()], reading: Some(reading) })
    }

    fn started(api: &Api, members: &[String], operation: &Operation, starts: &StartsJob, asynchronous: bool) -> Result<Self> {
        let resource = api.resources.iter().find(|resource| resource.path == starts.resource);
        let Some(job) = resource.and_then(|resource| resource.wait.as_ref()).and_then(|wait| model(api, &wait.item)) else {
            bail!("{}: {} has nothing that is waited for", operation.pointer.0, starts.resource.join("."));
        };
        let r#type = operation.response.r#type.as_ref().unwrap_or(&Type::Any);
        let within = Speller::new(api, Direction::Read, members.iter().cloned());
        let reading = Reading::of(api, operation, r#type);
        let class = if asynchronous { "AsyncStartedJob" } else { "StartedJob" };
        let returns = format!("{class}[{}, {job}]", within.annotation(r#type, operation.response.may_be_empty));
        let place = format!("JobPlace(\"{}\", \"{}\")", starts.resource.join("."), starts.id.join("/"));
        Ok(Self { call: "started", returns, told: vec![reading.name.clone(), job, place], reading: Some(reading) })
    }
}

impl Reading {
    /// Stands outside of the class, where nothing is shadowed.
    fn of(api: &Api, operation: &Operation, r#type: &Type) -> Self {
        let annotation = Speller::new(api, Direction::Read, []).annotation(r#type, operation.response.may_be_empty);
        Self { name: format!("{}_READING", handle(operation)), annotation }
    }
}

/// The name of a type that is a model.
pub fn model(api: &Api, r#type: &Type) -> Option<String> {
    let Type::Named { name } = r#type else { return None };
    matches!(api.definition(name)?.body, TypeBody::Model { .. }).then(|| name.clone())
}
