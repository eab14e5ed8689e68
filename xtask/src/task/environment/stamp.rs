//! Remembering what a step was last done with, so that the same is not done twice.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::command::output;

/// A file that holds what a step was last done with.
pub struct Stamp {
    path: PathBuf,
    key: String,
}

impl Stamp {
    /// `inputs`: everything that, when it changes, makes the step necessary again.
    #[must_use]
    pub fn new(path: PathBuf, inputs: &[&[u8]]) -> Self {
        let mut hasher = DefaultHasher::new();
        inputs.hash(&mut hasher);
        Self { path, key: format!("{:016x}\n", hasher.finish()) }
    }

    /// Whether the step was done with the same inputs, and nothing removed its stamp since.
    #[must_use]
    pub fn is_current(&self) -> bool {
        fs::read_to_string(&self.path).is_ok_and(|found| found == self.key)
    }

    /// The step is done.
    ///
    /// # Errors
    /// When the stamp can't be written.
    pub fn set(&self) -> Result<()> {
        fs::write(&self.path, &self.key).with_context(|| format!("{}: can't be written", self.path.display()))
    }
}

/// The bytes of a file that has to be there.
///
/// # Errors
/// With the file's name.
pub fn bytes(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("{}: can't be read", path.display()))
}

/// Names and contents of all source files below these paths: everything that git knows, or would if it were asked to.
///
/// # Errors
/// When the repository is none of git's.
pub fn sources(root: &Path, paths: &[&str]) -> Result<Vec<u8>> {
    let mut list = Command::new("git");
    list.args(["ls-files", "--cached", "--others", "--exclude-standard", "--deduplicate", "--"]).args(paths).current_dir(root);
    let mut sources = Vec::new();
    for path in output(&mut list)?.lines() {
        // One that was removed is in git's list until that is committed.
        if let Ok(content) = fs::read(root.join(path)) {
            sources.extend_from_slice(path.as_bytes());
            sources.extend_from_slice(&content);
        }
    }
    Ok(sources)
}
