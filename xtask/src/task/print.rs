//! Long output, which people pipe into `head` or `less`.

use std::io::{ErrorKind, Write};

use anyhow::{Context, Result};

/// Prints a text. A reader that closes the pipe has read enough, so that is no error.
///
/// # Errors
/// When standard output can't be written to for any other reason.
pub fn print(text: &str) -> Result<()> {
    let mut output = std::io::stdout().lock();
    match output.write_all(text.as_bytes()).and_then(|()| output.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("standard output"),
        _ => Ok(()),
    }
}
