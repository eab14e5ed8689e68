//! Objects with declared fields: what models and inputs have in common, once for all of them.

use std::fmt;

use serde_json::Value;

use super::{FromJson, ToJson};

/// A declared field, whatever its type: what is done to all fields is then done in one place, and not in the expansion of hundreds of macros.
pub trait Member: fmt::Debug {
    /// Takes the value, unless it is of another kind.
    fn read(&mut self, value: &Value) -> bool;
    /// The value; `None` where it is left out.
    fn write(&self) -> Option<Value>;
    /// Whether it is its type's default.
    fn is_default(&self) -> bool;
    /// Makes it its type's default.
    fn reset(&mut self);
}

impl<T: FromJson + ToJson + Default + PartialEq + fmt::Debug> Member for T {
    fn read(&mut self, value: &Value) -> bool {
        T::from_json(value).is_some_and(|read| {
            *self = read;
            true
        })
    }

    fn write(&self) -> Option<Value> {
        self.to_json()
    }

    fn is_default(&self) -> bool {
        *self == T::default()
    }

    fn reset(&mut self) {
        *self = T::default();
    }
}

/// How many of the object's fields are declared; `None` when it is no object.
pub fn fit(declared: &[&str], value: &Value) -> Option<usize> {
    value.as_object().map(|fields| fields.keys().filter(|name| declared.contains(&name.as_str())).count())
}

pub fn position(fields: &[&str], name: &str) -> Option<usize> {
    fields.iter().position(|field| *field == name)
}
