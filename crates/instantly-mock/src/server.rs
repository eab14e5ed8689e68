//! The server: a thread with a runtime of its own, so that it runs inside any program, with or without one.

use std::net::{Ipv4Addr, SocketAddr, TcpListener as StdListener};
use std::path::PathBuf;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::control::{self, NewJob};
use crate::document::Document;
use crate::faults::Faults;
use crate::jobs::Jobs;
use crate::on_demand::NextAnswer;
use crate::pages::{Pages, StaticPages};
use crate::record::RecordedRequest;
use crate::state::State;
use crate::{MockError, connection, prerender};

/// How a [`MockServer`] is set up.
#[derive(Clone, Debug)]
pub struct MockOptions {
    /// The port on 127.0.0.1; 0 (the default): any free one.
    pub port: u16,
    /// How many background jobs there are; 250 by default.
    pub jobs: usize,
    /// Everything made up follows from it: the same seed, the same answers. 7 by default.
    pub seed: u64,
    /// The only key accepted; None (the default): any key that isn't empty.
    pub api_key: Option<String>,
    /// Renders jobs and pages of the job list once and serves them as they are: jobs stand still when polled, and these calls are neither
    /// recorded nor answered as ordered.
    pub static_pages: Option<StaticPages>,
    /// An OpenAPI 3.1 document in JSON to serve, in place of the embedded one.
    pub document: Option<PathBuf>,
    /// The share of the answers that go wrong, 0 to 1: refused, lost, broken or late, as the seed has it. 0 by default.
    pub faults: f64,
    /// Writes a line a request to the standard error stream.
    pub log: bool,
}

impl Default for MockOptions {
    fn default() -> Self {
        Self { port: 0, jobs: 250, seed: 7, api_key: None, static_pages: None, document: None, faults: 0.0, log: false }
    }
}

/// A running embedded Instantly. Dropping it stops it.
///
/// ```
/// # fn main() -> Result<(), instantly_mock::MockError> {
/// let server = instantly_mock::MockServer::start(instantly_mock::MockOptions::default())?;
/// println!("{}", server.url()); // http://127.0.0.1:54321
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct MockServer {
    state: Arc<State>,
    running: Mutex<Option<Running>>,
    process: u32,
}

#[derive(Debug)]
struct Running {
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

impl MockServer {
    /// Starts a server; when this returns, it takes connections.
    pub fn start(options: MockOptions) -> Result<Self, MockError> {
        let document = options.document.as_deref().map_or_else(Document::embedded, Document::read)?;
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
        let listen = |error| MockError::Listen { address, error };
        let listener = StdListener::bind(address).map_err(listen)?;
        listener.set_nonblocking(true).map_err(listen)?;
        let url = format!("http://{}", listener.local_addr().map_err(listen)?);
        let state = Arc::new(State {
            url,
            seed: options.seed,
            api_key: options.api_key,
            log: options.log,
            document,
            jobs: Mutex::new(Jobs::new(options.seed, options.jobs, options.static_pages.is_some())),
            orders: Default::default(),
            records: Default::default(),
            faults: Faults::new(options.faults, options.seed),
            pages: options.static_pages.map(Pages::new),
            #[cfg(feature = "script")]
            cases: Default::default(),
            answered: AtomicU64::new(0),
        });
        prerender::prepare(&state);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(MockError::Thread)?;
        let (stop, stopped) = oneshot::channel();
        let served = state.clone();
        let run = move || runtime.block_on(accept(served, listener, stopped));
        let thread = std::thread::Builder::new().name("instantly-mock".to_owned()).spawn(run).map_err(MockError::Thread)?;
        Ok(Self { state, running: Mutex::new(Some(Running { stop, thread })), process: std::process::id() })
    }

    /// The base URL for a client: `http://127.0.0.1:54321`.
    pub fn url(&self) -> &str {
        &self.state.url
    }

    /// Stops the server: its port is free and its connections are closed when this returns. Stopping twice does nothing.
    pub fn stop(&self) {
        let running = self.running.lock().unwrap_or_else(PoisonError::into_inner).take();
        // A forked child has a copy of this value, but not the thread.
        if let Some(Running { stop, thread }) = running.filter(|_| self.process == std::process::id()) {
            let _ = stop.send(());
            let _ = thread.join();
        }
    }

    /// The requests that arrived, oldest first, without the key: what a test of a client looks at.
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.state.records.all()
    }

    /// Forgets the requests that arrived.
    pub fn clear_requests(&self) {
        self.state.records.clear();
    }

    /// Orders an answer for the next request that fits, such as a 429. Several orders are used up one after the other.
    pub fn answer_next(&self, answer: NextAnswer) {
        self.state.orders.add(answer);
    }

    /// Adds a background job that takes a known course, and returns it as the API shows it.
    pub fn add_job(&self, job: &NewJob) -> Result<Value, MockError> {
        control::add_job(&self.state, job).map_err(MockError::Job)
    }

    /// Moves every unfinished background job on, as if each had been polled that often.
    pub fn advance(&self, steps: usize) {
        self.state.advance(steps);
    }

    /// Brings everything back to how the server started: jobs, recorded requests, ordered answers, faults.
    pub fn reset(&self) {
        self.state.reset();
    }
}

impl Drop for MockServer {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Takes connections until told to stop. The runtime ends with it, and every connection with the runtime.
async fn accept(state: Arc<State>, listener: StdListener, mut stopped: oneshot::Receiver<()>) {
    let Ok(listener) = TcpListener::from_std(listener) else { return };
    loop {
        tokio::select! {
            biased;
            _ = &mut stopped => return,
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => drop(tokio::spawn(connection::serve(state.clone(), stream))),
                // Out of file descriptors, as a rule: others have to be closed first.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
        }
    }
}
