//! A list about to be asked for: one page, every page, or every item.

use std::marker::PhantomData;

use instantly_client::{Arguments, CallOptions, Error, Raw, Step, Walk};
use instantly_types::FromJson;
use serde::de::DeserializeOwned;

use crate::call::Call;
use crate::{BoxFuture, Client, ItemStream, Page, PageStream, Response, decode};

/// A list. Awaiting it gives one [`Page`]; [`ListRequest::stream`] every item of every page. Before that, nothing is sent.
///
/// ```
/// use instantly_sdk::background_jobs::ListBackgroundJobs;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), instantly_sdk::Error> {
/// # let server = instantly_mock::MockServer::start(instantly_mock::MockOptions { jobs: 12, ..Default::default() }).expect("it starts");
/// # let client = instantly_sdk::Client::builder().api_key("a-key").base_url(server.url()).build()?;
/// let params = ListBackgroundJobs { limit: Some(5), ..Default::default() };
/// let page = client.background_jobs().list(params.clone()).await?;
/// assert_eq!((page.items.len(), page.has_next_page()), (5, true));
///
/// let mut jobs = client.background_jobs().list(params).stream();
/// let mut count = 0;
/// while let Some(job) = jobs.try_next().await? {
///     println!("{} {}", job.id, job.status);
///     count += 1;
/// }
/// assert_eq!(count, 12);
/// # Ok(())
/// # }
/// ```
#[must_use = "a request does nothing until it is awaited or streamed"]
pub struct ListRequest<T> {
    client: Client,
    arguments: Result<Arguments, Error>,
    pub(crate) options: CallOptions,
    item: PhantomData<fn() -> T>,
}

impl<T> ListRequest<T> {
    #[allow(dead_code, reason = "whether there are lists depends on the document")]
    pub(crate) fn new(client: &Client, call: Call) -> Self {
        Self { client: client.clone(), arguments: call.arguments(), options: CallOptions::default(), item: PhantomData }
    }
}

impl<T: DeserializeOwned + FromJson + Send + 'static> ListRequest<T> {
    /// Every item of every page. The next page is fetched while the current one is used; dropping the stream cancels that.
    pub fn stream(self) -> ItemStream<T> {
        ItemStream::new(self.pages())
    }

    /// Every page. The next one is fetched while the current one is used; dropping the stream cancels that.
    pub fn pages(self) -> PageStream<T> {
        PageStream::new(self.into_future())
    }

    /// Asks for one page and keeps status, headers and body; the body is read by [`Response::parse`].
    ///
    /// # Errors
    /// Everything that can go wrong with a call; see [`Error`].
    pub async fn send_raw(self) -> Result<Response<Page<T>>, Error> {
        let Self { client, arguments, options, .. } = self;
        PageCall { client, walk: Walk::start(arguments?)?, options }.send().await
    }
}

impl<T: DeserializeOwned + FromJson + Send + 'static> IntoFuture for ListRequest<T> {
    type Output = Result<Page<T>, Error>;
    type IntoFuture = BoxFuture<Page<T>>;

    fn into_future(self) -> BoxFuture<Page<T>> {
        Box::pin(async move { self.send_raw().await?.parse() })
    }
}

impl<T> std::fmt::Debug for ListRequest<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("ListRequest").field("arguments", &self.arguments).field("options", &self.options).finish_non_exhaustive()
    }
}

/// The call for one page, as a step of a walk.
#[derive(Clone, Debug)]
pub(crate) struct PageCall {
    client: Client,
    walk: Walk,
    options: CallOptions,
}

impl PageCall {
    pub(crate) fn prefetches(&self) -> bool {
        self.client.prefetches(&self.options)
    }

    pub(crate) async fn fetch<T: DeserializeOwned + FromJson>(self) -> Result<Page<T>, Error> {
        let raw = self.client.call(self.walk.arguments(), &self.options).await?;
        self.into_page(&raw)
    }

    async fn send<T: DeserializeOwned + FromJson>(self) -> Result<Response<Page<T>>, Error> {
        let raw = self.client.call(self.walk.arguments(), &self.options).await?;
        Ok(Response::new(raw, move |raw| self.clone().into_page(raw)))
    }

    fn into_page<T: DeserializeOwned + FromJson>(self, raw: &Raw) -> Result<Page<T>, Error> {
        let envelope = decode::page(raw, self.walk.arguments().operation(), self.walk.pagination())?;
        let Step { cursor, next } = self.walk.advance(envelope.told.as_ref(), envelope.items.len())?;
        let next = next.map(|walk| Self { walk, ..self });
        Ok(Page::new(envelope.items, cursor, envelope.extra, next))
    }
}
