//! What the server holds while it runs, shared by its connections.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::document::Document;
use crate::faults::Faults;
use crate::jobs::Jobs;
use crate::lock;
use crate::on_demand::Orders;
use crate::pages::Pages;
use crate::record::Records;

/// Everything a request may need.
#[derive(Debug)]
pub(crate) struct State {
    pub(crate) url: String,
    pub(crate) seed: u64,
    pub(crate) api_key: Option<String>,
    pub(crate) log: bool,
    pub(crate) document: Arc<Document>,
    pub(crate) jobs: Mutex<Jobs>,
    pub(crate) orders: Orders,
    pub(crate) records: Records,
    pub(crate) faults: Faults,
    pub(crate) pages: Option<Pages>,
    #[cfg(feature = "script")]
    pub(crate) cases: crate::script::Cases,
    pub(crate) answered: AtomicU64,
}

impl State {
    /// What is wrong with an `Authorization` header, if something is.
    pub(crate) fn refuse_key(&self, header: Option<&str>) -> Option<&'static str> {
        let Some(header) = header else { return Some("Missing Authorization header") };
        let key = header.strip_prefix("Bearer ").map(str::trim).filter(|key| !key.is_empty());
        let accepted = key.is_some_and(|key| self.api_key.as_ref().is_none_or(|wanted| wanted == key));
        (!accepted).then_some("Invalid authorization header")
    }

    /// An id for the next answer, by which a client's error can be told from others.
    pub(crate) fn next_request_id(&self) -> String {
        format!("mock-{:06}", self.answered.fetch_add(1, Ordering::Relaxed) + 1)
    }

    /// Moves every unfinished job on.
    pub(crate) fn advance(&self, steps: usize) {
        lock(&self.jobs).advance(steps);
        self.forget_pages();
    }

    /// To be called when jobs have changed other than by being polled.
    pub(crate) fn forget_pages(&self) {
        if let Some(pages) = &self.pages {
            pages.clear();
        }
    }

    /// How long a static page is held back.
    pub(crate) async fn static_delay(&self) {
        let delay = self.pages.as_ref().map_or(Duration::ZERO, Pages::delay);
        if !delay.is_zero() {
            tokio::time::sleep(delay).await;
        }
    }

    /// Back to how the server started, but for cases in play.
    pub(crate) fn reset(&self) {
        lock(&self.jobs).reset();
        self.forget_pages();
        self.orders.clear();
        self.records.clear();
        self.faults.reset();
        self.answered.store(0, Ordering::Relaxed);
    }
}
