//! Compares two documents: the changes that an import brings to users of the SDK.
//!
//! Both documents come without prose, so a difference is a difference in the API; the overlay is not applied, since it was written
//! for only one of them. Operations are matched by method and path, then by what the path means, then by operationId; components
//! by title, since their keys (`def-12`) change with every publication. A change inside a component is reported once, with the
//! number of operations it concerns. Each change is a [`ChangeKind`] at a place (`request.body.limit`, `response.items[].id`), and the
//! table in `severity` says how grave it is for users. `report` prints it all, `draft` proposes the version and the CHANGELOG section.

mod change;
mod details;
mod draft;
mod matching;
mod operation;
mod report;
mod schema;
mod severity;
mod shape;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

pub use change::ChangeKind;
pub use draft::{Version, next_version};
pub use severity::{Direction, Severity};

use details::document_details;
use matching::{Counterparts, Operation, match_operations, operations};
use operation::compare_operation;
use schema::{Found, Pair, Walker};

/// The changes between two documents, in the order they are reported.
#[derive(Debug)]
pub struct Comparison {
    pub changes: Vec<Change>,
}

/// One thing that changed.
#[derive(Debug)]
pub struct Change {
    pub subject: Subject,
    /// Where in it: `query.limit`, `response.items[].id`; empty for the subject itself.
    pub place: String,
    pub kind: ChangeKind,
    pub severity: Severity,
}

/// The part of the API that changed; in the order of the report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    Document,
    /// A component, by its title, and how many operations carry it.
    Component {
        name: String,
        direction: Direction,
        operations: usize,
    },
    Operation {
        path: String,
        method: String,
        id: String,
    },
}

/// Compares two documents of structure only.
pub fn compare(old: &Value, new: &Value) -> Comparison {
    let (old_operations, new_operations) = (operations(old), operations(new));
    let matches = match_operations(&old_operations, &new_operations);
    let counterparts = Counterparts::of(old, new);
    let mut changes = Vec::new();
    let document = Found { details: document_details(old, new, &counterparts), ..Found::default() };
    take(&mut changes, &Subject::Document, document);

    let mut walker = Walker::new(old, new, counterparts);
    let mut carriers: BTreeMap<Pair, usize> = BTreeMap::new();
    for (was, is) in &matches.pairs {
        let found = compare_operation(&mut walker, was, is);
        for pair in reachable(&walker, &found.pairs) {
            *carriers.entry(pair).or_default() += 1;
        }
        take(&mut changes, &subject(is), found);
    }
    for (pair, found) in std::mem::take(&mut walker.pairs) {
        let operations = carriers.get(&pair).copied().unwrap_or_default();
        take(&mut changes, &Subject::Component { name: walker.title(&pair), direction: pair.direction, operations }, found);
    }
    for (operation, kind) in matches.removed.iter().map(|it| (it, ChangeKind::OperationRemoved)) {
        changes.push(whole(operation, kind));
    }
    for (operation, kind) in matches.added.iter().map(|it| (it, ChangeKind::OperationAdded)) {
        changes.push(whole(operation, kind));
    }
    // Stable, so that changes of one subject stay in the order of the document.
    changes.sort_by(|one, other| one.subject.cmp(&other.subject));
    Comparison { changes }
}

impl Comparison {
    /// The gravest severity there is; `None` when nothing changed.
    pub fn gravest(&self) -> Option<Severity> {
        self.changes.iter().map(|change| change.severity).min()
    }
}

fn subject(operation: &Operation) -> Subject {
    Subject::Operation { path: operation.path.to_owned(), method: operation.method.to_uppercase(), id: operation.id().to_owned() }
}

fn whole(operation: &Operation, kind: ChangeKind) -> Change {
    // An operation as a whole is no more request than response.
    Change { subject: subject(operation), place: String::new(), severity: kind.severity(Direction::Request).0, kind }
}

fn take(changes: &mut Vec<Change>, subject: &Subject, found: Found) {
    for finding in found.findings {
        changes.push(Change { subject: subject.clone(), place: finding.place, kind: finding.kind, severity: finding.severity });
    }
    if !found.details.is_empty() {
        let kind = ChangeKind::Details(found.details.into_iter().collect());
        changes.push(Change { subject: subject.clone(), place: String::new(), severity: kind.severity(Direction::Request).0, kind });
    }
}

/// The components that these carry, themselves included.
fn reachable(walker: &Walker, pairs: &BTreeSet<Pair>) -> BTreeSet<Pair> {
    let mut reached = BTreeSet::new();
    let mut open: Vec<Pair> = pairs.iter().cloned().collect();
    while let Some(pair) = open.pop() {
        if reached.insert(pair.clone()) {
            open.extend(walker.pairs.get(&pair).into_iter().flat_map(|found| found.pairs.iter().cloned()));
        }
    }
    reached
}
