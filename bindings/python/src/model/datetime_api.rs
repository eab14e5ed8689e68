//! Making a `datetime` with the function that CPython's module keeps for programs in C.
//!
//! Calling the class takes four times as long, and most objects of the API have two dates. The structure that holds the function is no part of
//! the stable ABI which this module is built for, though Python's rules for compatibility hold for it (PEP 387). So it is used in CPython up to
//! the version below, and only if it holds what the module itself shows; everywhere else the class is called.

use std::ffi::c_int;

use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

/// The first CPython that nobody has looked at.
const UNKNOWN: (u8, u8) = (3, 16);

/// The head of `PyDateTime_CAPI` in `datetime.h`, the same since CPython 3.7.
#[repr(C)]
struct Head {
    /// date, datetime, time, timedelta, tzinfo.
    classes: [*mut ffi::PyObject; 5],
    utc: *mut ffi::PyObject,
    date: unsafe extern "C" fn(c_int, c_int, c_int, *mut ffi::PyObject) -> *mut ffi::PyObject,
    datetime: Make,
}

/// Year, month, day, hour, minute, second, microsecond, time zone, class.
type Make =
    unsafe extern "C" fn(c_int, c_int, c_int, c_int, c_int, c_int, c_int, *mut ffi::PyObject, *mut ffi::PyObject) -> *mut ffi::PyObject;

/// What is needed of it.
struct Api {
    make: Make,
    class: Py<PyAny>,
    utc: Py<PyAny>,
}

/// The moment in UTC: year, month, day, hour, minute, second, microsecond. `None` where this Python has no such function.
///
/// # Errors
/// `ValueError` for what is no date, such as the 31st of February.
pub fn in_utc(py: Python<'_>, parts: [c_int; 7]) -> Option<PyResult<Bound<'_, PyAny>>> {
    static API: PyOnceLock<Option<Api>> = PyOnceLock::new();
    let Api { make, class, utc } = API.get_or_init(py, || Api::find(py).unwrap_or_default()).as_ref()?;
    let [year, month, day, hour, minute, second, microsecond] = parts;
    // SAFETY: the interpreter is attached; both objects are alive; what comes back is a new reference, or null with the error set.
    Some(unsafe {
        let made = make(year, month, day, hour, minute, second, microsecond, utc.as_ptr(), class.as_ptr());
        Bound::from_owned_ptr_or_err(py, made)
    })
}

impl Api {
    fn find(py: Python<'_>) -> PyResult<Option<Self>> {
        let implementation = py.import("sys")?.getattr("implementation")?.getattr("name")?;
        if implementation.extract::<String>()? != "cpython" || py.version_info() >= UNKNOWN {
            return Ok(None);
        }
        let module = py.import("datetime")?;
        let utc = module.getattr("timezone")?.getattr("utc")?;
        // SAFETY: null, or a structure that lives as long as the process; of its head the objects are compared before the rest is believed.
        let Some(head) = (unsafe { ffi::PyCapsule_Import(c"datetime.datetime_CAPI".as_ptr(), 0).cast::<Head>().as_ref() }) else {
            return Err(PyErr::fetch(py));
        };
        for (class, name) in head.classes.iter().zip(["date", "datetime", "time", "timedelta", "tzinfo"]) {
            if *class != module.getattr(name)?.as_ptr() {
                return Ok(None);
            }
        }
        let class = module.getattr("datetime")?;
        Ok((head.utc == utc.as_ptr()).then(|| Self { make: head.datetime, class: class.unbind(), utc: utc.unbind() }))
    }
}
