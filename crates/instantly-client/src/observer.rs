//! Watching requests go out and answers come in: for logs, metrics and tests of the caller's own.

use std::time::Duration;

use crate::Operation;

/// Is told of every attempt. It is called on the way of the call, so it must not take long, and it can't change anything.
pub trait Observer: Send + Sync {
    /// Told before a request is sent and after its answer came, or failed to.
    fn observe(&self, event: &Event);
}

/// One attempt of a call, before or after it was made.
#[derive(Clone, Debug)]
pub struct Event {
    /// What is called. Its path is the template, without the values in it.
    pub operation: &'static Operation,
    /// From 1.
    pub attempt: u32,
    /// What happened.
    pub phase: Phase,
}

/// What happened to an attempt.
#[derive(Clone, Debug)]
pub enum Phase {
    /// It is about to be sent.
    Started,
    /// An answer came, of whatever status.
    Answered {
        /// The HTTP status.
        status: u16,
        /// The server's id of the request.
        request_id: Option<String>,
        /// The attempt's time, to the last byte of the answer.
        elapsed: Duration,
    },
    /// No answer came.
    Failed {
        /// Why, without the key and without values of the call.
        reason: &'static str,
        /// The attempt's time.
        elapsed: Duration,
    },
    /// Another attempt will be made.
    Retrying {
        /// After this time.
        wait: Duration,
    },
}

impl Event {
    /// Whether the attempt is over: the one line that a request has in a log of level `info`; the rest is `debug`.
    #[must_use]
    pub fn is_outcome(&self) -> bool {
        matches!(self.phase, Phase::Answered { .. } | Phase::Failed { .. })
    }
}

impl std::fmt::Display for Event {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Operation { name, method, path, .. } = self.operation;
        write!(formatter, "{method} {path} ({name}) attempt {}: ", self.attempt)?;
        match &self.phase {
            Phase::Started => formatter.write_str("sent"),
            Phase::Answered { status, request_id, elapsed } => {
                write!(formatter, "{status} in {} ms", elapsed.as_millis())?;
                request_id.as_ref().map_or(Ok(()), |id| write!(formatter, ", request id {id}"))
            }
            Phase::Failed { reason, elapsed } => write!(formatter, "{reason} after {} ms", elapsed.as_millis()),
            Phase::Retrying { wait } => write!(formatter, "again in {} ms", wait.as_millis()),
        }
    }
}

impl std::fmt::Debug for dyn Observer + '_ {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Observer")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_a_line_without_values_of_the_call() {
        let event = |phase| Event { operation: &crate::operations::GET_BACKGROUND_JOB, attempt: 2, phase };
        let start = "GET /api/v2/background-jobs/{id} (background_jobs.get) attempt 2: ";
        let elapsed = Duration::from_millis(31);
        let lines = [
            (Phase::Started, "sent", false),
            (Phase::Answered { status: 200, request_id: Some("7f3c".to_owned()), elapsed }, "200 in 31 ms, request id 7f3c", true),
            (Phase::Failed { reason: "timed out", elapsed }, "timed out after 31 ms", true),
            (Phase::Retrying { wait: Duration::from_millis(500) }, "again in 500 ms", false),
        ];
        for (phase, line, outcome) in lines {
            let event = event(phase);
            assert_eq!((event.to_string(), event.is_outcome()), (format!("{start}{line}"), outcome));
        }
    }
}
