//! One page of a list.

use instantly_client::{Arguments, CallOptions, Error, Raw, Step, Walk};
use instantly_types::FromJson;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::{Client, Response, decode};

/// One page of a list, and the way to the next.
///
/// ```
/// use instantly_sdk::background_jobs::ListBackgroundJobs;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), instantly_sdk::Error> {
/// # let server = instantly_mock::MockServer::start(instantly_mock::MockOptions { jobs: 12, ..Default::default() }).expect("it starts");
/// # let client = instantly_sdk::Client::builder().api_key("a-key").base_url(server.url()).build()?;
/// let mut page = client.background_jobs().list(ListBackgroundJobs::default()).await?;
/// let mut ids: Vec<_> = page.items.iter().map(|job| job.id.clone()).collect();
/// while let Some(next) = page.next_page().await? {
///     ids.extend(next.items.iter().map(|job| job.id.clone()));
///     page = next;
/// }
/// assert_eq!(ids.len(), 12);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[non_exhaustive]
pub struct Page<T> {
    /// The page's items, in the API's order.
    pub items: Vec<T>,
    /// The cursor as the API sent it, which the last page may carry, too. Of a list that goes by offset, how many items the next page skips.
    pub next_starting_after: Option<String>,
    /// What else the API said beside the items.
    pub extra: Map<String, Value>,
    next: Option<PageCall>,
}

impl<T> Page<T> {
    fn new(items: Vec<T>, cursor: Option<String>, extra: Map<String, Value>, next: Option<PageCall>) -> Self {
        Self { items, next_starting_after: cursor, extra, next }
    }

    /// Whether there is a page to ask for: this one has items, and a cursor that was not there before.
    pub fn has_next_page(&self) -> bool {
        self.next.is_some()
    }

    pub(crate) fn next_call(&self) -> Option<&PageCall> {
        self.next.as_ref()
    }
}

impl<T: DeserializeOwned + FromJson> Page<T> {
    /// The next page, with the same arguments and options; `None` after the last.
    ///
    /// # Errors
    /// Everything that can go wrong with a call; see [`Error`].
    pub async fn next_page(&self) -> Result<Option<Self>, Error> {
        match self.next.clone() {
            Some(call) => call.fetch().await.map(Some),
            None => Ok(None),
        }
    }
}

impl<T> IntoIterator for Page<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Page<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<T: std::fmt::Debug> std::fmt::Debug for Page<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = formatter.debug_struct("Page");
        shown.field("items", &self.items).field("next_starting_after", &self.next_starting_after);
        shown.field("has_next_page", &self.has_next_page()).finish()
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
    pub(crate) fn first(client: Client, arguments: Arguments, options: CallOptions) -> Result<Self, Error> {
        Ok(Self { client, walk: Walk::start(arguments)?, options })
    }

    pub(crate) fn prefetches(&self) -> bool {
        self.client.prefetches(&self.options)
    }

    pub(crate) async fn fetch<T: DeserializeOwned + FromJson>(self) -> Result<Page<T>, Error> {
        let raw = self.client.call(self.walk.arguments(), &self.options).await?;
        self.into_page(&raw)
    }

    pub(crate) async fn send<T: DeserializeOwned + FromJson>(self) -> Result<Response<Page<T>>, Error> {
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
