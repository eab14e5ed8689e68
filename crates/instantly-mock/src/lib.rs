//! An embedded Instantly API v2, for tests and demos that need no network and no account. Unofficial.
//!
//! It holds background jobs made from a seed, which move on as they are polled; it refuses what the API refuses, in the API's words;
//! and it answers every other operation of the OpenAPI document with a body that is valid for it. The same seed gives the same answers.
//!
//! ```
//! use instantly_mock::{MockOptions, MockServer, NextAnswer};
//!
//! # fn main() -> Result<(), instantly_mock::MockError> {
//! let server = MockServer::start(MockOptions::default())?;
//! server.answer_next(NextAnswer::new(429));
//! // … point a client at server.url(), let it work …
//! assert!(server.requests().is_empty());
//! # Ok(())
//! # }
//! ```
//!
//! The same controls are open over HTTP, under `/__mock`, to programs that started the `instantly-mock` binary; `GET /__mock` lists them.
//! The feature `script` adds a player for conformance cases, `cli` the binary.

// What can be reached can be named: a user may have to write its type.
#![cfg_attr(not(test), warn(unnameable_types))]

mod api;
mod check;
mod connection;
mod control;
mod document;
mod error;
mod faults;
mod http;
mod jobs;
mod on_demand;
mod pages;
mod prerender;
mod random;
mod record;
mod reply;
mod sample;
mod schema;
#[cfg(feature = "script")]
mod script;
mod server;
mod state;
mod time;
mod wire;

use std::net::SocketAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

pub use control::NewJob;
pub use on_demand::{NextAnswer, RequestMatch};
pub use pages::StaticPages;
pub use record::RecordedRequest;
pub use server::{MockOptions, MockServer};

/// Why a mock can't do what was asked of it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MockError {
    /// The port can't be used.
    #[error("can't listen on {address}: {error}")]
    Listen {
        /// Where the server was to listen.
        address: SocketAddr,
        /// What the operating system says.
        error: std::io::Error,
    },
    /// The server's thread can't be started.
    #[error("can't start the server's thread: {0}")]
    Thread(std::io::Error),
    /// The OpenAPI document can't be used.
    #[error("the OpenAPI document can't be used: {0}")]
    Document(String),
    /// A job with such properties can't be.
    #[error("the job can't be added: {0}")]
    Job(String),
}

/// Locks also after a panic elsewhere: every value here is whole between two statements.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
