//! What the generator knows of the API: plain data, read-only once built.
//!
//! `build` reads the document (overlay applied) into an [`Api`]; the emitters read nothing else. Every node carries the JSON
//! pointer it came from, so that whatever can't be handled is reported at its place in the document.

mod build;
mod describe;
mod document;
mod enums;
mod hints;
mod losses;
mod names;
mod operation;
mod parameter;
mod response;
mod settle;
mod shape;
#[cfg(test)]
mod tests;
mod type_name;
mod types;

use serde::{Deserialize, Serialize};

pub use build::build;
pub use describe::describe;
pub use hints::Header;
pub use names::{camel, pascal, screaming, singular, snake};

/// Where in the document something stands, as `#/paths/~1api~1v2~1...`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Pointer(pub String);

/// The whole API.
#[derive(Clone, Debug, Serialize)]
pub struct Api {
    pub title: String,
    pub version: String,
    /// The server's base URL, without a trailing slash.
    pub server: String,
    /// Every operation of the document, in its order.
    pub operations: Vec<Operation>,
    /// The resources, sorted by path; their operations refer to [`Api::operations`] by index. Each nested one has its parent here, which
    /// may have no operations of its own.
    pub resources: Vec<Resource>,
    /// The named types that more than one resource uses, each before its users.
    pub shared: Vec<TypeDefinition>,
    /// Lower limits than the account's own, that some operations share.
    pub rate_groups: Vec<RateGroup>,
    /// Headers the document does not have, that a client option sets.
    pub headers: Vec<Header>,
    /// What the document says and the SDK doesn't carry.
    pub losses: Vec<Loss>,
}

/// Something the document says that has no place in the IR.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Loss {
    /// What was dropped, the same words for the same kind of thing: `not`, `a second media type`.
    pub what: String,
    /// Why, and what happens instead.
    pub why: String,
    pub pointer: Pointer,
}

/// A group of operations: `client.background_jobs`.
#[derive(Clone, Debug, Serialize)]
pub struct Resource {
    pub pointer: Pointer,
    /// In snake_case, outermost first: `["background_jobs"]`, `["accounts", "warmup"]`.
    pub path: Vec<String>,
    /// One or two sentences in our own words.
    pub summary: String,
    /// Indices into [`Api::operations`], in the order they are shown.
    pub operations: Vec<usize>,
    /// The named types that only this resource uses, each before its users. No two types of the API have one name.
    pub types: Vec<TypeDefinition>,
    /// The names of the [`Api::shared`] types that its operations or types use, sorted.
    pub imports: Vec<String>,
    /// How this resource's objects are waited for, if they can be.
    pub wait: Option<Wait>,
}

/// One method and path.
#[derive(Clone, Debug, Serialize)]
pub struct Operation {
    pub pointer: Pointer,
    /// The document's operationId, sanitised: `listBackgroundJob`.
    pub id: String,
    /// The resource it belongs to, in snake_case.
    pub resource: Vec<String>,
    /// Its name there, in snake_case: `list`.
    pub name: String,
    /// Upper case: `GET`.
    pub method: String,
    /// As in the document: `/api/v2/background-jobs/{id}`.
    pub path: String,
    pub summary: String,
    pub scopes: Vec<String>,
    /// Path parameters in path order, then query parameters in the document's order.
    pub parameters: Vec<Parameter>,
    pub body: Option<Body>,
    pub response: Response,
    pub pagination: Option<Pagination>,
    /// Its success names a background job that can be waited for.
    pub starts_job: Option<StartsJob>,
    /// Repeating it changes nothing, so it may be retried after it was sent: every GET, and the POSTs that the overlay says only read.
    pub safe: bool,
    /// An entry of [`Api::rate_groups`].
    pub rate_group: Option<String>,
}

/// A path or query parameter.
#[derive(Clone, Debug, Serialize)]
pub struct Parameter {
    pub pointer: Pointer,
    /// The wire name, which is also the name users see.
    pub name: String,
    /// The name as an identifier in snake_case, before any language's escape for reserved words.
    pub identifier: String,
    pub location: Location,
    pub required: bool,
    pub summary: String,
    /// What the value is.
    pub kind: Kind,
    /// The open enum its values (or its items) come from: a type of the resource.
    pub enumeration: Option<String>,
    /// A value in the document's words.
    pub example: Option<serde_json::Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Location {
    Path,
    Query,
}

/// What a parameter's value is, on the wire and in a user's hand.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Kind {
    /// `format` as in the document: `date-time`, `uuid`, ...
    Text {
        format: Option<String>,
    },
    Integer {
        minimum: Option<i64>,
        maximum: Option<i64>,
    },
    Number {
        minimum: Option<f64>,
        maximum: Option<f64>,
    },
    Boolean,
    /// One string on the wire, a list of strings to the user.
    CommaList,
    /// A repeated key.
    List,
}

/// A JSON body. An object's fields are arguments of their own; anything else is one argument, called `body`.
#[derive(Clone, Debug, Serialize)]
pub struct Body {
    pub pointer: Pointer,
    pub required: bool,
    /// The fields of an object; their names differ from those of the operation's parameters.
    pub fields: Vec<Field>,
    /// The one value, where the body is no object with known fields.
    pub value: Option<Type>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Response {
    /// The first success.
    pub pointer: Pointer,
    /// Its status; 200 where the document only gives a range or a default.
    pub status: u16,
    /// The media type asked for.
    pub accept: String,
    pub shape: Shape,
    /// What a success decodes into (of a page: the item's type is in `Pagination`).
    pub r#type: Option<Type>,
    /// A success may come without a body, or be `null`.
    pub may_be_empty: bool,
    /// The documented error statuses, ascending.
    pub errors: Vec<u16>,
    /// A success whose body carries only this field is a failure.
    pub error_field: Option<String>,
}

/// The overall form of a success.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    Object,
    Array,
    /// An object with an array of items and perhaps a cursor.
    Page,
    Text,
    Empty,
    /// JSON of any form.
    Any,
}

/// How the next page is asked for.
#[derive(Clone, Debug, Serialize)]
pub struct Pagination {
    /// The query parameter (or body field) that takes the cursor, or the offset.
    pub cursor: String,
    pub in_body: bool,
    /// Where in the response the items are: `items`, or with slashes `activity_feed/items`.
    pub items: String,
    pub next: Next,
    pub item: Option<Type>,
}

/// How a page tells where the next one starts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Next {
    /// Its cursor is in this place of the response, which has none on the last page.
    Cursor { field: String },
    /// It starts after as many items as were skipped and came, until there are as many as this place of the response says.
    Offset { total: String },
}

/// The background job in a success.
#[derive(Clone, Debug, Serialize)]
pub struct StartsJob {
    /// Where in the response its id is, outermost field first; it may be missing or null, when there is nothing to wait for.
    pub id: Vec<String>,
    /// The path of the resource whose objects are waited for: it has a [`Wait`].
    pub resource: Vec<String>,
}

/// How long-running work is followed.
#[derive(Clone, Debug, Serialize)]
pub struct Wait {
    /// operationIds: one object, and many by a list of ids.
    pub get: String,
    pub list: String,
    /// The list parameter that takes the ids.
    pub ids: String,
    /// The most ids one list call takes, from the limit parameter's maximum.
    pub at_most: u32,
    /// The object's fields.
    pub id: String,
    pub status: String,
    pub progress: String,
    pub succeeded: Vec<String>,
    pub failed: Vec<String>,
    /// The type waited for.
    pub item: Type,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct RateGroup {
    pub name: String,
    pub calls: u32,
    pub seconds: u32,
}

/// A type as it is used.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Type {
    Text,
    /// A date-time, kept as text; languages offer a parsed value beside it.
    Timestamp,
    /// A day, `2026-08-13`, as text; a request takes the language's own date too.
    Date,
    Integer,
    Number,
    Boolean,
    /// JSON of any form.
    Any,
    List {
        items: Box<Type>,
    },
    Map {
        values: Box<Type>,
    },
    /// A [`TypeDefinition`] of the same resource, or a shared one.
    Named {
        name: String,
    },
}

#[derive(Clone, Debug, Serialize)]
pub struct TypeDefinition {
    pub pointer: Pointer,
    /// In PascalCase: `BackgroundJob`.
    pub name: String,
    pub summary: String,
    pub body: TypeBody,
}

#[derive(Clone, Debug, Serialize)]
#[serde(tag = "body", rename_all = "snake_case")]
pub enum TypeBody {
    /// An object the API sends: every field may be missing, unknown ones are kept.
    Model { fields: Vec<Field> },
    /// An object that is part of a request; an open one takes fields that the document doesn't know.
    Input { fields: Vec<Field>, open: bool },
    /// An open enum: other values pass.
    Enum { base: Base, variants: Vec<Variant> },
    /// One of these, told apart by what came: at most one of each scalar, list and map, and any number of named types.
    Union { members: Vec<Type> },
}

/// What the values of an enum are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    Text,
    /// Numeric codes.
    Integer,
}

#[derive(Clone, Debug, Serialize)]
pub struct Field {
    pub pointer: Pointer,
    /// The wire name.
    pub name: String,
    pub identifier: String,
    pub r#type: Type,
    pub required: bool,
    pub nullable: bool,
    pub summary: String,
    pub limits: Limits,
}

/// What a value in a request is held to before it is sent, both ends included.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Limits {
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
    /// The most items of a list.
    pub max_items: Option<u64>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Variant {
    /// The wire value; a number's in digits.
    pub value: String,
    /// In PascalCase: `InProgress`.
    pub name: String,
    pub summary: String,
}

impl Operation {
    /// `background_jobs.list`
    pub fn full_name(&self) -> String {
        format!("{}.{}", self.resource.join("."), self.name)
    }

    pub fn path_parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(|parameter| parameter.location == Location::Path)
    }

    pub fn query_parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.parameters.iter().filter(|parameter| parameter.location == Location::Query)
    }
}

impl Pointer {
    /// What stands there.
    pub fn of<'a>(&self, document: &'a serde_json::Value) -> Option<&'a serde_json::Value> {
        document.pointer(self.0.strip_prefix('#')?)
    }
}

impl Api {
    /// The type of this name; every [`Type::Named`] has one.
    pub fn definition(&self, name: &str) -> Option<&TypeDefinition> {
        let owned = self.resources.iter().flat_map(|resource| &resource.types);
        self.shared.iter().chain(owned).find(|definition| definition.name == name)
    }

    /// The resource's operations, in the order they are shown.
    pub fn operations_of<'a>(&'a self, resource: &'a Resource) -> impl Iterator<Item = &'a Operation> {
        resource.operations.iter().map(|index| &self.operations[*index])
    }
}

impl Resource {
    /// `background_jobs`, `accounts_warmup`: the name of its generated files.
    pub fn file_stem(&self) -> String {
        self.path.join("_")
    }
}
