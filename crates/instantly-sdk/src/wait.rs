//! Waiting until background work is done.

mod run;
mod started;
mod waitable;

use std::collections::HashMap;

use instantly_client::{CallOptions, Error, WaitOptions, Waiter};

use crate::{BoxFuture, Client};
use run::Run;
pub use started::StartedJob;
use waitable::OnProgress;
pub use waitable::Waitable;

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
    pub(crate) limits: WaitOptions,
    pub(crate) options: CallOptions,
    on_progress: Option<OnProgress<T>>,
}

/// A wait for many objects, polled together. Awaiting it gives the finished objects in the order of their ids.
///
/// It ends with the first that fails; see [`WaitRequest`].
#[must_use = "a wait does nothing until it is awaited"]
pub struct WaitManyRequest<T>(pub(crate) WaitRequest<T>);

/// A wait for the job that a call has started. Awaiting it gives the finished job, or `None` at once where the API named no job.
///
/// It ends with an error as [`WaitRequest`] does.
#[must_use = "a wait does nothing until it is awaited"]
pub struct WaitStartedRequest<T>(pub(crate) WaitRequest<T>);

impl<T> WaitRequest<T> {
    #[allow(dead_code, reason = "whether anything can be waited for depends on the document")]
    pub(crate) fn new(client: &Client, id: impl Into<String>) -> Self {
        Self::of(client, vec![id.into()])
    }

    fn of(client: &Client, ids: Vec<String>) -> Self {
        Self { client: client.clone(), ids, limits: WaitOptions::default(), options: CallOptions::default(), on_progress: None }
    }

    /// Called with each object at each poll.
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

    /// Called with each object at each poll.
    pub fn on_progress(self, on_progress: impl FnMut(&T) + Send + 'static) -> Self {
        Self(self.0.on_progress(on_progress))
    }
}

impl<T> WaitStartedRequest<T> {
    /// Called with each object at each poll.
    pub fn on_progress(self, on_progress: impl FnMut(&T) + Send + 'static) -> Self {
        Self(self.0.on_progress(on_progress))
    }
}

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
