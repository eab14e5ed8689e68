//! One call, described once: its arguments, its body, and what a success becomes.

use serde::Serialize;
use serde_json::Value;

use super::names::type_name;
use super::{Field, Limits, Pointer, Type};

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
    /// In the order users see them: path values in path order, then what is required, then the rest in the document's order.
    pub arguments: Vec<Argument>,
    pub body: BodyForm,
    pub success: Success,
    /// The documented error statuses, ascending.
    pub errors: Vec<u16>,
    /// A success whose body carries only this field is a failure.
    pub error_field: Option<String>,
    /// Repeating it changes nothing, so it may be retried after it was sent: every GET, and the POSTs that the overlay says only read.
    pub safe: bool,
    /// An entry of [`Api::rate_groups`].
    pub rate_group: Option<String>,
}

/// One value of a call: a parameter, a field of the body, or the whole body.
#[derive(Clone, Debug, Serialize)]
pub struct Argument {
    pub pointer: Pointer,
    /// The wire name, which is also the name users see; `body` for the whole body.
    pub name: String,
    /// The name as an identifier in snake_case, before any language's escape for reserved words.
    pub identifier: String,
    pub location: Location,
    pub required: bool,
    pub nullable: bool,
    pub summary: String,
    pub r#type: Type,
    pub limits: Limits,
    pub encoding: Encoding,
    /// A value in the document's words.
    pub example: Option<Value>,
}

/// Where an argument goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Location {
    Path,
    Query,
    #[expect(dead_code, reason = "headers and cookies of the document are still refused")]
    Header,
    #[expect(dead_code, reason = "headers and cookies of the document are still refused")]
    Cookie,
    /// A field of the body.
    Body,
    WholeBody,
}

/// How a value is written where it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    /// As it is: text in a path, query or header, JSON in a body.
    Plain,
    /// A list as one comma-separated text.
    CommaSeparated,
    /// A list as a repeated key.
    Repeated,
}

/// The form of the request's body.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "form", rename_all = "snake_case")]
pub enum BodyForm {
    None,
    /// An object whose fields are arguments.
    Fields {
        pointer: Pointer,
        required: bool,
    },
    /// One argument, [`Location::WholeBody`].
    Whole {
        pointer: Pointer,
        required: bool,
    },
}

/// The documented success.
#[derive(Clone, Debug, Serialize)]
pub struct Success {
    pub pointer: Pointer,
    /// 200 where the document only gives a range or a default.
    pub status: u16,
    /// The media type asked for.
    pub accept: String,
    pub outcome: Outcome,
}

/// What a success becomes.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    Nothing,
    /// Text that is not JSON.
    Text {
        media: String,
    },
    /// `optional`: it may come without a body, or be `null`.
    Json {
        r#type: Type,
        optional: bool,
        form: Form,
    },
    Page(Page),
    Job(Job),
}

/// The overall form of a JSON body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    Object,
    Array,
    Any,
}

/// One page of a list.
#[derive(Clone, Debug, Serialize)]
pub struct Page {
    pub item: Type,
    /// Where in the response the items are: `items`, or with slashes `activity_feed/items`.
    pub items: String,
    /// The argument that takes the cursor, or the offset.
    pub cursor: String,
    pub next: Next,
}

/// Where the next page starts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Next {
    /// Its cursor is in this place of the response, which has none on the last page.
    Cursor { field: String },
    /// It starts after as many items as were skipped and came, until there are as many as this place of the response says.
    Offset { total: String },
}

/// A response that names a background job, which can be waited for.
#[derive(Clone, Debug, Serialize)]
pub struct Job {
    pub answer: Type,
    /// It may come without a body, or be `null`.
    pub optional: bool,
    pub form: Form,
    /// Where in the response the job's id is, outermost field first; it may be missing or null, when there is nothing to wait for.
    pub id: Vec<String>,
    /// The path of the resource whose objects are waited for: it has a [`Wait`].
    pub resource: Vec<String>,
}

impl Operation {
    /// `background_jobs.list`
    pub fn full_name(&self) -> String {
        format!("{}.{}", self.resource.join("."), self.name)
    }

    /// `ListBackgroundJobs`: the name of its parameters as one type, and what the types of its own start with.
    pub fn type_name(&self) -> String {
        type_name(&self.name, &self.resource)
    }

    pub fn path_arguments(&self) -> impl Iterator<Item = &Argument> {
        self.arguments_in(Location::Path)
    }

    pub fn query_arguments(&self) -> impl Iterator<Item = &Argument> {
        self.arguments_in(Location::Query)
    }

    pub fn body_arguments(&self) -> impl Iterator<Item = &Argument> {
        self.arguments_in(Location::Body)
    }

    /// Everything but path values: what has a name in a call.
    pub fn named_arguments(&self) -> impl Iterator<Item = &Argument> {
        self.arguments.iter().filter(|argument| argument.location != Location::Path)
    }

    /// Whether a call may say anything but path values.
    pub fn takes_parameters(&self) -> bool {
        self.has_body() || self.named_arguments().next().is_some()
    }

    /// The argument that is the whole body.
    pub fn whole_body(&self) -> Option<&Argument> {
        self.arguments_in(Location::WholeBody).next()
    }

    pub fn has_body(&self) -> bool {
        !matches!(self.body, BodyForm::None)
    }

    pub fn page(&self) -> Option<&Page> {
        if let Outcome::Page(page) = &self.success.outcome { Some(page) } else { None }
    }

    pub fn job(&self) -> Option<&Job> {
        if let Outcome::Job(job) = &self.success.outcome { Some(job) } else { None }
    }

    fn arguments_in(&self, location: Location) -> impl Iterator<Item = &Argument> {
        self.arguments.iter().filter(move |argument| argument.location == location)
    }
}

impl Argument {
    /// Its value as a field of an object would have it.
    pub fn as_field(&self) -> Field {
        Field {
            pointer: self.pointer.clone(),
            name: self.name.clone(),
            identifier: self.identifier.clone(),
            r#type: self.r#type.clone(),
            required: self.required,
            nullable: self.nullable,
            summary: self.summary.clone(),
            limits: self.limits.clone(),
        }
    }
}

impl Outcome {
    /// The type a response's value has; of a page, that of an item.
    pub fn value(&self) -> Option<&Type> {
        match self {
            Self::Nothing => None,
            Self::Text { .. } => Some(&Type::Text),
            Self::Json { r#type, .. } => Some(r#type),
            Self::Page(page) => Some(&page.item),
            Self::Job(job) => Some(&job.answer),
        }
    }

    pub(super) fn value_mut(&mut self) -> Option<&mut Type> {
        match self {
            Self::Nothing | Self::Text { .. } => None,
            Self::Json { r#type, .. } => Some(r#type),
            Self::Page(page) => Some(&mut page.item),
            Self::Job(job) => Some(&mut job.answer),
        }
    }

    /// Whether a success may come without a body, or be `null`.
    pub fn is_optional(&self) -> bool {
        matches!(self, Self::Json { optional: true, .. } | Self::Job(Job { optional: true, .. }))
    }
}
