//! A blocking call: a runtime and connections of its own, driven by the thread that waits.

use std::pin::pin;
use std::time::Duration;

use instantly_client::{Arguments, CallOptions, Error, Transport};
use pyo3::prelude::*;
use tokio::runtime::{Builder, Runtime};

use crate::interpreter::park;
use crate::listeners::Mailbox;
use crate::outcome::Outcome;
use crate::runtime::settle::settle;

/// How often a waiting call looks for signals: below what a person pressing Ctrl-C notices.
pub const SIGNAL_INTERVAL: Duration = Duration::from_millis(50);

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
    /// Signal handlers and listeners run between two stretches of driving the runtime, not inside: they are Python code, which may make a call
    /// itself. A stretch ends when there is something to tell. That an attempt begins is known before anything drives its socket, so listeners
    /// hear of it before the server does.
    pub fn run(&self, arguments: &Arguments, options: &CallOptions, defaults: Option<&CallOptions>, mailbox: Option<&Mailbox>) -> End {
        let watched = mailbox.map(|mailbox| CallOptions { observer: Some(mailbox.observer()), ..options.clone() });
        let options = watched.as_ref().unwrap_or(options);
        let transport = defaults.map_or_else(|| self.transport.clone(), |defaults| self.transport.with_options(defaults));
        let mut call = pin!(async {
            // Nothing drove this runtime since its last call: a connection that the server closed meanwhile must be noticed before it is used.
            settle().await;
            let outcome = Outcome::of(&transport, arguments.clone(), options).await;
            if !outcome.is_answer() {
                // A cancelled attempt's socket closes now, not at the next call.
                settle().await;
            }
            outcome
        });
        loop {
            let finished = self.runtime.block_on(async {
                tokio::select! {
                    biased;
                    outcome = &mut call => Some(outcome),
                    () = arrival(mailbox) => None,
                    () = tokio::time::sleep(SIGNAL_INTERVAL) => None,
                }
            });
            // An answer that nobody listens for needs no interpreter yet.
            let attended = if finished.is_some() && mailbox.is_none() {
                Ok(())
            } else {
                attached(|py| {
                    py.check_signals()?;
                    mailbox.map_or(Ok(()), |mailbox| mailbox.empty(py))
                })
            };
            match (attended, finished) {
                (Err(interrupt), _) => return End::Interrupted(interrupt),
                (Ok(()), Some(outcome)) => return End::Finished(outcome),
                (Ok(()), None) => {}
            }
        }
    }
}

/// Until there is an event, for those who listen.
async fn arrival(mailbox: Option<&Mailbox>) {
    match mailbox {
        Some(mailbox) => mailbox.arrival().await,
        None => std::future::pending().await,
    }
}

/// Runs Python code in a wait: handlers of signals, of which only the main thread has any, and listeners.
pub fn attached(body: impl FnOnce(Python<'_>) -> PyResult<()>) -> PyResult<()> {
    match Python::try_attach(body) {
        Some(outcome) => outcome,
        // The interpreter is gone: there is nothing to return to, and the process ends in a moment.
        None => park(),
    }
}
