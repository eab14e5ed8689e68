//! An explicit `null`, which is not the same as leaving a value out.

use std::collections::BTreeMap;
use std::time::SystemTime;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Number, Timestamp};

/// A value in a request that may be set to `null`.
///
/// As `Option<Nullable<T>>` a field has three states: `None` leaves it out, `Some(Nullable::Null)` sends `null`, and
/// `Some(Nullable::Value(value))` sends the value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Nullable<T> {
    /// Sends `null`.
    #[default]
    Null,
    /// Sends the value.
    Value(T),
}

impl<T> Nullable<T> {
    /// The value, unless it is null.
    pub fn as_ref(&self) -> Option<&T> {
        match self {
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    /// The value, unless it is null.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    /// Whether this is null.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl<V, const N: usize> From<[(String, V); N]> for Nullable<BTreeMap<String, V>> {
    fn from(pairs: [(String, V); N]) -> Self {
        Self::Value(pairs.into())
    }
}

impl From<&str> for Nullable<String> {
    fn from(value: &str) -> Self {
        Self::Value(value.to_owned())
    }
}

impl From<&str> for Nullable<Timestamp> {
    fn from(value: &str) -> Self {
        Self::Value(value.into())
    }
}

impl From<SystemTime> for Nullable<Timestamp> {
    fn from(value: SystemTime) -> Self {
        Self::Value(value.into())
    }
}

macro_rules! numbers {
    ($($primitive:ty),*) => {$(
        impl From<$primitive> for Nullable<Number> {
            fn from(value: $primitive) -> Self {
                Self::Value(value.into())
            }
        }
    )*};
}

numbers!(f64, i64, i32);

impl<T: Serialize> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_none(),
            Self::Value(value) => value.serialize(serializer),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Nullable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Null, Self::Value))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Nullable, Number};

    #[test]
    fn null_and_values_differ() {
        assert_eq!(serde_json::to_string(&Nullable::<i64>::Null).unwrap(), "null");
        assert_eq!(serde_json::to_string(&Nullable::Value(3)).unwrap(), "3");
        assert_eq!(serde_json::from_str::<Nullable<i64>>("null").unwrap(), Nullable::Null);
        assert_eq!(Nullable::<String>::from("a").into_option().as_deref(), Some("a"));
        assert!(Nullable::<bool>::default().is_null());
        assert_eq!(Nullable::<Number>::from(3), Nullable::Value(Number::from(3)));
        assert_eq!(Nullable::from([("a".to_owned(), 1)]), Nullable::Value(BTreeMap::from([("a".to_owned(), 1)])));
    }
}
