//! The thread that calls run on: one a process, started by the first call.
//!
//! napi has a runtime of its own, which starts a thread a core as soon as the module is loaded. One thread suffices: it waits for sockets and
//! reads answers, and JavaScript's own thread has more to do with each. It never touches JavaScript objects, so it may be running while the
//! process ends; and it ends with the process alone, since a promise that waits for it has pinned the module in memory.

use std::future::Future;
use std::sync::LazyLock;

use tokio::runtime::{Builder, Runtime};

static RUNTIME: LazyLock<std::io::Result<Runtime>> =
    LazyLock::new(|| Builder::new_multi_thread().worker_threads(1).thread_name("instantly-sdk").enable_all().build());

/// Runs a future to its end.
pub fn spawn(future: impl Future<Output = ()> + Send + 'static) -> napi::Result<()> {
    match &*RUNTIME {
        Ok(runtime) => {
            runtime.spawn(future);
            Ok(())
        }
        Err(error) => Err(napi::Error::from_reason(format!("the thread for calls can't be started: {error}"))),
    }
}
