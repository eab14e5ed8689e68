//! What a call ends in, off the interpreter: nothing here needs Python, so it is made with the lock released.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use instantly_client::{Arguments, CallOptions, Error, Raw, Transport};
use pyo3::prelude::*;

use crate::errors;
use crate::guard::describe;
use crate::response::Response;
use crate::tape::{Document, Problem};

/// An answer with its index, or why there is none.
pub enum Outcome {
    Answer(Answer),
    Failed(Error),
    /// A bug: the words of a panic.
    Panicked(String),
}

/// A 2xx and the index of its body.
pub struct Answer {
    pub raw: Raw,
    pub arguments: Arguments,
    pub document: Result<Arc<Document>, Problem>,
}

impl Outcome {
    /// Calls, and indexes the answer. A panic is an outcome too, so that whoever waits always hears.
    pub async fn of(transport: &Transport, arguments: Arguments, options: &CallOptions) -> Self {
        let call = async {
            match transport.call(&arguments, options).await {
                Ok(raw) => Ok(index(&raw, &arguments)).map(|document| (raw, document)),
                Err(error) => Err(error),
            }
        };
        match AssertUnwindSafe(call).catch_unwind().await {
            Ok(Ok((raw, document))) => Self::Answer(Answer { raw, arguments, document }),
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
            Self::Answer(answer) => Ok(Response::new(answer)),
            Self::Failed(error) => Err(errors::raise(py, &error)),
            Self::Panicked(what) => Err(errors::internal(&what)),
        }
    }
}

fn index(raw: &Raw, arguments: &Arguments) -> Result<Arc<Document>, Problem> {
    match arguments.operation().outcome {
        instantly_client::Outcome::Text | instantly_client::Outcome::Nothing => {
            Document::index(bytes::Bytes::from_static(b"null")).map(Arc::new)
        }
        _ => Document::index(raw.body.clone()).map(Arc::new),
    }
}
