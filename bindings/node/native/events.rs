//! What calls do, on its way to JavaScript's hooks and logger.
//!
//! Events wait in a queue until JavaScript fetches them: when it is woken, and before it lets a call settle. Each promise is settled through
//! a queue of its own, which keeps no order with any other, so only this makes a call's events come before its outcome.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use instantly_client::{Event, LogLevel, Observer, Phase};
use napi::bindgen_prelude::Status;
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi_derive::napi;

use crate::duration::in_milliseconds;

/// A function of JavaScript that fetches what there is. It keeps no process alive: a call that is under way does that.
type Wake = ThreadsafeFunction<(), (), (), Status, false, true>;

/// The events that JavaScript has not fetched. Whoever loads the package has one: where a test runner loads it twice, each has its own.
#[napi]
pub struct Events(Arc<Queue>);

struct Queue {
    waiting: Mutex<Vec<CallEvent>>,
    wake: Wake,
}

/// What a client's calls tell, and whom.
pub struct Watch {
    queue: Arc<Queue>,
    /// Every attempt, before and after.
    hooks: bool,
    /// A line for what this level includes.
    log: Option<LogLevel>,
}

/// One call that is watched.
struct WatchedCall {
    queue: Arc<Queue>,
    id: u32,
    hooks: bool,
    log: Option<LogLevel>,
}

/// An event as JavaScript gets it.
#[napi(object, object_from_js = false)]
pub struct CallEvent {
    /// The call's number.
    pub call: u32,
    pub operation: String,
    pub method: String,
    pub path: String,
    pub attempt: u32,
    /// `started`, `answered`, `failed` or `retrying`.
    pub phase: String,
    pub status: Option<u32>,
    pub request_id: Option<String>,
    /// In milliseconds.
    pub elapsed: Option<f64>,
    /// Why no answer came.
    pub error: Option<String>,
    /// For the logger, if its level includes this event.
    pub line: Option<String>,
}

#[napi]
impl Events {
    /// An empty queue; `wake` is called when it no longer is.
    #[napi(constructor, catch_unwind)]
    pub fn new(wake: Wake) -> Self {
        Events(Arc::new(Queue { waiting: Mutex::default(), wake }))
    }

    /// The events since the last time, oldest first.
    #[napi(catch_unwind)]
    pub fn take(&self) -> Vec<CallEvent> {
        std::mem::take(&mut *self.0.waiting())
    }
}

impl Events {
    /// For a client whose calls are watched.
    pub fn watch(&self, hooks: bool, log: Option<LogLevel>) -> Watch {
        Watch { queue: self.0.clone(), hooks, log }
    }
}

impl Watch {
    /// Who is told of a call's attempts.
    pub fn of(&self, id: u32) -> Arc<dyn Observer> {
        Arc::new(WatchedCall { queue: self.queue.clone(), id, hooks: self.hooks, log: self.log })
    }
}

impl Observer for WatchedCall {
    fn observe(&self, event: &Event) {
        let line = self.log.filter(|level| level.includes(event)).map(|_| event.to_string());
        let is_for_hooks = self.hooks && !matches!(event.phase, Phase::Retrying { .. });
        if is_for_hooks || line.is_some() {
            self.queue.push(CallEvent::new(self.id, event, line));
        }
    }
}

impl Queue {
    fn push(&self, event: CallEvent) {
        let mut waiting = self.waiting();
        waiting.push(event);
        let is_first = waiting.len() == 1;
        drop(waiting);
        // Whoever put the first one there wakes JavaScript, which fetches all. An environment that is ending takes no more.
        if is_first {
            self.wake.call((), ThreadsafeFunctionCallMode::NonBlocking);
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<CallEvent>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CallEvent {
    fn new(call: u32, event: &Event, line: Option<String>) -> Self {
        let milliseconds = |time| Some(in_milliseconds(time));
        let (phase, status, request_id, elapsed, error) = match &event.phase {
            Phase::Started => ("started", None, None, None, None),
            Phase::Answered { status, request_id, elapsed } => {
                ("answered", Some(u32::from(*status)), request_id.clone(), milliseconds(*elapsed), None)
            }
            Phase::Failed { reason, elapsed } => ("failed", None, None, milliseconds(*elapsed), Some((*reason).to_owned())),
            Phase::Retrying { .. } => ("retrying", None, None, None, None),
        };
        CallEvent {
            call,
            operation: event.operation.name.to_owned(),
            method: event.operation.method.to_string(),
            path: event.operation.path.to_owned(),
            attempt: event.attempt,
            phase: phase.to_owned(),
            status,
            request_id,
            elapsed,
            error,
            line,
        }
    }
}
