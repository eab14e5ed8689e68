//! What a call ends in, off the interpreter: nothing here needs Python, so it is made with the lock released.

use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;
use instantly_client::{Arguments, CallOptions, Error, Transport};
use pyo3::prelude::*;

use crate::errors;
use crate::guard::describe;
use crate::response::Response;

/// An answer with its index, or why there is none.
pub enum Outcome {
    Answer(Response),
    Failed(Error),
    /// A bug: the words of a panic.
    Panicked(String),
}

impl Outcome {
    /// Calls, and indexes the answer. A panic is an outcome too, so that whoever waits always hears.
    pub async fn of(transport: &Transport, arguments: Arguments, options: &CallOptions) -> Self {
        let call = async { transport.call(&arguments, options).await.map(|raw| Response::new(raw, arguments.operation())) };
        match AssertUnwindSafe(call).catch_unwind().await {
            Ok(Ok(response)) => Self::Answer(response),
            Ok(Err(error)) => Self::Failed(error),
            Err(panic) => Self::Panicked(describe(&*panic)),
        }
    }

    pub fn is_answer(&self) -> bool {
        matches!(self, Self::Answer(_))
    }

    /// The response, or the exception.
    pub fn into_python(self, py: Python<'_>) -> PyResult<Response> {
        match self {
            Self::Answer(response) => Ok(response),
            Self::Failed(error) => Err(errors::raise(py, &error)),
            Self::Panicked(what) => Err(errors::internal(&what)),
        }
    }
}
