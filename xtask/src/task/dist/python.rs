//! Python: the wheel of a platform, for every CPython from 3.10 on, and the source distribution.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::hold_to_glibc;
use super::linker::Environment;
use super::platform::{GLIBC, Platform};
use crate::task::environment::command::{output, quietly};
use crate::task::environment::{Workshop, only_file};

/// # Errors
/// When it doesn't build, or would not load everywhere that its name says.
pub fn wheel(workshop: &Workshop, platform: &Platform, environment: &Environment, folder: &Path) -> Result<()> {
    let mut maturin = maturin(workshop)?;
    maturin.args(["build", "--release", "--locked", "--target", platform.target, "--out"]).arg(folder);
    maturin.args(platform.wheel.map(|wheel| ["--compatibility", wheel]).into_iter().flatten());
    quietly("build the wheel", maturin.envs(environment.iter().cloned()))?;
    hold_to_glibc(&workshop.target.join(platform.target).join("release").join(platform.library("_native")), platform)?;
    if platform.libc == Some("glibc") {
        audit(workshop, &only_file(folder, "whl")?)?;
    }
    Ok(())
}

/// auditwheel looks at every symbol and at the libraries that are linked.
fn audit(workshop: &Workshop, wheel: &Path) -> Result<()> {
    let python = workshop.python("dist", "requirements-dist.txt")?;
    let said = output(Command::new(python).args(["-m", "auditwheel", "show"]).arg(wheel))?;
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let promised = format!("consistent with the following platform tag: \"manylinux_{}_{}_", GLIBC.0, GLIBC.1);
    ensure!(said.contains(&promised), "auditwheel: {said}");
    Ok(())
}

/// With the crates that it needs: pip builds it where Rust is.
///
/// # Errors
/// When maturin fails.
pub fn source(workshop: &Workshop, folder: &Path) -> Result<()> {
    quietly("pack the source distribution", maturin(workshop)?.args(["sdist", "--out"]).arg(folder))
}

fn maturin(workshop: &Workshop) -> Result<Command> {
    let python = workshop.python("tools", "requirements-build.txt").context("maturin is missing")?;
    let mut command = Command::new(python);
    workshop.share_builds(command.args(["-m", "maturin"]).current_dir(workshop.root.join("bindings/python")));
    Ok(command)
}
