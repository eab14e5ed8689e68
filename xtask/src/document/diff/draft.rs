//! The version to release next, and what its section of CHANGELOG.md would say.
//!
//! A draft: somebody reads it, puts it into words of their own and adds what else the release brings.

use std::fmt;

use super::change::{ChangeKind, plural};
use super::severity::{Direction, Severity};
use super::{Change, Comparison, Subject};

/// Lines are broken here, as in CHANGELOG.md.
const WIDTH: usize = 140;

/// A version without pre-release and build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Version {
    major: u64,
    minor: u64,
    patch: u64,
}

impl Version {
    /// The workspace's, from its Cargo.toml; `None` where it isn't three numbers.
    pub fn of_workspace(manifest: &str) -> Option<Self> {
        let section = manifest.lines().map(str::trim).skip_while(|line| *line != "[workspace.package]").skip(1);
        let line = section.take_while(|line| !line.starts_with('[')).find_map(|line| {
            let (key, value) = line.split_once('=')?;
            (key.trim() == "version").then(|| value.trim().trim_matches('"'))
        })?;
        let parts: Vec<u64> = line.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
        match parts.as_slice() {
            [major, minor, patch] => Some(Self { major: *major, minor: *minor, patch: *patch }),
            _ => None,
        }
    }

    fn major_step(self) -> Self {
        Self { major: self.major + 1, minor: 0, patch: 0 }
    }

    fn minor_step(self) -> Self {
        Self { minor: self.minor + 1, patch: 0, ..self }
    }

    fn patch_step(self) -> Self {
        Self { patch: self.patch + 1, ..self }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// The next version by semantic versioning, and why it is that one.
pub fn next_version(version: Version, gravest: Severity) -> (Version, &'static str) {
    match (gravest, version.major) {
        (Severity::Breaking, 0) => (version.minor_step(), "something breaks: before 1.0 a minor step"),
        (Severity::Breaking, _) => (version.major_step(), "something breaks: a major step"),
        (Severity::Additive, 0) => (version.patch_step(), "only additions: before 1.0 a patch"),
        (Severity::Additive, _) => (version.minor_step(), "only additions: a minor step"),
        (Severity::Cosmetic, _) => (version.patch_step(), "nothing that code can notice: a patch"),
    }
}

impl Comparison {
    /// The section of CHANGELOG.md for this version.
    pub fn changelog(&self, version: &str) -> String {
        let mut text = format!("## [{version}] - unreleased\n");
        let mut empty = true;
        for section in Section::ALL {
            let entries = self.entries(section);
            if !entries.is_empty() {
                empty = false;
                text.push_str(&format!("\n### {}\n\n{}", section.title(), entries.concat()));
            }
        }
        if empty {
            text.push_str("\n### Changed\n\n- The API's document was published anew; nothing changes in code.\n");
        }
        text
    }

    /// One for each operation or component; in "Changed" what breaks stands first and alone.
    fn entries(&self, section: Section) -> Vec<String> {
        let mut entries = Vec::new();
        for breaks in [true, false] {
            for group in self.changes.chunk_by(|one, other| one.subject == other.subject) {
                let belongs = |change: &&Change| Section::of(change) == Some(section) && (change.severity == Severity::Breaking) == breaks;
                let changes: Vec<&Change> = group.iter().filter(belongs).collect();
                if let Some(first) = changes.first() {
                    let mark = if breaks && section == Section::Changed { "**Breaking:** " } else { "" };
                    entries.push(wrap(&format!("{mark}{}.", entry(&first.subject, &changes))));
                }
            }
        }
        entries
    }
}

/// A section of Keep a Changelog.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Section {
    Added,
    Changed,
    Deprecated,
    Removed,
}

impl Section {
    const ALL: [Self; 4] = [Self::Added, Self::Changed, Self::Deprecated, Self::Removed];

    fn title(self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::Changed => "Changed",
            Self::Deprecated => "Deprecated",
            Self::Removed => "Removed",
        }
    }

    /// `None` for what users needn't read.
    fn of(change: &Change) -> Option<Self> {
        match &change.kind {
            ChangeKind::OperationRemoved | ChangeKind::Removed | ChangeKind::BodyRemoved | ChangeKind::ResultRemoved => Some(Self::Removed),
            ChangeKind::MediaRemoved(_) | ChangeKind::VariantsRemoved(_) | ChangeKind::ValuesRemoved(_) => Some(Self::Removed),
            ChangeKind::Deprecated => Some(Self::Deprecated),
            ChangeKind::Moved { .. } => Some(Self::Changed),
            ChangeKind::OperationAdded | ChangeKind::Added { required: false, .. } | ChangeKind::BodyAdded { required: false } => {
                Some(Self::Added)
            }
            ChangeKind::Added { .. } if change.severity == Severity::Additive => Some(Self::Added),
            ChangeKind::ResultAdded | ChangeKind::MediaAdded(_) | ChangeKind::ValuesAdded(_) => Some(Self::Added),
            ChangeKind::VariantsAdded(_) if change.severity == Severity::Additive => Some(Self::Added),
            _ if change.severity == Severity::Cosmetic => None,
            _ => Some(Self::Changed),
        }
    }
}

fn entry(subject: &Subject, changes: &[&Change]) -> String {
    let name = match subject {
        Subject::Document => "The document".to_owned(),
        Subject::Component { name, direction: Direction::Request, .. } => format!("`{name}` in requests"),
        Subject::Component { name, .. } => format!("`{name}`"),
        Subject::Operation { path, method, .. } => format!("`{method} {path}`"),
    };
    // The section's title says what happened to these; naming them is enough.
    let (named, other): (Vec<&Change>, Vec<&Change>) = changes.iter().partition(|change| is_named(&change.kind));
    let mut parts = Vec::new();
    for (noun, direction) in [("argument", Direction::Request), ("field", Direction::Response)] {
        let names: Vec<String> = named.iter().filter(|change| change.direction() == direction).map(|change| place(change)).collect();
        if !names.is_empty() {
            parts.push(format!("{} {}", plural(noun, names.len()), names.join(", ")));
        }
    }
    for group in other.chunk_by(|one, another| place_in_full(one) == place_in_full(another)) {
        let details: Vec<String> = group.iter().filter_map(|change| detail(change)).collect();
        match (group[0].place.is_empty(), details.is_empty()) {
            (_, true) => {}
            (true, false) => parts.push(details.join(", ")),
            (false, false) => parts.push(format!("{} ({})", place_in_full(group[0]), details.join(", "))),
        }
    }
    if parts.is_empty() { name } else { format!("{name}: {}", parts.join("; ")) }
}

fn is_named(kind: &ChangeKind) -> bool {
    matches!(kind, ChangeKind::Added { .. } | ChangeKind::Removed)
}

/// `None` where naming the operation says all.
fn detail(change: &Change) -> Option<String> {
    let code = |text: &Option<String>| text.as_ref().map(|text| format!("`{text}`"));
    Some(match &change.kind {
        ChangeKind::OperationAdded | ChangeKind::OperationRemoved => return None,
        ChangeKind::Deprecated if change.place.is_empty() => return None,
        ChangeKind::Moved { from, .. } => format!("was `{from}`"),
        ChangeKind::ValuesAdded(values) | ChangeKind::ValuesRemoved(values) => {
            let quoted: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
            format!("{} {}", plural("value", values.len()), quoted.join(", "))
        }
        // A pattern is no Markdown.
        ChangeKind::Limit { name, from, to, narrower } => {
            ChangeKind::Limit { name: name.clone(), from: code(from), to: code(to), narrower: *narrower }.to_string()
        }
        kind => kind.to_string(),
    })
}

fn place_in_full(change: &Change) -> String {
    let in_result = matches!(change.subject, Subject::Operation { .. }) && change.place.starts_with("response.");
    format!("{}{}", place(change), if in_result { " of the result" } else { "" })
}

/// As users know it: arguments by their names, fields by their place in the result.
fn place(change: &Change) -> String {
    let argument = ["request.body.", "query.", "path."].iter().find_map(|prefix| change.place.strip_prefix(prefix));
    match change.place.as_str() {
        "request.body" => "the body".to_owned(),
        "response" => "the result".to_owned(),
        place => format!("`{}`", argument.or_else(|| place.strip_prefix("response.")).unwrap_or(place)),
    }
}

/// A list item, broken at words.
fn wrap(text: &str) -> String {
    let (mut lines, mut line) = (String::new(), String::from("-"));
    for word in text.split(' ') {
        if line.chars().count() + 1 + word.chars().count() > WIDTH {
            lines.push_str(&line);
            lines.push('\n');
            line = String::from(" ");
        }
        line.push(' ');
        line.push_str(word);
    }
    lines + &line + "\n"
}
