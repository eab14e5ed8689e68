//! What TypeScript needs to know of an operation, looked up once by its operationId.

use instantly_client::{BodyForm, Form, Location, Operation, Outcome, operations};
use napi_derive::napi;

/// A row of the operation table.
#[napi(object, object_from_js = false)]
pub struct OperationRow {
    /// Its place in the table, which names it in calls.
    pub index: u32,
    /// `background_jobs.list`
    pub name: String,
    /// The path parameters, in path order.
    pub path: Vec<String>,
    /// The query parameters; of an operation with a body, every other argument is a field of the body.
    pub query: Vec<String>,
    pub has_body: bool,
    /// The body is one value, given as `body`.
    pub is_body_one_value: bool,
    /// `object`, `array`, `page`, `text`, `empty` or `any`.
    pub shape: String,
    /// Each item of an array or a page is an object.
    pub of_objects: bool,
    /// A success may come without a body, or be `null`.
    pub optional: bool,
    /// Where in the answer the items are, and what tells of the next page; a slash leads into an object.
    pub items: Option<String>,
    pub next: Option<String>,
}

/// The operation with this operationId.
#[napi(catch_unwind)]
pub fn operation(id: String) -> Option<OperationRow> {
    let index = operations::ALL.binary_search_by(|row| row.id.cmp(&id)).ok()?;
    let operation = at(index as u32)?;
    let named = |location: Location| {
        operation.arguments.iter().filter(|argument| argument.location == location).map(|argument| argument.name.to_owned()).collect()
    };
    let pagination = operation.pagination();
    let (shape, of_objects, optional) = shape(operation.outcome);
    Some(OperationRow {
        index: index as u32,
        name: operation.name.to_owned(),
        path: named(Location::Path),
        query: named(Location::Query),
        has_body: operation.body != BodyForm::None,
        is_body_one_value: matches!(operation.body, BodyForm::Whole { .. }),
        shape: shape.to_owned(),
        of_objects,
        optional,
        items: pagination.map(|pagination| pagination.items.to_owned()),
        next: pagination.map(|pagination| pagination.next.place().to_owned()),
    })
}

/// The operation at a place in the table.
pub fn at(index: u32) -> Option<&'static Operation> {
    operations::ALL.get(index as usize).copied()
}

fn shape(outcome: Outcome) -> (&'static str, bool, bool) {
    match outcome {
        Outcome::Nothing => ("empty", false, true),
        Outcome::Text => ("text", false, false),
        Outcome::Page(pagination) => ("page", pagination.of_objects, false),
        Outcome::Json { form, optional } | Outcome::Job { form, optional, .. } => match form {
            Form::Object => ("object", false, optional),
            Form::Array { of_objects } => ("array", of_objects, optional),
            Form::Any => ("any", false, optional),
        },
    }
}
