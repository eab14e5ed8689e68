//! Every page and every item of a list, one page ahead of its reader unless told otherwise.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use instantly_client::{Attempts, Error};
use instantly_types::FromJson;
use serde::de::DeserializeOwned;
use tokio::task::JoinHandle;

use crate::page::PageCall;
use crate::{BoxFuture, Page};

/// Every page of a list; ends after the last page or the first error.
#[must_use = "a stream does nothing until it is polled"]
pub struct PageStream<T> {
    state: State<T>,
}

enum State<T> {
    /// A page that is fetched when the reader asks for it, in its own task.
    Asked(BoxFuture<Page<T>>),
    /// The page after the one handed out, on its way already.
    Ahead(Prefetch<T>),
    Ended,
}

impl<T> PageStream<T> {
    pub(crate) fn new(first: BoxFuture<Page<T>>) -> Self {
        Self { state: State::Asked(first) }
    }
}

impl<T: DeserializeOwned + FromJson + Send + 'static> PageStream<T> {
    /// The next page; `None` after the last.
    ///
    /// # Errors
    /// Everything that can go wrong with a call; see [`Error`].
    pub async fn try_next(&mut self) -> Result<Option<Page<T>>, Error> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }
}

impl<T: DeserializeOwned + FromJson + Send + 'static> Stream for PageStream<T> {
    type Item = Result<Page<T>, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let outcome = match &mut self.state {
            State::Asked(future) => ready!(future.as_mut().poll(context)),
            State::Ahead(prefetch) => ready!(Pin::new(prefetch).poll(context)),
            State::Ended => return Poll::Ready(None),
        };
        let next = outcome.as_ref().ok().and_then(Page::next_call).cloned();
        self.state = match next {
            Some(call) if call.prefetches() => State::Ahead(Prefetch::start(call)),
            Some(call) => State::Asked(Box::pin(call.fetch())),
            None => State::Ended,
        };
        Poll::Ready(Some(outcome))
    }
}

/// Every item of a list; ends after the last item or the first error.
#[must_use = "a stream does nothing until it is polled"]
pub struct ItemStream<T> {
    items: VecDeque<T>,
    pages: PageStream<T>,
}

impl<T> ItemStream<T> {
    pub(crate) fn new(pages: PageStream<T>) -> Self {
        Self { items: VecDeque::new(), pages }
    }
}

impl<T: DeserializeOwned + FromJson + Send + 'static> ItemStream<T> {
    /// The next item; `None` after the last.
    ///
    /// # Errors
    /// Everything that can go wrong with a call; see [`Error`].
    pub async fn try_next(&mut self) -> Result<Option<T>, Error> {
        poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }
}

// Items are moved out, never pinned.
impl<T> Unpin for ItemStream<T> {}

impl<T: DeserializeOwned + FromJson + Send + 'static> Stream for ItemStream<T> {
    type Item = Result<T, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.items.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.items = page.items.into(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.items.len(), None)
    }
}

impl<T> std::fmt::Debug for PageStream<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("PageStream").finish_non_exhaustive()
    }
}

impl<T> std::fmt::Debug for ItemStream<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("ItemStream").field("buffered", &self.items.len()).finish_non_exhaustive()
    }
}

/// A page fetched in a task of its own: a reader that takes longer over a page than the call's timeout must not run into it.
struct Prefetch<T>(JoinHandle<Result<Page<T>, Error>>);

impl<T: DeserializeOwned + FromJson + Send + 'static> Prefetch<T> {
    fn start(call: PageCall) -> Self {
        Self(tokio::spawn(call.fetch()))
    }
}

impl<T> Future for Prefetch<T> {
    type Output = Result<Page<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Poll::Ready(ready!(Pin::new(&mut self.0).poll(context)).unwrap_or_else(|error| {
            if error.is_panic() {
                std::panic::resume_unwind(error.into_panic());
            }
            let message = "the runtime was shut down before the next page was there".to_owned();
            Err(Error::Connection { message, attempts: Attempts::default(), source: Some(Box::new(error)) })
        }))
    }
}

impl<T> Drop for Prefetch<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
