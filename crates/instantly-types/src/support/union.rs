//! Values that may be one of several things.

/// Declares a value that may be one of several things, a variant each, and `Other` for whatever else comes.
///
/// What came decides the variant: its kind, and among objects how many of the fields the type declares (the first of equals). `from`
/// names the types that turn into the variant.
///
/// ```
/// instantly_types::union! {
///     /// Whether it is so.
///     pub enum Verdict {
///         /// A plain answer.
///         Boolean(bool) from [bool],
///         /// An answer in words.
///         Text(String) from [String, &str],
///     }
/// }
///
/// assert_eq!(serde_json::from_str::<Verdict>("true")?, Verdict::Boolean(true));
/// assert_eq!(serde_json::to_string(&Verdict::from("pending"))?, r#""pending""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[macro_export]
macro_rules! union {
    (
        $(#[$meta:meta])*
        pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident($type:ty) from [$($source:ty),*]),+ $(,)? }
    ) => {
        $(#[$meta])*
        ///
        /// What is none of these passes as [`Self::Other`].
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $(
                $(#[$variant_meta])*
                $variant($type),
            )+
            /// Anything else, as it came.
            Other($crate::private::serde_json::Value),
        }

        impl ::core::default::Default for $name {
            fn default() -> Self {
                Self::Other($crate::private::serde_json::Value::Null)
            }
        }

        $($(
            impl ::core::convert::From<$source> for $name {
                fn from(value: $source) -> Self {
                    Self::$variant(value.into())
                }
            }
        )*)+

        const _: () = {
            impl $crate::FromJson for $name {
                fn from_json(value: &$crate::private::serde_json::Value) -> ::core::option::Option<Self> {
                    const READ: &[fn(&$crate::private::serde_json::Value) -> ::core::option::Option<$name>] =
                        &[$(|value| <$type as $crate::FromJson>::from_json(value).map($name::$variant)),+];
                    let read = $crate::private::best(&[$(<$type as $crate::FromJson>::fit(value)),+]).and_then(|index| READ[index](value));
                    ::core::option::Option::Some(read.unwrap_or_else(|| Self::Other(value.clone())))
                }

                fn fit(value: &$crate::private::serde_json::Value) -> ::core::option::Option<usize> {
                    [$(<$type as $crate::FromJson>::fit(value)),+].into_iter().max().flatten()
                }
            }

            impl $crate::ToJson for $name {
                fn to_json(&self) -> ::core::option::Option<$crate::private::serde_json::Value> {
                    match self {
                        $(Self::$variant(value) => $crate::ToJson::to_json(value),)+
                        Self::Other(value) => ::core::option::Option::Some(value.clone()),
                    }
                }
            }

            impl<'de> $crate::private::serde::Deserialize<'de> for $name {
                fn deserialize<D: $crate::private::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                    let value = <$crate::private::serde_json::Value as $crate::private::serde::Deserialize>::deserialize(deserializer)?;
                    ::core::result::Result::Ok(<Self as $crate::FromJson>::from_json(&value).unwrap_or_default())
                }
            }
        };

        $crate::serialize_as_json!($name);
    };
}

/// The place of the best fit, the first of equals.
pub fn best(fits: &[Option<usize>]) -> Option<usize> {
    let mut best = None;
    for (index, fit) in fits.iter().enumerate() {
        if fit.is_some() && best.is_none_or(|best: usize| *fit > fits[best]) {
            best = Some(index);
        }
    }
    best
}
