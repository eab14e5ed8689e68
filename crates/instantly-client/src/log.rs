//! How much is logged, by the one variable that every language obeys.

use crate::{Error, Event};

const VARIABLE: &str = "INSTANTLY_LOG";

/// How much is logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    /// One line a request, when it is over.
    Info,
    /// Also a line when it is sent, and one when it will be sent again.
    Debug,
}

impl LogLevel {
    /// What `INSTANTLY_LOG` says; `None` when it says nothing.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for anything but `info` and `debug`.
    pub fn from_env() -> Result<Option<Self>, Error> {
        match std::env::var_os(VARIABLE) {
            Some(text) => Self::parse(&text.to_string_lossy()),
            None => Ok(None),
        }
    }

    /// Whether this event is logged.
    #[must_use]
    pub fn includes(self, event: &Event) -> bool {
        self == Self::Debug || event.is_outcome()
    }

    /// What the variable's text says, for a host that has an environment of its own.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for anything but `info` and `debug`.
    pub fn parse(text: &str) -> Result<Option<Self>, Error> {
        match text.trim().to_ascii_lowercase().as_str() {
            "" => Ok(None),
            "info" => Ok(Some(Self::Info)),
            "debug" => Ok(Some(Self::Debug)),
            _ => Err(Error::invalid_argument(VARIABLE, format!("{VARIABLE} must be info or debug, got {text:?}"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_is_one_of_two_words_or_nothing() {
        assert_eq!(LogLevel::parse(" ").unwrap(), None);
        assert_eq!(LogLevel::parse("info").unwrap(), Some(LogLevel::Info));
        assert_eq!(LogLevel::parse("DEBUG").unwrap(), Some(LogLevel::Debug));
        let error = LogLevel::parse("trace").unwrap_err();
        assert_eq!(error.to_string(), "INSTANTLY_LOG must be info or debug, got \"trace\"");
        assert_eq!(error.argument(), Some("INSTANTLY_LOG"));
    }
}
