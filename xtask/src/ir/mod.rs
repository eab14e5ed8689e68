//! What the generator knows of the API: plain data, read-only once built.
//!
//! `build` reads the document (overlay applied) into an [`Api`]; the emitters read nothing else. Every node carries the JSON
//! pointer it came from, so that whatever can't be handled is reported at its place in the document.

mod build;
mod document;
mod hints;
mod names;
mod operation;
#[cfg(test)]
mod tests;
mod types;

use serde::{Deserialize, Serialize};

pub use build::build;
pub use hints::Header;
pub use names::{camel, pascal, screaming, snake};

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
    /// The resources that have a typed surface, sorted by path; their operations refer to [`Api::operations`] by index.
    pub resources: Vec<Resource>,
    /// Lower limits than the account's own, that some operations share.
    pub rate_groups: Vec<RateGroup>,
    /// Headers the document does not have, that a client option sets.
    pub headers: Vec<Header>,
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
    /// The named types of this resource, each before its users.
    pub types: Vec<TypeDefinition>,
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

#[derive(Clone, Debug, Serialize)]
pub struct Body {
    pub pointer: Pointer,
    pub required: bool,
    /// Named in a resource with a typed surface.
    pub r#type: Option<Type>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Response {
    pub pointer: Pointer,
    /// The media type asked for.
    pub accept: String,
    pub shape: Shape,
    /// What a success decodes into (of a page: the whole envelope's item type is in `Pagination`). Only for typed surfaces.
    pub r#type: Option<Type>,
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
    /// The query parameter (or body field) that takes the cursor.
    pub cursor: String,
    pub in_body: bool,
    /// The response's field with the items.
    pub items: String,
    /// The response's field with the next cursor.
    pub next: String,
    pub item: Option<Type>,
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
    /// A [`TypeDefinition`] of the same resource.
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
    Model {
        fields: Vec<Field>,
    },
    /// An open enum of strings.
    Enum {
        variants: Vec<Variant>,
    },
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
}

#[derive(Clone, Debug, Serialize)]
pub struct Variant {
    /// The wire value.
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

impl Resource {
    /// `background_jobs`, `accounts_warmup`: the name of its generated files.
    pub fn file_stem(&self) -> String {
        self.path.join("_")
    }
}
