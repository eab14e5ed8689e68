//! The licences of what is compiled into a native module: a file of cargo-about's, which is checked in, and here held to Cargo.lock.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context, Result, ensure};

use super::platform::PLATFORMS;
use crate::task::environment::Environment;
use crate::task::environment::command::output;

/// In a binding's folder.
pub const FILE: &str = "THIRD-PARTY-LICENSES.md";
/// A binding's crate and its folder.
const BINDINGS: [(&str, &str); 2] = [("instantly-sdk-python", "bindings/python"), ("instantly-sdk-node", "bindings/node")];

/// The files list all that is compiled in on any platform, and nothing that is not of Cargo.lock: cargo-about is a little more generous than cargo.
///
/// # Errors
/// With what is missing or left over, and what to type.
pub fn check(environment: &Environment) -> Result<()> {
    let lock = fs::read_to_string(environment.root.join("Cargo.lock")).context("Cargo.lock: can't be read")?;
    for (package, folder) in BINDINGS {
        let path = format!("{folder}/{FILE}");
        let text = fs::read_to_string(environment.root.join(&path)).with_context(|| format!("{path}: can't be read"))?;
        let listed = listed(&text);
        let missing: Vec<_> = used(environment, package)?.difference(&listed).cloned().collect();
        let left_over: Vec<_> = listed.difference(&locked(&lock)).cloned().collect();
        ensure!(
            missing.is_empty() && left_over.is_empty(),
            "{path}: is not of Cargo.lock (missing: {}; left over: {})\n  cargo install cargo-about --features cli\n  \
             cargo about generate about.hbs --manifest-path {folder}/Cargo.toml --output-file {path}",
            missing.join(", "),
            left_over.join(", ")
        );
    }
    Ok(())
}

/// Crates as cargo-about's template writes them: `- name version`.
fn listed(text: &str) -> BTreeSet<String> {
    let crates = text.lines().filter_map(|line| line.strip_prefix("- ")).filter(|line| line.split(' ').count() == 2);
    crates.map(str::to_owned).collect()
}

/// Other people's crates that the package is made of on any of our platforms.
fn used(environment: &Environment, package: &str) -> Result<BTreeSet<String>> {
    let mut tree =
        environment.cargo(&["tree", "--locked", "--package", package, "--edges", "normal", "--prefix", "none", "--format", "{p}"]);
    for platform in &PLATFORMS {
        tree.args(["--target", platform.target]);
    }
    let tree = output(&mut tree)?;
    // `name v1.2.3 (proc-macro) (*)`; our own have a path.
    let others = tree.lines().filter(|line| !line.contains(&format!("({}", environment.root.display())));
    Ok(others
        .filter_map(|line| line.split_once(" v").map(|(name, rest)| format!("{name} {}", rest.split(' ').next().unwrap_or_default())))
        .collect())
}

/// Everything in Cargo.lock, on whatever platform and for whatever purpose.
fn locked(lock: &str) -> BTreeSet<String> {
    let value = |line: &str, key: &str| Some(line.strip_prefix(key)?.strip_prefix(" = \"")?.strip_suffix('"')?.to_owned());
    let lines: Vec<_> = lock.lines().collect();
    let pairs = lines.windows(2).filter_map(|pair| Some((value(pair[0], "name")?, value(pair[1], "version")?)));
    pairs.map(|(name, version)| format!("{name} {version}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{listed, locked};

    #[test]
    fn a_package_of_the_lock_file_is_a_name_and_the_version_under_it() {
        let lock = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\ndependencies = [\n \"b\",\n]\n";
        assert_eq!(locked(lock).into_iter().collect::<Vec<_>>(), ["a 1.0.0"]);
    }

    #[test]
    fn a_crate_is_listed_once_however_many_licences_it_has() {
        let text = "## MIT\n\n- a 1.0.0\n- b 2.0.0+x\n\n```text\n- no crate at all\n```\n## Zlib\n\n- a 1.0.0\n";
        assert_eq!(listed(text).into_iter().collect::<Vec<_>>(), ["a 1.0.0", "b 2.0.0+x"]);
    }
}
