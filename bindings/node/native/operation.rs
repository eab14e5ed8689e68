//! What TypeScript needs to know of an operation, looked up once by its operationId.

use instantly_client::{Form, Headers, Location, Operation, Outcome, Raw, operations};
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
    /// The other parameters: none of them is a field of the body.
    pub parameters: Vec<String>,
    /// The form of a success: `text`, `object`, `array` or `any`.
    pub form: String,
    /// Whether each item of an array or a page must be an object.
    pub of_objects: bool,
    /// The place of the items in a page, outermost field first.
    pub items: Option<Vec<String>>,
    /// The place of the next page's cursor, or of the total, in a page.
    pub next: Option<Vec<String>>,
    /// The resource whose objects are waited for, where the operation starts a background job.
    pub job: Option<String>,
}

/// The operation with this operationId.
#[napi(catch_unwind)]
pub fn operation(id: String) -> Option<OperationRow> {
    let index = operations::ALL.binary_search_by(|row| row.id.cmp(&id)).ok()? as u32;
    let operation = at(index)?;
    let named = |test: fn(Location) -> bool| {
        operation.arguments.iter().filter(|argument| test(argument.location)).map(|argument| argument.name.to_owned()).collect()
    };
    let (form, of_objects) = form(operation.outcome);
    let pagination = operation.pagination();
    Some(OperationRow {
        index,
        name: operation.name.to_owned(),
        path: named(|location| location == Location::Path),
        parameters: named(|location| matches!(location, Location::Query | Location::Header | Location::Cookie)),
        form: form.to_owned(),
        of_objects,
        items: pagination.map(|pagination| names(pagination.items)),
        next: pagination.map(|pagination| names(pagination.next.place())),
        job: match operation.outcome {
            Outcome::Job { resource, .. } => Some(resource.to_owned()),
            _ => None,
        },
    })
}

/// The id of the background job that a success with this body started, if it started one.
#[napi(catch_unwind)]
pub fn job_id(operation: u32, body: String) -> Option<String> {
    Raw::new(200, Headers::default(), body.into()).job_id(at(operation)?)
}

/// The operation at a place in the table.
pub fn at(index: u32) -> Option<&'static Operation> {
    operations::ALL.get(index as usize).copied()
}

/// The form, and whether the items must be objects.
fn form(outcome: Outcome) -> (&'static str, bool) {
    match outcome {
        Outcome::Nothing => ("any", false),
        Outcome::Text => ("text", false),
        Outcome::Page(pagination) => ("object", pagination.of_objects),
        Outcome::Json { form, .. } | Outcome::Job { form, .. } => match form {
            Form::Object => ("object", false),
            Form::Array { of_objects } => ("array", of_objects),
            Form::Any => ("any", false),
        },
    }
}

/// `activity_feed/items`: a slash leads into an object.
fn names(place: &str) -> Vec<String> {
    place.split('/').map(str::to_owned).collect()
}
