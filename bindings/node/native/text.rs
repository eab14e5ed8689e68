//! A response body as a JavaScript string.

use bytes::Bytes;
use napi::bindgen_prelude::{ToNapiValue, check_status, sys};

/// Checked on the runtime's thread, so that JavaScript's thread only copies.
pub enum Text {
    /// Pure ASCII becomes a one-byte string without decoding.
    Ascii(Bytes),
    Unicode(String),
}

impl Text {
    /// Invalid UTF-8 becomes U+FFFD: one bad byte must not cost the page.
    pub fn new(bytes: Bytes) -> Self {
        if bytes.is_ascii() { Text::Ascii(bytes) } else { Text::Unicode(String::from_utf8_lossy(&bytes).into_owned()) }
    }
}

impl ToNapiValue for Text {
    unsafe fn to_napi_value(env: sys::napi_env, text: Self) -> napi::Result<sys::napi_value> {
        match text {
            Text::Unicode(text) => unsafe { String::to_napi_value(env, text) },
            Text::Ascii(bytes) => {
                let mut value = std::ptr::null_mut();
                // SAFETY: the pointer and the length are those of `bytes`, which lives until the call returns; the string is a copy.
                let status = unsafe { sys::napi_create_string_latin1(env, bytes.as_ptr().cast(), bytes.len() as isize, &mut value) };
                check_status!(status, "Could not make a string of the response body")?;
                Ok(value)
            }
        }
    }
}
