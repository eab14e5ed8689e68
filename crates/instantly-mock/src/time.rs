//! Timestamps as the API writes them: ISO 8601, UTC, milliseconds, `Z`. The mock's clock is part of its data, never the machine's.

/// 2026-08-14T09:00:00.000Z, the moment at which a fresh mock stands.
pub(crate) const NOW: u64 = 1_786_698_000_000;

pub(crate) const DAY: u64 = 24 * 60 * 60 * 1000;

/// `2026-08-13T11:11:58.077Z`, from milliseconds since 1970.
pub(crate) fn timestamp(milliseconds: u64) -> String {
    let (seconds, rest) = (milliseconds / 1000 % 86_400, milliseconds % 1000);
    format!("{}T{:02}:{:02}:{:02}.{rest:03}Z", date(milliseconds), seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// `2026-08-13`, from milliseconds since 1970.
pub(crate) fn date(milliseconds: u64) -> String {
    // Days are counted from 0000-03-01, so that the leap day ends a year; 400 years are one cycle of 146,097 days.
    let days = milliseconds / DAY + 719_468;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_as_the_api_does() {
        assert_eq!(timestamp(NOW), "2026-08-14T09:00:00.000Z");
        assert_eq!(timestamp(1_786_619_518_077), "2026-08-13T11:11:58.077Z");
        assert_eq!(timestamp(951_782_399_999), "2000-02-28T23:59:59.999Z");
        assert_eq!(date(951_782_400_000), "2000-02-29");
        assert_eq!(date(0), "1970-01-01");
    }
}
