//! Rust: the crates as crates.io takes them.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use crate::task::workshop::Workshop;
use crate::task::workshop::command::quietly;

/// In the order they are published, since each needs those before it. The mock is what a user's own tests run against.
pub const PUBLISHED: [&str; 4] = ["instantly-types", "instantly-client", "instantly-mock", "instantly-sdk"];

/// Not built here: `cargo xtask test` builds a program that uses them as they are packaged.
///
/// # Errors
/// When cargo fails.
pub fn package(workshop: &Workshop, folder: &Path) -> Result<()> {
    let made = workshop.target.join("package");
    fs::remove_dir_all(&made).ok();
    let mut cargo = workshop.cargo(&["package", "--locked", "--no-verify", "--allow-dirty"]);
    quietly("package the crates", cargo.args(PUBLISHED.iter().flat_map(|name| ["--package", name])))?;
    for entry in fs::read_dir(&made).with_context(|| format!("{}: can't be read", made.display()))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "crate")
            && let Some(name) = path.file_name()
        {
            fs::copy(&path, folder.join(name)).with_context(|| format!("{}: can't be copied", path.display()))?;
        }
    }
    Ok(())
}
