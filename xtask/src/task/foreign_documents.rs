//! Documents of other APIs: the code generated from the corpus of small documents compiles and type-checks in every language.
//!
//! All documents that the generator accepts are merged into one, a copy of the repository is generated from it, and the copy is type-checked.
//! The result for each small document is a test of its own, in `xtask/tests/corpus.rs`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Map, Value, json};

use super::environment::Environment;
use super::environment::command::quietly;
use super::generate;
use crate::document;

const CORPUS: &str = "xtask/tests/corpus";
/// How the names of documents begin that the generator refuses.
const STOPS: &str = "stops_";
/// The parts of the repository that a copy needs.
const PARTS: [&str; 14] = [
    ".cargo",
    "Cargo.toml",
    "Cargo.lock",
    "README.md",
    "bindings",
    "clippy.toml",
    "crates",
    "docs",
    "examples",
    "openapi",
    "ruff.toml",
    "rustfmt.toml",
    "tests",
    "xtask",
];
/// Folders that builds leave behind.
const LEFT_BEHIND: [&str; 7] = ["__pycache__", "build", "dist", "lib", "node_modules", "target", ".git"];

/// Generates and checks; `python` has mypy, `ruff` has ruff.
///
/// # Errors
/// When anything that was generated doesn't pass.
pub fn run(environment: &Environment, python: &Path, ruff: &Path) -> Result<()> {
    let folder = environment.target.join("foreign-documents");
    fs::remove_dir_all(&folder).ok();
    let copy = folder.join("repository");
    for part in PARTS {
        copy_all(&environment.root.join(part), &copy.join(part))?;
    }
    let document = folder.join("corpus.json");
    fs::write(&document, document::to_text(&merge(&environment.root.join(CORPUS))?)).context("corpus.json: can't be written")?;
    // These belong to this repository's document.
    for stale in ["openapi/names.lock", "tests/conformance/cases"] {
        let path = copy.join(stale);
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }
            .with_context(|| format!("{stale}: can't be removed"))?;
    }
    generate::run(&environment.root, &generate::Options::of_document(&document, &copy)).context("generating from the corpus")?;

    let copy = Environment { root: copy, target: environment.target.clone() };
    let packages = ["instantly-types", "instantly-client", "instantly-sdk", "instantly-conformance"];
    let packages = packages.iter().flat_map(|package| ["--package", package]);
    let mut clippy = copy.cargo(&["clippy", "--locked"]);
    quietly("clippy", clippy.args(packages).args(["--", "--deny", "warnings"]))?;

    let sources = copy.root.join("bindings/python/python");
    let mut mypy = Command::new(python);
    mypy.args(["-m", "mypy", "--strict", "--config-file"]).arg(copy.root.join("bindings/python/pyproject.toml"));
    mypy.arg("--cache-dir").arg(environment.target.join("mypy-foreign-documents")).args(["--package", "instantly_sdk"]);
    quietly("mypy --strict", mypy.env("MYPYPATH", &sources).current_dir(&sources))?;
    for arguments in [&["check"][..], &["format", "--check"]] {
        let mut command = Command::new(ruff);
        command.args(["-m", "ruff"]).args(arguments).args(["--no-cache", "."]).current_dir(copy.root.join("bindings/python"));
        quietly(&format!("ruff {}", arguments.join(" ")), &mut command)?;
    }

    link(&environment.node_package().join("node_modules"), &copy.node_package().join("node_modules"))?;
    quietly("prettier --check", &mut copy.npm(&["run", "format:check"]))?;
    quietly("tsc", &mut copy.npm(&["exec", "--", "tsc", "--noEmit"]))
}

/// Merges the accepted documents into one; no path and no component may be there twice.
fn merge(corpus: &Path) -> Result<Value> {
    let mut paths = Map::new();
    let mut components: Map<String, Value> = Map::new();
    let mut names: Vec<PathBuf> = fs::read_dir(corpus)
        .with_context(|| format!("{}: can't be read", corpus.display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    names.sort();
    for path in names {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !name.ends_with(".yaml") || name.starts_with(STOPS) {
            continue;
        }
        let text = fs::read_to_string(&path).with_context(|| format!("{name}: can't be read"))?;
        let document = document::parse(&text, &name)?;
        add(&mut paths, &document["paths"], &name)?;
        for (kind, members) in document["components"].as_object().into_iter().flatten() {
            match components.entry(kind.clone()).or_insert_with(|| json!({})) {
                Value::Object(known) => add(known, members, &name)?,
                _ => bail!("{name}#/components/{kind}: must be an object"),
            }
        }
    }
    Ok(json!({ "openapi": "3.1.0", "info": { "title": "The corpus", "version": "1" }, "paths": paths, "components": components }))
}

fn add(all: &mut Map<String, Value>, more: &Value, name: &str) -> Result<()> {
    for (key, value) in more.as_object().into_iter().flatten() {
        ensure!(all.insert(key.clone(), value.clone()).is_none(), "{name}: another document of the corpus has {key} too");
    }
    Ok(())
}

fn copy_all(from: &Path, to: &Path) -> Result<()> {
    if from.is_file() {
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder).with_context(|| format!("{}: can't be created", folder.display()))?;
        }
        fs::copy(from, to).with_context(|| format!("{}: can't be copied", from.display()))?;
        return Ok(());
    }
    for entry in fs::read_dir(from).with_context(|| format!("{}: can't be read", from.display()))? {
        let name = entry?.file_name();
        if !LEFT_BEHIND.iter().any(|left| name == *left) {
            copy_all(&from.join(&name), &to.join(&name))?;
        }
    }
    Ok(())
}

#[cfg(unix)]
fn link(target: &Path, link: &Path) -> Result<()> {
    std::os::unix::fs::symlink(target, link).with_context(|| format!("{}: can't be linked", link.display()))
}

#[cfg(windows)]
fn link(target: &Path, link: &Path) -> Result<()> {
    std::os::windows::fs::symlink_dir(target, link).with_context(|| format!("{}: can't be linked", link.display()))
}
