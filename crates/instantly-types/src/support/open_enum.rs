//! Enums whose values are known in part: the API may send one that this version has never heard of.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Visitor};

/// Declares an enum of strings with one variant a known value and `Other` for all the rest.
///
/// ```
/// instantly_types::open_enum! {
///     /// How warm it is.
///     pub enum Warmth {
///         /// Ready.
///         Warm = "warm",
///         /// Not yet.
///         Cold = "cold",
///     }
/// }
///
/// assert_eq!(Warmth::from("warm"), Warmth::Warm);
/// assert_eq!(Warmth::from("tepid").as_str(), "tepid");
/// assert_eq!(Warmth::ALL.len(), 2);
/// ```
#[macro_export]
macro_rules! open_enum {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $value:literal),+ $(,)? }) => {
        $(#[$meta])*
        ///
        /// Values unknown to this version pass as [`Self::Other`].
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#[$variant_meta])*
                ///
                #[doc = ::core::concat!("On the wire: `", $value, "`.")]
                $variant,
            )+
            /// A value unknown to this version, as it came.
            Other(::std::string::String),
        }

        impl $name {
            /// The known values, in the order of the API's document.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The value on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)+
                    Self::Other(value) => value,
                }
            }

            /// Whether this version knows the value.
            pub fn is_known(&self) -> bool {
                Self::known(self.as_str()).is_some()
            }

            fn known(value: &str) -> ::core::option::Option<Self> {
                match value {
                    $($value => ::core::option::Option::Some(Self::$variant),)+
                    _ => ::core::option::Option::None,
                }
            }
        }

        impl ::core::convert::From<&str> for $name {
            fn from(value: &str) -> Self {
                Self::known(value).unwrap_or_else(|| Self::Other(value.to_owned()))
            }
        }

        impl ::core::convert::From<::std::string::String> for $name {
            fn from(value: ::std::string::String) -> Self {
                Self::known(&value).unwrap_or(Self::Other(value))
            }
        }

        $crate::open_enum_values!($name);
    };
}

/// What every open enum does the same way, by its text.
#[doc(hidden)]
#[macro_export]
macro_rules! open_enum_values {
    ($name:ident) => {
        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self::Other(::std::string::String::new())
            }
        }

        // Compared by text, so that `Other("x")` in a program goes on matching once a later version knows `x`.
        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.as_str() == other.as_str()
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                self.as_str().hash(state);
            }
        }

        impl ::core::cmp::PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl ::core::cmp::PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl ::core::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl ::core::str::FromStr for $name {
            type Err = ::core::convert::Infallible;

            fn from_str(value: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok(Self::from(value))
            }
        }

        impl ::core::convert::From<$name> for ::std::string::String {
            fn from(value: $name) -> Self {
                match value {
                    $name::Other(value) => value,
                    known => known.as_str().to_owned(),
                }
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(self.as_str(), formatter)
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::write!(formatter, "{}({:?})", ::core::stringify!($name), self.as_str())
            }
        }

        impl $crate::private::serde::Serialize for $name {
            fn serialize<S: $crate::private::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> $crate::private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::private::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                $crate::private::deserialize_text(deserializer)
            }
        }

        impl $crate::FromJson for $name {
            fn from_json(value: &$crate::private::serde_json::Value) -> ::core::option::Option<Self> {
                value.as_str().map(Self::from)
            }
        }

        impl $crate::ToJson for $name {
            fn to_json(&self) -> ::core::option::Option<$crate::private::serde_json::Value> {
                ::core::option::Option::Some(self.as_str().into())
            }
        }
    };
}

/// Reads a string into an open enum without copying a known value.
pub fn deserialize_text<'de, D: Deserializer<'de>, T: for<'a> From<&'a str>>(deserializer: D) -> Result<T, D::Error> {
    struct TextVisitor<T>(PhantomData<T>);

    impl<T: for<'a> From<&'a str>> Visitor<'_> for TextVisitor<T> {
        type Value = T;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a string")
        }

        fn visit_str<E: Error>(self, text: &str) -> Result<T, E> {
            Ok(T::from(text))
        }
    }

    deserializer.deserialize_str(TextVisitor(PhantomData))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    crate::open_enum! {
        /// Where something stands.
        pub enum State {
            /// Not begun.
            Pending = "pending",
            /// Under way.
            InProgress = "in-progress",
        }
    }

    #[test]
    fn known_and_unknown_values_pass() {
        let states: Vec<State> = serde_json::from_str(r#"["in-progress", "resting", "pe\u006eding"]"#).unwrap();
        assert_eq!(states, [State::InProgress, State::Other("resting".to_owned()), State::Pending]);
        assert_eq!(serde_json::to_string(&states).unwrap(), r#"["in-progress","resting","pending"]"#);
        assert!(serde_json::from_str::<State>("3").is_err());
        assert_eq!(states[1].to_string(), "resting");
        assert_eq!(format!("{:?} {:<12}|", states[0], states[0]), r#"State("in-progress") in-progress |"#);
        assert!(states[0].is_known() && !states[1].is_known());
    }

    #[test]
    fn compares_by_text() {
        assert_eq!(State::Other("pending".to_owned()), State::Pending);
        assert_eq!(State::Pending, "pending");
        assert_eq!("resting".parse::<State>().unwrap(), "resting");
        assert_eq!(State::default(), "");
        assert_eq!(State::ALL, ["pending", "in-progress"]);
        assert!(HashSet::from([State::Pending]).contains(&State::from("pending".to_owned())));
    }
}
