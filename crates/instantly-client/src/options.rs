//! The checks of options that come before anything is sent. The options themselves are in `call_options`.

use std::time::Duration;

use crate::config::header;
use crate::{CallOptions, Error};

impl CallOptions {
    pub(crate) fn check(&self) -> Result<(), Error> {
        self.headers.iter().try_for_each(|(name, value)| header(name, value).map(drop))?;
        if let Some(workspace) = &self.workspace {
            check_workspace(workspace)?;
        }
        Ok(())
    }
}

/// A number of seconds that an option takes, as a `Duration`.
///
/// # Errors
/// [`Error::InvalidArgument`] for what is not a positive, finite number.
pub fn duration_argument(name: &str, seconds: f64) -> Result<Duration, Error> {
    Duration::try_from_secs_f64(seconds)
        .ok()
        .filter(|duration| !duration.is_zero())
        .ok_or_else(|| Error::invalid_argument(name, format!("{name} must be a positive number of seconds, got {seconds}")))
}

fn check_workspace(workspace: &str) -> Result<(), Error> {
    if !workspace.is_empty() && workspace.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Ok(());
    }
    Err(Error::invalid_argument("workspace", format!("workspace must be a workspace id, got {workspace:?}")))
}
