//! What is used of the account's limits, as the values of `_limits.py`.

use instantly_client::{RateLimitStatus, RateLimitWindow};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};

/// A `RateLimitStatus` of Python.
pub fn status<'py>(py: Python<'py>, status: &RateLimitStatus) -> PyResult<Bound<'py, PyAny>> {
    let module = PyModule::import(py, "instantly_sdk._limits")?;
    let class = module.getattr("RateLimitWindow")?;
    let window = |window: &RateLimitWindow| class.call1((window.limit, window.used, window.length.as_secs_f64()));
    let windows = status.windows.iter().map(window).collect::<PyResult<Vec<_>>>()?;
    let groups = PyDict::new(py);
    for (name, group) in &status.groups {
        groups.set_item(name, window(group)?)?;
    }
    module.getattr("RateLimitStatus")?.call1((PyTuple::new(py, windows)?, groups, status.next_in.as_secs_f64()))
}
