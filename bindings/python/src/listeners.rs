//! Who hears of a call's attempts: the client's hooks and the logger.
//!
//! An event is made wherever the call runs, off the interpreter. It is told by a thread that waits for the call, between two stretches of
//! driving its runtime, or by the event loop: never from inside a runtime, so that a hook may use the client.

use std::cell::Cell;
use std::sync::{Arc, Mutex, PoisonError};

use instantly_client::{Event, Observer};
use pyo3::exceptions::{PyKeyboardInterrupt, PySystemExit};
use pyo3::prelude::*;
use pyo3::types::PyTuple;
use tokio::sync::Notify;

use crate::hooks::{self, Hooks};
use crate::interpreter;
use crate::log::Log;

thread_local! {
    /// Whether this thread is inside a listener.
    static TELLING: Cell<bool> = const { Cell::new(false) };
}

/// Who wants to hear of one call.
pub struct Listeners {
    hooks: Arc<Hooks>,
    log: Option<Log>,
    /// Where context variables have the values they had for the caller, when that is not where it is told.
    context: Option<Py<PyAny>>,
}

impl Listeners {
    /// Those of a call that starts now, in this thread; `None` when nobody wants to hear, which is the rule. Nobody hears of what a listener
    /// calls itself: a hook that uses its client would be told of that, and never end.
    pub fn of(py: Python<'_>, hooks: &Arc<Hooks>) -> PyResult<Option<Self>> {
        if TELLING.get() {
            return Ok(None);
        }
        let log = Log::now(py)?;
        let somebody = log.is_some() || !hooks.is_empty();
        Ok(somebody.then(|| Self { hooks: hooks.clone(), log, context: None }))
    }

    /// The same, told by the event loop in the context that is current now: that of the task that calls.
    pub fn in_task(self, py: Python<'_>) -> PyResult<Self> {
        let context = PyModule::import(py, "contextvars")?.call_method0("copy_context")?;
        Ok(Self { context: Some(context.unbind()), ..self })
    }

    /// Hands every event that somebody wants to `take`.
    pub fn observer(self: &Arc<Self>, take: impl Fn(Event) + Send + Sync + 'static) -> Arc<dyn Observer> {
        Arc::new(Wanted { listeners: self.clone(), take })
    }

    /// Tells them. What a listener raises is no matter of the call; only what ends the program passes.
    pub fn tell(&self, py: Python<'_>, event: &Event) -> PyResult<()> {
        if let Some(log) = self.log.as_ref().filter(|log| log.wants(event)) {
            self.call(py, log.logger(), || log.line(py, event))?;
        }
        match self.hooks.of(event) {
            Some(hook) => self.call(py, hook, || Ok((hook.bind(py).clone(), PyTuple::new(py, [hooks::value(py, event)?])?))),
            None => Ok(()),
        }
    }

    fn call<'py>(
        &self,
        py: Python<'py>,
        listener: &Py<PyAny>,
        prepare: impl FnOnce() -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)>,
    ) -> PyResult<()> {
        TELLING.set(true);
        let outcome = prepare().and_then(|(function, arguments)| match &self.context {
            Some(context) => {
                let all = std::iter::once(function).chain(arguments).collect::<Vec<_>>();
                interpreter::call(&context.bind(py).getattr("run")?, &PyTuple::new(py, all)?, None)
            }
            None => interpreter::call(&function, &arguments, None),
        });
        TELLING.set(false);
        match outcome {
            Err(error) if error.is_instance_of::<PyKeyboardInterrupt>(py) || error.is_instance_of::<PySystemExit>(py) => Err(error),
            Err(error) => {
                error.write_unraisable(py, Some(listener.bind(py)));
                Ok(())
            }
            Ok(_) => Ok(()),
        }
    }
}

struct Wanted<F> {
    listeners: Arc<Listeners>,
    take: F,
}

impl<F: Fn(Event) + Send + Sync> Observer for Wanted<F> {
    fn observe(&self, event: &Event) {
        let Listeners { hooks, log, .. } = &*self.listeners;
        if hooks.of(event).is_some() || log.as_ref().is_some_and(|log| log.wants(event)) {
            (self.take)(event.clone());
        }
    }
}

/// Events of a blocking call, until its thread tells of them.
pub struct Mailbox {
    listeners: Arc<Listeners>,
    letters: Arc<Letters>,
}

#[derive(Default)]
struct Letters {
    events: Mutex<Vec<Event>>,
    arrived: Notify,
}

impl Mailbox {
    pub fn new(listeners: Listeners) -> Self {
        Self { listeners: Arc::new(listeners), letters: Arc::default() }
    }

    /// What the call tells its events.
    pub fn observer(&self) -> Arc<dyn Observer> {
        let letters = self.letters.clone();
        self.listeners.observer(move |event| {
            letters.events.lock().unwrap_or_else(PoisonError::into_inner).push(event);
            letters.arrived.notify_one();
        })
    }

    /// Until there is an event.
    pub async fn arrival(&self) {
        self.letters.arrived.notified().await;
    }

    /// Tells of all that came.
    pub fn empty(&self, py: Python<'_>) -> PyResult<()> {
        let events = std::mem::take(&mut *self.letters.events.lock().unwrap_or_else(PoisonError::into_inner));
        events.iter().try_for_each(|event| self.listeners.tell(py, event))
    }
}
