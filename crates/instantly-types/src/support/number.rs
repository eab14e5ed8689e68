//! Numbers that stay what they are: 40 is never sent or shown as 40.0.

use std::cmp::Ordering;
use std::fmt;

use serde::de::{Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The first integer that a double can no longer tell from its neighbour.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// A JSON number that may be whole or not.
///
/// The API documents counts, percentages and rates alike as `number`. Whole values, `10.0` included, are kept, shown and sent as
/// integers; all others are doubles.
#[derive(Clone, Copy)]
pub struct Number(Repr);

#[derive(Clone, Copy)]
enum Repr {
    Unsigned(u64),
    /// Always below zero.
    Negative(i64),
    /// Never a whole number that an integer could hold exactly.
    Double(f64),
}

impl Number {
    /// The value as a double; integers beyond 2^53 are rounded.
    pub fn as_f64(self) -> f64 {
        match self.0 {
            Repr::Unsigned(value) => value as f64,
            Repr::Negative(value) => value as f64,
            Repr::Double(value) => value,
        }
    }

    /// The value as an integer, if it is one and fits.
    pub fn as_i64(self) -> Option<i64> {
        match self.0 {
            Repr::Unsigned(value) => i64::try_from(value).ok(),
            Repr::Negative(value) => Some(value),
            Repr::Double(_) => None,
        }
    }

    /// The value as an unsigned integer, if it is one and fits.
    pub fn as_u64(self) -> Option<u64> {
        match self.0 {
            Repr::Unsigned(value) => Some(value),
            _ => None,
        }
    }

    /// Whether this is a whole number.
    pub fn is_integer(self) -> bool {
        !matches!(self.0, Repr::Double(_))
    }

    /// Whether this is neither infinite nor NaN, which JSON cannot carry.
    pub fn is_finite(self) -> bool {
        self.as_f64().is_finite()
    }
}

impl Default for Number {
    fn default() -> Self {
        Self(Repr::Unsigned(0))
    }
}

impl From<f64> for Number {
    fn from(value: f64) -> Self {
        if value.fract() == 0.0 && value.abs() < EXACT { Self::from(value as i64) } else { Self(Repr::Double(value)) }
    }
}

impl From<u64> for Number {
    fn from(value: u64) -> Self {
        Self(Repr::Unsigned(value))
    }
}

impl From<i64> for Number {
    fn from(value: i64) -> Self {
        u64::try_from(value).map_or(Self(Repr::Negative(value)), Self::from)
    }
}

impl From<i32> for Number {
    fn from(value: i32) -> Self {
        Self::from(i64::from(value))
    }
}

impl From<u32> for Number {
    fn from(value: u32) -> Self {
        Self::from(u64::from(value))
    }
}

impl From<f32> for Number {
    fn from(value: f32) -> Self {
        Self::from(f64::from(value))
    }
}

impl From<Number> for f64 {
    fn from(value: Number) -> Self {
        value.as_f64()
    }
}

impl From<&serde_json::Number> for Number {
    fn from(value: &serde_json::Number) -> Self {
        if let Some(value) = value.as_u64() {
            Self::from(value)
        } else if let Some(value) = value.as_i64() {
            Self::from(value)
        } else {
            Self::from(value.as_f64().unwrap_or(f64::NAN))
        }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        match (self.0, other.0) {
            (Repr::Unsigned(left), Repr::Unsigned(right)) => left == right,
            (Repr::Negative(left), Repr::Negative(right)) => left == right,
            (Repr::Unsigned(_), Repr::Negative(_)) | (Repr::Negative(_), Repr::Unsigned(_)) => false,
            _ => self.as_f64() == other.as_f64(),
        }
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self.0, other.0) {
            (Repr::Unsigned(left), Repr::Unsigned(right)) => left.partial_cmp(&right),
            (Repr::Negative(left), Repr::Negative(right)) => left.partial_cmp(&right),
            _ => self.as_f64().partial_cmp(&other.as_f64()),
        }
    }
}

macro_rules! compare_with {
    ($($primitive:ty),*) => {$(
        impl PartialEq<$primitive> for Number {
            fn eq(&self, other: &$primitive) -> bool {
                *self == Number::from(*other)
            }
        }

        impl PartialOrd<$primitive> for Number {
            fn partial_cmp(&self, other: &$primitive) -> Option<Ordering> {
                self.partial_cmp(&Number::from(*other))
            }
        }
    )*};
}

compare_with!(f64, i64, i32, u64);

impl fmt::Display for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Repr::Unsigned(value) => value.fmt(formatter),
            Repr::Negative(value) => value.fmt(formatter),
            Repr::Double(value) => value.fmt(formatter),
        }
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            Repr::Unsigned(value) => serializer.serialize_u64(value),
            Repr::Negative(value) => serializer.serialize_i64(value),
            Repr::Double(value) => serializer.serialize_f64(value),
        }
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NumberVisitor;

        impl Visitor<'_> for NumberVisitor {
            type Value = Number;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a number")
            }

            fn visit_u64<E>(self, value: u64) -> Result<Number, E> {
                Ok(Number::from(value))
            }

            fn visit_i64<E>(self, value: i64) -> Result<Number, E> {
                Ok(Number::from(value))
            }

            fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Number, E> {
                if value.is_finite() { Ok(Number::from(value)) } else { Err(E::invalid_value(Unexpected::Float(value), &self)) }
            }
        }

        deserializer.deserialize_any(NumberVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    fn through(text: &str) -> String {
        serde_json::to_string(&serde_json::from_str::<Number>(text).unwrap()).unwrap()
    }

    #[test]
    fn keeps_integers_whole() {
        for text in ["0", "40", "-3", "18446744073709551615", "-9223372036854775808", "33.5", "-0.25"] {
            assert_eq!(through(text), text);
        }
        assert_eq!(through("10.0"), "10");
        assert_eq!(through("1e2"), "100");
        assert_eq!(Number::from(10.0).to_string(), "10");
        assert_eq!(format!("{:>4}|{:.1}", Number::from(7), Number::from(2.25)), "   7|2.2");
    }

    #[test]
    fn compares_by_value() {
        assert_eq!(Number::from(40), 40.0);
        assert_eq!(Number::from(40.5), 40.5);
        assert!(Number::from(-1) < Number::from(0.5));
        assert!(Number::from(99) < 100);
        assert_ne!(Number::from(u64::MAX), Number::from(u64::MAX - 1));
    }

    #[test]
    fn refuses_what_is_no_number() {
        assert!(serde_json::from_str::<Number>("\"40\"").is_err());
        assert!(serde_json::from_str::<Number>("true").is_err());
    }
}
