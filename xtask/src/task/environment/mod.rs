//! The environment of the tasks: toolchains, virtual environments, `node_modules`, and everything that is built, each thing once.
//!
//! All of it lies under the target folder and is kept from run to run; a [`stamp::Stamp`] beside each says what it was made from.

pub mod command;
pub mod mock;
mod node;
mod python;
pub mod stamp;

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

pub use python::only_file;

/// The repository and the target folder that tasks work in.
pub struct Environment {
    /// The repository.
    pub root: PathBuf,
    /// Cargo's target folder.
    pub target: PathBuf,
}

impl Environment {
    /// The environment for the repository at `root`.
    ///
    /// # Errors
    /// When the target folder can't be made.
    pub fn new(root: &Path) -> Result<Self> {
        let root = std::path::absolute(root).context("the repository's path")?;
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |folder| root.join(folder));
        std::fs::create_dir_all(&target).with_context(|| format!("{}: can't be created", target.display()))?;
        Ok(Self { root, target })
    }

    /// Cargo, at the repository's root. Every build goes through here, so that all share one set of compiled dependencies.
    #[must_use]
    pub fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments).current_dir(&self.root);
        self.share_builds(&mut command);
        command
    }

    /// Makes whatever cargo the command runs, directly or not, use what is compiled already.
    pub fn share_builds(&self, command: &mut Command) {
        command.env("CARGO_TARGET_DIR", &self.target);
        // Set by the cargo that runs this task, about its own package: build scripts that look at them, ring's for one, would run again each time.
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            if ["CARGO_MANIFEST_", "CARGO_PKG_", "RUSTUP_TOOLCHAIN_SOURCE"].iter().any(|start| name.starts_with(start)) {
                command.env_remove(name.as_ref());
            }
        }
    }

    /// A program that `cargo build` made.
    #[must_use]
    pub fn program(&self, name: &str) -> PathBuf {
        self.target.join("debug").join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// Builds programs of the workspace, together, so that they share their dependencies' features.
    ///
    /// # Errors
    /// When one doesn't compile.
    pub fn build_programs(&self, packages: &[&str]) -> Result<()> {
        let mut arguments = vec!["build", "--locked", "--bins"];
        for package in packages {
            arguments.extend(["--package", package]);
        }
        command::quietly(&format!("build {}", packages.join(", ")), &mut self.cargo(&arguments))
    }
}
