//! The wire layer of instantly-sdk: every call of the Instantly API v2, and what all SDKs promise about a call.
//!
//! progenitor generates the calls (`generated`); [`Transport`] runs one through them. Authentication, pacing, deadlines, retries, errors and
//! redaction live here once, so that Rust, Python and Node behave alike. Most programs want `instantly-sdk`, which puts a typed surface on top.
//!
//! A call flows: [`Arguments`] (checked against the [`Operation`]'s row) → [`Transport::call`] → the row's `run` → progenitor's method →
//! `attempt` (the attempt loop) → reqwest → [`Raw`] or [`Error`].

// What can be reached can be named: a user may have to write its type.
#![cfg_attr(not(test), warn(unnameable_types))]

mod arguments;
mod attempt;
mod attempts;
mod body_reader;
#[rustfmt::skip]
mod call_options;
mod check;
mod config;
mod encode;
mod encoded;
mod error;
mod exec;
mod form;
#[rustfmt::skip]
mod generated;
mod headers;
mod hooks;
mod log;
mod lookup;
mod network;
mod observer;
mod operation;
mod options;
mod pacing;
mod raw;
mod retry;
mod secret;
mod session;
#[cfg(test)]
mod test_rows;
mod tls;
mod trail;
mod transport;
mod value;
mod wait;
mod walk;

pub use arguments::{Arguments, Given};
pub use attempts::Attempts;
pub use call_options::{CallOptions, WaitOptions};
pub use config::{Config, RateLimit};
pub use error::{Class, Error, ErrorResponse};
pub use form::{JsonKind, Structure};
pub use generated::operations;
pub use headers::Headers;
pub use log::LogLevel;
pub use lookup::{operation, wait_plan};
pub use observer::{Event, Observer, Phase};
pub use operation::{
    Argument, BodyForm, Element, Encoding, Field, Form, Kind, Location, Next, Object, Operation, Outcome, Pagination, RateGroup,
};
pub use options::duration_argument;
pub use pacing::{RateLimitStatus, RateLimitWindow};
pub use raw::Raw;
pub use transport::Transport;
pub use value::Value;
pub use wait::{Verdict, WaitPlan, Waiter};
pub use walk::{Step, Walk};
