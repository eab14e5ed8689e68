//! `cargo xtask generate [--check]`: the document and the overlay into everything that is generated.

use std::path::Path;

use anyhow::Result;

use crate::{document, emit, ir, lock, output};

/// Generates every file, or with `check` only compares; `accept_names` lets public names change.
pub fn run(root: &Path, check: bool, accept_names: bool) -> Result<()> {
    let document = document::read(root)?;
    let api = ir::build(&document)?;
    let names = lock::hold(root, &api, accept_names)?;
    let mut files = emit::all(&api)?;
    // Values for whole bodies come from schemas, examples and all, of which the IR keeps only what users see.
    files.extend(emit::conformance::emit(&api, &document)?);
    files.push(names);

    if check {
        output::check(root, &files)?;
        println!("{} generated files are up to date", files.len());
    } else {
        let output::Summary { written, removed, unchanged } = output::write(root, &files)?;
        println!("{written} files written, {removed} removed, {unchanged} unchanged");
    }
    Ok(())
}

/// Prints the IR.
pub fn show(root: &Path) -> Result<()> {
    let api = ir::build(&document::read(root)?)?;
    println!("{}", serde_json::to_string_pretty(&api)?);
    Ok(())
}
