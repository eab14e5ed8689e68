//! Python's `logging`: the logger `instantly_sdk`, for programs that use it, and `INSTANTLY_LOG` for the others.

use instantly_client::{Event, LogLevel};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyTuple;

use crate::{errors, interpreter};

/// The logger, for one call.
pub struct Log {
    logger: Py<PyAny>,
    level: LogLevel,
}

/// `logging.DEBUG` and `logging.INFO`.
const DEBUG: u8 = 10;
const INFO: u8 = 20;

impl Log {
    /// The logger, when somebody listens to it now. Who never imported `logging` can't, so it is not imported for them.
    pub fn now(py: Python<'_>) -> PyResult<Option<Self>> {
        static LOGGER: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        let logger = match LOGGER.get(py) {
            Some(logger) => logger,
            None if !is_imported(py)? => return Ok(None),
            None => LOGGER.get_or_try_init(py, || {
                let logging = PyModule::import(py, "logging")?;
                logging.call_method1("getLogger", ("instantly_sdk",)).map(Bound::unbind)
            })?,
        };
        let logger = logger.bind(py);
        let is_enabled_for = logger.getattr("isEnabledFor")?;
        let listens = |level: u8| interpreter::call(&is_enabled_for, &PyTuple::new(py, [level])?, None)?.is_truthy();
        if !listens(INFO)? {
            return Ok(None);
        }
        let level = if listens(DEBUG)? { LogLevel::Debug } else { LogLevel::Info };
        Ok(Some(Self { logger: logger.clone().unbind(), level }))
    }

    pub fn wants(&self, event: &Event) -> bool {
        self.level.includes(event)
    }

    pub fn logger(&self) -> &Py<PyAny> {
        &self.logger
    }

    /// The function that writes a line for this event, and its arguments.
    pub fn line<'py>(&self, py: Python<'py>, event: &Event) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let level = if event.is_outcome() { INFO } else { DEBUG };
        Ok((self.logger.bind(py).getattr("log")?, (level, event.to_string()).into_pyobject(py)?))
    }
}

/// Does what `INSTANTLY_LOG` says, once a process.
pub fn set_up(py: Python<'_>) -> PyResult<()> {
    static DONE: PyOnceLock<()> = PyOnceLock::new();
    let Some(level) = LogLevel::from_env().map_err(|error| errors::raise(py, &error))? else { return Ok(()) };
    let level = if level == LogLevel::Debug { DEBUG } else { INFO };
    DONE.get_or_try_init(py, || PyModule::import(py, "instantly_sdk._logs")?.call_method1("set_up", (level,)).map(drop))?;
    Ok(())
}

fn is_imported(py: Python<'_>) -> PyResult<bool> {
    static MODULES: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let modules = MODULES.get_or_try_init(py, || PyModule::import(py, "sys")?.getattr("modules").map(Bound::unbind))?;
    modules.bind(py).contains("logging")
}
