//! JSON text that is passed on byte for byte.

use std::fmt;

use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// JSON text, checked once and then sent exactly as it is.
#[derive(Clone)]
pub struct RawJson(Box<RawValue>);

impl RawJson {
    /// Takes text that must be JSON.
    pub fn from_string(text: String) -> Result<Self, serde_json::Error> {
        RawValue::from_string(text).map(Self)
    }

    /// Writes a value as JSON.
    pub fn from_value<T: Serialize + ?Sized>(value: &T) -> Result<Self, serde_json::Error> {
        serde_json::value::to_raw_value(value).map(Self)
    }

    /// The text.
    pub fn get(&self) -> &str {
        self.0.get()
    }

    /// The JSON value `null`.
    pub fn null() -> Self {
        Self(RawValue::NULL.to_owned())
    }
}

impl Default for RawJson {
    fn default() -> Self {
        Self::null()
    }
}

impl PartialEq for RawJson {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Eq for RawJson {}

impl fmt::Display for RawJson {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.get())
    }
}

impl fmt::Debug for RawJson {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "RawJson({})", self.get())
    }
}

impl Serialize for RawJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::RawJson;

    #[test]
    fn goes_out_byte_for_byte() {
        let text = r#"{"b" : 1.0,  "a": "\u00e9" }"#;
        let raw = RawJson::from_string(text.to_owned()).unwrap();
        assert_eq!(serde_json::to_vec(&raw).unwrap(), text.as_bytes());
        assert_eq!(raw.get(), text);
    }

    #[test]
    fn must_be_json() {
        assert!(RawJson::from_string("{".to_owned()).is_err());
        assert!(RawJson::from_string("{} {}".to_owned()).is_err());
        assert_eq!(RawJson::from_value(&[1, 2]).unwrap().get(), "[1,2]");
        assert_eq!(RawJson::null().get(), "null");
    }
}
