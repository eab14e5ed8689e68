//! Node: the package that users name, in JavaScript, and one a platform with the native module.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde_json::{Map, Value, json};

use super::linker::Variables;
use super::platform::{PLATFORMS, Platform};
use super::{glibc, licences};
use crate::task::environment::Environment;
use crate::task::environment::command::quietly;

/// What the native module is called in its package, and in a checkout beside `package.json`.
const MODULE: &str = "instantly-sdk.node";
const LICENCES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// The module as it lies in the platform's package before that is packed.
#[must_use]
pub fn native_module(environment: &Environment, platform: &Platform) -> PathBuf {
    staging(environment, platform.name).join(MODULE)
}

/// # Errors
/// When the module doesn't build, or asks for a newer system than it should.
pub fn platform_package(environment: &Environment, platform: &Platform, variables: &Variables, folder: &Path) -> Result<()> {
    let mut cargo = environment.cargo(&["build", "--release", "--locked", "--package", "instantly-sdk-node", "--target", platform.target]);
    quietly("build the native module for Node", cargo.envs(variables.iter().cloned()))?;
    let library = environment.target.join(platform.target).join("release").join(platform.library("instantly_sdk_node"));
    glibc::check(&library, platform)?;

    let package = emptied(&staging(environment, platform.name))?;
    copy(&library, &package.join(MODULE))?;
    for name in LICENCES {
        copy(&environment.root.join(name), &package.join(name))?;
    }
    copy(&environment.node_package().join(licences::FILE), &package.join(licences::FILE))?;
    write(
        &package.join("README.md"),
        &format!("# {}\n\nThe native module of instantly-sdk for {}. Install `instantly-sdk`.\n", platform.npm_package(), platform.target),
    )?;
    write_json(&package.join("package.json"), &platform_manifest(&manifest(environment)?, platform))?;
    pack(environment, &package, folder)
}

/// # Errors
/// When the TypeScript doesn't compile.
pub fn main_package(environment: &Environment, folder: &Path) -> Result<()> {
    environment.node_tools()?;
    quietly("compile the TypeScript", &mut environment.npm(&["run", "build:ts"]))?;
    let package = emptied(&staging(environment, "instantly-sdk"))?;
    copy_folder(&environment.node_package().join("dist"), &package.join("dist"))?;
    copy(&environment.node_package().join("README.md"), &package.join("README.md"))?;
    for name in LICENCES {
        copy(&environment.root.join(name), &package.join(name))?;
    }
    write_json(&package.join("package.json"), &main_manifest(&manifest(environment)?))?;
    pack(environment, &package, folder)
}

/// `package.json` as it is published: nothing that only a checkout can use, and the packages of all platforms, of which npm installs the one
/// that fits.
fn main_manifest(manifest: &Map<String, Value>) -> Value {
    let mut manifest = manifest.clone();
    manifest.retain(|key, _| !["scripts", "devDependencies"].contains(&key.as_str()));
    if let Some(files) = manifest.get_mut("files").and_then(Value::as_array_mut) {
        files.retain(|file| file != MODULE);
    }
    let packages = PLATFORMS.iter().map(|platform| (platform.npm_package(), manifest["version"].clone()));
    let packages: Map<String, Value> = packages.collect();
    manifest.insert("optionalDependencies".to_owned(), Value::Object(packages));
    Value::Object(manifest)
}

fn platform_manifest(main: &Map<String, Value>, platform: &Platform) -> Value {
    let mut manifest = json!({
        "name": platform.npm_package(),
        "version": main["version"],
        "description": format!("The native module of instantly-sdk for {}.", platform.name),
        "license": main["license"],
        "repository": main["repository"],
        "engines": main["engines"],
        "os": [platform.os],
        "cpu": [platform.cpu],
    });
    if let Some(libc) = platform.libc {
        manifest["libc"] = json!([libc]);
    }
    manifest["main"] = json!(MODULE);
    manifest["files"] = json!([MODULE, LICENCES[0], LICENCES[1], licences::FILE]);
    manifest
}

fn manifest(environment: &Environment) -> Result<Map<String, Value>> {
    let path = environment.node_package().join("package.json");
    let text = fs::read_to_string(&path).with_context(|| format!("{}: can't be read", path.display()))?;
    serde_json::from_str(&text).with_context(|| format!("{}: is no object", path.display()))
}

fn staging(environment: &Environment, name: &str) -> PathBuf {
    environment.target.join("dist/npm").join(name)
}

fn pack(environment: &Environment, package: &Path, folder: &Path) -> Result<()> {
    quietly("npm pack", environment.npm(&["pack", "--pack-destination"]).arg(folder).current_dir(package))
}

fn emptied(folder: &Path) -> Result<PathBuf> {
    fs::remove_dir_all(folder).ok();
    fs::create_dir_all(folder).with_context(|| format!("{}: can't be created", folder.display()))?;
    Ok(folder.to_owned())
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("{}: can't be created", to.display()))?;
    for entry in fs::read_dir(from).with_context(|| format!("{}: can't be read", from.display()))? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() { copy_folder(&entry.path(), &target)? } else { copy(&entry.path(), &target)? }
    }
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("{}: can't be copied", from.display())).map(drop)
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("{}: can't be written", path.display()))
}

fn write_json(path: &Path, value: &Value) -> Result<()> {
    write(path, &(serde_json::to_string_pretty(value)? + "\n"))
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::{PLATFORMS, main_manifest, platform_manifest};

    fn manifest() -> Map<String, Value> {
        let text = include_str!("../../../../bindings/node/package.json");
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn the_main_package_wants_every_platform_in_its_own_version_and_runs_nothing() {
        let published = main_manifest(&manifest());
        let wanted = published["optionalDependencies"].as_object().unwrap();
        assert_eq!(wanted.len(), PLATFORMS.len());
        assert!(wanted.values().all(|version| *version == manifest()["version"]), "{wanted:?}");
        assert!(published.get("scripts").is_none() && published.get("devDependencies").is_none());
        assert_eq!(published["files"], json!(["LICENSE-APACHE", "LICENSE-MIT", "dist"]));
    }

    #[test]
    fn a_platform_with_a_choice_of_c_libraries_names_its_own() {
        let of = |name: &str| platform_manifest(&manifest(), PLATFORMS.iter().find(|platform| platform.name == name).unwrap());
        let (gnu, musl, mac) = (of("linux-x64-gnu"), of("linux-arm64-musl"), of("darwin-arm64"));
        assert_eq!((&gnu["os"], &gnu["cpu"], &gnu["libc"]), (&json!(["linux"]), &json!(["x64"]), &json!(["glibc"])));
        assert_eq!((&musl["cpu"], &musl["libc"]), (&json!(["arm64"]), &json!(["musl"])));
        assert_eq!((&mac["os"], mac.get("libc")), (&json!(["darwin"]), None));
    }
}
