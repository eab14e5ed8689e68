//! A response body as a JavaScript string.

use bytes::Bytes;
use encoding_rs::mem;
use napi::bindgen_prelude::{ToNapiValue, check_status, sys};

/// A string in one of the two forms that JavaScript's engine keeps. It is brought there on the runtime's thread, so that JavaScript's own only
/// copies: decoding UTF-8 there takes ten times as long.
pub enum Text {
    /// Characters up to U+00FF, a byte each.
    OneByte(Bytes),
    /// UTF-16.
    TwoByte(Vec<u16>),
}

impl Text {
    /// Invalid UTF-8 becomes U+FFFD: one bad byte must not cost the page.
    pub fn new(bytes: Bytes) -> Self {
        if mem::is_ascii(&bytes) {
            return Text::OneByte(bytes);
        }
        if mem::is_utf8_latin1(&bytes) {
            let mut characters = vec![0; bytes.len()];
            let length = mem::convert_utf8_to_latin1_lossy(&bytes, &mut characters);
            characters.truncate(length);
            return Text::OneByte(characters.into());
        }
        // One more than it can need, as the function asks for.
        let mut units = vec![0; bytes.len() + 1];
        let length = mem::convert_utf8_to_utf16(&bytes, &mut units);
        units.truncate(length);
        Text::TwoByte(units)
    }
}

impl ToNapiValue for Text {
    unsafe fn to_napi_value(env: sys::napi_env, text: Self) -> napi::Result<sys::napi_value> {
        let mut value = std::ptr::null_mut();
        // SAFETY: pointer and length are those of what `text` holds, which lives until the call returns; the string is a copy.
        let status = unsafe {
            match &text {
                Text::OneByte(bytes) => sys::napi_create_string_latin1(env, bytes.as_ptr().cast(), bytes.len() as isize, &mut value),
                Text::TwoByte(units) => sys::napi_create_string_utf16(env, units.as_ptr(), units.len() as isize, &mut value),
            }
        };
        check_status!(status, "Could not make a string of the response body")?;
        Ok(value)
    }
}
