//! The first fault of a value, and the path to it.

use std::fmt::{self, Display};

/// Longer names and values may be private, so only their length is shown.
const LONGEST: usize = 40;
/// As many steps of a long path are shown at either end of it.
const SHOWN_STEPS: usize = 8;

/// The rest of a sentence that begins with the argument's name: `[17].email must be a string, got 5`.
#[derive(Debug)]
pub(crate) struct Fault {
    /// Innermost first.
    steps: Vec<String>,
    message: String,
}

impl Fault {
    /// A fault of the member or item with this step.
    pub(super) fn at_member(mut self, name: &str) -> Self {
        self.steps.push(member(name));
        self
    }

    pub(super) fn at_item(mut self, index: usize) -> Self {
        self.steps.push(format!("[{index}]"));
        self
    }
}

impl<T: Into<String>> From<T> for Fault {
    fn from(message: T) -> Self {
        Self { steps: Vec::new(), message: message.into() }
    }
}

impl Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_long = self.steps.len() > 2 * SHOWN_STEPS;
        for (place, step) in self.steps.iter().rev().enumerate() {
            if is_long && place == SHOWN_STEPS {
                formatter.write_str("…")?;
            }
            if !is_long || place < SHOWN_STEPS || place >= self.steps.len() - SHOWN_STEPS {
                formatter.write_str(step)?;
            }
        }
        write!(formatter, " {}", self.message)
    }
}

/// A JSON value for a message.
pub(super) fn describe(text: &str) -> String {
    match text.bytes().next() {
        Some(b'[') => "a list".to_owned(),
        Some(b'{') => "an object".to_owned(),
        Some(b'"') if text.chars().count() > LONGEST => format!("a string of {} characters", text.chars().count() - 2),
        _ if text.len() > LONGEST => format!("a number of {} digits", text.bytes().filter(u8::is_ascii_digit).count()),
        _ => text.to_owned(),
    }
}

fn member(name: &str) -> String {
    let is_plain = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'$'));
    match name.chars().count() {
        length if length > LONGEST => format!("[a name of {length} characters]"),
        _ if is_plain => format!(".{name}"),
        _ => format!("[{name:?}]"),
    }
}
