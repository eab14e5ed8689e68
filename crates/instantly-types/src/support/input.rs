//! Objects in requests: what is left out is not sent.

use serde::de::{Deserialize, Deserializer, Error};
use serde_json::{Map, Value};

use super::object::{Member, position};

/// Declares an object that is part of a request, or the parameters of one, a field a line with its wire name.
///
/// A required field has its plain type, one that may be left out is an `Option`, and one that may be `null` is a
/// [`Nullable`](crate::Nullable). Two dots at the end let through fields that the API's document doesn't know: they go into `extra`.
///
/// ```
/// use instantly_types::Nullable;
///
/// instantly_types::input! {
///     /// A parcel.
///     pub struct NewParcel {
///         /// Who gets it.
///         pub receiver: String = "receiver",
///         /// What it weighs.
///         pub weight: Option<i64> = "weight",
///         /// What is written on it.
///         pub label: Option<Nullable<String>> = "label",
///         ..
///     }
/// }
///
/// let parcel = NewParcel { receiver: "Lead".to_owned(), label: Some(Nullable::Null), ..Default::default() };
/// assert_eq!(serde_json::to_string(&parcel)?, r#"{"receiver":"Lead","label":null}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! input {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$field_meta:meta])* pub $field:ident: $type:ty = $wire:literal,)* .. }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            $(
                $(#[$field_meta])*
                pub $field: $type,
            )*
            /// Fields that the API's document doesn't know.
            pub extra: $crate::private::serde_json::Map<::std::string::String, $crate::private::serde_json::Value>,
        }

        $crate::input_values!($name, [$($field = $wire),*], extra);
    };
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$field_meta:meta])* pub $field:ident: $type:ty = $wire:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq)]
        pub struct $name {
            $(
                $(#[$field_meta])*
                pub $field: $type,
            )*
        }

        $crate::input_values!($name, [$($field = $wire),*],);
    };
}

/// What every input does the same way.
#[doc(hidden)]
#[macro_export]
macro_rules! input_values {
    ($name:ident, [$($field:ident = $wire:literal),*], $($extra:ident)?) => {
        const _: () = {
            use $crate::private::Input as _;

            impl $crate::private::Input for $name {
                const NAME: &'static str = ::core::stringify!($name);
                const FIELDS: &'static [&'static str] = &[$($wire),*];

                fn parts(&self) -> (::std::vec::Vec<&dyn $crate::private::Member>, ::core::option::Option<&$crate::private::Fields>) {
                    (::std::vec![$(&self.$field as &dyn $crate::private::Member),*], [$(&self.$extra)?].into_iter().next())
                }

                fn parts_mut(
                    &mut self,
                ) -> (::std::vec::Vec<&mut dyn $crate::private::Member>, ::core::option::Option<&mut $crate::private::Fields>) {
                    (::std::vec![$(&mut self.$field as &mut dyn $crate::private::Member),*], [$(&mut self.$extra)?].into_iter().next())
                }
            }

            impl<'de> $crate::private::serde::Deserialize<'de> for $name {
                fn deserialize<D: $crate::private::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                    $crate::private::deserialize_input(deserializer)
                }
            }

            impl $crate::FromJson for $name {
                fn from_json(value: &$crate::private::serde_json::Value) -> ::core::option::Option<Self> {
                    $crate::private::read_input(value).ok()
                }

                fn fit(value: &$crate::private::serde_json::Value) -> ::core::option::Option<usize> {
                    $crate::private::fit(Self::FIELDS, value)
                }
            }

            impl $crate::ToJson for $name {
                fn to_json(&self) -> ::core::option::Option<$crate::private::serde_json::Value> {
                    let (members, extra) = self.parts();
                    let fields = $crate::private::write_input(Self::FIELDS, &members, extra);
                    ::core::option::Option::Some($crate::private::serde_json::Value::Object(fields))
                }
            }
        };

        $crate::serialize_as_json!($name);
    };
}

/// Serialises a type of this crate as the JSON it is.
#[doc(hidden)]
#[macro_export]
macro_rules! serialize_as_json {
    ($name:ident) => {
        impl $crate::private::serde::Serialize for $name {
            fn serialize<S: $crate::private::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                $crate::private::serde::Serialize::serialize(&$crate::ToJson::to_json(self), serializer)
            }
        }
    };
}

/// The fields that the document doesn't know.
pub type Fields = Map<String, Value>;

/// An object in requests: what the macro gives of each, so that the rest is written once, below.
pub trait Input: Default {
    /// The type's name.
    const NAME: &'static str;
    /// The wire names of its fields.
    const FIELDS: &'static [&'static str];

    /// Its fields, and those the document doesn't know, if it takes them.
    fn parts(&self) -> (Vec<&dyn Member>, Option<&Fields>);
    /// The same, to be changed.
    fn parts_mut(&mut self) -> (Vec<&mut dyn Member>, Option<&mut Fields>);
}

/// The fields that are there.
pub fn write_input(fields: &[&str], members: &[&dyn Member], extra: Option<&Fields>) -> Map<String, Value> {
    let declared = fields.iter().zip(members).filter_map(|(name, member)| Some(((*name).to_owned(), member.write()?)));
    let mut written: Map<_, _> = declared.collect();
    for (name, value) in extra.into_iter().flatten() {
        written.entry(name.as_str()).or_insert_with(|| value.clone());
    }
    written
}

/// Reads an input. What is missing is its type's default; the error says which field is none of its fields or of another kind.
pub fn read_input<T: Input>(value: &Value) -> Result<T, String> {
    let mut input = T::default();
    let (members, extra) = input.parts_mut();
    fill(T::FIELDS, members, extra, value).map_err(|message| format!("{}: {message}", T::NAME))?;
    Ok(input)
}

fn fill(fields: &[&str], mut members: Vec<&mut dyn Member>, mut extra: Option<&mut Fields>, value: &Value) -> Result<(), String> {
    for (name, value) in value.as_object().ok_or("must be an object")? {
        match (position(fields, name), &mut extra) {
            (Some(index), _) if members[index].read(value) => {}
            (Some(_), _) => return Err(format!("{name} can't be {value}")),
            (None, Some(extra)) => drop(extra.insert(name.clone(), value.clone())),
            (None, None) => return Err(format!("there is no field {name}; there are {}", fields.join(", "))),
        }
    }
    Ok(())
}

/// Reads an input from any format.
pub fn deserialize_input<'de, D: Deserializer<'de>, T: Input>(deserializer: D) -> Result<T, D::Error> {
    read_input(&Value::deserialize(deserializer)?).map_err(D::Error::custom)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::{FromJson, List, Nullable};

    crate::input! {
        /// A parcel.
        pub struct NewParcel {
            /// Who gets it.
            pub receiver: String = "receiver",
            /// What it weighs.
            pub weight: Option<i64> = "weight",
            /// What is written on it.
            pub labels: Option<Nullable<Vec<String>>> = "labels",
            /// What it is.
            pub r#type: List<String> = "type",
        }
    }

    crate::input! {
        /// Anything at all.
        pub struct Anything {
            ..
        }
    }

    fn written(parcel: &NewParcel) -> String {
        serde_json::to_string(parcel).unwrap()
    }

    #[test]
    fn absent_null_and_empty_differ() {
        let parcel = NewParcel { receiver: "Lead".to_owned(), ..Default::default() };
        assert_eq!(written(&parcel), r#"{"receiver":"Lead"}"#);
        let parcel = NewParcel { labels: Some(Nullable::Null), r#type: ["box"].into(), ..parcel };
        assert_eq!(written(&parcel), r#"{"receiver":"Lead","labels":null,"type":["box"]}"#);
        assert_eq!(serde_json::from_str::<NewParcel>(&written(&parcel)).unwrap(), parcel);
        let parcel = NewParcel { labels: Some(Nullable::Value(vec![])), weight: Some(0), ..parcel };
        assert_eq!(written(&parcel), r#"{"receiver":"Lead","weight":0,"labels":[],"type":["box"]}"#);
        let read: NewParcel = serde_json::from_str(&written(&parcel)).unwrap();
        assert_eq!(read, parcel);
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let cases = [
            (json!({"weight": "heavy"}), "NewParcel: weight can't be \"heavy\""),
            (json!({"colour": "red"}), "NewParcel: there is no field colour; there are receiver, weight, labels, type"),
            (json!([]), "NewParcel: must be an object"),
        ];
        for (value, expected) in cases {
            assert_eq!(serde_json::from_value::<NewParcel>(value.clone()).unwrap_err().to_string(), expected);
            assert_eq!(NewParcel::from_json(&value), None);
        }
    }

    #[test]
    fn an_open_one_takes_anything() {
        let anything: Anything = serde_json::from_value(json!({"colour": "red"})).unwrap();
        assert_eq!(anything.extra["colour"], "red");
        assert_eq!(serde_json::to_value(&anything).unwrap(), json!({"colour": "red"}));
    }
}
