//! `cargo xtask import FILE`: take over a document that upstream published.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::document::{self, DOCUMENT, Statistics};

/// Reads the document at `source` (`-`: standard input), removes its prose, writes `openapi/instantly.json` and reports the counts.
pub fn run(root: &Path, source: &str) -> Result<()> {
    let mut document = document::load(source)?;
    let before = document.to_string().len();
    document::remove_prose(&mut document);
    let after = document.to_string().len();

    let path = root.join(DOCUMENT);
    let text = document::to_text(&document);
    let unchanged = fs::read_to_string(&path).is_ok_and(|found| found == text);
    if !unchanged {
        fs::create_dir_all(root.join("openapi")).context("openapi: can't be created")?;
        fs::write(&path, &text).with_context(|| format!("{DOCUMENT}: can't be written"))?;
    }

    println!("{}", Statistics::of(&document));
    println!("prose       {} bytes removed of {before}", before - after);
    if unchanged {
        println!("{DOCUMENT} is unchanged");
    } else {
        println!("wrote {DOCUMENT}, {} lines; next: cargo xtask generate", text.lines().count());
    }
    Ok(())
}
