//! `cargo xtask version [NEW]`: one version for everything that is released. `Cargo.toml` has it, the places below repeat it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use super::environment::Environment;
use super::environment::command::{output, quietly};

const MANIFEST: &str = "Cargo.toml";
const NPM_MANIFEST: &str = "bindings/node/package.json";
const NPM_LOCK: &str = "bindings/node/package-lock.json";

/// Prints the version, after it was set to `new` if there is one, and held to be the same everywhere.
///
/// # Errors
/// When it isn't, or `new` is no version.
pub fn run(root: &Path, new: Option<&str>) -> Result<()> {
    let environment = Environment::new(root)?;
    if let Some(new) = new {
        set(&environment, new)?;
    }
    println!("{}", check(&environment)?);
    Ok(())
}

/// The version of everything that is released.
///
/// # Errors
/// With each place that has another.
pub fn check(environment: &Environment) -> Result<String> {
    let mut metadata = environment.cargo(&["metadata", "--no-deps", "--offline", "--locked", "--format-version", "1"]);
    let metadata: Value = serde_json::from_str(&output(&mut metadata)?).context("cargo metadata: not JSON")?;
    let npm = json(&environment.root, NPM_MANIFEST)?;
    let lock = json(&environment.root, NPM_LOCK)?;
    let mut places = vec![
        (NPM_MANIFEST.to_owned(), text(&npm["version"])),
        (NPM_LOCK.to_owned(), text(&lock["version"])),
        (NPM_LOCK.to_owned(), text(&lock["packages"][""]["version"])),
    ];
    let packages = metadata["packages"].as_array().context("cargo metadata: no packages")?;
    for package in packages {
        let name = text(&package["name"]);
        places.push((name.clone(), text(&package["version"])));
        // A crate whose own tests turn on a feature of it depends on itself, of whatever version.
        let ours = |dependency: &&Value| dependency["path"].is_string() && dependency["name"] != package["name"];
        for dependency in package["dependencies"].as_array().into_iter().flatten().filter(ours) {
            let wanted = text(&dependency["req"]).trim_start_matches('^').to_owned();
            places.push((format!("{name}, which depends on {}", text(&dependency["name"])), wanted));
        }
    }
    let main = packages.iter().find(|package| package["name"] == "instantly-sdk").context("there is no package instantly-sdk")?;
    agreed(&text(&main["version"]), &places)
}

/// The version, if all places have it.
fn agreed(version: &str, places: &[(String, String)]) -> Result<String> {
    let others: Vec<_> =
        places.iter().filter(|(_, found)| found != version).map(|(place, found)| format!("  {found:<10} {place}")).collect();
    ensure!(
        others.is_empty(),
        "the workspace is of version {version}, but there is\n{}\n  set one everywhere: cargo xtask version {version}",
        others.join("\n")
    );
    Ok(version.to_owned())
}

fn set(environment: &Environment, new: &str) -> Result<()> {
    ensure!(is_version(new), "{new:?} is no version: three numbers are wanted, and perhaps a pre-release, as in 1.2.3-rc.1");
    rewrite(&environment.root, MANIFEST, |text| in_manifest(text, new))?;
    for (path, count) in [(NPM_MANIFEST, 1), (NPM_LOCK, 2)] {
        rewrite(&environment.root, path, |text| in_npm_file(text, new, count))?;
    }
    quietly("update Cargo.lock", &mut environment.cargo(&["update", "--workspace", "--offline"]))
}

fn is_version(text: &str) -> bool {
    let (numbers, pre_release) = text.split_once('-').unwrap_or((text, "0"));
    let number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    numbers.split('.').count() == 3
        && numbers.split('.').all(number)
        && pre_release.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// The workspace's own version, and what its crates want of each other.
fn in_manifest(text: &str, new: &str) -> String {
    let mut section = "";
    let lines = text.lines().map(|line| {
        if line.starts_with('[') {
            section = line;
        }
        let ours = section == "[workspace.package]" && line.starts_with("version = ")
            || section == "[workspace.dependencies]" && line.contains("path = ");
        if ours { with_version(line, "version = \"", new) } else { line.to_owned() }
    });
    lines.map(|line| line + "\n").collect()
}

/// The first so many versions of an npm file are the package's own.
fn in_npm_file(text: &str, new: &str, count: usize) -> String {
    let mut left = count;
    let lines = text.lines().map(|line| {
        let ours = left > 0 && line.trim_start().starts_with("\"version\": ");
        left -= usize::from(ours);
        if ours { with_version(line, "\"version\": \"", new) } else { line.to_owned() }
    });
    lines.map(|line| line + "\n").collect()
}

/// The line with what stands between `before` and the next quote replaced.
fn with_version(line: &str, before: &str, new: &str) -> String {
    let Some((start, rest)) = line.split_once(before) else { return line.to_owned() };
    let end = rest.split_once('"').map_or("", |(_, end)| end);
    format!("{start}{before}{new}\"{end}")
}

fn rewrite(root: &Path, path: &str, change: impl Fn(&str) -> String) -> Result<()> {
    let text = fs::read_to_string(root.join(path)).with_context(|| format!("{path}: can't be read"))?;
    fs::write(root.join(path), change(&text)).with_context(|| format!("{path}: can't be written"))
}

fn json(root: &Path, path: &str) -> Result<Value> {
    let text = fs::read_to_string(root.join(path)).with_context(|| format!("{path}: can't be read"))?;
    serde_json::from_str(&text).with_context(|| format!("{path}: not JSON"))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{agreed, in_manifest, in_npm_file, is_version};

    #[test]
    fn the_workspace_and_its_crates_get_the_version_and_nothing_else() {
        let manifest = "[workspace.package]\nversion = \"0.1.0\"\nrust-version = \"1.88\"\n[workspace.dependencies]\n\
            instantly-types = { path = \"crates/instantly-types\", version = \"0.1.0\" }\nbase64 = { version = \"0.1.0\" }\n";
        let changed = in_manifest(manifest, "2.0.0-rc.1");
        let expected = manifest.replacen("0.1.0", "2.0.0-rc.1", 2);
        assert_eq!(changed, expected);
    }

    #[test]
    fn an_npm_lock_file_keeps_the_versions_of_others() {
        let lock = "{\n  \"version\": \"0.1.0\",\n      \"version\": \"0.1.0\",\n      \"version\": \"7.0.0\"\n}\n";
        assert_eq!(in_npm_file(lock, "0.2.0", 2), lock.replace("0.1.0", "0.2.0"));
    }

    #[test]
    fn a_place_with_another_version_is_named() {
        let places = [("a".to_owned(), "0.1.0".to_owned()), ("b".to_owned(), "0.0.9".to_owned())];
        let error = agreed("0.1.0", &places).unwrap_err().to_string();
        assert!(error.contains("0.0.9      b") && !error.contains("0.1.0      a"), "{error}");
        assert!(error.contains("cargo xtask version 0.1.0"), "{error}");
    }

    #[test]
    fn only_versions_are_taken() {
        let taken: Vec<_> =
            ["1.2.3", "1.2.3-rc.1", "1.2", "v1.2.3", "1.2.3-", "1..3"].into_iter().filter(|text| is_version(text)).collect();
        assert_eq!(taken, ["1.2.3", "1.2.3-rc.1"]);
    }
}
