//! What is known of an operation at run time: the rows of the generated table.

use std::future::Future;
use std::pin::Pin;

use crate::generated::{Client, operations};
use crate::{Arguments, WaitPlan};

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
    /// Path parameters in path order, then query parameters.
    pub parameters: &'static [Parameter],
    /// Whether it takes a JSON body.
    pub body: BodyKind,
    /// The fields of a body that is an object; none where the body is one value of another kind.
    pub fields: &'static [BodyField],
    /// The media type asked for.
    pub accept: &'static str,
    /// The overall form of a success.
    pub shape: Shape,
    /// Repeating it changes nothing, so a retry is harmless even after it was sent.
    pub safe: bool,
    /// A lower limit than the account's own.
    pub rate_group: Option<RateGroup>,
    /// How the next page is asked for.
    pub pagination: Option<Pagination>,
    /// A success whose body carries only this field is a failure.
    pub error_field: Option<&'static str>,
    /// progenitor's method.
    pub(crate) run: Run,
}

/// Runs progenitor's method; the outcome travels in the client's inner value, so only a request that could not be built is told here.
pub(crate) type Run = for<'a> fn(&'a Client, &'a Arguments) -> Pin<Box<dyn Future<Output = Result<(), String>> + Send + 'a>>;

/// A path or query parameter.
#[derive(Debug)]
pub struct Parameter {
    /// The wire name.
    pub name: &'static str,
    /// Where it goes.
    pub location: Location,
    /// What its value is.
    pub kind: Kind,
    /// Whether a call without it is refused.
    pub required: bool,
}

/// Where a parameter goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// Into the path, percent-encoded as one segment.
    Path,
    /// Into the query string.
    Query,
}

/// What a parameter's value is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
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
    /// A list of strings, sent as one comma-separated string.
    CommaList,
    /// A list of strings, sent as a repeated key.
    List,
}

/// Whether an operation takes a JSON body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyKind {
    /// It takes none.
    None,
    /// It may be left out.
    Optional,
    /// It must be there.
    Required,
}

/// A field of the body.
#[derive(Debug)]
pub struct BodyField {
    /// The wire name.
    pub name: &'static str,
    /// What its value is.
    pub kind: FieldKind,
    /// Whether a body without it is refused.
    pub required: bool,
    /// Whether it may be `null`.
    pub nullable: bool,
}

/// What the value of a body's field is, as far as it is checked before sending.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum FieldKind {
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
    /// A list.
    List {
        /// The most items the document allows.
        at_most: Option<usize>,
    },
    /// An object.
    Object,
}

/// The overall form of a success.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A JSON object.
    Object,
    /// A JSON array.
    Array,
    /// A JSON object with an array of items and perhaps a cursor.
    Page,
    /// Text that is not JSON.
    Text,
    /// No body.
    Empty,
    /// JSON of any form.
    Any,
}

/// How the next page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pagination {
    /// The parameter (or body field) that takes the cursor, or the offset.
    pub cursor: &'static str,
    /// The cursor is a field of the body.
    pub in_body: bool,
    /// Where in the response the items are; a slash leads into an object: `activity_feed/items`.
    pub items: &'static str,
    /// How a page tells where the next one starts.
    pub next: Next,
}

/// How a page tells where the next one starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// Its cursor is in this place of the response, which has none on the last page.
    Cursor(&'static str),
    /// After the items that were skipped and those that came, until there are as many as this place of the response says.
    Offset(&'static str),
}

impl Next {
    /// The place in the response that has to be read for it.
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

/// The operation with this operationId.
#[must_use]
pub fn operation(id: &str) -> Option<&'static Operation> {
    operations::ALL.binary_search_by(|row| row.id.cmp(id)).ok().map(|index| operations::ALL[index])
}

/// How the objects of this resource are waited for: `wait_plan("background_jobs")`.
#[must_use]
pub fn wait_plan(resource: &str) -> Option<&'static WaitPlan> {
    operations::WAIT_PLANS.iter().find(|(name, _)| *name == resource).map(|(_, plan)| *plan)
}

impl Operation {
    /// The parameter with this wire name, and its place in the row.
    pub(crate) fn parameter(&self, name: &str) -> Option<(usize, &'static Parameter)> {
        self.parameters.iter().enumerate().find(|(_, parameter)| parameter.name == name)
    }
}

/// What the rows keep of progenitor's result: the outcome itself is in the client's inner value, so only a failure to build the request counts.
pub(crate) fn finish<T>(result: Result<T, progenitor_client::Error<progenitor_client::ByteStream>>) -> Result<(), String> {
    result.map(drop).map_err(|error| error.to_string())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_found_by_its_id() {
        for row in operations::ALL {
            assert_eq!(operation(row.id), Some(row));
        }
        assert_eq!(operation("noSuchOperation"), None);
    }
}
