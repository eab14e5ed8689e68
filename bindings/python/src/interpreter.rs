//! Calls into Python from threads that the interpreter's end may overtake.
//!
//! Up to Python 3.13, a daemon thread that asks for the interpreter lock while the interpreter shuts down is ended by unwinding its stack. Such
//! an unwinding must reach no `catch_unwind`, which would end the process with a complaint, and drop no Python object, since the lock is not
//! held. So the thread parks until the process is gone, as it does from Python 3.14 on.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

/// Runs code that may be unwound by the interpreter; the thread then parks here.
pub fn shielded<T>(body: impl FnOnce() -> T) -> T {
    let shield = Shield;
    let outcome = body();
    std::mem::forget(shield);
    outcome
}

/// Calls a Python function, shielded.
pub fn call<'py>(
    function: &Bound<'py, PyAny>,
    arguments: &Bound<'py, PyTuple>,
    keywords: Option<&Bound<'py, PyDict>>,
) -> PyResult<Bound<'py, PyAny>> {
    shielded(|| function.call(arguments, keywords))
}

/// Parks until the process is gone.
pub fn park() -> ! {
    loop {
        std::thread::park();
    }
}

struct Shield;

impl Drop for Shield {
    fn drop(&mut self) {
        // A Rust panic continues to unwind.
        if !std::thread::panicking() {
            park();
        }
    }
}
