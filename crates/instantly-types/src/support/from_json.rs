//! The forgiving way to read a value, for bodies that the strict and fast way refuses.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{List, Nullable, Number, Timestamp};

/// A type that can be read from any JSON value of the right kind.
///
/// Models take part by keeping fields of an unexpected kind in `extra` and reading the rest.
pub trait FromJson: Sized {
    /// Whether `null` is one of its values, rather than the lack of one.
    const TAKES_NULL: bool = false;

    /// The value, or `None` when the JSON is of another kind.
    fn from_json(value: &Value) -> Option<Self>;

    /// How well the value fits, for a union to choose by: of an object, the number of its fields that the type declares. `None` when it is
    /// of another kind.
    fn fit(value: &Value) -> Option<usize> {
        Self::from_json(value).map(|_| 0)
    }
}

impl FromJson for Value {
    const TAKES_NULL: bool = true;

    fn from_json(value: &Value) -> Option<Self> {
        Some(value.clone())
    }
}

impl FromJson for Map<String, Value> {
    fn from_json(value: &Value) -> Option<Self> {
        value.as_object().cloned()
    }
}

impl FromJson for String {
    fn from_json(value: &Value) -> Option<Self> {
        value.as_str().map(str::to_owned)
    }
}

impl FromJson for Timestamp {
    fn from_json(value: &Value) -> Option<Self> {
        value.as_str().map(Self::from)
    }
}

impl FromJson for bool {
    fn from_json(value: &Value) -> Option<Self> {
        value.as_bool()
    }
}

impl FromJson for i64 {
    fn from_json(value: &Value) -> Option<Self> {
        // 3.0 is as much an integer as 3 to the API.
        value.as_number().and_then(|number| Number::from(number).as_i64())
    }
}

impl FromJson for Number {
    fn from_json(value: &Value) -> Option<Self> {
        value.as_number().map(Self::from)
    }
}

impl<T: FromJson> FromJson for Option<T> {
    fn from_json(value: &Value) -> Option<Self> {
        if value.is_null() && !T::TAKES_NULL { Some(None) } else { T::from_json(value).map(Some) }
    }
}

impl<T: FromJson> FromJson for Nullable<T> {
    const TAKES_NULL: bool = true;

    fn from_json(value: &Value) -> Option<Self> {
        if value.is_null() { Some(Self::Null) } else { T::from_json(value).map(Self::Value) }
    }
}

impl<T: FromJson> FromJson for Box<T> {
    fn from_json(value: &Value) -> Option<Self> {
        T::from_json(value).map(Self::new)
    }

    fn fit(value: &Value) -> Option<usize> {
        T::fit(value)
    }
}

impl<T: FromJson> FromJson for List<T> {
    fn from_json(value: &Value) -> Option<Self> {
        Vec::<T>::from_json(value).map(Self::from)
    }
}

impl<T: FromJson> FromJson for Vec<T> {
    fn from_json(value: &Value) -> Option<Self> {
        value.as_array()?.iter().map(T::from_json).collect()
    }
}

impl<T: FromJson> FromJson for BTreeMap<String, T> {
    fn from_json(value: &Value) -> Option<Self> {
        value.as_object()?.iter().map(|(name, value)| Some((name.clone(), T::from_json(value)?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn takes_what_fits() {
        assert_eq!(i64::from_json(&json!(3.0)), Some(3));
        assert_eq!(i64::from_json(&json!(3.5)), None);
        assert_eq!(Option::<bool>::from_json(&json!(null)), Some(None));
        assert_eq!(Vec::<String>::from_json(&json!(["a", "b"])), Some(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(Vec::<String>::from_json(&json!(["a", 1])), None);
        assert_eq!(BTreeMap::<String, Number>::from_json(&json!({"a": 1})), Some(BTreeMap::from([("a".to_owned(), Number::from(1))])));
        assert_eq!(Map::from_json(&json!([])), None);
        assert_eq!(Nullable::<bool>::from_json(&json!(null)), Some(Nullable::Null));
        assert_eq!(Option::<Nullable<bool>>::from_json(&json!(null)), Some(Some(Nullable::Null)));
        assert_eq!(Box::<bool>::from_json(&json!(true)), Some(Box::new(true)));
    }
}
