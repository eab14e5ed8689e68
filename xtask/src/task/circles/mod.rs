//! Import circles: files of one package that import each other can only be read, tested and moved together.
//!
//! An import is counted whether it is there at run time or for types alone, at the top of a file or inside a function. There is no list of
//! exceptions. What counts as an import is said for each language in [`rust`], [`typescript`] and [`python`].

mod graph;
mod python;
mod rust;
mod typescript;

use std::fs;

use anyhow::{Result, bail};

use super::environment::Environment;
use super::environment::command::output;
use graph::{Graph, Sources};

const REMEDY: &str = "Move what both sides need into a file of its own that imports neither, or pass it as an argument; \
                      what a parent and its children share belongs in a child.";

/// Folders of TypeScript and JavaScript.
const NODE: [&str; 6] =
    ["bindings/node/src", "bindings/node/test", "tests/bench/node", "tests/conformance/runners/node", "tests/packages/node", "tests/soak"];
/// Folders that are on Python's path.
const PYTHON: [&str; 6] = [
    "bindings/python/python",
    "bindings/python/tests",
    "tests/bench/python",
    "tests/conformance/runners/python",
    "tests/packages/python",
    "tests/soak",
];

/// Looks through the packages of every language.
///
/// # Errors
/// When there is a circle, with the place of each import that makes it.
pub fn run(environment: &Environment) -> Result<()> {
    let sources = read(environment)?;
    let metadata = output(&mut environment.cargo(&["metadata", "--no-deps", "--locked", "--format-version", "1"]))?;
    let mut packages: Vec<(String, Graph)> = Vec::new();
    for (folder, roots) in rust::packages(&metadata, &environment.root)? {
        packages.push((folder, rust::graph(&sources, &roots)?));
    }
    packages.extend(NODE.map(|folder| (folder.to_owned(), typescript::graph(&sources, folder))));
    packages.extend(PYTHON.map(|folder| (folder.to_owned(), python::graph(&sources, folder))));

    let searched = format!("{} imports in {} packages", packages.iter().map(|(_, graph)| graph.imports()).sum::<usize>(), packages.len());
    let mut found = 0;
    for (folder, graph) in packages {
        for circle in graph.circles() {
            println!("  {folder}: {}", circle.describe(&folder));
            found += 1;
        }
    }
    if found > 0 {
        bail!("import circles: {found}. {REMEDY}");
    }
    println!("  no circles among {searched}");
    Ok(())
}

/// The sources of all languages that git knows, or would if they were added.
fn read(environment: &Environment) -> Result<Sources> {
    let mut list = std::process::Command::new("git");
    list.args(["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "--"]);
    list.args(["*.rs", "*.ts", "*.mts", "*.cts", "*.js", "*.mjs", "*.py", "*.pyi"]).current_dir(&environment.root);
    // One that was removed is in git's list until that is committed.
    let text = |path: &str| fs::read_to_string(environment.root.join(path)).ok();
    Ok(output(&mut list)?.lines().filter_map(|path| Some((path.to_owned(), text(path)?))).collect())
}
