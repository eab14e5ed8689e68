//! The calls in flight of one environment, each known by a number.

use std::collections::HashMap;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt;
use futures_util::future::{AbortHandle, AbortRegistration, Abortable};
use instantly_client::{Error, Raw};
use napi::Env;
use napi::bindgen_prelude::{JsValue, PromiseRaw};
use napi_derive::napi;

use crate::answer::Settled;
use crate::background;

/// The calls of one environment. A lock is held for the time of one map operation only.
#[derive(Default)]
pub struct Calls {
    running: Mutex<HashMap<u32, AbortHandle>>,
}

/// Gives the environment its list of calls, and a hook that aborts them when it ends: a worker that is terminated leaves no socket
/// open and no task that would answer into a dead environment.
pub fn install(env: &Env) -> napi::Result<()> {
    let calls = Arc::new(Calls::default());
    env.add_env_cleanup_hook(calls.clone(), |calls| calls.abort_all())?;
    env.set_instance_data(calls, (), |_| {})
}

/// A number for the next call. It comes from here, since a test runner loads the package more than once into an environment.
#[napi(catch_unwind)]
pub fn next_call() -> u32 {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// Starts `future` in the background. The promise never rejects: a failure is a value, an aborted call is `null`.
pub fn start<'env>(
    env: &'env Env,
    id: u32,
    future: impl Future<Output = Result<Raw, Error>> + Send + 'static,
) -> napi::Result<PromiseRaw<'env, Option<Settled>>> {
    let calls = of(env)?;
    let registration = calls.register(id);
    let (deferred, promise) = env.create_deferred()?;
    background::spawn(async move {
        // Nothing is shared with the future, so a panic in it leaves nothing half done here.
        let outcome = Abortable::new(AssertUnwindSafe(future).catch_unwind(), registration).await;
        calls.forget(id);
        let settled = match outcome {
            Ok(Ok(result)) => Some(Settled::from(result)),
            Ok(Err(_panic)) => Some(Settled::panicked()),
            Err(_aborted) => None,
        };
        deferred.resolve(move |_| Ok(settled));
    })?;
    Ok(PromiseRaw::new(env.raw(), promise.raw()))
}

/// Aborts a call: its future is dropped, which closes its socket. A call that has ended, or never was, is no error.
#[napi(catch_unwind)]
pub fn cancel(env: Env, id: u32) -> napi::Result<()> {
    of(&env)?.cancel(id);
    Ok(())
}

fn of(env: &Env) -> napi::Result<Arc<Calls>> {
    env.get_instance_data::<Arc<Calls>>()?
        .map(|calls| calls.clone())
        .ok_or_else(|| napi::Error::from_reason("the environment is shutting down"))
}

impl Calls {
    fn register(&self, id: u32) -> AbortRegistration {
        let (handle, registration) = AbortHandle::new_pair();
        self.running().insert(id, handle);
        registration
    }

    fn forget(&self, id: u32) {
        self.running().remove(&id);
    }

    fn cancel(&self, id: u32) {
        if let Some(handle) = self.running().remove(&id) {
            handle.abort();
        }
    }

    fn abort_all(&self) {
        for (_, handle) in self.running().drain() {
            handle.abort();
        }
    }

    fn running(&self) -> MutexGuard<'_, HashMap<u32, AbortHandle>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
