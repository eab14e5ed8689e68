//! Remembering what a step was last done with, so that the same is not done twice.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

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
