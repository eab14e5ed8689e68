//! `cargo xtask import FILE`: take over a document that upstream published.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::print::print;
use crate::document::{self, Comparison, DOCUMENT, Past, Severity, Sources, Statistics, Version};
use crate::lock;

/// Reads the document at `source` (`-`: standard input), removes its prose, writes `openapi/instantly.json` and reports the counts
/// and what changed; the version and the CHANGELOG section it drafts are only printed.
pub fn run(root: &Path, source: &str) -> Result<()> {
    let mut document = document::load(source)?;
    let before = document.to_string().len();
    document::remove_prose(&mut document);
    document::anonymize_examples(&mut document);
    let after = document.to_string().len();

    let path = root.join(DOCUMENT);
    let text = document::to_text(&document);
    let found = fs::read_to_string(&path).ok();
    let unchanged = found.as_ref() == Some(&text);
    remember_lost(root, found.as_deref(), &document)?;
    if !unchanged {
        fs::create_dir_all(root.join("openapi")).context("openapi: can't be created")?;
        fs::write(&path, &text).with_context(|| format!("{DOCUMENT}: can't be written"))?;
    }

    let mut lines =
        vec![Statistics::of(&document).to_string(), format!("prose       {} bytes removed of {before}", before.saturating_sub(after))];
    if unchanged {
        lines.push(format!("{DOCUMENT} is unchanged"));
    } else {
        lines.extend(changes(root, found.as_deref(), &document));
        lines.push(format!("wrote {DOCUMENT}, {} lines; next: cargo xtask generate", text.lines().count()));
    }
    print(&(lines.join("\n") + "\n"))
}

/// Notes in `names.lock` which places of the overlay upstream has removed: the earlier document is needed to know, and is overwritten.
fn remember_lost(root: &Path, found: Option<&str>, document: &Value) -> Result<()> {
    let Some(Ok(earlier)) = found.map(|text| document::parse(text, DOCUMENT)) else { return Ok(()) };
    let past = Past { document: Some(earlier), lost: lock::lost(root)? };
    // An overlay that can't be read is reported by `generate`.
    match Sources::of_repository(root).and_then(|sources| sources.apply(&mut document.clone(), past)) {
        Ok(report) => lock::set_lost(root, &report.lost),
        Err(_) => Ok(()),
    }
}

fn changes(root: &Path, found: Option<&str>, document: &Value) -> Vec<String> {
    // A document that can't be read, with the marks of a merge in it for one, is no reason to refuse a good one.
    match found.map(|text| document::parse(text, DOCUMENT)) {
        None => vec!["changes     not compared: this is the first document".to_owned()],
        Some(Err(_)) => vec![format!("changes     not compared: {DOCUMENT} was not a document")],
        Some(Ok(old)) => {
            let comparison = document::compare(&old, document);
            let draft = comparison.gravest().map(|gravest| draft(root, &comparison, gravest));
            std::iter::once(comparison.to_string()).chain(draft).collect()
        }
    }
}

fn draft(root: &Path, comparison: &Comparison, gravest: Severity) -> String {
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap_or_default();
    let (proposed, next) = match Version::of_workspace(&manifest) {
        Some(version) => {
            let (next, reason) = document::next_version(version, gravest);
            (format!("{version} → {next} ({reason})"), next.to_string())
        }
        None => ("none proposed: Cargo.toml has no version of three numbers under [workspace.package]".to_owned(), "next".to_owned()),
    };
    format!("\nversion     {proposed}\n\nCHANGELOG.md could say:\n\n{}", comparison.changelog(&next))
}
