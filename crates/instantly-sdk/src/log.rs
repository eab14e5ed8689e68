//! `INSTANTLY_LOG` for programs that have set up no subscriber of `tracing`: the lines go to stderr.

use std::sync::Arc;

use instantly_client::{Event, LogLevel, Observer};

/// The observer of a client: the caller's own, and before it the lines that were asked for.
pub(crate) fn to_stderr(level: Option<LogLevel>, next: Option<Arc<dyn Observer>>) -> Option<Arc<dyn Observer>> {
    match level {
        Some(level) => Some(Arc::new(Stderr { level, next })),
        None => next,
    }
}

struct Stderr {
    level: LogLevel,
    next: Option<Arc<dyn Observer>>,
}

impl Observer for Stderr {
    fn observe(&self, event: &Event) {
        // Asked for each line, since a subscriber may be set after the client was made; then the lines are the subscriber's.
        if self.level.includes(event) && !tracing::dispatcher::has_been_set() {
            eprintln!("instantly: {event}");
        }
        if let Some(next) = &self.next {
            next.observe(event);
        }
    }
}
