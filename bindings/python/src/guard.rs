//! Panics end at the border: a user gets an exception that an ordinary `except` catches, not pyo3's `PanicException`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pyo3::prelude::*;

use crate::errors;
use crate::interpreter::shielded;

/// Runs the body of an entry point.
pub fn guard<T>(body: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    // What the body holds is dropped with the panic; the pools and queues it may have touched are never left half changed under their locks.
    let outcome = catch_unwind(AssertUnwindSafe(|| shielded(body)));
    outcome.unwrap_or_else(|panic| Err(errors::internal(&describe(&*panic))))
}

/// The message of a panic.
pub fn describe(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("panic").to_owned()
}
