//! From a value to JSON, with a way to say "leave it out".

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{List, Nullable, Number, Timestamp};

/// A type that can be written as JSON.
///
/// The counterpart of [`FromJson`](super::FromJson). It goes through a [`Value`], so that hundreds of types share one serialiser.
pub trait ToJson {
    /// The value; `None` where an object leaves the field out.
    fn to_json(&self) -> Option<Value>;
}

impl ToJson for Value {
    fn to_json(&self) -> Option<Value> {
        Some(self.clone())
    }
}

impl ToJson for Map<String, Value> {
    fn to_json(&self) -> Option<Value> {
        Some(Value::Object(self.clone()))
    }
}

impl ToJson for String {
    fn to_json(&self) -> Option<Value> {
        Some(Value::String(self.clone()))
    }
}

impl ToJson for Timestamp {
    fn to_json(&self) -> Option<Value> {
        Some(Value::from(self.as_str()))
    }
}

impl ToJson for bool {
    fn to_json(&self) -> Option<Value> {
        Some(Value::Bool(*self))
    }
}

impl ToJson for i64 {
    fn to_json(&self) -> Option<Value> {
        Some(Value::from(*self))
    }
}

impl ToJson for Number {
    fn to_json(&self) -> Option<Value> {
        Some(self.as_u64().map(Value::from).or(self.as_i64().map(Value::from)).unwrap_or_else(|| Value::from(self.as_f64())))
    }
}

impl<T: ToJson> ToJson for Option<T> {
    fn to_json(&self) -> Option<Value> {
        self.as_ref().and_then(T::to_json)
    }
}

impl<T: ToJson> ToJson for Nullable<T> {
    fn to_json(&self) -> Option<Value> {
        self.as_ref().map_or(Some(Value::Null), T::to_json)
    }
}

impl<T: ToJson> ToJson for Box<T> {
    fn to_json(&self) -> Option<Value> {
        T::to_json(self)
    }
}

impl<T: ToJson> ToJson for Vec<T> {
    fn to_json(&self) -> Option<Value> {
        Some(self.iter().map(|item| item.to_json().unwrap_or_default()).collect())
    }
}

impl<T: ToJson> ToJson for List<T> {
    fn to_json(&self) -> Option<Value> {
        (!self.is_empty()).then(|| self.iter().map(|item| item.to_json().unwrap_or_default()).collect())
    }
}

impl<T: ToJson> ToJson for BTreeMap<String, T> {
    fn to_json(&self) -> Option<Value> {
        Some(self.iter().map(|(name, value)| (name.clone(), value.to_json().unwrap_or_default())).collect())
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn absent_null_and_empty_differ() {
        assert_eq!(None::<Vec<String>>.to_json(), None);
        assert_eq!(Some(Nullable::<Vec<String>>::Null).to_json(), Some(json!(null)));
        assert_eq!(Some(Nullable::Value(Vec::<String>::new())).to_json(), Some(json!([])));
        assert_eq!(List::<String>::new().to_json(), None);
    }

    #[test]
    fn numbers_stay_what_they_are() {
        let numbers = [Number::from(u64::MAX), Number::from(-3), Number::from(10.0), Number::from(0.5)];
        assert_eq!(numbers.map(|number| number.to_json().unwrap().to_string()), ["18446744073709551615", "-3", "10", "0.5"]);
        assert_eq!(Number::from(f64::NAN).to_json(), Some(json!(null)));
    }
}
