//! What calls do, on its way to JavaScript's hooks and logger.
//!
//! Events wait in a queue of their environment until JavaScript fetches them: when it is woken, and before it lets a call settle. Each promise
//! is settled through a queue of its own, which keeps no order with any other, so only this makes a call's events come before its outcome.

use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use instantly_client::{Event, LogLevel, Observer, Phase};
use napi::Env;
use napi::bindgen_prelude::Status;
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi_derive::napi;

use crate::calls;

/// A function of JavaScript that fetches what there is. It keeps no process alive: a call that is under way does that.
pub type Wake = ThreadsafeFunction<(), (), (), Status, false, true>;

/// What a client's calls tell.
#[derive(Clone, Copy, Default)]
pub struct Wanted {
    /// Every attempt, before and after.
    pub hooks: bool,
    /// A line for what this level includes.
    pub log: Option<LogLevel>,
}

/// The events of one environment that JavaScript has not fetched.
#[derive(Default)]
pub struct Events {
    waiting: Mutex<Vec<CallEvent>>,
    wake: OnceLock<Wake>,
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

/// Gives the environment the function that is called when there are events. Only the first one counts.
#[napi(catch_unwind)]
pub fn on_events(env: Env, wake: Wake) -> napi::Result<()> {
    // An environment has one function; a second is dropped.
    let _ = calls::of(&env)?.events.wake.set(wake);
    Ok(())
}

/// The events since the last time, oldest first.
#[napi(catch_unwind)]
pub fn take_events(env: Env) -> napi::Result<Vec<CallEvent>> {
    Ok(std::mem::take(&mut *calls::of(&env)?.events.waiting()))
}

/// Who is to be told of a call's attempts, if anybody.
pub fn observer(events: &Arc<Events>, call: u32, wanted: Wanted) -> Option<Arc<dyn Observer>> {
    let is_watched = wanted.hooks || wanted.log.is_some();
    is_watched.then(|| Arc::new(Watch { events: events.clone(), call, wanted }) as Arc<dyn Observer>)
}

struct Watch {
    events: Arc<Events>,
    call: u32,
    wanted: Wanted,
}

impl Observer for Watch {
    fn observe(&self, event: &Event) {
        let line = self.wanted.log.filter(|level| level.includes(event)).map(|_| event.to_string());
        let is_for_hooks = self.wanted.hooks && !matches!(event.phase, Phase::Retrying { .. });
        if is_for_hooks || line.is_some() {
            self.events.push(CallEvent::new(self.call, event, line));
        }
    }
}

impl Events {
    fn push(&self, event: CallEvent) {
        let mut waiting = self.waiting();
        waiting.push(event);
        // Whoever put the first one there has woken JavaScript, which fetches all.
        if let (1, Some(wake)) = (waiting.len(), self.wake.get()) {
            drop(waiting);
            // An environment that is ending takes no more; nobody is left to be told.
            wake.call((), ThreadsafeFunctionCallMode::NonBlocking);
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<CallEvent>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl CallEvent {
    fn new(call: u32, event: &Event, line: Option<String>) -> Self {
        let milliseconds = |time: std::time::Duration| Some(time.as_secs_f64() * 1000.0);
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
