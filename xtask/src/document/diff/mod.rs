//! Comparing two documents: what an import changes for those who use the SDK.
//!
//! Both documents come without prose, so a difference is a difference in the API; the overlay is not applied, since it was written
//! for only one of them. Operations are matched by method and path, then by what the path means, then by operationId; components
//! by title, since their keys (`def-12`) change with every publication. What changed inside a component is told once, with the
//! number of operations it concerns. Each change is a [`What`] at a place (`request.body.limit`, `response.items[].id`), and the
//! table in `severity` says what it means to users. `report` prints it all, `draft` proposes the version and the CHANGELOG section.

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

pub use change::What;
pub use draft::{Version, next_version};
pub use severity::{Class, Direction};

use details::document_details;
use matching::{Counterparts, Operation, match_operations, operations};
use operation::compare_operation;
use schema::{Found, Pair, Walker};

/// What differs between two documents, in the order it is told.
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
    pub what: What,
    pub class: Class,
}

/// Where a change stands; ordered as they are told.
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
    for (operation, what) in matches.removed.iter().map(|it| (it, What::OperationRemoved)) {
        changes.push(whole(operation, what));
    }
    for (operation, what) in matches.added.iter().map(|it| (it, What::OperationAdded)) {
        changes.push(whole(operation, what));
    }
    // Stable, so that changes of one subject stay in the order of the document.
    changes.sort_by(|one, other| one.subject.cmp(&other.subject));
    Comparison { changes }
}

impl Comparison {
    /// The gravest class there is; `None` when nothing changed.
    pub fn gravest(&self) -> Option<Class> {
        self.changes.iter().map(|change| change.class).min()
    }
}

fn subject(operation: &Operation) -> Subject {
    Subject::Operation { path: operation.path.to_owned(), method: operation.method.to_uppercase(), id: operation.id().to_owned() }
}

fn whole(operation: &Operation, what: What) -> Change {
    // An operation as a whole is no more request than response.
    Change { subject: subject(operation), place: String::new(), class: what.class(Direction::Request).0, what }
}

fn take(changes: &mut Vec<Change>, subject: &Subject, found: Found) {
    for finding in found.findings {
        changes.push(Change { subject: subject.clone(), place: finding.place, what: finding.what, class: finding.class });
    }
    if !found.details.is_empty() {
        let what = What::Details(found.details.into_iter().collect());
        changes.push(Change { subject: subject.clone(), place: String::new(), class: what.class(Direction::Request).0, what });
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
