//! Node: the npm package, and a project of its own that it is installed in, as a user would.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::Environment;
use super::command::{output, quietly};
use super::python::only_file;
use super::stamp::{Stamp, bytes};

/// The project the package is installed in. ES modules, since that is what the examples are.
const PROJECT: &str = r#"{ "name": "installed", "version": "0.0.0", "private": true, "type": "module" }
"#;

/// Without its install script, which only puts the platform's program in another place.
const BUN: &str = "bun@1.4.5";

impl Environment {
    /// npm, run in the package's folder.
    #[must_use]
    pub fn npm(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
        command.args(arguments).current_dir(self.node_package());
        self.share_builds(&mut command);
        command.envs([("npm_config_update_notifier", "false"), ("npm_config_fund", "false"), ("npm_config_audit", "false")]);
        command
    }

    /// The package's folder.
    #[must_use]
    pub fn node_package(&self) -> PathBuf {
        self.root.join("bindings/node")
    }

    /// What the package is built and checked with, exactly as its lock file says.
    ///
    /// # Errors
    /// When Node is missing or older than 20, or npm fails.
    pub fn node_tools(&self) -> Result<()> {
        let version = output(Command::new("node").arg("--version")).context("no Node is on the PATH; install Node 20 or later")?;
        let major: u32 = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok()).unwrap_or_default();
        ensure!(major >= 20, "Node 20 or later is needed, found {version}");
        self.npm_ci(&self.node_package())
    }

    /// What the folder's lock file names, installed beside it; nothing of that is run.
    ///
    /// # Errors
    /// When npm fails.
    pub fn npm_ci(&self, folder: &Path) -> Result<()> {
        let version = output(Command::new("node").arg("--version"))?;
        let lock = bytes(&folder.join("package-lock.json"))?;
        let wanted = Stamp::new(folder.join("node_modules/.stamp"), &[&lock, version.as_bytes()]);
        if !wanted.is_current() {
            quietly("npm ci", self.npm(&["ci", "--ignore-scripts"]).current_dir(folder))?;
            wanted.set()?;
        }
        Ok(())
    }

    /// The npm package as a tarball, with the native module built with the same profile as everything else.
    ///
    /// # Errors
    /// When it doesn't build.
    pub fn tarball(&self) -> Result<PathBuf> {
        self.node_tools()?;
        quietly("build the native module for Node", &mut self.npm(&["run", "build:native"]))?;
        quietly("compile the TypeScript", &mut self.npm(&["run", "build:ts"]))?;
        let folder = self.target.join("npm");
        fs::remove_dir_all(&folder).ok();
        fs::create_dir_all(&folder).with_context(|| format!("{}: can't be created", folder.display()))?;
        quietly("npm pack", self.npm(&["pack", "--pack-destination"]).arg(&folder))?;
        only_file(&folder, "tgz")
    }

    /// Bun, from the packages that npm has of it for each platform; nothing is downloaded but by npm. `None` where it doesn't run.
    ///
    /// # Errors
    /// When npm fails.
    pub fn bun(&self) -> Result<Option<PathBuf>> {
        let folder = self.target.join("bun");
        let wanted = Stamp::new(folder.join("package.stamp"), &[BUN.as_bytes()]);
        if !wanted.is_current() {
            fs::remove_dir_all(&folder).ok();
            fs::create_dir_all(&folder).with_context(|| format!("{}: can't be created", folder.display()))?;
            fs::write(folder.join("package.json"), PROJECT).context("package.json: can't be written")?;
            let mut npm = self.npm(&["install", "--no-save", "--ignore-scripts", BUN]);
            quietly("install Bun", npm.current_dir(&folder))?;
            wanted.set()?;
        }
        let name = format!("bin/bun{}", std::env::consts::EXE_SUFFIX);
        let packages = fs::read_dir(folder.join("node_modules/@oven")).into_iter().flatten().flatten();
        let programs = packages.map(|package| package.path().join(&name));
        Ok(programs.into_iter().find(|program| output(Command::new(program).arg("--version")).is_ok()))
    }

    /// A project of its own with the package installed; its folder.
    ///
    /// # Errors
    /// When npm fails.
    pub fn node_with_package(&self, tarball: &Path) -> Result<PathBuf> {
        let folder = self.target.join("node");
        let wanted = Stamp::new(folder.join("package.stamp"), &[&bytes(tarball)?]);
        if !wanted.is_current() {
            fs::remove_dir_all(&folder).ok();
            fs::create_dir_all(&folder).with_context(|| format!("{}: can't be created", folder.display()))?;
            fs::write(folder.join("package.json"), PROJECT).context("package.json: can't be written")?;
            let mut npm = self.npm(&["install", "--no-save", "--prefer-offline"]);
            quietly("install the npm package", npm.arg(tarball).current_dir(&folder))?;
            wanted.set()?;
        }
        Ok(folder)
    }
}
