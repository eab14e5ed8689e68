//! Rows for unit tests, so that they don't depend on the document.

use crate::WaitPlan;
use crate::operation::{Argument, BodyForm, Encoding, Form, Kind, Location, Next, Operation, Outcome, Pagination};

const fn argument(name: &'static str, location: Location, kind: Kind) -> Argument {
    Argument { name, location, kind, required: matches!(location, Location::Path), nullable: false, encoding: Encoding::Plain }
}

const fn row(name: &'static str, arguments: &'static [Argument], body: BodyForm, outcome: Outcome) -> Operation {
    Operation {
        id: name,
        name,
        method: "GET",
        path: "/things",
        arguments,
        body,
        accept: "application/json",
        outcome,
        safe: true,
        rate_group: None,
        error_field: None,
        run: |_, _| Box::pin(async { Ok(()) }),
    }
}

const BY_CURSOR: Outcome =
    Outcome::Page(Pagination { cursor: "after", items: "feed/items", of_objects: true, next: Next::Cursor("feed/next") });

/// A list whose cursor is a query parameter.
pub(crate) static BY_QUERY: Operation =
    row("things.by_query", &[argument("after", Location::Query, Kind::Text)], BodyForm::None, BY_CURSOR);

/// A list whose cursor is a field of the body.
pub(crate) static BY_BODY: Operation = row(
    "things.by_body",
    &[argument("after", Location::Body, Kind::Text), argument("limit", Location::Body, Kind::Integer { minimum: Some(1), maximum: None })],
    BodyForm::Fields { required: false },
    BY_CURSOR,
);

/// A list that goes by offset.
pub(crate) static BY_OFFSET: Operation = row(
    "things.by_offset",
    &[argument("skip", Location::Query, Kind::Integer { minimum: Some(0), maximum: None })],
    BodyForm::None,
    Outcome::Page(Pagination { cursor: "skip", items: "items", of_objects: false, next: Next::Offset("total") }),
);

/// A path value, a parameter and two fields.
pub(crate) static UPDATE: Operation = row(
    "things.update",
    &[
        argument("id", Location::Path, Kind::Text),
        Argument { required: true, ..argument("name", Location::Body, Kind::Text) },
        argument("dry", Location::Query, Kind::Boolean),
        argument("tags", Location::Body, Kind::List { at_most: Some(2), items: None }),
    ],
    BodyForm::Fields { required: true },
    Outcome::Json { form: Form::Object, optional: true },
);

/// A body that is one value, and an outcome that names a job.
pub(crate) static REPLACE: Operation = row(
    "things.replace",
    &[Argument { required: true, ..argument("body", Location::WholeBody, Kind::List { at_most: None, items: None }) }],
    BodyForm::Whole { required: true },
    Outcome::Job { form: Form::Object, optional: false, id: &["job", "id"], resource: "jobs" },
);

/// An array of objects, and no arguments.
pub(crate) static LIST: Operation =
    row("things.list", &[], BodyForm::None, Outcome::Json { form: Form::Array { of_objects: true }, optional: false });

static GET: Operation =
    row("things.get", &[argument("id", Location::Path, Kind::Text)], BodyForm::None, Outcome::Json { form: Form::Object, optional: false });

static LIST_BY_IDS: Operation = row(
    "things.list_by_ids",
    &[
        Argument { encoding: Encoding::CommaSeparated, ..argument("ids", Location::Query, Kind::List { at_most: None, items: None }) },
        argument("limit", Location::Query, Kind::Integer { minimum: Some(1), maximum: Some(2) }),
    ],
    BodyForm::None,
    BY_CURSOR,
);

/// At most two objects a list call.
pub(crate) static WAIT: WaitPlan = WaitPlan {
    get: &GET,
    list: &LIST_BY_IDS,
    ids: "ids",
    id: "id",
    status: "status",
    progress: "progress",
    at_most: 2,
    succeeded: &["done"],
    failed: &["lost"],
};
