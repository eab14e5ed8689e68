//! Whether and when a request is sent again: pure decisions, no clock and no I/O.

use std::time::{Duration, SystemTime};

/// The first wait between attempts; each further one doubles it.
const FIRST_WAIT: Duration = Duration::from_millis(500);
/// No wait of ours is longer; a server may ask for more.
const LONGEST_WAIT: Duration = Duration::from_secs(8);

/// How an attempt failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The request never left: no connection.
    BeforeSending,
    /// It left, and no whole answer came back: reset, truncated, timed out.
    AfterSending,
    /// The server answered with this status.
    Status(u16),
}

/// Whether another attempt is harmless.
///
/// A write that reached the server may have acted, whatever came back: only a refusal (429) or a request that never left is safe to repeat.
pub(crate) fn may_repeat(failure: Failure, safe: bool) -> bool {
    match failure {
        Failure::BeforeSending | Failure::Status(429) => true,
        Failure::AfterSending | Failure::Status(408 | 500..=599) => safe,
        Failure::Status(_) => false,
    }
}

/// The wait before attempt `attempt + 1`: doubling, with `jitter` (0 to 1) taking up to half of it away.
pub(crate) fn backoff(attempt: u32, jitter: f64) -> Duration {
    let full = FIRST_WAIT.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1))).min(LONGEST_WAIT);
    full.mul_f64(1.0 - jitter.clamp(0.0, 1.0) / 2.0)
}

/// `Retry-After` in seconds or as an HTTP date (RFC 9110, section 10.2.3).
pub(crate) fn retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<f64>() {
        return Duration::try_from_secs_f64(seconds).ok();
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_write_that_may_have_acted_is_not_repeated() {
        for failure in [Failure::AfterSending, Failure::Status(408), Failure::Status(500), Failure::Status(503)] {
            assert!(!may_repeat(failure, false), "{failure:?}");
            assert!(may_repeat(failure, true), "{failure:?}");
        }
        for failure in [Failure::BeforeSending, Failure::Status(429)] {
            assert!(may_repeat(failure, false), "{failure:?}");
        }
        for status in [301, 400, 401, 402, 403, 404, 409, 413, 422] {
            assert!(!may_repeat(Failure::Status(status), true), "{status}");
        }
    }

    #[test]
    fn waits_double_up_to_eight_seconds() {
        let waits: Vec<_> = (1..=6).map(|attempt| backoff(attempt, 0.0).as_millis()).collect();
        assert_eq!(waits, [500, 1_000, 2_000, 4_000, 8_000, 8_000]);
        assert_eq!(backoff(1, 1.0).as_millis(), 250);
        assert_eq!(backoff(u32::MAX, 0.0).as_secs(), 8);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = httpdate::parse_http_date("Tue, 24 Nov 2026 10:00:00 GMT").unwrap();
        assert_eq!(retry_after("30", now), Some(Duration::from_secs(30)));
        assert_eq!(retry_after("0", now), Some(Duration::ZERO));
        assert_eq!(retry_after("Tue, 24 Nov 2026 10:01:30 GMT", now), Some(Duration::from_secs(90)));
        assert_eq!(retry_after("Tue, 24 Nov 2026 09:00:00 GMT", now), Some(Duration::ZERO));
        for bad in ["", "soon", "-1", "NaN", "1e400"] {
            assert_eq!(retry_after(bad, now), None, "{bad}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_retry_after_is_a_wait_or_nothing(text in "\\PC{0,30}|[-+.eE0-9 ]{0,30}", seconds in 0_u64..1 << 53, number in any::<f64>()) {
            let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
            let _ = retry_after(&text, now);
            prop_assert_eq!(retry_after(&seconds.to_string(), now), Some(Duration::from_secs(seconds)));
            // Below zero, or longer than the machine can count: nothing.
            let wait = retry_after(&format!(" {number:e}\t"), now);
            prop_assert_eq!(wait, Duration::try_from_secs_f64(number).ok());
            prop_assert_eq!(wait.is_some(), (0.0..1.8e19).contains(&number) || number == 0.0);
        }

        #[test]
        fn any_date_is_a_wait_until_then(seconds in 0_u64..250_000_000_000, now in 0_u64..250_000_000_000) {
            let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            let text = httpdate::fmt_http_date(at(seconds));
            prop_assert_eq!(retry_after(&text, at(now)), Some(Duration::from_secs(seconds.saturating_sub(now))));
        }

        #[test]
        fn any_wait_of_ours_is_within_its_bounds(attempt in any::<u32>(), jitter in any::<f64>()) {
            let wait = backoff(attempt, jitter);
            prop_assert!(wait >= FIRST_WAIT / 2 && wait <= LONGEST_WAIT, "{:?}", wait);
        }
    }
}
