//! Calls for programs without async: the same client, requests and options, sent by [`Blocking::send`] in place of `.await`.
//!
//! ```
//! use instantly_sdk::background_jobs::ListBackgroundJobs;
//! use instantly_sdk::blocking::{Blocking, Client};
//!
//! # fn main() -> Result<(), instantly_sdk::Error> {
//! # let server = instantly_mock::MockServer::start(instantly_mock::MockOptions { jobs: 3, ..Default::default() }).expect("it starts");
//! # let url = server.url();
//! let client = Client::builder().api_key("a-key").base_url(url).build_blocking()?;
//! let page = client.background_jobs().list(ListBackgroundJobs { limit: Some(2), ..Default::default() }).send()?;
//! for job in client.background_jobs().list(ListBackgroundJobs::default()).iter() {
//!     println!("{}", job?.id);
//! }
//! # assert_eq!(page.next_page().send()?.map(|page| page.items.len()), Some(1));
//! # Ok(())
//! # }
//! ```
//!
//! All clients of a process share one thread for their connections, which the first call starts. They may be used from any number of threads,
//! and from `tokio::task::spawn_blocking`; a call inside an async task would stop the other tasks, and is an error.

use std::ops::Deref;
use std::sync::LazyLock;
use std::task::{Context, Poll, Waker};

use futures_core::Stream;
use instantly_client::{Attempts, CallOptions, Error};
use instantly_types::FromJson;
use serde::de::DeserializeOwned;
use tokio::runtime::{Handle, Runtime};
use tokio::task::coop::poll_proceed;

use crate::{ClientBuilder, ItemStream, ListRequest, PageStream};

/// A client whose requests are sent by [`Blocking::send`]: cheap to clone, safe to share between threads.
///
/// It stands for the client it is made of, and has all of its resources.
#[derive(Clone, Debug)]
pub struct Client(crate::Client);

impl Client {
    /// A client with the key of `INSTANTLY_API_KEY`, and the server of `INSTANTLY_BASE_URL` where that is set.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] when a variable is missing or wrong.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().build_blocking()
    }

    /// A client with settings of your own, made by [`ClientBuilder::build_blocking`]; what you leave out comes from the environment or is the
    /// default.
    pub fn builder() -> ClientBuilder {
        crate::Client::builder()
    }

    /// The same client with other defaults for its calls; connections and limits stay shared.
    #[must_use]
    pub fn with_options(&self, options: CallOptions) -> Self {
        Self(self.0.with_options(options))
    }
}

impl Deref for Client {
    type Target = crate::Client;

    fn deref(&self) -> &crate::Client {
        &self.0
    }
}

impl ClientBuilder {
    /// The client, for calls without async.
    ///
    /// # Errors
    /// As [`ClientBuilder::build`].
    pub fn build_blocking(self) -> Result<Client, Error> {
        self.build().map(Client)
    }
}

/// Sends what is awaited elsewhere: requests, waits, `send_raw()`, `next_page()`, `call()`.
pub trait Blocking<T>: IntoFuture<Output = Result<T, Error>> + Sized {
    /// What awaiting it would give. The calling thread waits.
    ///
    /// # Errors
    /// Those of awaiting it; [`Error::InvalidArgument`] inside an async task, and [`Error::Connection`] when the thread for connections can't be
    /// started.
    fn send(self) -> Result<T, Error> {
        run(self.into_future())
    }
}

impl<T, R: IntoFuture<Output = Result<T, Error>>> Blocking<T> for R {}

impl<T: DeserializeOwned + FromJson + Send + 'static> ListRequest<T> {
    /// Every item of every page, without async. The next page is fetched while the current one is used; dropping the iterator cancels that.
    pub fn iter(self) -> Iter<ItemStream<T>> {
        Iter { stream: Some(self.stream()) }
    }

    /// Every page, without async. The next one is fetched while the current one is used; dropping the iterator cancels that.
    pub fn iter_pages(self) -> Iter<PageStream<T>> {
        Iter { stream: Some(self.pages()) }
    }
}

/// The items or pages of a list; ends after the last or the first error.
#[derive(Debug)]
#[must_use = "an iterator does nothing until it is used"]
pub struct Iter<S> {
    /// `None`: it ended.
    stream: Option<S>,
}

impl<T, S: Stream<Item = Result<T, Error>> + Unpin> Iterator for Iter<S> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let stream = self.stream.as_mut()?;
        let item = run(next(stream)).transpose();
        if !matches!(item, Some(Ok(_))) {
            self.stream = None;
        }
        item
    }
}

async fn next<T, S: Stream<Item = Result<T, Error>> + Unpin>(stream: &mut S) -> Result<Option<T>, Error> {
    std::future::poll_fn(|context| std::pin::Pin::new(&mut *stream).poll_next(context)).await.transpose()
}

/// Drives connections, clocks and pages ahead while no call waits: on a runtime that only a call drives, a page fetched ahead would run into its
/// timeout while the program is busy with the one before.
static RUNTIME: LazyLock<std::io::Result<Runtime>> =
    LazyLock::new(|| tokio::runtime::Builder::new_multi_thread().worker_threads(1).thread_name("instantly-sdk").enable_all().build());

fn run<T>(future: impl Future<Output = Result<T, Error>>) -> Result<T, Error> {
    if Handle::try_current().is_ok() && in_a_task() {
        let message = "a blocking call inside an async task would stop the others: await the request of an instantly_sdk::Client, or make the \
                       call in tokio::task::spawn_blocking";
        return Err(Error::invalid_argument("client", message));
    }
    match &*RUNTIME {
        Ok(runtime) => runtime.block_on(future),
        Err(error) => Err(Error::Connection {
            message: "the thread for connections can't be started".to_owned(),
            attempts: Attempts::default(),
            source: Some(Box::new(std::io::Error::from(error.kind()))),
        }),
    }
}

/// Tokio lets a task do only so much before others have their turn, and measures nothing else: where the measure ends, there is a task.
fn in_a_task() -> bool {
    const BEYOND_MEASURE: usize = 1_000;
    let mut context = Context::from_waker(Waker::noop());
    (0..BEYOND_MEASURE).any(|_| match poll_proceed(&mut context) {
        Poll::Ready(step) => {
            step.made_progress();
            false
        }
        Poll::Pending => true,
    })
}
