//! `instantly_sdk._native`: what the Python package calls.
//!
//! It knows no operation and no field. It converts arguments (`convert`), runs calls on tokio (`runtime`, `client`, `bridge`), shows answers
//! as Python objects (`tape`, `model`, `response`), and maps errors (`errors`). What an operation looks like is generated Python above it.

mod bridge;
mod client;
mod convert;
mod errors;
mod guard;
mod hooks;
mod limits;
mod listeners;
mod log;
mod mock;
mod model;
mod name;
#[rustfmt::skip]
mod option_table;
mod outcome;
mod request;
mod response;
mod runtime;
mod tape;
mod waiter;

use pyo3::prelude::*;

#[pymodule(gil_used = true)]
mod _native {
    #[pymodule_export]
    use super::bridge::{Bridge, Call};
    #[pymodule_export]
    use super::client::{Client, Pending};
    #[pymodule_export]
    use super::mock::MockServer;
    #[pymodule_export]
    use super::model::{Field, Model, Reading};
    #[pymodule_export]
    use super::request::{Operation, Request};
    #[pymodule_export]
    use super::response::Response;
    #[pymodule_export]
    use super::waiter::{Step, Waiter};

    /// The version of the SDK.
    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "the name Python gives it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
