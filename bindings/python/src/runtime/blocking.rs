//! A blocking call: a runtime and connections of its own, driven by the thread that waits.

use std::pin::pin;
use std::time::Duration;

use instantly_client::{Arguments, CallOptions, Error, Transport};
use pyo3::prelude::*;
use tokio::runtime::{Builder, Runtime};

use crate::errors;
use crate::outcome::Outcome;

/// How often a waiting call looks for signals: below what a person pressing Ctrl-C notices.
pub const SIGNAL_INTERVAL: Duration = Duration::from_millis(50);

/// What the turns are for: hyper's connection tasks see what happened to their sockets and clean up. One turn polls the sockets, one runs the
/// task, one more lets go of what the task handed on.
const TURNS: usize = 4;

/// A runtime and the connections that live on it. Used by one call at a time.
pub struct Slot {
    runtime: Runtime,
    transport: Transport,
}

/// How a call ended, seen from its thread.
pub enum End {
    Finished(Outcome),
    /// A signal handler raised, as that of Ctrl-C does. The call was dropped.
    Interrupted(PyErr),
}

impl Slot {
    /// A slot with the settings of this transport.
    pub fn new(settings: &Transport) -> Result<Self, Error> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| Error::invalid_argument("runtime", format!("no event loop for calls: {error}")))?;
        Ok(Self { transport: settings.with_new_pool()?, runtime })
    }

    /// Calls, with the interpreter lock released. `defaults` are those of `with_options`.
    ///
    /// Signal handlers run between two stretches of driving the runtime, not inside: they are Python code, which may make a call itself.
    pub fn run(&self, arguments: &Arguments, options: &CallOptions, defaults: Option<&CallOptions>) -> End {
        let transport = defaults.map_or_else(|| self.transport.clone(), |defaults| self.transport.with_options(defaults));
        let mut call = pin!(async {
            // Nothing drove this runtime since its last call: a connection that the server closed meanwhile must be noticed before it is used.
            self.settle().await;
            let outcome = Outcome::of(&transport, arguments.clone(), options).await;
            if !outcome.is_answer() {
                // A cancelled attempt's socket closes now, not at the next call.
                self.settle().await;
            }
            outcome
        });
        loop {
            let finished = self.runtime.block_on(async {
                tokio::select! {
                    biased;
                    outcome = &mut call => Some(outcome),
                    () = tokio::time::sleep(SIGNAL_INTERVAL) => None,
                }
            });
            match finished {
                Some(outcome) => return End::Finished(outcome),
                None => {
                    if let Err(interrupt) = check_signals() {
                        return End::Interrupted(interrupt);
                    }
                }
            }
        }
    }

    async fn settle(&self) {
        for _ in 0..TURNS {
            tokio::task::yield_now().await;
        }
    }
}

/// Runs the handlers of signals that came; only the main thread has any.
pub fn check_signals() -> PyResult<()> {
    Python::try_attach(|py| py.check_signals()).unwrap_or_else(|| Err(errors::internal("the interpreter is shutting down")))
}
