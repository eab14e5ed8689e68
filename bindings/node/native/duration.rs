//! Lengths of time: JavaScript has numbers of milliseconds.

use std::time::Duration;

/// A length of time that JavaScript gave; one too long for a `Duration` is as good as for ever.
pub fn milliseconds(value: f64) -> Duration {
    Duration::try_from_secs_f64(value / 1000.0).unwrap_or(Duration::MAX)
}

/// The same way back.
pub fn in_milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
