//! Python: the tools that build and check, and a separate environment the wheel is installed in, as a user would.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::Environment;
use super::command::{output, quietly};
use super::stamp::{Stamp, bytes};

/// Prints the version as `311` when it is recent enough.
const VERSION: &str = "import sys; print('%d%d' % sys.version_info[:2] if sys.version_info >= (3, 10) else 'old')";
/// The oldest first to be tried is whatever `python3` is; the others are for machines where that is too old.
const PYTHONS: [&str; 7] = ["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10"];

impl Environment {
    /// An environment under the target folder with what a requirements file of `tests/` names; its Python.
    ///
    /// # Errors
    /// When no Python of at least 3.10 is found, or pip fails.
    pub fn python(&self, name: &str, requirements: &str) -> Result<PathBuf> {
        let folder = self.target.join("python").join(name);
        let python = interpreter_in(&folder);
        let list = self.root.join("tests").join(requirements);
        let system = system_python()?;
        let wanted = Stamp::new(folder.join("requirements.stamp"), &[&bytes(&list)?, system.to_string_lossy().as_bytes()]);
        if python.exists() && wanted.is_current() {
            return Ok(python);
        }
        quietly(&format!("python environment {name}"), Command::new(&system).args(["-m", "venv", "--clear"]).arg(&folder))?;
        let mut pip = pip(&python);
        quietly(&format!("pip install -r tests/{requirements}"), pip.arg("install").arg("-r").arg(&list))?;
        wanted.set()?;
        Ok(python)
    }

    /// The wheel, built with the same profile as everything else.
    ///
    /// # Errors
    /// When it doesn't build.
    pub fn wheel(&self) -> Result<PathBuf> {
        let python = self.python("tools", "requirements-build.txt")?;
        let folder = self.target.join("wheels");
        std::fs::remove_dir_all(&folder).ok();
        let mut maturin = Command::new(&python);
        maturin.args(["-m", "maturin", "build", "--locked", "--profile", "dev", "--compatibility", "linux", "--out"]);
        maturin.arg(&folder).args(["--interpreter"]).arg(&python);
        self.share_builds(maturin.current_dir(self.root.join("bindings/python")));
        quietly("build the Python wheel", &mut maturin)?;
        only_file(&folder, "whl")
    }

    /// An environment of its own with the wheel, and what `requirements` names besides.
    ///
    /// # Errors
    /// When pip fails.
    pub fn python_with_wheel(&self, name: &str, requirements: &str, wheel: &Path) -> Result<PathBuf> {
        let python = self.python(name, requirements)?;
        let folder = self.target.join("python").join(name);
        let wanted = Stamp::new(folder.join("wheel.stamp"), &[&bytes(wheel)?, &bytes(&folder.join("requirements.stamp"))?]);
        if !wanted.is_current() {
            let mut pip = pip(&python);
            pip.args(["install", "--no-index", "--no-deps", "--force-reinstall"]).arg(wheel);
            quietly("install the wheel", &mut pip)?;
            wanted.set()?;
        }
        Ok(python)
    }
}

/// The only file with this extension in a folder.
///
/// # Errors
/// When there is none, or more than one.
pub fn only_file(folder: &Path, extension: &str) -> Result<PathBuf> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("{}: can't be read", folder.display()))?;
    let mut found: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
    found.retain(|path| path.extension().is_some_and(|found| found == extension));
    match found.as_slice() {
        [path] => Ok(path.clone()),
        _ => bail!("{}: one .{extension} file was expected, found {}", folder.display(), found.len()),
    }
}

fn system_python() -> Result<PathBuf> {
    for name in PYTHONS {
        if output(Command::new(name).args(["-c", VERSION])).is_ok_and(|version| version != "old") {
            return Ok(name.into());
        }
    }
    bail!("no Python of at least 3.10 is on the PATH; install one, with its venv module")
}

fn interpreter_in(folder: &Path) -> PathBuf {
    if cfg!(windows) { folder.join("Scripts").join("python.exe") } else { folder.join("bin").join("python") }
}

fn pip(python: &Path) -> Command {
    let mut command = Command::new(python);
    command.args(["-m", "pip", "--disable-pip-version-check", "--no-input", "--quiet"]);
    command
}
