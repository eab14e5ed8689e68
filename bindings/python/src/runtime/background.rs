//! The thread that runs asynchronous calls and prefetches: one a process, started on first use.

use std::io;
use std::sync::atomic::{AtomicPtr, Ordering};

use tokio::runtime::{Builder, Handle};

/// The current process's thread. A pointer and not a lock, since a lock held in another thread at a fork stays locked in the child for ever.
static CURRENT: AtomicPtr<Background> = AtomicPtr::new(std::ptr::null_mut());

struct Background {
    process: u32,
    handle: Handle,
}

/// The runtime of this process. After a fork the parent's thread is not there, so the child starts its own; what the parent had is left alone,
/// since taking it down would unregister the parent's sockets from the epoll instance both share.
pub fn handle() -> io::Result<&'static Handle> {
    let process = std::process::id();
    loop {
        let current = CURRENT.load(Ordering::Acquire);
        // SAFETY: the pointer is null or comes from `Box::leak` below, and is never freed.
        if let Some(background) = unsafe { current.as_ref() }
            && background.process == process
        {
            return Ok(&background.handle);
        }
        let fresh = Box::leak(Box::new(Background { process, handle: start()? }));
        // Two threads may start one at once; the loser's thread idles, which costs less than a lock.
        if CURRENT.compare_exchange(current, fresh, Ordering::AcqRel, Ordering::Acquire).is_ok() {
            return Ok(&fresh.handle);
        }
    }
}

/// One thread suffices: it waits for sockets and indexes answers, some 50 µs each. It never touches Python objects, so it can be running while
/// the interpreter shuts down, and ends with the process.
fn start() -> io::Result<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    std::thread::Builder::new().name("instantly-sdk".to_owned()).spawn(move || runtime.block_on(std::future::pending::<()>()))?;
    Ok(handle)
}
