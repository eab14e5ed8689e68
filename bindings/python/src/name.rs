//! Names as Python strings: those of JSON's members, and of options.
//!
//! They repeat from object to object and from call to call. Making a string, hashing it and looking it up among the interpreter's own took half
//! of the time of a page's `to_dict`, so the strings of the last names are kept here.

use std::sync::{Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::types::PyString;

/// More than the API has names.
const PLACES: usize = 1024;
/// Longer ones are somebody's data.
const LONGEST: usize = 48;

struct Known {
    name: Box<str>,
    text: Py<PyString>,
}

/// Held for the time of a look only, and never while Python runs.
static KNOWN: Mutex<[Option<Known>; PLACES]> = Mutex::new([const { None }; PLACES]);

/// The string of a name.
pub fn string<'py>(py: Python<'py>, name: &str) -> Bound<'py, PyString> {
    if let Some(text) = remembered(py, name.as_bytes()) {
        return text;
    }
    if name.len() > LONGEST {
        return PyString::new(py, name);
    }
    let text = PyString::intern(py, name);
    let replaced = lock()[place(name.as_bytes())].replace(Known { name: name.into(), text: text.clone().unbind() });
    drop(replaced);
    text
}

/// The string of a name that was here before.
pub fn remembered<'py>(py: Python<'py>, name: &[u8]) -> Option<Bound<'py, PyString>> {
    lock()[place(name)].as_ref().filter(|known| known.name.as_bytes() == name).map(|known| known.text.bind(py).clone())
}

fn lock() -> std::sync::MutexGuard<'static, [Option<Known>; PLACES]> {
    KNOWN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// From the length and both ends: names of one length that share them take each other's place, which costs time and nothing else.
fn place(name: &[u8]) -> usize {
    let word = |bytes: &[u8]| bytes.iter().fold(0_u64, |word, byte| word << 8 | u64::from(*byte));
    let end = name.len().saturating_sub(8);
    let mixed = word(&name[..name.len().min(8)]) ^ word(&name[end..]).rotate_left(29) ^ name.len() as u64;
    (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 54) as usize
}
