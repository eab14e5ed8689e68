//! Operation metadata: one row per operation, generated from the document.

use std::future::Future;
use std::pin::Pin;

use crate::encoded::Values;
use crate::generated::Client;

/// One method and path of the API. All rows are in [`operations`](crate::operations).
pub struct Operation {
    /// The document's operationId: `listBackgroundJob`.
    pub id: &'static str,
    /// Resource and method as users call it: `background_jobs.list`.
    pub name: &'static str,
    /// Upper case: `GET`.
    pub method: &'static str,
    /// The path template: `/api/v2/background-jobs/{id}`.
    pub path: &'static str,
    /// In the order users see: path values in path order, then required arguments, then the document's order.
    pub arguments: &'static [Argument],
    /// How the body is made of the arguments.
    pub body: BodyForm,
    /// The media type of the `Accept` header.
    pub accept: &'static str,
    /// The form of a success.
    pub outcome: Outcome,
    /// Repeating it changes nothing, so it may be retried even after it was sent.
    pub safe: bool,
    /// A rate limit lower than the account's own.
    pub rate_group: Option<RateGroup>,
    /// A success whose body has only this field is a failure.
    pub error_field: Option<&'static str>,
    /// progenitor's method.
    pub(crate) run: Run,
}

/// Runs progenitor's method. The outcome travels in the client's inner value, so the result is only a request that could not be built.
pub(crate) type Run = for<'a> fn(&'a Client, &'a Values) -> Pin<Box<dyn Future<Output = Result<(), String>> + Send + 'a>>;

/// One argument of an operation: a parameter, a field of the body, or the whole body.
#[derive(Debug)]
pub struct Argument {
    /// The wire name; `body` for a body that is one value.
    pub name: &'static str,
    /// Where it goes.
    pub location: Location,
    /// The kind of its value.
    pub kind: Kind,
    /// Whether a call without it is refused.
    pub required: bool,
    /// Whether it may be `null`.
    pub nullable: bool,
    /// How a list is written outside a body.
    pub encoding: Encoding,
}

/// The place of an argument in the request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// Into the path, percent-encoded as one segment.
    Path,
    /// Into the query string.
    Query,
    /// Into a header of its own. No operation has one yet.
    Header,
    /// Into the `Cookie` header. No operation has one yet.
    Cookie,
    /// Into the JSON object that is the body.
    Body,
    /// It is the body.
    WholeBody,
}

/// The kind of a value, as far as it is checked before sending.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// JSON of any form.
    Any,
    /// A string.
    Text,
    /// A whole number, both ends included.
    Integer {
        /// The document's minimum.
        minimum: Option<i64>,
        /// The document's maximum.
        maximum: Option<i64>,
    },
    /// A number, both ends included.
    Number {
        /// The document's minimum.
        minimum: Option<f64>,
        /// The document's maximum.
        maximum: Option<f64>,
    },
    /// `true` or `false`.
    Boolean,
    /// A list; outside a body, of strings.
    List {
        /// The most items the document allows.
        at_most: Option<usize>,
        /// Its items, where they are checked.
        items: Option<&'static Element>,
    },
    /// An object, and its fields, where they are checked.
    Object(Option<&'static Object>),
    /// An object whose names are free.
    Map(&'static Element),
    /// A value of any of these kinds, which is not checked further.
    OneOf(&'static [Kind]),
}

/// An item of a list, or a value of a map.
#[derive(Clone, Copy, Debug)]
pub struct Element {
    /// Its kind.
    pub kind: Kind,
    /// Whether it may be `null`.
    pub nullable: bool,
}

/// An object inside of a body.
pub struct Object {
    /// In the document's order.
    pub fields: &'static [Field],
    /// Whether it takes fields that the document doesn't know.
    pub open: bool,
}

/// One field of an object inside of a body.
#[derive(Debug)]
pub struct Field {
    /// The wire name.
    pub name: &'static str,
    /// The kind of its value.
    pub kind: Kind,
    /// Whether an object without it is refused.
    pub required: bool,
    /// Whether it may be `null`.
    pub nullable: bool,
}

/// How a list is written outside a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// It is no list, or it is JSON.
    Plain,
    /// As one comma-separated string.
    CommaSeparated,
    /// As a repeated key.
    Repeated,
}

/// How the body is made of the arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyForm {
    /// There is no body.
    None,
    /// An object of the arguments in [`Location::Body`]; it is sent even when it is empty, and takes fields that the row doesn't know.
    Fields {
        /// Whether the document requires a body.
        required: bool,
    },
    /// The argument in [`Location::WholeBody`].
    Whole {
        /// Whether a call without it is refused.
        required: bool,
    },
}

/// The form of a success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// No body; one that comes is not read.
    Nothing,
    /// Text that is not JSON.
    Text,
    /// JSON.
    Json {
        /// Its overall form.
        form: Form,
        /// Whether the body may be empty or `null`.
        optional: bool,
    },
    /// One page of a list.
    Page(Pagination),
    /// JSON that names a background job.
    Job {
        /// Its overall form.
        form: Form,
        /// Whether the body may be empty or `null`.
        optional: bool,
        /// The place of the job's id, outermost field first. It may be missing, when there is nothing to wait for.
        id: &'static [&'static str],
        /// The resource whose objects are waited for, for [`wait_plan`](crate::wait_plan).
        resource: &'static str,
    },
}

/// The overall form of a JSON body, as far as a success is held to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// An object.
    Object,
    /// An array.
    Array {
        /// Whether each item must be an object.
        of_objects: bool,
    },
    /// Any JSON.
    Any,
}

/// The place of a list's items, and how its next page is requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// The argument that takes the cursor, or the offset.
    pub cursor: &'static str,
    /// The place of the items in the response; a slash separates fields of nested objects: `activity_feed/items`.
    pub items: &'static str,
    /// Whether each item must be an object.
    pub of_objects: bool,
    /// The start of the next page.
    pub next: Next,
}

/// The start of the next page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// At the cursor in this place of the response, which the last page lacks.
    Cursor(&'static str),
    /// After the items skipped and the items of this page, until there are as many as this place of the response says.
    Offset(&'static str),
}

impl Next {
    /// The place in the response that [`Walk::advance`](crate::Walk::advance) needs the value of.
    #[must_use]
    pub fn place(self) -> &'static str {
        match self {
            Self::Cursor(place) | Self::Offset(place) => place,
        }
    }
}

/// A documented limit that some operations share, lower than the account's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RateGroup {
    /// Operations of one name share one window.
    pub name: &'static str,
    /// Calls allowed in the window.
    pub calls: usize,
    /// The window's length.
    pub seconds: u64,
}

impl Operation {
    /// The argument with this wire name.
    #[must_use]
    pub fn argument(&self, name: &str) -> Option<&'static Argument> {
        self.position(name).map(|(_, argument)| argument)
    }

    /// The place of an argument of this name: an object body takes names that the row doesn't know. `None` where no argument may have it.
    #[must_use]
    pub fn location_of(&self, name: &str) -> Option<Location> {
        let unknown = || matches!(self.body, BodyForm::Fields { .. }).then_some(Location::Body);
        self.argument(name).map(|argument| argument.location).or_else(unknown)
    }

    /// For a list, the place of its items and how its next page is requested.
    #[must_use]
    pub fn pagination(&self) -> Option<Pagination> {
        match self.outcome {
            Outcome::Page(pagination) => Some(pagination),
            _ => None,
        }
    }

    /// The argument with this wire name, and its place in the row.
    pub(crate) fn position(&self, name: &str) -> Option<(usize, &'static Argument)> {
        self.arguments.iter().enumerate().find(|(_, argument)| argument.name == name)
    }
}

/// The outcome itself is in the client's inner value, so of progenitor's result only a failure to build the request counts.
pub(crate) fn finish<T>(result: Result<T, progenitor_client::Error<progenitor_client::ByteStream>>) -> Result<(), String> {
    result.map(drop).map_err(|error| error.to_string())
}

/// Objects may contain themselves, so the kinds of the fields stay out of it.
impl std::fmt::Debug for Object {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_set().entries(self.fields.iter().map(|field| field.name)).finish()
    }
}

impl std::fmt::Debug for Operation {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Operation({} {} {})", self.name, self.method, self.path)
    }
}

impl PartialEq for Operation {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}
