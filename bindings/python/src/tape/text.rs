//! Reading strings with escapes. The indexer has checked the escapes already.

use std::char::REPLACEMENT_CHARACTER;

/// The text of a string's inside. Surrogates without a partner and broken UTF-8 become U+FFFD.
pub fn unescape(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some(backslash) = rest.iter().position(|byte| *byte == b'\\') {
        text.push_str(&String::from_utf8_lossy(&rest[..backslash]));
        let (character, length) = escape(&rest[backslash..]);
        text.push(character);
        rest = &rest[backslash + length..];
    }
    text.push_str(&String::from_utf8_lossy(rest));
    text
}

/// The character that the escape at the start stands for, and the escape's length.
fn escape(bytes: &[u8]) -> (char, usize) {
    match bytes.get(1) {
        Some(b'b') => ('\u{8}', 2),
        Some(b'f') => ('\u{c}', 2),
        Some(b'n') => ('\n', 2),
        Some(b'r') => ('\r', 2),
        Some(b't') => ('\t', 2),
        Some(b'u') => unicode_escape(bytes),
        Some(other) => (char::from(*other), 2),
        None => (REPLACEMENT_CHARACTER, 1),
    }
}

fn unicode_escape(bytes: &[u8]) -> (char, usize) {
    let Some(unit) = code_unit(bytes) else { return (REPLACEMENT_CHARACTER, bytes.len()) };
    if let Some(low) = bytes.get(6..).and_then(code_unit)
        && let Some(Ok(character)) = char::decode_utf16([unit, low]).next()
        && (0xD800..0xDC00).contains(&unit)
    {
        return (character, 12);
    }
    (char::from_u32(u32::from(unit)).unwrap_or(REPLACEMENT_CHARACTER), 6)
}

/// The UTF-16 code unit of a `\uXXXX` at the start.
fn code_unit(bytes: &[u8]) -> Option<u16> {
    let digits = bytes.strip_prefix(b"\\u")?.get(..4)?;
    u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}
