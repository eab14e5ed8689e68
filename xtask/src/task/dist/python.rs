//! Python: the wheel of a platform, for every CPython from 3.10 on, and the source distribution.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::glibc;
use super::linker::Variables;
use super::platform::{GLIBC, Platform};
use crate::task::environment::command::{output, quietly};
use crate::task::environment::{Environment, only_file};

/// # Errors
/// When it doesn't build, or would not load everywhere that its name says.
pub fn wheel(environment: &Environment, platform: &Platform, variables: &Variables, folder: &Path) -> Result<()> {
    let mut maturin = maturin(environment)?;
    maturin.args(["build", "--release", "--locked", "--target", platform.target, "--out"]).arg(folder);
    maturin.args(platform.wheel.map(|wheel| ["--compatibility", wheel]).into_iter().flatten());
    quietly("build the wheel", maturin.envs(variables.iter().cloned()))?;
    glibc::check(&environment.target.join(platform.target).join("release").join(platform.library("_native")), platform)?;
    if platform.libc == Some("glibc") {
        audit(environment, &only_file(folder, "whl")?)?;
    }
    Ok(())
}

/// auditwheel looks at every symbol and at the libraries that are linked.
fn audit(environment: &Environment, wheel: &Path) -> Result<()> {
    let python = environment.python("dist", "requirements-dist.txt")?;
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
pub fn source(environment: &Environment, folder: &Path) -> Result<()> {
    quietly("pack the source distribution", maturin(environment)?.args(["sdist", "--out"]).arg(folder))
}

fn maturin(environment: &Environment) -> Result<Command> {
    let python = environment.python("tools", "requirements-build.txt").context("maturin is missing")?;
    let mut command = Command::new(python);
    environment.share_builds(command.args(["-m", "maturin"]).current_dir(environment.root.join("bindings/python")));
    Ok(command)
}
