//! How much a call took.

use std::time::Duration;

/// How often a request was sent, and how long it all took.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attempts {
    /// How often it was sent.
    pub count: u32,
    /// From the call to the end, waits included.
    pub elapsed: Duration,
}

impl Attempts {
    /// ` after 3 attempts in 4.1 s`, or nothing for the usual single attempt.
    pub(crate) fn in_words(self) -> String {
        match self.count {
            0 | 1 => String::new(),
            count => format!(" after {count} attempts in {} s", seconds(self.elapsed)),
        }
    }
}

/// `30`, `4.1`: seconds as people write them.
pub(crate) fn seconds(duration: Duration) -> String {
    let tenths = (duration.as_secs_f64() * 10.0).round() / 10.0;
    tenths.to_string()
}
