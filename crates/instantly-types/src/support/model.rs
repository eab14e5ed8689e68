//! Objects of the API: lenient in what they read, faithful in what they write.

use std::fmt;
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::{DeserializeSeed, Deserializer, Error, Visitor};
use serde::ser::SerializeMap;
use serde_json::{Map, Value};

use super::FromJson;
use super::presence::Presence;

/// Declares an object of the API, one field a line with its wire name.
///
/// Every field may be missing or `null`: it is then its type's default, `is_set` and `is_null` tell which, and writing the object
/// gives back what came. Unknown fields, and fields of an unexpected kind, are in `extra`. Equality is that of the values.
///
/// ```
/// instantly_types::model! {
///     /// A parcel.
///     pub struct Parcel {
///         /// What it weighs.
///         pub weight: instantly_types::Number = "weight",
///         /// Who gets it.
///         pub receiver: Option<String> = "receiver",
///     }
/// }
///
/// let parcel: Parcel = instantly_types::decode(br#"{"receiver": null, "colour": "red"}"#)?;
/// assert!(parcel.is_null("receiver") && !parcel.is_set("weight"));
/// assert_eq!(parcel.extra["colour"], "red");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[macro_export]
macro_rules! model {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$field_meta:meta])* pub $field:ident: $type:ty = $wire:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Default)]
        pub struct $name {
            $(
                $(#[$field_meta])*
                pub $field: $type,
            )*
            /// The fields this version doesn't know, and those of an unexpected kind, as they came.
            pub extra: $crate::private::serde_json::Map<::std::string::String, $crate::private::serde_json::Value>,
            presence: $crate::private::Presence,
        }

        impl $name {
            const FIELDS: &'static [&'static str] = &[$($wire),*];

            /// Whether the field came, as `null` or with a value; by its wire name.
            pub fn is_set(&self, field: &str) -> bool {
                $crate::private::is_set(Self::FIELDS, self.presence, &self.extra, field)
            }

            /// Whether the field came as `null`; by its wire name.
            pub fn is_null(&self, field: &str) -> bool {
                $crate::private::is_null(Self::FIELDS, self.presence, &self.extra, field)
            }

            /// The wire names of the fields that came, the declared ones first.
            pub fn fields_set(&self) -> impl ::core::iter::Iterator<Item = &str> {
                $crate::private::fields_set(Self::FIELDS, self.presence, &self.extra)
            }
        }

        const _: () = {
            use $crate::private::{FieldIndex, FieldName, read_lenient, serde, serde_json, write_extra, write_field};

            #[allow(non_camel_case_types, reason = "the fields' names as they are")]
            #[derive(Clone, Copy)]
            enum Index {
                $($field),*
            }

            ::core::assert!($name::FIELDS.len() <= $crate::private::Presence::CAPACITY);

            impl FieldIndex for Index {
                fn find(name: &str) -> ::core::option::Option<Self> {
                    match name {
                        $($wire => ::core::option::Option::Some(Self::$field),)*
                        _ => ::core::option::Option::None,
                    }
                }
            }

            impl<'de> serde::Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                    struct ModelVisitor;

                    impl<'de> serde::de::Visitor<'de> for ModelVisitor {
                        type Value = $name;

                        fn expecting(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                            formatter.write_str(::core::concat!("an object (", ::core::stringify!($name), ")"))
                        }

                        fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> ::core::result::Result<$name, A::Error> {
                            let mut model = <$name as ::core::default::Default>::default();
                            while let ::core::option::Option::Some(name) = map.next_key_seed(FieldName::<Index>::new())? {
                                match name {
                                    $(
                                        $crate::private::Name::Declared(Index::$field) => {
                                            let value: ::core::option::Option<$type> = map.next_value()?;
                                            model.presence.record(Index::$field as usize, value.is_none());
                                            model.$field = value.unwrap_or_default();
                                        }
                                    )*
                                    $crate::private::Name::Unknown(name) => {
                                        model.extra.insert(name, map.next_value()?);
                                    }
                                }
                            }
                            ::core::result::Result::Ok(model)
                        }
                    }

                    deserializer.deserialize_map(ModelVisitor)
                }
            }

            impl $crate::FromJson for $name {
                fn from_json(value: &serde_json::Value) -> ::core::option::Option<Self> {
                    let mut model = <$name as ::core::default::Default>::default();
                    for (name, value) in value.as_object()? {
                        let taken = match Index::find(name) {
                            $(
                                ::core::option::Option::Some(Index::$field) => {
                                    read_lenient(value, &mut model.$field, &mut model.presence, Index::$field as usize)
                                }
                            )*
                            ::core::option::Option::None => false,
                        };
                        if !taken {
                            model.extra.insert(name.clone(), value.clone());
                        }
                    }
                    ::core::option::Option::Some(model)
                }
            }

            impl serde::Serialize for $name {
                fn serialize<S: serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                    #[allow(unused_mut, reason = "a model may declare no field")]
                    let mut written = $crate::private::Presence::default();
                    let mut map = serializer.serialize_map(::core::option::Option::None)?;
                    $(
                        if write_field(&mut map, self.presence, Index::$field as usize, $wire, &self.$field)? {
                            written.record(Index::$field as usize, false);
                        }
                    )*
                    write_extra(&mut map, Self::FIELDS, written, &self.extra)?;
                    serde::ser::SerializeMap::end(map)
                }
            }

            impl ::core::cmp::PartialEq for $name {
                fn eq(&self, other: &Self) -> bool {
                    $(self.$field == other.$field &&)* self.extra == other.extra
                }
            }

            impl ::core::fmt::Debug for $name {
                fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    let mut shown = formatter.debug_struct(::core::stringify!($name));
                    $(shown.field($wire, &self.$field);)*
                    if !self.extra.is_empty() {
                        shown.field("extra", &self.extra);
                    }
                    shown.finish()
                }
            }
        };
    };
}

/// The declared fields of one model.
pub trait FieldIndex: Sized {
    /// The field of that wire name.
    fn find(name: &str) -> Option<Self>;
}

/// A field's name as it was read.
pub enum Name<I> {
    /// One that the model declares.
    Declared(I),
    /// Any other.
    Unknown(String),
}

/// Reads a field's name, copying only the unknown ones.
pub struct FieldName<I>(PhantomData<I>);

impl<I> FieldName<I> {
    /// A reader of the next name.
    pub fn new() -> Self {
        Self(PhantomData)
    }
}

impl<I> Default for FieldName<I> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'de, I: FieldIndex> DeserializeSeed<'de> for FieldName<I> {
    type Value = Name<I>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name<I>, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<I: FieldIndex> Visitor<'_> for FieldName<I> {
    type Value = Name<I>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a field's name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Name<I>, E> {
        Ok(I::find(name).map_or_else(|| Name::Unknown(name.to_owned()), Name::Declared))
    }
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

/// Reads a declared field, unless its value is of another kind.
pub fn read_lenient<T: FromJson + Default>(value: &Value, field: &mut T, presence: &mut Presence, index: usize) -> bool {
    let read = if value.is_null() { Some(T::default()) } else { T::from_json(value) };
    let Some(read) = read else {
        return false;
    };
    *field = read;
    presence.record(index, value.is_null());
    true
}

/// Writes a field the way it came, unless it was changed since; tells whether it wrote it.
pub fn write_field<M: SerializeMap, T: Serialize + Default + PartialEq>(
    map: &mut M,
    presence: Presence,
    index: usize,
    name: &'static str,
    value: &T,
) -> Result<bool, M::Error> {
    let untouched = (!presence.came(index) || presence.null(index)) && *value == T::default();
    if !untouched {
        map.serialize_entry(name, value)?;
    } else if presence.null(index) {
        map.serialize_entry(name, &())?;
    }
    Ok(!untouched || presence.null(index))
}

/// Writes the other fields, but for those that were given a value of the declared kind since.
pub fn write_extra<M: SerializeMap>(map: &mut M, fields: &[&str], written: Presence, extra: &Map<String, Value>) -> Result<(), M::Error> {
    for (name, value) in extra {
        if !position(fields, name).is_some_and(|index| written.came(index)) {
            map.serialize_entry(name, value)?;
        }
    }
    Ok(())
}

/// Whether a field came.
pub fn is_set(fields: &[&str], presence: Presence, extra: &Map<String, Value>, field: &str) -> bool {
    position(fields, field).is_some_and(|index| presence.came(index)) || extra.contains_key(field)
}

/// Whether a field came as `null`.
pub fn is_null(fields: &[&str], presence: Presence, extra: &Map<String, Value>, field: &str) -> bool {
    position(fields, field).is_some_and(|index| presence.null(index)) || extra.get(field).is_some_and(Value::is_null)
}

/// The names of the fields that came.
pub fn fields_set<'a>(fields: &'a [&'a str], presence: Presence, extra: &'a Map<String, Value>) -> impl Iterator<Item = &'a str> {
    let declared = fields.iter().enumerate().filter(move |(index, _)| presence.came(*index)).map(|(_, name)| *name);
    declared.chain(extra.keys().map(String::as_str))
}

fn position(fields: &[&str], name: &str) -> Option<usize> {
    fields.iter().position(|field| *field == name)
}
