//! The calls in flight, each known by a number.

use std::collections::HashMap;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use futures_util::future::{AbortHandle, Abortable};
use instantly_client::{Error, Operation, Raw};
use napi::Env;
use napi::bindgen_prelude::{JsValue, PromiseRaw};
use napi_derive::napi;

use crate::answer::Settled;
use crate::background;

/// The calls of the whole process, since their numbers are the process's: an environment may load this module more than once, and then has a
/// handle of its own for each. A lock is held for the time of one map operation only.
static RUNNING: LazyLock<Mutex<HashMap<u32, Running>>> = LazyLock::new(Mutex::default);

struct Running {
    abort: AbortHandle,
    /// The environment's handle, as a mere number.
    environment: usize,
}

/// Gives the environment a hook that aborts its calls when it ends: a worker that is terminated leaves no socket open and no task that would
/// answer into a dead environment.
pub fn install(env: &Env) -> napi::Result<()> {
    env.add_env_cleanup_hook(key(env), |environment| {
        running().retain(|_, call| {
            if call.environment == environment {
                call.abort.abort();
            }
            call.environment != environment
        })
    })?;
    Ok(())
}

/// A number for the next call. It comes from here, since a test runner loads the package more than once into an environment.
#[napi(catch_unwind)]
pub fn next_call() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Starts `future`, a call of this operation, in the background. The promise never rejects: a failure is a value, an aborted call is `null`.
pub fn start<'env>(
    env: &'env Env,
    id: u32,
    operation: &'static Operation,
    future: impl Future<Output = Result<Raw, Error>> + Send + 'static,
) -> napi::Result<PromiseRaw<'env, Option<Settled>>> {
    let (abort, registration) = AbortHandle::new_pair();
    running().insert(id, Running { abort, environment: key(env) });
    let (deferred, promise) = env.create_deferred()?;
    background::spawn(async move {
        // Nothing is shared with the future, so a panic in it leaves nothing half done here.
        let outcome = Abortable::new(AssertUnwindSafe(future).catch_unwind(), registration).await;
        running().remove(&id);
        let settled = match outcome {
            Ok(Ok(result)) => Some(Settled::new(operation, result)),
            Ok(Err(_panic)) => Some(Settled::panicked()),
            Err(_aborted) => None,
        };
        deferred.resolve(move |_| Ok(settled));
    })?;
    Ok(PromiseRaw::new(env.raw(), promise.raw()))
}

/// Aborts a call: its future is dropped, which closes its socket. A call that has ended, or never was, is no error.
#[napi(catch_unwind)]
pub fn cancel(id: u32) {
    if let Some(call) = running().remove(&id) {
        call.abort.abort();
    }
}

fn key(env: &Env) -> usize {
    env.raw() as usize
}

fn running() -> MutexGuard<'static, HashMap<u32, Running>> {
    RUNNING.lock().unwrap_or_else(PoisonError::into_inner)
}
