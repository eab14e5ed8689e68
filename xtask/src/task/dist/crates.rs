//! Rust: the crates as crates.io takes them.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::task::environment::Environment;
use crate::task::environment::command::{output, quietly};

/// In the order they are published, since each needs those before it. The mock is what a user's own tests run against.
pub const PUBLISHED: [&str; 4] = ["instantly-types", "instantly-client", "instantly-mock", "instantly-sdk"];

/// `folder` gets the files, `unpacked` the same with paths to each other in place of what crates.io would be asked for: they can be depended on
/// before they are published. Nothing is built here: `cargo xtask test` builds a program with them.
///
/// # Errors
/// When cargo fails.
pub fn package(environment: &Environment, version: &str, folder: &Path, unpacked: &Path) -> Result<()> {
    let mut cargo = environment.cargo(&["package", "--locked", "--no-verify", "--allow-dirty"]);
    quietly("package the crates", cargo.args(PUBLISHED.iter().flat_map(|name| ["--package", name])))?;
    for name in PUBLISHED {
        let file = format!("{name}-{version}.crate");
        let made = environment.target.join("package").join(&file);
        fs::copy(&made, folder.join(&file)).with_context(|| format!("{}: can't be copied", made.display()))?;
        unpack(&made, &unpacked.join(name))?;
    }
    Ok(())
}

fn unpack(file: &Path, folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("{}: can't be created", folder.display()))?;
    // With `m`, files are as new as they are here: all of a packed crate are of one day long ago, and cargo would take any change for none.
    output(Command::new("tar").args(["--strip-components=1", "-xmzf"]).arg(file).arg("-C").arg(folder))?;
    let manifest = folder.join("Cargo.toml");
    let text = fs::read_to_string(&manifest).with_context(|| format!("{}: can't be read", manifest.display()))?;
    fs::write(&manifest, with_paths(&text)).with_context(|| format!("{}: can't be written", manifest.display()))
}

/// In a packaged manifest each dependency is a table of its own.
fn with_paths(manifest: &str) -> String {
    let line = |line: &str| {
        let dependency = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')).and_then(|table| table.split_once("dependencies."));
        match dependency {
            Some((_, name)) if PUBLISHED.contains(&name) => format!("{line}\npath = \"../{name}\"\n"),
            _ => format!("{line}\n"),
        }
    };
    manifest.lines().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::with_paths;

    #[test]
    fn only_our_own_crates_get_a_path() {
        let manifest = "[dependencies.instantly-types]\nversion = \"1\"\n[dev-dependencies.instantly-mock]\n[dependencies.tokio]\n";
        let expected = "[dependencies.instantly-types]\npath = \"../instantly-types\"\nversion = \"1\"\n\
            [dev-dependencies.instantly-mock]\npath = \"../instantly-mock\"\n[dependencies.tokio]\n";
        assert_eq!(with_paths(manifest), expected);
    }
}
