//! Panics end at the border: a user gets an exception that an ordinary `except` catches, not pyo3's `PanicException`.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

use crate::errors;

/// Runs the body of an entry point.
pub fn guard<T>(body: impl FnOnce() -> PyResult<T>) -> PyResult<T> {
    let body = || {
        let stay = Stay;
        let outcome = body();
        std::mem::forget(stay);
        outcome
    };
    // What the body holds is dropped with the panic; the pools and queues it may have touched are never left half changed under their locks.
    catch_unwind(AssertUnwindSafe(body)).unwrap_or_else(|panic| Err(errors::internal(&describe(&*panic))))
}

/// Calls Python code that the interpreter's end may overtake. Up to 3.13, a thread that nobody waits for and that asks for the lock then is
/// ended by unwinding its stack. Such an unwinding must come to no `catch_unwind`, which would end the process with a complaint, and drop no
/// object, since the lock is not held: so the thread stays here until the process is gone, as it does from 3.14 on.
pub fn call<'py>(
    function: &Bound<'py, PyAny>,
    arguments: &Bound<'py, PyTuple>,
    keywords: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    let stay = Stay;
    let outcome = function.call(arguments, keywords);
    std::mem::forget(stay);
    outcome
}

/// Waits for the end of the process.
pub fn stay() -> ! {
    loop {
        std::thread::park();
    }
}

struct Stay;

impl Drop for Stay {
    fn drop(&mut self) {
        // A panic of our own goes on.
        if !std::thread::panicking() {
            stay();
        }
    }
}

/// The words of a panic.
pub fn describe(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("panic").to_owned()
}
