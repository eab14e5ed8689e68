//! The document: reading what upstream published, keeping its structure without its prose, adding what we know.
//!
//! `import` goes load → prose → write, once per upstream release. `generate` goes read → overlay, each time. Nothing here
//! knows what an operation means: that begins in `ir`.

mod load;
mod overlay;
mod prose;
mod statistics;
mod write;

use std::fs;
use std::path::Path;

use anyhow::{Result, anyhow};
use serde_json::Value;

pub use load::{load, parse};
pub use prose::remove_prose;
pub use statistics::Statistics;
pub use write::to_text;

/// Upstream's structure, as `cargo xtask import` left it.
pub const DOCUMENT: &str = "openapi/instantly.json";
/// Our corrections and hints.
pub const OVERLAY: &str = "openapi/overlay.yaml";

/// The document of this repository with the overlay applied: what the generator works from.
pub fn read(root: &Path) -> Result<Value> {
    let mut document = parse(&text(root, DOCUMENT)?, DOCUMENT)?;
    load::check(&document, DOCUMENT)?;
    let overlay = parse(&text(root, OVERLAY)?, OVERLAY)?;
    overlay::apply(&mut document, &overlay, OVERLAY)?;
    Ok(document)
}

fn text(root: &Path, path: &str) -> Result<String> {
    fs::read_to_string(root.join(path)).map_err(|error| anyhow!("{path}: {error}\n  run cargo xtask in a checkout of this repository"))
}
