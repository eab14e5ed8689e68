//! What a method answers with, and how it is read.

use anyhow::{Result, bail};
use serde::Serialize;

use super::handle;
use crate::emit::python::annotation::{Direction, Speller};
use crate::emit::python::layout;
use crate::ir::{Api, Job, Operation, Outcome, Type, TypeBody};

/// The method of the calls that makes this one, and what it is told.
pub struct Returned {
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

impl Returned {
    /// `members` are the names that mean something else inside the class.
    pub fn of(api: &Api, members: &[String], operation: &Operation, asynchronous: bool) -> Result<Self> {
        let plain = |call, returns: &str| Ok(Self { call, returns: returns.to_owned(), told: Vec::new(), reading: None });
        let (r#type, optional) = match &operation.success.outcome {
            Outcome::Nothing => return plain("nothing", "None"),
            Outcome::Text { .. } => return plain("text", "str"),
            Outcome::Json { r#type: Type::Any, .. } => return plain("json", "Any"),
            Outcome::Page(page) => {
                let Some(item) = model(api, &page.item) else {
                    bail!("{}: the items of a page are no objects of a known type", operation.success.pointer.path);
                };
                let class = if asynchronous { "AsyncPager" } else { "Page" };
                return Ok(Self { call: "page", returns: format!("{class}[{item}]"), told: vec![item], reading: None });
            }
            Outcome::Job(started) => return Self::started(api, members, operation, started, asynchronous),
            Outcome::Json { r#type, optional, .. } => (r#type, *optional),
        };
        let within = Speller::new(api, Direction::Read, members.iter().cloned());
        let returns = within.annotation(r#type, optional);
        if !optional {
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

    fn started(api: &Api, members: &[String], operation: &Operation, started: &Job, asynchronous: bool) -> Result<Self> {
        let Some(job) = api.job_of(operation).and_then(|(_, wait)| model(api, &wait.item)) else {
            bail!("{}: {} has nothing that is waited for", operation.pointer.path, started.resource.join("."));
        };
        let within = Speller::new(api, Direction::Read, members.iter().cloned());
        let reading = Reading::of(api, operation, &started.answer);
        let class = if asynchronous { "AsyncStartedJob" } else { "StartedJob" };
        let returns = format!("{class}[{}, {job}]", within.annotation(&started.answer, started.optional));
        let place = format!("JobPlace(\"{}\", \"{}\")", started.resource.join("."), started.id.join("/"));
        Ok(Self { call: "started", returns, told: vec![reading.name.clone(), job, place], reading: Some(reading) })
    }
}

impl Reading {
    /// Stands outside of the class, where nothing is shadowed.
    fn of(api: &Api, operation: &Operation, r#type: &Type) -> Self {
        let annotation = Speller::new(api, Direction::Read, []).annotation(r#type, operation.success.outcome.is_optional());
        Self { name: format!("{}_READING", handle(operation)), annotation }
    }
}

/// The name of a type that is a model.
pub fn model(api: &Api, r#type: &Type) -> Option<String> {
    let Type::Named { name } = r#type else { return None };
    matches!(api.definition(name)?.body, TypeBody::Model { .. }).then(|| name.clone())
}
