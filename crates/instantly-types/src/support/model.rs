//! Objects of the API: lenient in what they read, faithful in what they write.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};

use super::object::{Member, position};
use super::presence::{Presence, Word, came, null, record};

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
        #[derive(Clone, Default, PartialEq)]
        pub struct $name {
            $(
                $(#[$field_meta])*
                pub $field: $type,
            )*
            /// The fields this version doesn't know, and those of an unexpected kind, as they came.
            pub extra: $crate::private::serde_json::Map<::std::string::String, $crate::private::serde_json::Value>,
            presence: $crate::private::Presence<{ $crate::private::words(<[&str]>::len(&[$($wire),*])) }>,
        }

        impl $name {
            /// Whether the field came, as `null` or with a value; by its wire name.
            pub fn is_set(&self, field: &str) -> bool {
                $crate::private::is_set(self, field)
            }

            /// Whether the field came as `null`; by its wire name.
            pub fn is_null(&self, field: &str) -> bool {
                $crate::private::is_null(self, field)
            }

            /// The wire names of the fields that came, the declared ones first.
            pub fn fields_set(&self) -> impl ::core::iter::Iterator<Item = &str> {
                $crate::private::fields_set(self)
            }
        }

        const _: () = {
            // No name is imported: a type of the document may have it.
            use $crate::private::Model as _;

            // The place of each field.
            #[allow(non_camel_case_types, reason = "the fields' names as they are")]
            enum __Index {
                $($field),*
            }

            impl $crate::private::Model for $name {
                const NAME: &'static str = ::core::stringify!($name);
                const FIELDS: &'static [&'static str] = &[$($wire),*];

                fn parts(&self) -> $crate::private::Parts<'_> {
                    $crate::private::Parts {
                        name: Self::NAME,
                        fields: Self::FIELDS,
                        members: ::std::vec![$(&self.$field as &dyn $crate::private::Member),*],
                        presence: self.presence.words(),
                        extra: &self.extra,
                    }
                }

                fn parts_mut(&mut self) -> $crate::private::PartsMut<'_> {
                    $crate::private::PartsMut {
                        fields: Self::FIELDS,
                        members: ::std::vec![$(&mut self.$field as &mut dyn $crate::private::Member),*],
                        presence: self.presence.words_mut(),
                        extra: &mut self.extra,
                    }
                }

                fn read<'de, A: $crate::private::serde::de::MapAccess<'de>>(mut map: A) -> ::core::result::Result<Self, A::Error> {
                    #[allow(unused_mut, reason = "a model may declare no field")]
                    let mut model = Self::default();
                    let mut names = $crate::private::Names::of(Self::FIELDS);
                    while let ::core::option::Option::Some(name) = map.next_key_seed(&mut names)? {
                        match name {
                            $(
                                $crate::private::Name::Declared(index) if index == __Index::$field as usize => {
                                    $crate::private::read_field(&mut map, &mut model.$field, &mut model.presence, index)?;
                                }
                            )*
                            $crate::private::Name::Declared(_) => {}
                            $crate::private::Name::Unknown(name) => $crate::private::keep(&mut model.extra, name, map.next_value()?),
                        }
                    }
                    ::core::result::Result::Ok(model)
                }
            }

            impl<'de> $crate::private::serde::Deserialize<'de> for $name {
                fn deserialize<D: $crate::private::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                    $crate::private::deserialize_model(deserializer)
                }
            }

            impl $crate::private::serde::Serialize for $name {
                fn serialize<S: $crate::private::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                    $crate::private::serialize_model(self.parts(), serializer)
                }
            }

            impl $crate::FromJson for $name {
                fn from_json(value: &$crate::private::serde_json::Value) -> ::core::option::Option<Self> {
                    let mut model = Self::default();
                    $crate::private::read_model(model.parts_mut(), value).then_some(model)
                }

                fn fit(value: &$crate::private::serde_json::Value) -> ::core::option::Option<usize> {
                    $crate::private::fit(Self::FIELDS, value)
                }
            }

            impl $crate::ToJson for $name {
                fn to_json(&self) -> ::core::option::Option<$crate::private::serde_json::Value> {
                    ::core::option::Option::Some($crate::private::serde_json::Value::Object($crate::private::write_model(self.parts())))
                }
            }

            impl ::core::fmt::Debug for $name {
                fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                    $crate::private::show_model(self.parts(), formatter)
                }
            }
        };
    };
}

/// An object of the API: what the macro gives of each, so that the rest is written once, below.
pub trait Model: Default {
    /// The type's name.
    const NAME: &'static str;
    /// The wire names of its fields.
    const FIELDS: &'static [&'static str];

    /// A look at all of it.
    fn parts(&self) -> Parts<'_>;
    /// All of it, to be changed.
    fn parts_mut(&mut self) -> PartsMut<'_>;
    /// Reads the fields, each as its type: the fast way.
    fn read<'de, A: MapAccess<'de>>(map: A) -> Result<Self, A::Error>;
}

/// A look at a model, whatever its type.
pub struct Parts<'a> {
    /// The type's name.
    pub name: &'static str,
    /// The wire names of its fields.
    pub fields: &'static [&'static str],
    /// The fields, in the order of their names.
    pub members: Vec<&'a dyn Member>,
    /// Which of them came.
    pub presence: &'a [Word],
    /// The other fields.
    pub extra: &'a Map<String, Value>,
}

/// A model that is being read, whatever its type.
pub struct PartsMut<'a> {
    /// The wire names of its fields.
    pub fields: &'static [&'static str],
    /// The fields, in the order of their names.
    pub members: Vec<&'a mut dyn Member>,
    /// Which of them came.
    pub presence: &'a mut [Word],
    /// The other fields.
    pub extra: &'a mut Map<String, Value>,
}

/// A field's name as it was read.
pub enum Name {
    /// One that the model declares, by its place.
    Declared(usize),
    /// Any other.
    Unknown(String),
}

/// Reads the names of an object's fields, copying only the unknown ones.
pub struct Names {
    fields: &'static [&'static str],
    /// Objects mostly come in the order of the document.
    expected: usize,
}

impl Names {
    /// A reader of the names of one object.
    pub fn of(fields: &'static [&'static str]) -> Self {
        Self { fields, expected: 0 }
    }

    fn find(&mut self, name: &str) -> Option<usize> {
        let (before, after) = self.fields.split_at(self.expected);
        let index = position(after, name).map(|index| index + self.expected).or_else(|| position(before, name))?;
        self.expected = index + 1;
        Some(index)
    }
}

impl<'de> DeserializeSeed<'de> for &mut Names {
    type Value = Name;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl Visitor<'_> for &mut Names {
    type Value = Name;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a field's name")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Name, E> {
        Ok(self.find(name).map_or_else(|| Name::Unknown(name.to_owned()), Name::Declared))
    }
}

struct ModelVisitor<T>(PhantomData<T>);

impl<'de, T: Model> Visitor<'de> for ModelVisitor<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "an object ({})", T::NAME)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::read(map)
    }
}

/// Reads a model the fast way: the first value of an unexpected kind is an error.
pub fn deserialize_model<'de, D: Deserializer<'de>, T: Model>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_map(ModelVisitor(PhantomData))
}

/// Reads one declared field.
pub fn read_field<'de, A: MapAccess<'de>, T: Deserialize<'de> + Default, const WORDS: usize>(
    map: &mut A,
    field: &mut T,
    presence: &mut Presence<WORDS>,
    index: usize,
) -> Result<(), A::Error> {
    let value: Option<T> = map.next_value()?;
    presence.record(index, value.is_none());
    *field = value.unwrap_or_default();
    Ok(())
}

/// Keeps a field that the model doesn't know. Where one comes, others do, and a map that has room from the start is not made twice.
pub fn keep(extra: &mut Map<String, Value>, name: String, value: Value) {
    const ROOM: usize = 4;
    if extra.is_empty() {
        *extra = Map::with_capacity(ROOM);
    }
    extra.insert(name, value);
}

/// Reads a model the forgiving way: a declared field of an unexpected kind stays with the unknown ones. Tells whether it is an object.
pub fn read_model(mut model: PartsMut<'_>, value: &Value) -> bool {
    let Some(fields) = value.as_object() else { return false };
    for (name, value) in fields {
        let index = position(model.fields, name).filter(|index| {
            let member = &mut model.members[*index];
            if value.is_null() {
                member.reset();
            }
            value.is_null() || member.read(value)
        });
        match index {
            Some(index) => record(model.presence, index, value.is_null()),
            None => drop(model.extra.insert(name.clone(), value.clone())),
        }
    }
    true
}

/// Writes each field the way it came, unless it was changed since; then the others, but for those that were given a value of the declared
/// kind since.
pub fn write_model(model: Parts<'_>) -> Map<String, Value> {
    let mut written = Map::new();
    for (index, (name, member)) in model.fields.iter().zip(&model.members).enumerate() {
        let (came, null) = (came(model.presence, index), null(model.presence, index));
        if came && !null || !member.is_default() {
            written.insert((*name).to_owned(), member.write().unwrap_or_default());
        } else if null {
            written.insert((*name).to_owned(), Value::Null);
        }
    }
    for (name, value) in model.extra {
        written.entry(name).or_insert_with(|| value.clone());
    }
    written
}

/// Writes a model.
pub fn serialize_model<S: Serializer>(model: Parts<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    write_model(model).serialize(serializer)
}

/// Shows a model.
pub fn show_model(model: Parts<'_>, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut shown = formatter.debug_struct(model.name);
    for (name, member) in model.fields.iter().zip(&model.members) {
        shown.field(name, member);
    }
    if !model.extra.is_empty() {
        shown.field("extra", model.extra);
    }
    shown.finish()
}

/// Whether a field came.
pub fn is_set<T: Model>(model: &T, field: &str) -> bool {
    let Parts { fields, presence, extra, .. } = model.parts();
    position(fields, field).is_some_and(|index| came(presence, index)) || extra.contains_key(field)
}

/// Whether a field came as `null`.
pub fn is_null<T: Model>(model: &T, field: &str) -> bool {
    let Parts { fields, presence, extra, .. } = model.parts();
    position(fields, field).is_some_and(|index| null(presence, index)) || extra.get(field).is_some_and(Value::is_null)
}

/// The names of the fields that came.
pub fn fields_set<T: Model>(model: &T) -> impl Iterator<Item = &str> {
    let Parts { fields, presence, extra, .. } = model.parts();
    let declared = fields.iter().enumerate().filter(move |(index, _)| came(presence, *index)).map(|(_, name)| *name);
    declared.chain(extra.keys().map(String::as_str))
}
