//! The Rust version that each package states is enough for everything that it is made of.

#![expect(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;

#[test]
fn no_locked_dependency_needs_a_newer_rust_than_the_package_that_uses_it() {
    let metadata = metadata();
    let packages: BTreeMap<_, _> = list(&metadata["packages"]).iter().map(|package| (text(&package["id"]), package)).collect();
    let uses: BTreeMap<_, _> = list(&metadata["resolve"]["nodes"]).iter().map(|node| (text(&node["id"]), node)).collect();
    let members = list(&metadata["workspace_members"]);
    assert!(members.len() >= 9 && packages.len() > 100, "{} members, {} packages", members.len(), packages.len());
    for member in members.iter().map(text) {
        let stated = needs(packages[member]).expect("each package of ours states it");
        let (mut made_of, mut open) = (BTreeSet::new(), vec![member]);
        while let Some(id) = open.pop() {
            if made_of.insert(id) {
                open.extend(list(&uses[id]["dependencies"]).iter().map(text));
            }
        }
        for package in made_of.into_iter().map(|id| packages[id]) {
            let newer = needs(package).is_some_and(|version| version > stated);
            assert!(!newer, "{member} states {stated:?}; {} {} needs {}", package["name"], package["version"], package["rust_version"]);
        }
    }
}

fn metadata() -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut cargo = Command::new(env!("CARGO"));
    let output = cargo.args(["metadata", "--locked", "--format-version", "1", "--all-features"]).current_dir(root).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// `1.88` and `1.88.0` as numbers.
fn needs(package: &Value) -> Option<(u32, u32)> {
    let mut parts = package["rust_version"].as_str()?.split('.').map(|part| part.parse().unwrap());
    Some((parts.next()?, parts.next().unwrap_or_default()))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}
