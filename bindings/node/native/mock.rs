//! The embedded Instantly, so that a program's own tests need no network. Orders and records cross as JSON text.

use instantly_mock::{MockOptions, MockServer as Server, NewJob, NextAnswer};
use napi_derive::napi;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A server on a free port of this machine, on a thread of its own.
#[napi]
pub struct MockServer(Server);

#[napi]
impl MockServer {
    /// Starts the server.
    #[napi(constructor, catch_unwind)]
    pub fn new(jobs: Option<u32>, seed: Option<u32>, api_key: Option<String>) -> napi::Result<Self> {
        let defaults = MockOptions::default();
        let options = MockOptions {
            jobs: jobs.map_or(defaults.jobs, |jobs| jobs as usize),
            seed: seed.map_or(defaults.seed, u64::from),
            api_key,
            ..defaults
        };
        Server::start(options).map(MockServer).map_err(reason)
    }

    /// `http://127.0.0.1:PORT`
    #[napi(getter, catch_unwind)]
    pub fn url(&self) -> String {
        self.0.url().to_owned()
    }

    /// Closes the port and every connection. A second time does nothing.
    #[napi(catch_unwind)]
    pub fn stop(&self) {
        self.0.stop();
    }

    /// The requests that arrived, as a JSON array.
    #[napi(catch_unwind)]
    pub fn requests(&self) -> napi::Result<String> {
        to_text(&self.0.requests())
    }

    /// Forgets the requests that arrived.
    #[napi(catch_unwind)]
    pub fn clear_requests(&self) {
        self.0.clear_requests();
    }

    /// Orders an answer.
    #[napi(catch_unwind)]
    pub fn answer_next(&self, order: String) -> napi::Result<()> {
        self.0.answer_next(from_text::<NextAnswer>(&order)?);
        Ok(())
    }

    /// Adds a background job; returns it as the API shows it, as JSON.
    #[napi(catch_unwind)]
    pub fn add_job(&self, job: String) -> napi::Result<String> {
        to_text(&self.0.add_job(&from_text::<NewJob>(&job)?).map_err(reason)?)
    }

    /// Moves every unfinished background job on.
    #[napi(catch_unwind)]
    pub fn advance(&self, steps: u32) {
        self.0.advance(steps as usize);
    }

    /// Brings everything back to how the server started.
    #[napi(catch_unwind)]
    pub fn reset(&self) {
        self.0.reset();
    }
}

fn to_text(value: &impl Serialize) -> napi::Result<String> {
    serde_json::to_string(value).map_err(reason)
}

fn from_text<T: DeserializeOwned>(text: &str) -> napi::Result<T> {
    serde_json::from_str(text).map_err(reason)
}

fn reason(error: impl std::fmt::Display) -> napi::Error {
    napi::Error::from_reason(error.to_string())
}
