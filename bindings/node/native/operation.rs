//! What TypeScript needs to know of an operation, looked up once by its operationId.

use instantly_client::{BodyKind, Location, Operation, Shape, operations};
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
    pub cursor: Option<String>,
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
        operation.parameters.iter().filter(|parameter| parameter.location == location).map(|parameter| parameter.name.to_owned()).collect()
    };
    Some(OperationRow {
        index: index as u32,
        name: operation.name.to_owned(),
        path: named(Location::Path),
        query: named(Location::Query),
        has_body: operation.body != BodyKind::None,
        is_body_one_value: operation.body != BodyKind::None && operation.fields.is_empty(),
        shape: shape_name(operation.shape).to_owned(),
        cursor: operation.pagination.as_ref().map(|pagination| pagination.cursor.to_owned()),
        items: operation.pagination.as_ref().map(|pagination| pagination.items.to_owned()),
        next: operation.pagination.as_ref().map(|pagination| pagination.next.place().to_owned()),
    })
}

/// The operation at a place in the table.
pub fn at(index: u32) -> Option<&'static Operation> {
    operations::ALL.get(index as usize).copied()
}

fn shape_name(shape: Shape) -> &'static str {
    match shape {
        Shape::Object => "object",
        Shape::Array => "array",
        Shape::Page => "page",
        Shape::Text => "text",
        Shape::Empty => "empty",
        Shape::Any => "any",
    }
}
