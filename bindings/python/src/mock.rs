//! The embedded Instantly in this process; `testing.py` is what users see of it.

use instantly_mock::{MockOptions, NextAnswer};
use pyo3::exceptions::{PyOSError, PyValueError};
use pyo3::prelude::*;

use crate::errors;
use crate::guard::guard;

/// A running server, on a thread of its own. Structured values cross as JSON text.
#[pyclass(frozen, module = "instantly_sdk._native")]
pub struct MockServer {
    server: instantly_mock::MockServer,
}

#[pymethods]
impl MockServer {
    #[new]
    fn new(py: Python<'_>, port: u16, jobs: usize, seed: u64, api_key: Option<String>) -> PyResult<Self> {
        guard(|| {
            let options = MockOptions { port, jobs, seed, api_key, ..MockOptions::default() };
            let server = py.detach(|| instantly_mock::MockServer::start(options));
            server.map(|server| Self { server }).map_err(|error| PyOSError::new_err(error.to_string()))
        })
    }

    #[getter]
    fn url(&self) -> &str {
        self.server.url()
    }

    fn stop(&self, py: Python<'_>) -> PyResult<()> {
        guard(|| {
            py.detach(|| self.server.stop());
            Ok(())
        })
    }

    fn requests(&self) -> PyResult<String> {
        serde_json::to_string(&self.server.requests()).map_err(|error| errors::internal(&error.to_string()))
    }

    fn clear_requests(&self) {
        self.server.clear_requests();
    }

    fn answer_next(&self, answer: &str) -> PyResult<()> {
        let answer: NextAnswer = serde_json::from_str(answer).map_err(|error| PyValueError::new_err(error.to_string()))?;
        self.server.answer_next(answer);
        Ok(())
    }

    fn add_job(&self, job: &str) -> PyResult<String> {
        let job = serde_json::from_str(job).map_err(|error| PyValueError::new_err(error.to_string()))?;
        let job = self.server.add_job(&job).map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok(job.to_string())
    }

    fn advance(&self, steps: usize) {
        self.server.advance(steps);
    }

    fn reset(&self) {
        self.server.reset();
    }
}
