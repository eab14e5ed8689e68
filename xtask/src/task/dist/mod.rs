//! `cargo xtask dist`: the release artefacts, in `dist/`.
//!
//! Two parts. What a platform has of its own: the wheel, and the npm package with the native module. What is the same for all: the source
//! distribution, the npm package that names those of the platforms, and the crates. A release builds the first on each platform and the second
//! once; each is built again only when a source changed.

mod crates;
mod glibc;
mod licences;
mod linker;
mod node;
mod platform;
mod python;
mod sizes;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};

use super::environment::Environment;
use super::environment::command::{output, seconds};
use super::environment::stamp::{Stamp, sources};
use super::version;
use platform::Platform;
use sizes::Artefact;

/// The arguments of the task.
#[derive(clap::Args, Default)]
pub struct Options {
    /// Build for this target of Rust in place of the machine's own.
    #[arg(long)]
    target: Option<String>,
    /// Only this part.
    #[arg(long)]
    only: Option<Part>,
}

/// What can be built by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Part {
    /// The wheel and the npm package with the native module.
    Platform,
    /// The source distribution, the main npm package and the crates.
    Portable,
}

// The artefacts' folders, each with files of one kind.
/// The wheel.
pub const WHEEL: &str = "dist/wheel";
/// The npm package with the native module.
pub const NPM_PLATFORM: &str = "dist/npm-platform";
/// The Python source distribution.
pub const SOURCE: &str = "dist/sdist";
/// The npm package that people install.
pub const NPM: &str = "dist/npm";
/// The crates.
pub const CRATES: &str = "dist/crates";
/// The crates once more, so that they can be depended on by path.
pub const UNPACKED: &str = "dist/unpacked";

/// What the artefacts are made of.
const SOURCES: [&str; 10] = [
    ".cargo",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "bindings",
    "crates",
    "openapi/instantly.json",
    "tests/requirements-build.txt",
    "xtask/src/task/dist",
];

/// Builds, says what there is, and holds the sizes to their limits.
///
/// # Errors
/// When versions differ, something doesn't build, asks for too new a system, or is too large.
pub fn run(root: &Path, options: &Options) -> Result<()> {
    build(&Environment::new(root)?, options)
}

/// The same in an environment that is there already.
///
/// # Errors
/// As above.
pub fn build(environment: &Environment, options: &Options) -> Result<()> {
    let started = Instant::now();
    let version = version::check(environment)?;
    licences::check(environment)?;
    let platform = Platform::find(options.target.as_deref())?;
    for (part, work) in [(Part::Platform, for_platform as Work), (Part::Portable, portable)] {
        if options.only.is_none_or(|only| only == part) {
            once(environment, part, platform, work)?;
        }
    }
    println!("  version {version}, for {} ({})", platform.target, seconds(started.elapsed()));
    sizes::check(&environment.root, &artefacts(environment, platform)?)
}

/// The artefacts in some folders, by their extension.
///
/// # Errors
/// When there is none.
pub fn files(environment: &Environment, folders: &[&str], extension: &str) -> Result<Vec<PathBuf>> {
    let entries = folders.iter().filter_map(|folder| fs::read_dir(environment.root.join(folder)).ok()).flatten().flatten();
    let mut found: Vec<_> = entries.map(|entry| entry.path()).collect();
    found.retain(|path| path.extension().is_some_and(|found| found == extension));
    found.sort();
    anyhow::ensure!(!found.is_empty(), "{} has no .{extension} file; cargo xtask dist makes them", folders.join(", "));
    Ok(found)
}

type Work = fn(&Environment, &Platform) -> Result<()>;

/// Does the work, unless it was done with the same sources, compiler and platform.
fn once(environment: &Environment, part: Part, platform: &Platform, work: Work) -> Result<()> {
    let compiler = output(std::process::Command::new("rustc").arg("-vV"))?;
    let sources = sources(&environment.root, &SOURCES)?;
    let path = environment.root.join("dist").join(format!(".{part:?}.stamp"));
    let stamp = Stamp::new(path, &[&sources, compiler.as_bytes(), platform.target.as_bytes()]);
    if stamp.is_current() {
        println!("  {part:?}: no source changed since it was built");
        return Ok(());
    }
    work(environment, platform)?;
    stamp.set()
}

fn for_platform(environment: &Environment, platform: &Platform) -> Result<()> {
    let variables = linker::variables(environment, platform)?;
    python::wheel(environment, platform, &variables, &emptied(environment, WHEEL)?)?;
    node::platform_package(environment, platform, &variables, &emptied(environment, NPM_PLATFORM)?)
}

fn portable(environment: &Environment, _: &Platform) -> Result<()> {
    python::source(environment, &emptied(environment, SOURCE)?)?;
    node::main_package(environment, &emptied(environment, NPM)?)?;
    crates::package(environment, &version::check(environment)?, &emptied(environment, CRATES)?, &emptied(environment, UNPACKED)?)
}

fn emptied(environment: &Environment, folder: &str) -> Result<PathBuf> {
    let folder = environment.root.join(folder);
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).with_context(|| format!("{}: can't be created", folder.display()))?;
    Ok(folder)
}

/// What there is, of whichever part.
fn artefacts(environment: &Environment, platform: &Platform) -> Result<Vec<Artefact>> {
    let kinds = [
        ("wheel", WHEEL),
        ("npm package of a platform", NPM_PLATFORM),
        ("source distribution", SOURCE),
        ("npm package", NPM),
        ("crate", CRATES),
    ];
    let mut artefacts = Vec::new();
    for (kind, folder) in kinds {
        let Ok(entries) = fs::read_dir(environment.root.join(folder)) else { continue };
        let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
        paths.sort();
        artefacts.extend(paths.into_iter().map(|path| Artefact { kind, path }));
    }
    let module = node::native_module(environment, platform);
    if module.exists() {
        artefacts.push(Artefact { kind: "native module for Node", path: module });
    }
    Ok(artefacts)
}
