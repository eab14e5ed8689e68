//! The document: reading what upstream published, keeping its structure without its prose, adding what we know.
//!
//! `import` goes load → prose → write, once per upstream release. `generate` goes read → overlay, each time. Nothing here
//! knows what an operation means: that begins in `ir`.

mod diff;
mod load;
mod overlay;
mod placeholders;
mod prose;
mod statistics;
mod write;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use serde_json::Value;

use crate::faults::Faults;

pub use diff::{Comparison, Severity, Version, compare, next_version};
pub use load::{check, load, parse};
use overlay::prune;
pub use overlay::{Past, Report};
pub use placeholders::anonymize_examples;
pub use prose::remove_prose;
pub use statistics::Statistics;
pub use write::to_text;

/// Upstream's structure, as `cargo xtask import` left it.
pub const DOCUMENT: &str = "openapi/instantly.json";
/// Our corrections and hints.
pub const OVERLAY: &str = "openapi/overlay.yaml";
/// Names and descriptions, one overlay a resource, applied after [`OVERLAY`] in the order of their names.
const DESCRIPTIONS: &str = "openapi/overlay";

/// A document with its overlays applied, and what became of their actions.
pub struct Edition {
    pub document: Value,
    pub report: Report,
}

/// What the generator works from: a document, and what we add to it.
#[derive(Clone, Debug)]
pub struct Sources {
    /// What the paths are relative to.
    root: PathBuf,
    document: String,
    /// In the order they are applied.
    overlays: Vec<String>,
}

impl Sources {
    /// The document of this repository, and its overlays.
    pub fn of_repository(root: &Path) -> Result<Self> {
        Ok(Self { root: root.to_owned(), document: DOCUMENT.to_owned(), overlays: overlays(root)? })
    }

    /// Another document, as published or as `import` leaves it.
    pub fn of(document: &str, overlays: &[String]) -> Self {
        Self { root: PathBuf::new(), document: document.to_owned(), overlays: overlays.to_vec() }
    }

    /// The document's name, for messages and for the headers of what is generated from it.
    pub fn name(&self) -> &str {
        &self.document
    }

    /// The document with the overlays applied, as far as they can be; `past` says what the overlays were written for.
    pub fn read(&self, past: Past, faults: &mut Faults) -> Result<Edition> {
        let mut document = parse(&text(&self.root, &self.document)?, &self.document)?;
        check(&document, &self.document)?;
        if self.document != DOCUMENT {
            remove_prose(&mut document);
            anonymize_examples(&mut document);
        }
        let mut report = self.apply(&mut document, past)?;
        report.take_faults(faults);
        Ok(Edition { document, report })
    }

    /// Applies the overlays to a document.
    pub fn apply(&self, document: &mut Value, mut past: Past) -> Result<Report> {
        let mut report = Report::default();
        for path in &self.overlays {
            let overlay = parse(&text(&self.root, path)?, path)?;
            overlay::apply(document, &overlay, path, &mut past, &mut report)?;
        }
        Ok(report)
    }

    /// Whether it is another document than the repository's.
    pub fn is_foreign(&self) -> bool {
        self.document != DOCUMENT
    }

    /// Whether nothing is added to the document.
    pub fn is_bare(&self) -> bool {
        self.overlays.is_empty()
    }

    /// Removes retired actions from the overlays' files, and returns the names of those that were rewritten.
    pub fn prune(&self, report: &Report) -> Result<Vec<String>> {
        let mut pruned = Vec::new();
        for path in &self.overlays {
            let sites: BTreeSet<_> = report.retired.iter().map(|retired| &retired.site).filter(|site| site.file == *path).collect();
            if !sites.is_empty() {
                pruned.push((path, prune(&text(&self.root, path)?, &sites, path)?));
            }
        }
        // All or none: nothing is written before everything can be.
        for (path, text) in &pruned {
            fs::write(self.root.join(path), text).map_err(|error| anyhow!("{path}: {error}"))?;
        }
        Ok(pruned.into_iter().map(|(path, _)| path.clone()).collect())
    }
}

/// Relative to the root, in the order they are applied.
fn overlays(root: &Path) -> Result<Vec<String>> {
    let mut paths = Vec::new();
    if root.join(DESCRIPTIONS).is_dir() {
        for entry in fs::read_dir(root.join(DESCRIPTIONS)).map_err(|error| anyhow!("{DESCRIPTIONS}: {error}"))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            paths.extend(name.ends_with(".yaml").then(|| format!("{DESCRIPTIONS}/{name}")));
        }
    }
    paths.sort();
    paths.insert(0, OVERLAY.to_owned());
    Ok(paths)
}

fn text(root: &Path, path: &str) -> Result<String> {
    let hint = if path.starts_with("openapi/") { "\n  run cargo xtask in a checkout of this repository" } else { "" };
    fs::read_to_string(root.join(path)).map_err(|error| anyhow!("{path}: {error}{hint}"))
}
