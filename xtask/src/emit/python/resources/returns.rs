//! What a method returns, and the constant that it makes its call with.

use anyhow::{Result, bail};

use crate::emit::python::annotation::{Direction, Speller};
use crate::emit::python::layout;
use crate::emit::python::names;
use crate::emit::python::text;
use crate::ir::{self, Api, Job, Operation, Type, TypeBody};

/// The type of a method's result, and how a response becomes one.
pub struct Returns {
    pub annotation: String,
    pub outcome: Outcome,
}

/// An outcome of `_outcome.py`.
pub struct Outcome {
    /// `ModelOf`
    pub class: &'static str,
    /// Types, spelled as outside of a class.
    pub arguments: Vec<String>,
    /// Whether all of them are classes: of any other type, type checkers can't infer what the outcome gives.
    are_classes: bool,
}

impl Returns {
    /// `members` are the names that mean something else inside the class.
    pub fn of(api: &Api, members: &[String], operation: &Operation, asynchronous: bool) -> Result<Self> {
        let within = Speller::new(api, Direction::Read, members.iter().cloned());
        let outside = Speller::new(api, Direction::Read, []);
        let plain = |class, annotation: &str| Ok(Self { annotation: annotation.to_owned(), outcome: Outcome::new(class, []) });
        let (r#type, optional) = match &operation.success.outcome {
            ir::Outcome::Nothing => return plain("NOTHING", "None"),
            ir::Outcome::Text { .. } => return plain("TEXT", "str"),
            ir::Outcome::Json { r#type: Type::Any, .. } => return plain("JSON", "Any"),
            ir::Outcome::Page(page) => {
                let Some(item) = model(api, &page.item) else {
                    bail!("{}: the items of a page are no objects of a known type", operation.success.pointer.path);
                };
                let class = if asynchronous { "AsyncPager" } else { "Page" };
                return Ok(Self { annotation: format!("{class}[{item}]"), outcome: Outcome::new("PageOf", [item]) });
            }
            ir::Outcome::Job(Job { answer, optional, resource, .. }) => {
                let Some(job) = api.job_of(operation).and_then(|(_, wait)| model(api, &wait.item)) else {
                    bail!("{}: {} has nothing that is waited for", operation.pointer.path, resource.join("."));
                };
                let class = if asynchronous { "AsyncStartedJob" } else { "StartedJob" };
                let annotation = format!("{class}[{}, {job}]", within.annotation(answer, *optional));
                let are_classes = !optional && model(api, answer).is_some();
                let outcome = Outcome { are_classes, ..Outcome::new("JobOf", [outside.annotation(answer, *optional), job]) };
                return Ok(Self { annotation, outcome });
            }
            ir::Outcome::Json { r#type, optional, .. } => (r#type, *optional),
        };
        let item = match r#type {
            Type::List { items } => model(api, items),
            _ => None,
        };
        let outcome = match (optional, model(api, r#type), item) {
            (false, Some(model), _) => Outcome::new("ModelOf", [model]),
            (false, _, Some(item)) => Outcome::new("ListOf", [item]),
            _ => Outcome { are_classes: false, ..Outcome::new("ValueOf", [outside.annotation(r#type, optional)]) },
        };
        Ok(Self { annotation: within.annotation(r#type, optional), outcome })
    }
}

impl Outcome {
    fn new(class: &'static str, arguments: impl Into<Vec<String>>) -> Self {
        Self { class, arguments: arguments.into(), are_classes: true }
    }

    /// `_MOVE = Operation("moveLeads", JobOf(BackgroundJob, BackgroundJob))`, with an annotation where one is needed.
    pub fn constant(&self, operation: &Operation) -> String {
        let types = self.arguments.join(", ");
        let value = if self.arguments.is_empty() { self.class.to_owned() } else { format!("{}({types})", self.class) };
        let opening = match self.are_classes {
            true => format!("{} = Operation", names::constant(operation)),
            false => format!("{}: Operation[{}[{types}]] = Operation", names::constant(operation), self.class),
        };
        layout::call(&opening, &[&text::literal(&operation.id), &value], 0)
    }
}

/// The name of a type that is a model.
pub fn model(api: &Api, r#type: &Type) -> Option<String> {
    let Type::Named { name } = r#type else { return None };
    matches!(api.definition(name)?.body, TypeBody::Model { .. }).then(|| name.clone())
}
