//! Points in time that keep the text they came as.

use std::fmt;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// A date and time as the API writes it: `2026-08-13T11:11:58.077Z`.
///
/// The text is kept as it came, so that one odd value never costs a page; [`Timestamp::parsed`] reads it when it is a
/// timestamp by RFC 3339.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(String);

impl Timestamp {
    /// The text, unchanged.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The moment it names; `None` when the text is no RFC 3339 timestamp. `chrono`, `jiff` and `time` all convert from it.
    pub fn parsed(&self) -> Option<SystemTime> {
        let (seconds, nanoseconds) = parse(self.0.as_bytes())?;
        let fraction = Duration::from_nanos(u64::from(nanoseconds));
        let whole = Duration::from_secs(seconds.unsigned_abs());
        let second = if seconds < 0 { SystemTime::UNIX_EPOCH.checked_sub(whole) } else { SystemTime::UNIX_EPOCH.checked_add(whole) };
        second?.checked_add(fraction)
    }

    /// Milliseconds since 1970-01-01 UTC, rounded down; `None` when the text is no RFC 3339 timestamp.
    pub fn unix_milliseconds(&self) -> Option<i64> {
        let (seconds, nanoseconds) = parse(self.0.as_bytes())?;
        Some(seconds * 1000 + i64::from(nanoseconds / 1_000_000))
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl From<String> for Timestamp {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Timestamp {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

/// As the API writes it: RFC 3339 in UTC, with milliseconds (finer digits are cut off).
impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let milliseconds = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_millis()).unwrap_or(i64::MAX),
            Err(before) => -i64::try_from(before.duration().as_nanos().div_ceil(1_000_000)).unwrap_or(i64::MAX),
        };
        Self(write(milliseconds))
    }
}

impl From<Timestamp> for String {
    fn from(timestamp: Timestamp) -> Self {
        timestamp.0
    }
}

impl AsRef<str> for Timestamp {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Timestamp {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Timestamp {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

/// The text of a moment in milliseconds since 1970-01-01 UTC.
fn write(milliseconds: i64) -> String {
    const DAY: i64 = 86_400_000;
    let (days, rest) = (milliseconds.div_euclid(DAY), milliseconds.rem_euclid(DAY));
    let (year, month, day) = date(days);
    let (hour, minute, second) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{:03}Z", rest % 1000)
}

/// Year, month and day, from the days since 1970-01-01. (Years are counted from March, so that the leap day is the last of one; 146,097 days
/// are 400 of them.)
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

/// Seconds since 1970-01-01 UTC, rounded down, and the nanoseconds after them.
fn parse(text: &[u8]) -> Option<(i64, u32)> {
    let year = digits(text, 0, 4)?;
    let (month, day) = (digits(text, 5, 2)?, digits(text, 8, 2)?);
    let (hour, minute, second) = (digits(text, 11, 2)?, digits(text, 14, 2)?, digits(text, 17, 2)?);
    let separated = text[4] == b'-' && text[7] == b'-' && matches!(text[10], b'T' | b't' | b' ') && text[13] == b':' && text[16] == b':';
    // A leap second is the last moment of its minute, as the system clock has it.
    if !separated || !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let (nanoseconds, rest) = fraction(&text[19..])?;
    let offset = offset(rest)?;
    let seconds = days_since_epoch(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second.min(59) - offset;
    Some((seconds, nanoseconds))
}

fn digits(text: &[u8], start: usize, length: usize) -> Option<i64> {
    text.get(start..start + length)?.iter().try_fold(0, |value, byte| byte.is_ascii_digit().then(|| value * 10 + i64::from(byte - b'0')))
}

/// The nanoseconds of `.077Z`, and what follows them.
fn fraction(text: &[u8]) -> Option<(u32, &[u8])> {
    let Some(text) = text.strip_prefix(b".") else {
        return Some((0, text));
    };
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if length == 0 {
        return None;
    }
    // Digits beyond nanoseconds are cut off; missing ones are zeros.
    let nanoseconds = (0..9).fold(0, |value, index| value * 10 + text[..length].get(index).map_or(0, |byte| u32::from(byte - b'0')));
    Some((nanoseconds, &text[length..]))
}

/// The seconds by which the time is ahead of UTC: 0 for `Z`, 5400 for `+01:30`.
fn offset(text: &[u8]) -> Option<i64> {
    let sign = match text {
        b"Z" | b"z" => return Some(0),
        [b'+', ..] => 1,
        [b'-', ..] => -1,
        _ => return None,
    };
    let (hours, minutes) = (digits(text, 1, 2)?, digits(text, 4, 2)?);
    (text.len() == 6 && text[3] == b':' && hours <= 23 && minutes <= 59).then_some(sign * (hours * 3600 + minutes * 60))
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    // Whole years since year 0, the leap days among them, then the days of this year; 719,528 days lie before 1970.
    let before = year - 1;
    let leap_days = if year > 0 { before / 4 - before / 100 + before / 400 + 1 } else { 0 };
    let days_before_month: i64 = (1..month).map(|month| days_in(year, month)).sum();
    year * 365 + leap_days + days_before_month + day - 1 - 719_528
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use super::Timestamp;

    fn milliseconds(text: &str) -> Option<i64> {
        Timestamp::from(text).unix_milliseconds()
    }

    #[test]
    fn reads_rfc_3339() {
        assert_eq!(milliseconds("1970-01-01T00:00:00Z"), Some(0));
        assert_eq!(milliseconds("2026-08-13T11:11:58.077Z"), Some(1_786_619_518_077));
        assert_eq!(milliseconds("2000-02-29T23:59:60Z"), Some(951_868_799_000));
        assert_eq!(milliseconds("2024-01-01T01:30:00.5+01:30"), Some(1_704_067_200_500));
        assert_eq!(milliseconds("1969-12-31 23:59:59.999z"), Some(-1));
        assert_eq!(milliseconds("0000-01-01T00:00:00Z"), Some(-62_167_219_200_000));
        let expected = SystemTime::UNIX_EPOCH + Duration::from_nanos(1_786_619_518_077_123_456);
        assert_eq!(Timestamp::from("2026-08-13T11:11:58.0771234567Z").parsed(), Some(expected));
    }

    #[test]
    fn writes_what_it_reads() {
        for text in ["1970-01-01T00:00:00.000Z", "2026-08-13T11:11:58.077Z", "2000-02-29T23:59:59.999Z", "1969-12-31T23:59:59.999Z"] {
            let time = Timestamp::from(text).parsed().unwrap();
            assert_eq!(Timestamp::from(time), text);
        }
        for day in (-719_000_i64..719_000).step_by(97) {
            let text = super::write(day * 86_400_000 + 1);
            assert_eq!(milliseconds(&text), Some(day * 86_400_000 + 1), "{text}");
        }
    }

    #[test]
    fn keeps_what_it_cannot_read() {
        for text in [
            "",
            "yesterday",
            "2026-02-29T00:00:00Z",
            "2026-08-13",
            "2026-08-13T11:11:58",
            "2026-08-13T25:00:00Z",
            "2026-08-13T11:11:58.Z",
            "2026-08-13T11:11:58+1:00",
            "２026-08-13T11:11:58Z",
        ] {
            assert_eq!(milliseconds(text), None, "{text}");
            assert_eq!(Timestamp::from(text).as_str(), text);
        }
        let odd: Timestamp = serde_json::from_str("\"soon\"").unwrap();
        assert_eq!(serde_json::to_string(&odd).unwrap(), "\"soon\"");
    }
}
