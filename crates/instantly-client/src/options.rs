//! What may differ from call to call.

use std::sync::Arc;
use std::time::Duration;

use crate::config::header;
use crate::{Error, Observer};

/// Options of one call; what is absent comes from the client.
#[derive(Clone, Debug, Default)]
pub struct CallOptions {
    /// One attempt, from its start to the last byte.
    pub timeout: Option<Duration>,
    /// Opening a connection.
    pub connect_timeout: Option<Duration>,
    /// All attempts and the waits between them.
    pub deadline: Option<Duration>,
    /// Attempts after the first.
    pub max_retries: Option<u32>,
    /// Repeat a write that may already have acted.
    pub retry_writes: Option<bool>,
    /// Of a walk over pages: fetch the next one while the current one is used.
    pub prefetch: Option<bool>,
    /// Act as this sub-workspace.
    pub workspace: Option<String>,
    /// Sent besides the client's own; one of the same name wins.
    pub headers: Vec<(String, String)>,
    /// Added to the query string.
    pub query: Vec<(String, String)>,
    /// Is told of the call's attempts, instead of the client's observer.
    pub observer: Option<Arc<dyn Observer>>,
}

impl CallOptions {
    /// These options over those: headers and queries are joined, all else of `base` stands where this says nothing.
    #[must_use]
    pub fn over(&self, base: &Self) -> Self {
        let joined = |over: &[(String, String)], base: &[(String, String)]| base.iter().chain(over).cloned().collect();
        Self {
            timeout: self.timeout.or(base.timeout),
            connect_timeout: self.connect_timeout.or(base.connect_timeout),
            deadline: self.deadline.or(base.deadline),
            max_retries: self.max_retries.or(base.max_retries),
            retry_writes: self.retry_writes.or(base.retry_writes),
            prefetch: self.prefetch.or(base.prefetch),
            workspace: self.workspace.clone().or_else(|| base.workspace.clone()),
            headers: joined(&self.headers, &base.headers),
            query: joined(&self.query, &base.query),
            observer: self.observer.clone().or_else(|| base.observer.clone()),
        }
    }

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
