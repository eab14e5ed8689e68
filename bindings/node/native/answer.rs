//! The outcome of a call, as JavaScript gets it.

use instantly_client::{Error, Operation, Raw};
use napi::bindgen_prelude::{Either, ToNapiValue, sys};
use napi_derive::napi;

use crate::duration::in_milliseconds;
use crate::failure::Failure;
use crate::text::Text;

/// A success, as an array: the cheapest value to make. Status, headers (names and values in turn, one a line), request id, attempts,
/// milliseconds from the call to the last byte, body, and whether it carries no value.
#[napi(array, object_from_js = false)]
pub struct Answer(pub u32, pub String, pub Option<String>, pub u32, pub f64, pub Text, pub bool);

/// An array or an object; never a rejection.
pub struct Settled(Either<Answer, Failure>);

impl Settled {
    pub fn new(operation: &Operation, result: Result<Raw, Error>) -> Self {
        Settled(match result {
            Ok(raw) => {
                let (request_id, is_absent) = (raw.request_id().map(str::to_owned), raw.is_absent(operation));
                let (headers, elapsed) = (raw.headers.into_lines(), in_milliseconds(raw.elapsed));
                Either::A(Answer(raw.status.into(), headers, request_id, raw.attempts, elapsed, Text::new(raw.body), is_absent))
            }
            Err(error) => Either::B(error.into()),
        })
    }

    pub fn panicked() -> Self {
        Settled(Either::B(Failure::internal("the native module panicked during a call")))
    }
}

impl ToNapiValue for Settled {
    unsafe fn to_napi_value(env: sys::napi_env, settled: Self) -> napi::Result<sys::napi_value> {
        // SAFETY: the caller's promise, that `env` is the environment running now, is passed on.
        unsafe { Either::to_napi_value(env, settled.0) }
    }
}
