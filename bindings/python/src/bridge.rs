//! How results and events reach an event loop: they queue without the interpreter lock, and a byte in a pipe wakes the loop, which takes all that are there.

use std::collections::HashMap;
use std::io::{self, PipeReader, PipeWriter, Read, Write};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use instantly_client::Event;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use tokio::task::AbortHandle;

use crate::client::Client;
use crate::guard::guard;
use crate::listeners::Listeners;
use crate::outcome::Outcome;
use crate::request::Request;

/// The way of results to one event loop.
#[pyclass(frozen, module = "instantly_sdk._native")]
pub struct Bridge {
    queue: Arc<Queue>,
    reader: Mutex<PipeReader>,
    waiting: Arc<Waiting>,
    last: AtomicU64,
}

/// The futures that wait, by the number of their call. Only touched with the interpreter lock held.
type Waiting = Mutex<HashMap<u64, Py<PyAny>>>;

/// What the background thread sees of it.
struct Queue {
    news: Mutex<Vec<News>>,
    /// A byte is in the pipe, or a wake-up is on its way: the loop will look.
    signalled: AtomicBool,
    writer: PipeWriter,
    /// For a loop that can't watch a pipe: what wakes it instead.
    wake: OnceLock<Py<PyAny>>,
}

enum News {
    /// Of an attempt, for whoever listens.
    Event(Arc<Listeners>, Event),
    /// The call of this number is done.
    Finished(u64, Outcome),
}

#[pymethods]
impl Bridge {
    #[new]
    fn new() -> PyResult<Self> {
        let (reader, writer) = io::pipe()?;
        let queue = Queue { news: Mutex::default(), signalled: AtomicBool::new(false), writer, wake: OnceLock::new() };
        Ok(Self { queue: Arc::new(queue), reader: Mutex::new(reader), waiting: Arc::default(), last: AtomicU64::new(0) })
    }

    /// The descriptor to watch.
    #[cfg(unix)]
    fn fileno(&self) -> i32 {
        use std::os::fd::AsRawFd;
        lock(&self.reader).as_raw_fd()
    }

    /// Wakes the loop by calling this from the background thread, instead of through the pipe.
    fn wake_with(&self, wake: Py<PyAny>) {
        let _ = self.queue.wake.set(wake);
    }

    /// Sends a request whose response becomes the result of this future.
    fn begin(&self, py: Python<'_>, client: &Client, request: &Request, future: Py<PyAny>) -> PyResult<Call> {
        guard(|| {
            let listeners = Listeners::of(py, client.hooks())?.map(|listeners| listeners.in_task(py)).transpose()?;
            let observer = listeners.map(Arc::new).map(|listeners| {
                let (queue, told) = (self.queue.clone(), listeners.clone());
                listeners.observer(move |event| queue.push(News::Event(told.clone(), event)))
            });
            let number = self.last.fetch_add(1, Ordering::Relaxed);
            let queue = self.queue.clone();
            lock(&self.waiting).insert(number, future);
            match client.spawn(py, request, observer, move |outcome| queue.push(News::Finished(number, outcome))) {
                Ok(abort) => Ok(Call { abort, number, waiting: self.waiting.clone() }),
                Err(error) => {
                    lock(&self.waiting).remove(&number);
                    Err(error)
                }
            }
        })
    }

    /// Tells listeners, and gives the futures their results. Called by the loop.
    fn drain(&self, py: Python<'_>) -> PyResult<()> {
        guard(|| {
            let mut interrupt = Ok(());
            for news in self.take_news()? {
                match news {
                    // What comes after an interrupt is still owed to those who wait.
                    News::Event(listeners, event) => interrupt = interrupt.and(listeners.tell(py, &event)),
                    News::Finished(number, outcome) => self.finish(py, number, outcome)?,
                }
            }
            interrupt
        })
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        if let Ok(waiting) = self.waiting.try_lock() {
            waiting.values().try_for_each(|future| visit.call(future))?;
        }
        self.queue.wake.get().map_or(Ok(()), |wake| visit.call(wake))
    }

    fn __clear__(&self) {
        drop(std::mem::take(&mut *lock(&self.waiting)));
    }
}

impl Bridge {
    fn finish(&self, py: Python<'_>, number: u64, outcome: Outcome) -> PyResult<()> {
        let future = lock(&self.waiting).remove(&number);
        let Some(future) = future.map(|future| future.into_bound(py)) else { return Ok(()) };
        // A future that was cancelled meanwhile wants nothing any more.
        if future.call_method0("done")?.is_truthy()? {
            return Ok(());
        }
        match outcome.into_python(py) {
            Ok(response) => future.call_method1("set_result", (response,)),
            Err(error) => future.call_method1("set_exception", (error,)),
        }
        .map(drop)
    }

    fn take_news(&self) -> io::Result<Vec<News>> {
        if self.queue.wake.get().is_none() {
            // The loop says that a byte is there, so this does not wait.
            let mut bytes = [0; 64];
            let _ = lock(&self.reader).read(&mut bytes)?;
        }
        // Before taking: what is pushed from here on signals again.
        self.queue.signalled.store(false, Ordering::SeqCst);
        Ok(std::mem::take(&mut *lock(&self.queue.news)))
    }
}

impl Queue {
    /// On the background thread.
    fn push(&self, news: News) {
        lock(&self.news).push(news);
        if self.signalled.swap(true, Ordering::SeqCst) {
            return;
        }
        match self.wake.get() {
            None => {
                // Nobody reads any more when the loop is gone.
                let _ = (&self.writer).write(&[1]);
            }
            // Only here does the background thread ask for the interpreter lock, for a loop that leaves no other way. A closed loop refuses.
            Some(wake) => drop(Python::try_attach(|py| wake.call0(py).is_ok())),
        }
    }
}

/// A call under way. Dropping it cancels the call.
#[pyclass(frozen, module = "instantly_sdk._native")]
pub struct Call {
    abort: AbortHandle,
    number: u64,
    waiting: Arc<Waiting>,
}

#[pymethods]
impl Call {
    /// Cancels the call, which closes its connection.
    fn cancel(&self) {
        self.abort.abort();
        // An aborted call pushes nothing, so nobody else would let go of the future.
        drop(lock(&self.waiting).remove(&self.number));
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        self.cancel();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
