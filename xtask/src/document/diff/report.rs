//! The report that an import prints: breaking changes first, with their consequences; a change that many operations share once.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::change::{ChangeKind, plural};
use super::severity::{Direction, Severity};
use super::{Change, Comparison, Subject};

/// A change that so many operations share is reported once, with their number.
const SHARED: usize = 4;
/// How many of those are named.
const NAMED: usize = 3;

const SEVERITIES: [(Severity, &str); 3] =
    [(Severity::Breaking, "breaking"), (Severity::Additive, "additive"), (Severity::Cosmetic, "cosmetic")];

impl fmt::Display for Comparison {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.changes.is_empty() {
            return write!(formatter, "changes     none: only the layout differs");
        }
        let count = |severity: Severity| self.changes.iter().filter(|change| change.severity == severity).count();
        let counts: Vec<String> = SEVERITIES.iter().map(|(severity, name)| format!("{} {name}", count(*severity))).collect();
        write!(formatter, "changes     {}", counts.join(", "))?;
        for (severity, name) in SEVERITIES.iter().filter(|(severity, _)| count(*severity) > 0) {
            write!(formatter, "\n\n{name}")?;
            for line in Section::of(self, *severity).lines() {
                write!(formatter, "\n{}", format!("  {line}").trim_end())?;
            }
        }
        Ok(())
    }
}

/// The changes of one severity, arranged.
struct Section<'a> {
    severity: Severity,
    changes: Vec<&'a Change>,
    /// Lines that many operations share, with those.
    shared: BTreeMap<String, BTreeSet<String>>,
}

impl<'a> Section<'a> {
    fn of(comparison: &'a Comparison, severity: Severity) -> Self {
        let changes: Vec<&Change> = comparison.changes.iter().filter(|change| change.severity == severity).collect();
        let mut shared: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for change in changes.iter().filter(|change| is_plain(change)) {
            if let Subject::Operation { path, method, .. } = &change.subject {
                shared.entry(line(change)).or_default().insert(format!("{method} {path}"));
            }
        }
        shared.retain(|_, operations| operations.len() >= SHARED);
        Self { severity, changes, shared }
    }

    fn lines(&self) -> Vec<String> {
        let mut lines = Vec::new();
        // Whole operations first, those that go before those that come.
        for wanted in ['-', '~', '+'] {
            let whole = self.changes.iter().filter(|change| marker(&change.kind) == Some(wanted));
            lines.extend(whole.map(|change| whole_operation(wanted, change)));
        }
        for (line, operations) in &self.shared {
            lines.push(format!("{line}: {}", self.these(operations)));
        }
        let mut last = None;
        for change in self.changes.iter().filter(|change| is_plain(change) && !self.is_shared(change)) {
            if last != Some(&change.subject) {
                lines.push(heading(&change.subject));
                last = Some(&change.subject);
            }
            lines.push(format!("  {}", line(change)));
        }
        if self.severity == Severity::Breaking {
            lines.extend(self.expectations());
        }
        lines.extend(self.details());
        lines
    }

    /// By keyword, since nobody looks for a changed example by the operation it is in.
    fn details(&self) -> Vec<String> {
        let mut keywords: BTreeMap<&str, Vec<&Subject>> = BTreeMap::new();
        for change in &self.changes {
            if let ChangeKind::Details(names) = &change.kind {
                names.iter().for_each(|name| keywords.entry(name).or_default().push(&change.subject));
            }
        }
        let width = keywords.keys().map(|name| name.chars().count()).max().unwrap_or_default();
        let lines = keywords.iter().map(|(name, subjects)| format!("  {name:width$}  {}", kinds_of(subjects)));
        keywords.first_key_value().map(|_| "details".to_owned()).into_iter().chain(lines).collect()
    }

    fn is_shared(&self, change: &Change) -> bool {
        matches!(change.subject, Subject::Operation { .. }) && self.shared.contains_key(&line(change))
    }

    /// All of them where code breaks, so that everybody finds their own.
    fn these(&self, operations: &BTreeSet<String>) -> String {
        let names: Vec<&str> = operations.iter().map(String::as_str).collect();
        let (count, more) = (names.len(), names.len().saturating_sub(NAMED));
        match self.severity {
            Severity::Breaking => format!("{count} operations\n    {}", names.join("\n    ")),
            Severity::Additive if more > 0 => format!("{count} operations ({} and {more} more)", names[..NAMED].join(", ")),
            _ => format!("{count} operations"),
        }
    }

    /// The consequences of the changes, the most frequent first.
    fn expectations(&self) -> Vec<String> {
        let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
        for change in &self.changes {
            *reasons.entry(change.kind.severity(change.direction()).1).or_default() += 1;
        }
        let mut reasons: Vec<(&str, usize)> = reasons.into_iter().collect();
        reasons.sort_by_key(|(reason, count)| (std::cmp::Reverse(*count), *reason));
        let width = reasons.first().map_or(1, |(_, count)| count.to_string().len());
        let lines = reasons.into_iter().map(|(reason, count)| format!("  {count:>width$} × {reason}"));
        std::iter::once("what to expect".to_owned()).chain(lines).collect()
    }
}

impl Change {
    /// By its place, since a component knows its own and all else is named after it.
    pub fn direction(&self) -> Direction {
        match &self.subject {
            Subject::Component { direction, .. } => *direction,
            _ if self.place.starts_with("response") => Direction::Response,
            _ => Direction::Request,
        }
    }
}

/// "2 operations, 1 component".
fn kinds_of(subjects: &[&Subject]) -> String {
    let count = |kind: fn(&Subject) -> bool| subjects.iter().filter(|subject| kind(subject)).count();
    let operations = count(|subject| matches!(subject, Subject::Operation { .. }));
    let components = count(|subject| matches!(subject, Subject::Component { .. }));
    let mut parts: Vec<String> = [(operations, "operation"), (components, "component")]
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, noun)| format!("{count} {}", plural(noun, *count)))
        .collect();
    if operations + components < subjects.len() {
        parts.push("the document".to_owned());
    }
    parts.join(", ")
}

/// Neither a whole operation nor a detail, which stand by themselves.
fn is_plain(change: &Change) -> bool {
    marker(&change.kind).is_none() && !matches!(change.kind, ChangeKind::Details(_))
}

/// How a change of a whole operation is marked; it takes a line of its own.
fn marker(kind: &ChangeKind) -> Option<char> {
    match kind {
        ChangeKind::OperationRemoved => Some('-'),
        ChangeKind::Moved { .. } => Some('~'),
        ChangeKind::OperationAdded => Some('+'),
        _ => None,
    }
}

fn whole_operation(marker: char, change: &Change) -> String {
    match &change.kind {
        ChangeKind::Moved { .. } => format!("{marker} {} {}", heading(&change.subject), change.kind),
        _ => format!("{marker} {}", heading(&change.subject)),
    }
}

fn heading(subject: &Subject) -> String {
    match subject {
        Subject::Document => "the document".to_owned(),
        Subject::Component { name, direction, operations } => {
            let role = if *direction == Direction::Request { "taken" } else { "returned" };
            format!("{name}, {role} by {operations} {}", plural("operation", *operations))
        }
        Subject::Operation { path, method, id } if id.is_empty() => format!("{method} {path}"),
        Subject::Operation { path, method, id } => format!("{method} {path} ({id})"),
    }
}

fn line(change: &Change) -> String {
    if change.place.is_empty() { change.kind.to_string() } else { format!("{}: {}", change.place, change.kind) }
}
