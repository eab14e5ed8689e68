//! The document: reading what upstream published, keeping its structure without its prose, adding what we know.
//!
//! `import` goes load → prose → write, once per upstream release. `generate` goes read → overlay, each time. Nothing here
//! knows what an operation means: that begins in `ir`.

mod compare;
mod load;
mod overlay;
mod prose;
mod statistics;
mod write;

use std::fs;
use std::path::Path;

use anyhow::{Result, anyhow};
use serde_json::Value;

pub use compare::{Comparison, Version, compare, next_version};
pub use load::{load, parse};
pub use prose::remove_prose;
pub use statistics::Statistics;
pub use write::to_text;

/// Upstream's structure, as `cargo xtask import` left it.
pub const DOCUMENT: &str = "openapi/instantly.json";
/// Our corrections and hints.
pub const OVERLAY: &str = "openapi/overlay.yaml";
/// Names and words, one overlay a resource, applied after [`OVERLAY`] in the order of their names.
const WORDS: &str = "openapi/overlay";

/// The document of this repository with the overlays applied: what the generator works from.
pub fn read(root: &Path) -> Result<Value> {
    let mut document = parse(&text(root, DOCUMENT)?, DOCUMENT)?;
    load::check(&document, DOCUMENT)?;
    for path in overlays(root)? {
        let overlay = parse(&text(root, &path)?, &path)?;
        overlay::apply(&mut document, &overlay, &path)?;
    }
    Ok(document)
}

/// Relative to the root, in the order they are applied.
fn overlays(root: &Path) -> Result<Vec<String>> {
    let mut paths = Vec::new();
    if root.join(WORDS).is_dir() {
        for entry in fs::read_dir(root.join(WORDS)).map_err(|error| anyhow!("{WORDS}: {error}"))? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            paths.extend(name.ends_with(".yaml").then(|| format!("{WORDS}/{name}")));
        }
    }
    paths.sort();
    paths.insert(0, OVERLAY.to_owned());
    Ok(paths)
}

fn text(root: &Path, path: &str) -> Result<String> {
    fs::read_to_string(root.join(path)).map_err(|error| anyhow!("{path}: {error}\n  run cargo xtask in a checkout of this repository"))
}
