//! Waiting until background work is done.

mod run;
mod started;

use std::collections::HashMap;
use std::time::Duration;

use instantly_client::{CallOptions, Error, WaitOptions, WaitPlan, Waiter};
use instantly_types::FromJson;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::request::shared_options;
use crate::{BoxFuture, Client};
use run::Run;
pub use started::StartedJob;

/// An object that can be waited for.
pub trait Waitable: DeserializeOwned + FromJson + Serialize + Clone + Send + Sync + 'static {
    /// How it is polled, and when it is done.
    fn plan() -> &'static WaitPlan;
    /// Its id.
    fn id(&self) -> &str;
    /// Where it stands.
    fn status(&self) -> &str;
}

/// A wait for one object. Awaiting it gives the finished object.
///
/// It ends with [`Error::JobFailed`] when the work fails or is cancelled, and with [`Error::WaitTimeout`] when the time is up; both carry
/// the object as last seen.
///
/// ```
/// use std::time::Duration;
///
/// use instantly_sdk::background_jobs::BackgroundJobStatus;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), instantly_sdk::Error> {
/// # let server = instantly_mock::MockServer::start(instantly_mock::MockOptions { jobs: 12, ..Default::default() }).expect("it starts");
/// # let client = instantly_sdk::Client::builder().api_key("a-key").base_url(server.url()).build()?;
/// # let id = server.add_job(&instantly_mock::NewJob::default()).expect("it is one")["id"].as_str().expect("an id").to_owned();
/// let wait = client.background_jobs().wait(&id).timeout(Duration::from_secs(600)).poll_interval(Duration::from_millis(10));
/// let done = wait.on_progress(|job| println!("{} %", job.progress)).await?;
/// assert_eq!(done.status, BackgroundJobStatus::Success);
/// # Ok(())
/// # }
/// ```
#[must_use = "a wait does nothing until it is awaited"]
pub struct WaitRequest<T> {
    client: Client,
    ids: Vec<String>,
    limits: WaitOptions,
    options: CallOptions,
    on_progress: Option<OnProgress<T>>,
}

/// A wait for many objects, polled together. Awaiting it gives the finished objects in the order of their ids.
///
/// It ends with the first that fails; see [`WaitRequest`].
#[must_use = "a wait does nothing until it is awaited"]
pub struct WaitManyRequest<T>(WaitRequest<T>);

/// A wait for the job that a call has started. Awaiting it gives the finished job, or `None` at once where the API named no job.
///
/// It ends with an error as [`WaitRequest`] does.
#[must_use = "a wait does nothing until it is awaited"]
pub struct WaitStartedRequest<T>(WaitRequest<T>);

type OnProgress<T> = Box<dyn FnMut(&T) + Send>;

impl<T> WaitRequest<T> {
    #[allow(dead_code, reason = "whether anything can be waited for depends on the document")]
    pub(crate) fn new(client: &Client, id: impl Into<String>) -> Self {
        Self::of(client, vec![id.into()])
    }

    fn of(client: &Client, ids: Vec<String>) -> Self {
        Self { client: client.clone(), ids, limits: WaitOptions::default(), options: CallOptions::default(), on_progress: None }
    }

    /// The time for the wait as a whole. 600 s.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// The sleep after the first look; later ones grow. 1 s.
    pub fn poll_interval(mut self, interval: Duration) -> Self {
        self.limits.poll_interval = interval;
        self
    }

    /// The longest sleep. 10 s.
    pub fn max_poll_interval(mut self, interval: Duration) -> Self {
        self.limits.max_poll_interval = interval;
        self
    }

    /// Called with every object after every look at it.
    pub fn on_progress(mut self, on_progress: impl FnMut(&T) + Send + 'static) -> Self {
        self.on_progress = Some(Box::new(on_progress));
        self
    }
}

impl<T> WaitManyRequest<T> {
    #[allow(dead_code, reason = "whether anything can be waited for depends on the document")]
    pub(crate) fn new<I: Into<String>>(client: &Client, ids: impl IntoIterator<Item = I>) -> Self {
        Self(WaitRequest::of(client, ids.into_iter().map(Into::into).collect()))
    }
}

/// The options of a wait, for a request that is one inside.
macro_rules! wait_options {
    ($request:ident) => {
        impl<T> $request<T> {
            /// The time for the wait as a whole. 600 s.
            pub fn timeout(self, timeout: Duration) -> Self {
                Self(self.0.timeout(timeout))
            }

            /// The sleep after the first look; later ones grow. 1 s.
            pub fn poll_interval(self, interval: Duration) -> Self {
                Self(self.0.poll_interval(interval))
            }

            /// The longest sleep. 10 s.
            pub fn max_poll_interval(self, interval: Duration) -> Self {
                Self(self.0.max_poll_interval(interval))
            }

            /// Called with every object after every look at it.
            pub fn on_progress(self, on_progress: impl FnMut(&T) + Send + 'static) -> Self {
                Self(self.0.on_progress(on_progress))
            }

            /// How often a failed call is repeated.
            pub fn max_retries(self, retries: u32) -> Self {
                Self(self.0.max_retries(retries))
            }

            /// Sends a header; it replaces the client's of the same name.
            pub fn header(self, name: impl Into<String>, value: impl Into<String>) -> Self {
                Self(self.0.header(name, value))
            }

            /// Acts as this sub-workspace.
            pub fn workspace(self, id: impl Into<String>) -> Self {
                Self(self.0.workspace(id))
            }
        }
    };
}

wait_options!(WaitManyRequest);
wait_options!(WaitStartedRequest);
shared_options!(WaitRequest<T>);

impl<T: Waitable> WaitRequest<T> {
    /// The finished objects by id.
    async fn run(self) -> Result<HashMap<String, T>, Error> {
        let waiter = Waiter::new(T::plan(), self.ids, self.limits)?;
        let run = Run { client: self.client, options: self.options, waiter, latest: HashMap::new() };
        run.finish(self.on_progress).await
    }
}

impl<T: Waitable> IntoFuture for WaitRequest<T> {
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<T>;

    fn into_future(self) -> BoxFuture<T> {
        Box::pin(async move {
            let finished = self.run().await?.into_values().next();
            finished.ok_or_else(|| Error::invalid_argument(T::plan().id, "there was nothing to wait for"))
        })
    }
}

impl<T: Waitable> IntoFuture for WaitManyRequest<T> {
    type Output = Result<Vec<T>, Error>;
    type IntoFuture = BoxFuture<Vec<T>>;

    fn into_future(self) -> BoxFuture<Vec<T>> {
        Box::pin(async move {
            let ids = self.0.ids.clone();
            let finished = self.0.run().await?;
            Ok(ids.iter().filter_map(|id| finished.get(id).cloned()).collect())
        })
    }
}

impl<T: Waitable> IntoFuture for WaitStartedRequest<T> {
    type Output = Result<Option<T>, Error>;
    type IntoFuture = BoxFuture<Option<T>>;

    fn into_future(self) -> BoxFuture<Option<T>> {
        Box::pin(async move { if self.0.ids.is_empty() { Ok(None) } else { self.0.await.map(Some) } })
    }
}

impl<T> std::fmt::Debug for WaitRequest<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("WaitRequest").field("ids", &self.ids).field("limits", &self.limits).finish_non_exhaustive()
    }
}

impl<T> std::fmt::Debug for WaitManyRequest<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("WaitManyRequest").field(&self.0).finish()
    }
}

impl<T> std::fmt::Debug for WaitStartedRequest<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_tuple("WaitStartedRequest").field(&self.0).finish()
    }
}
