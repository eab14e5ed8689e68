//! A failure as JavaScript gets it: a plain object with all that the error knows, never a flattened message.

use std::error::Error as _;

use bytes::Bytes;
use instantly_client::Error;
use napi_derive::napi;

use crate::duration::in_milliseconds;
use crate::text::Text;

/// TypeScript makes the class that `class_name` names.
#[napi(object, object_from_js = false)]
pub struct Failure {
    pub class_name: String,
    pub message: String,
    /// The argument that was refused.
    pub argument: Option<String>,
    pub status_code: Option<u32>,
    pub code: Option<String>,
    pub body: Option<Text>,
    /// Names and values in turn, one a line.
    pub headers: Option<String>,
    pub request_id: Option<String>,
    /// In milliseconds.
    pub retry_after: Option<f64>,
    pub attempts: u32,
    /// In milliseconds.
    pub elapsed: f64,
    /// The messages of the errors that led here, nearest first.
    pub causes: Vec<String>,
}

impl Failure {
    /// A defect of ours, reported as an error instead of a crash.
    pub fn internal(message: &str) -> Self {
        Failure {
            class_name: "InstantlyError".to_owned(),
            message: format!("{message}; please report this as a defect of instantly-sdk"),
            argument: None,
            status_code: None,
            code: None,
            body: None,
            headers: None,
            request_id: None,
            retry_after: None,
            attempts: 0,
            elapsed: 0.0,
            causes: Vec::new(),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure {
            class_name: error.class().name().to_owned(),
            message: error.to_string(),
            argument: error.argument().map(str::to_owned),
            status_code: error.status_code().map(u32::from),
            code: error.code().map(str::to_owned),
            body: error.body().map(|body| Text::new(Bytes::clone(body))),
            headers: (!error.headers().is_empty()).then(|| error.headers().clone().into_lines()),
            request_id: error.request_id().map(str::to_owned),
            retry_after: error.retry_after().map(in_milliseconds),
            attempts: error.attempts(),
            elapsed: in_milliseconds(error.elapsed()),
            causes: causes(&error),
        }
    }
}

fn causes(error: &Error) -> Vec<String> {
    let mut causes = Vec::new();
    let mut next = error.source();
    while let Some(cause) = next {
        causes.push(cause.to_string());
        next = cause.source();
    }
    causes
}
