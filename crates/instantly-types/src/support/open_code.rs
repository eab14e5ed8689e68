//! Numeric codes whose values are known in part: the API may send one that this version has never heard of.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error, Unexpected, Visitor};

use super::Number;

/// Declares an enum of whole numbers with one variant a known code and `Other` for all the rest.
///
/// ```
/// instantly_types::open_code! {
///     /// How warm it is.
///     pub enum Warmth {
///         /// Ready.
///         Warm = 1,
///         /// Not yet.
///         Cold = -1,
///     }
/// }
///
/// assert_eq!(Warmth::from(1), Warmth::Warm);
/// assert_eq!(Warmth::Cold, -1);
/// assert_eq!(Warmth::from(7).code(), 7);
/// assert_eq!(Warmth::ALL.len(), 2);
/// ```
#[macro_export]
macro_rules! open_code {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $value:literal),+ $(,)? }) => {
        $(#[$meta])*
        ///
        /// Codes unknown to this version pass as [`Self::Other`].
        #[derive(Clone, Copy)]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#[$variant_meta])*
                ///
                #[doc = ::core::concat!("On the wire: ", $value, ".")]
                $variant,
            )+
            /// A code unknown to this version, as it came.
            Other(i64),
        }

        impl $name {
            /// The known codes, in the order of the API's document.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The code on the wire.
            pub fn code(self) -> i64 {
                match self {
                    $(Self::$variant => $value,)+
                    Self::Other(code) => code,
                }
            }

            /// Whether this version knows the code.
            pub fn is_known(self) -> bool {
                Self::ALL.contains(&self)
            }
        }

        impl ::core::convert::From<i64> for $name {
            fn from(code: i64) -> Self {
                match code {
                    $($value => Self::$variant,)+
                    _ => Self::Other(code),
                }
            }
        }

        $crate::open_code_values!($name);
    };
}

/// What every open code does the same way, by its number.
#[doc(hidden)]
#[macro_export]
macro_rules! open_code_values {
    ($name:ident) => {
        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self::Other(0)
            }
        }

        // Compared by number, so that `Other(7)` in a program goes on matching once a later version knows 7.
        impl ::core::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                self.code() == other.code()
            }
        }

        impl ::core::cmp::Eq for $name {}

        impl ::core::hash::Hash for $name {
            fn hash<H: ::core::hash::Hasher>(&self, state: &mut H) {
                self.code().hash(state);
            }
        }

        impl ::core::cmp::PartialEq<i64> for $name {
            fn eq(&self, other: &i64) -> bool {
                self.code() == *other
            }
        }

        impl ::core::convert::From<$name> for i64 {
            fn from(value: $name) -> Self {
                value.code()
            }
        }

        impl ::core::fmt::Display for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::fmt::Display::fmt(&self.code(), formatter)
            }
        }

        impl ::core::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::write!(formatter, "{}({})", ::core::stringify!($name), self.code())
            }
        }

        impl $crate::private::serde::Serialize for $name {
            fn serialize<S: $crate::private::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_i64(self.code())
            }
        }

        impl<'de> $crate::private::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::private::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                $crate::private::deserialize_code(deserializer)
            }
        }

        impl $crate::FromJson for $name {
            fn from_json(value: &$crate::private::serde_json::Value) -> ::core::option::Option<Self> {
                <i64 as $crate::FromJson>::from_json(value).map(Self::from)
            }
        }

        impl $crate::ToJson for $name {
            fn to_json(&self) -> ::core::option::Option<$crate::private::serde_json::Value> {
                ::core::option::Option::Some(self.code().into())
            }
        }
    };
}

/// Reads a whole number, 1.0 as well as 1, into an open code.
pub fn deserialize_code<'de, D: Deserializer<'de>, T: From<i64>>(deserializer: D) -> Result<T, D::Error> {
    struct CodeVisitor<T>(PhantomData<T>);

    impl<T: From<i64>> Visitor<'_> for CodeVisitor<T> {
        type Value = T;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a whole number")
        }

        fn visit_i64<E: Error>(self, code: i64) -> Result<T, E> {
            Ok(T::from(code))
        }

        fn visit_u64<E: Error>(self, code: u64) -> Result<T, E> {
            i64::try_from(code).map(T::from).map_err(|_| E::invalid_value(Unexpected::Unsigned(code), &self))
        }

        fn visit_f64<E: Error>(self, code: f64) -> Result<T, E> {
            Number::from(code).as_i64().map(T::from).ok_or_else(|| E::invalid_value(Unexpected::Float(code), &self))
        }
    }

    deserializer.deserialize_any(CodeVisitor(PhantomData))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    crate::open_code! {
        /// Where something stands.
        pub enum State {
            /// Not begun.
            Draft = 0,
            /// Under way.
            Active = 1,
            /// Stopped by the API.
            Suspended = -99,
        }
    }

    #[test]
    fn known_and_unknown_codes_pass() {
        let states: Vec<State> = serde_json::from_str("[1, 1.0, -99, 7]").unwrap();
        assert_eq!(states, [State::Active, State::Active, State::Suspended, State::Other(7)]);
        assert_eq!(serde_json::to_string(&states).unwrap(), "[1,1,-99,7]");
        for odd in ["1.5", "\"1\"", "18446744073709551615", "true"] {
            assert!(serde_json::from_str::<State>(odd).is_err(), "{odd}");
        }
        assert!(states[0].is_known() && !states[3].is_known());
        assert_eq!(format!("{:?} {:>3}|", states[2], states[0]), "State(-99)   1|");
    }

    #[test]
    fn compares_by_number() {
        assert_eq!(State::Other(1), State::Active);
        assert!(State::Other(1).is_known());
        assert_eq!(State::Suspended, -99);
        assert_eq!(i64::from(State::Active), 1);
        assert!(matches!(State::from(0), State::Draft));
        assert!(HashSet::from([State::Active]).contains(&State::from(1)));
        assert_eq!(State::default(), 0);
    }
}
