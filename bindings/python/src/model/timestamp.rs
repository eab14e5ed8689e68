//! RFC 3339 text as `datetime`.

use pyo3::prelude::*;
use pyo3::types::{PyDateTime, PyDelta, PyTzInfo};

use super::datetime_api;

/// The `datetime` of a text such as `2026-06-30T21:45:12.714Z`, with its time zone; `None` for a text that is none, which then stays text.
pub fn parse(py: Python<'_>, text: &[u8]) -> PyResult<Option<Py<PyAny>>> {
    let Some(Parts { year, month, day, hour, minute, second, microsecond, offset_seconds }) = Parts::read(text) else { return Ok(None) };
    let numbers = [year, month.into(), day.into(), hour.into(), minute.into(), second.into(), microsecond as i32];
    // The 31st of February: not a date, so not a datetime.
    if let (0, Some(made)) = (offset_seconds, datetime_api::in_utc(py, numbers)) {
        return Ok(made.ok().map(Bound::unbind));
    }
    let zone = match offset_seconds {
        0 => PyTzInfo::utc(py)?.to_owned(),
        seconds => PyTzInfo::fixed_offset(py, PyDelta::new(py, 0, seconds, 0, true)?)?,
    };
    Ok(PyDateTime::new(py, year, month, day, hour, minute, second, microsecond, Some(&zone)).ok().map(|value| value.into_any().unbind()))
}

struct Parts {
    year: i32,
    month: u8,
    day: u8,
    hour: u8,
    minute: u8,
    second: u8,
    microsecond: u32,
    offset_seconds: i32,
}

impl Parts {
    fn read(text: &[u8]) -> Option<Self> {
        let punctuation = [(4, b'-'), (7, b'-'), (13, b':'), (16, b':')];
        if text.len() < 20 || punctuation.iter().any(|(at, byte)| text[*at] != *byte) || !matches!(text[10], b'T' | b't' | b' ') {
            return None;
        }
        let two = |at: usize| digits(&text[at..at + 2]).and_then(|value| u8::try_from(value).ok());
        let (microsecond, zone) = fraction(&text[19..])?;
        Some(Self {
            year: i32::try_from(digits(&text[..4])?).ok()?,
            month: two(5)?,
            day: two(8)?,
            hour: two(11)?,
            minute: two(14)?,
            second: two(17)?,
            microsecond,
            offset_seconds: offset(zone)?,
        })
    }
}

/// Microseconds, cut off below, and what follows them.
fn fraction(text: &[u8]) -> Option<(u32, &[u8])> {
    let Some(rest) = text.strip_prefix(b".") else { return Some((0, text)) };
    let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let kept = length.min(6);
    let value = digits(&rest[..kept]).filter(|_| length > 0)?;
    Some((value * 10_u32.pow(6 - kept as u32), &rest[length..]))
}

fn offset(text: &[u8]) -> Option<i32> {
    match text {
        [b'Z' | b'z'] => Some(0),
        [sign @ (b'+' | b'-'), hours @ .., b':', tens, ones] if hours.len() == 2 => {
            let (hours, minutes) = (digits(hours)?, digits(&[*tens, *ones])?);
            let seconds = i32::try_from(hours * 3600 + minutes * 60).ok().filter(|_| hours < 24 && minutes < 60)?;
            Some(if *sign == b'-' { -seconds } else { seconds })
        }
        _ => None,
    }
}

fn digits(text: &[u8]) -> Option<u32> {
    text.iter().try_fold(0, |value: u32, byte| byte.is_ascii_digit().then(|| value * 10 + u32::from(byte - b'0')))
}
