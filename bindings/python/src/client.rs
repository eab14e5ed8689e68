//! The native client: settings, a pool of runtimes for blocking calls, and connections on the background thread.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use instantly_client::{CallOptions, Config, Event, Observer, Transport};
use pyo3::exceptions::PyTypeError;
use pyo3::gc::{PyTraverseError, PyVisit};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use tokio::task::AbortHandle;

use crate::convert::Options;
use crate::errors;
use crate::guard::guard;
use crate::hooks::Hooks;
use crate::listeners::{Listeners, Mailbox};
use crate::outcome::Outcome;
use crate::request::Request;
use crate::response::Response;
use crate::runtime::{self, End, SIGNAL_INTERVAL, Slot, attached};
use crate::{limits, log};

/// Idle runtimes kept: as many threads as commonly call at once.
const IDLE_SLOTS: usize = 32;

/// A client of the API. Those of `with_options` share its connections.
#[pyclass(frozen, module = "instantly_sdk._native")]
pub struct Client {
    shared: Arc<Shared>,
    /// What `with_options` changed.
    defaults: Option<CallOptions>,
    hooks: Arc<Hooks>,
}

struct Shared {
    /// Only settings: nothing is ever sent through its connections.
    settings: Transport,
    closed: AtomicBool,
    /// Locked only while the interpreter lock is held, and never across a call: a fork can't come in between, so a child finds it free.
    connections: Mutex<Connections>,
}

/// The connections of one process.
struct Connections {
    process: u32,
    idle: Vec<Slot>,
    background: Option<Transport>,
}

#[pymethods]
impl Client {
    /// Settings by name, as `Instantly` takes them; `None` leaves one at its default.
    #[new]
    #[pyo3(signature = (**settings))]
    fn new(py: Python<'_>, settings: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| {
            log::set_up(py)?;
            let given = settings.map_or_else(|| PyDict::new(py), Clone::clone);
            let options = Options { of: "", given: &given };
            let version = py.version_info();
            let runtime = Some(format!("python/{}.{}", version.major, version.minor));
            let config = Config { runtime, ..options.config()? };
            let hooks = Arc::new(Hooks::read(py, &options, &Hooks::default())?);
            let settings = py.detach(|| Transport::new(config)).map_err(|error| errors::raise(py, &error))?;
            let connections = Mutex::new(Connections { process: std::process::id(), idle: Vec::new(), background: None });
            Ok(Self { shared: Arc::new(Shared { settings, closed: AtomicBool::new(false), connections }), defaults: None, hooks })
        })
    }

    /// The same connections with other defaults for calls.
    #[pyo3(signature = (**options))]
    fn with_options(&self, py: Python<'_>, options: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        guard(|| {
            let given = options.map_or_else(|| PyDict::new(py), Clone::clone);
            let options = Options { of: "", given: &given };
            let hooks = Arc::new(Hooks::read(py, &options, &self.hooks)?);
            let options = options.derived_options()?;
            let defaults = match &self.defaults {
                Some(defaults) => options.over(defaults),
                None => options,
            };
            Ok(Self { shared: self.shared.clone(), defaults: Some(defaults), hooks })
        })
    }

    /// Sends a request and waits for the answer, the interpreter lock released.
    fn send(&self, py: Python<'_>, request: &Request) -> PyResult<Response> {
        guard(|| {
            let mailbox = Listeners::of(py, &self.hooks)?.map(Mailbox::new);
            let slot = self.check_out(py)?;
            let (slot, end) = py.detach(|| {
                let slot = match slot.map_or_else(|| Slot::new(&self.shared.settings), Ok) {
                    Ok(slot) => slot,
                    Err(error) => return (None, End::Finished(Outcome::Failed(error))),
                };
                match slot.run(request.arguments(), &request.options, self.defaults.as_ref(), mailbox.as_ref()) {
                    // The runtime goes, and with it every socket of the call that was cut short.
                    End::Interrupted(interrupt) => (None, End::Interrupted(interrupt)),
                    finished => (Some(slot), finished),
                }
            });
            if let Some(slot) = slot {
                self.check_in(py, slot);
            }
            match end {
                End::Finished(outcome) => outcome.into_python(py),
                End::Interrupted(interrupt) => Err(interrupt),
            }
        })
    }

    /// Sends a request from the background thread; `result` of what this returns waits for the answer.
    fn start(&self, py: Python<'_>, request: &Request) -> PyResult<Pending> {
        guard(|| {
            let (sender, receiver) = channel();
            let listeners = Listeners::of(py, &self.hooks)?.map(Arc::new);
            let observer = listeners.as_ref().map(|listeners| {
                let sender = sender.clone();
                listeners.observer(move |event| drop(sender.send(News::Event(event))))
            });
            let abort = self.spawn(py, request, observer, move |outcome| drop(sender.send(News::Finished(outcome))))?;
            Ok(Pending { receiver: Mutex::new(receiver), abort, listeners })
        })
    }

    /// Closes idle connections; later calls are refused.
    fn close(&self, py: Python<'_>) {
        self.shared.closed.store(true, Ordering::Release);
        let mut connections = self.connections();
        let (idle, background) = (std::mem::take(&mut connections.idle), connections.background.take());
        drop(connections);
        py.detach(|| drop((idle, background)));
    }

    /// Whether `close` was called.
    #[getter]
    fn closed(&self) -> bool {
        self.shared.closed.load(Ordering::Acquire)
    }

    /// Whether a walk over pages fetches the next one while the current one is used.
    #[getter]
    fn prefetch(&self) -> bool {
        self.shared.settings.prefetches(self.defaults.as_ref().unwrap_or(&CallOptions::default()))
    }

    /// Where the API is.
    #[getter]
    fn base_url(&self) -> &str {
        self.shared.settings.base_url()
    }

    /// What the clients of this key have used of the account's limits; `None` for one that does not keep to them.
    fn rate_limit_status<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        guard(|| self.shared.settings.rate_limit_status().map(|status| limits::status(py, &status)).transpose())
    }

    fn __traverse__(&self, visit: PyVisit<'_>) -> Result<(), PyTraverseError> {
        self.hooks.traverse(&visit)
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err("clients can't be pickled: make one in each process"))
    }
}

impl Client {
    pub fn hooks(&self) -> &Arc<Hooks> {
        &self.hooks
    }

    /// Runs a request on the background thread and hands its outcome to `done`, there. Aborting drops `done`.
    pub fn spawn(
        &self,
        py: Python<'_>,
        request: &Request,
        observer: Option<Arc<dyn Observer>>,
        done: impl FnOnce(Outcome) + Send + 'static,
    ) -> PyResult<AbortHandle> {
        self.check_open(py)?;
        let handle = runtime::handle().map_err(|error| errors::internal(&error.to_string()))?;
        let transport = self.background(py)?;
        let (arguments, options) = (request.arguments().clone(), CallOptions { observer, ..request.options.clone() });
        let task = handle.spawn(async move {
            // What woke the thread may be this call and the end of a connection at once.
            runtime::settle().await;
            done(Outcome::of(&transport, arguments, &options).await);
        });
        Ok(task.abort_handle())
    }

    fn check_open(&self, py: Python<'_>) -> PyResult<()> {
        if self.closed() { Err(errors::closed(py)) } else { Ok(()) }
    }

    /// An idle runtime, or none: the caller makes one then.
    fn check_out(&self, py: Python<'_>) -> PyResult<Option<Slot>> {
        self.check_open(py)?;
        Ok(self.connections().idle.pop())
    }

    fn check_in(&self, py: Python<'_>, slot: Slot) {
        let mut connections = self.connections();
        if !self.closed() && connections.idle.len() < IDLE_SLOTS {
            connections.idle.push(slot);
            return;
        }
        drop(connections);
        py.detach(|| drop(slot));
    }

    /// The transport whose connections live on the background thread.
    fn background(&self, py: Python<'_>) -> PyResult<Transport> {
        let existing = self.connections().background.clone();
        let transport = match existing {
            Some(transport) => transport,
            None => {
                let fresh = py.detach(|| self.shared.settings.with_new_pool()).map_err(|error| errors::raise(py, &error))?;
                self.connections().background.get_or_insert(fresh).clone()
            }
        };
        Ok(self.defaults.as_ref().map_or(transport.clone(), |defaults| transport.with_options(defaults)))
    }

    /// The connections of this process. Those that a fork brought along belong to the parent: they are neither used nor closed here, since
    /// closing them would unregister the parent's sockets from the epoll instance both share.
    fn connections(&self) -> MutexGuard<'_, Connections> {
        let mut connections = self.shared.connections.lock().unwrap_or_else(PoisonError::into_inner);
        let process = std::process::id();
        if connections.process != process {
            let inherited = std::mem::replace(&mut *connections, Connections { process, idle: Vec::new(), background: None });
            std::mem::forget(inherited);
        }
        connections
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        let connections = self.connections.get_mut().unwrap_or_else(PoisonError::into_inner);
        if connections.process != std::process::id() {
            std::mem::forget((std::mem::take(&mut connections.idle), connections.background.take()));
        }
    }
}

/// A request that runs on the background thread. Dropping it cancels the request.
#[pyclass(frozen, module = "instantly_sdk._native")]
pub struct Pending {
    receiver: Mutex<Receiver<News>>,
    abort: AbortHandle,
    listeners: Option<Arc<Listeners>>,
}

/// What the background thread says of a request.
enum News {
    Event(Event),
    Finished(Outcome),
}

#[pymethods]
impl Pending {
    /// Waits for the answer, the interpreter lock released. To be called once.
    fn result(&self, py: Python<'_>) -> PyResult<Response> {
        guard(|| {
            let outcome = py.detach(|| {
                let receiver = self.receiver.lock().unwrap_or_else(PoisonError::into_inner);
                loop {
                    match receiver.recv_timeout(SIGNAL_INTERVAL) {
                        Ok(News::Finished(outcome)) => return Ok(outcome),
                        Ok(News::Event(event)) => attached(|py| self.tell(py, &event))?,
                        Err(RecvTimeoutError::Timeout) => attached(|py| py.check_signals())?,
                        Err(RecvTimeoutError::Disconnected) => return Err(errors::internal("the call was cancelled")),
                    }
                }
            });
            outcome?.into_python(py)
        })
    }

    /// Cancels the request. What is known of it is told, since the request was made.
    fn cancel(&self, py: Python<'_>) -> PyResult<()> {
        self.abort.abort();
        // Whoever waits for the answer tells it himself.
        let Ok(receiver) = self.receiver.try_lock() else { return Ok(()) };
        let news = receiver.try_iter().collect::<Vec<_>>();
        drop(receiver);
        news.iter().try_for_each(|news| match news {
            News::Event(event) => self.tell(py, event),
            News::Finished(_) => Ok(()),
        })
    }
}

impl Pending {
    fn tell(&self, py: Python<'_>, event: &Event) -> PyResult<()> {
        self.listeners.as_ref().map_or(Ok(()), |listeners| listeners.tell(py, event))
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        self.abort.abort();
    }
}
