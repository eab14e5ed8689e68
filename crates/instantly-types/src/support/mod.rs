//! What the generated types are made of.

mod comma_list;
mod decode;
mod from_json;
mod list;
mod model;
mod nullable;
mod number;
mod open_enum;
mod presence;
mod raw_json;
mod timestamp;

pub use comma_list::CommaList;
pub use decode::{decode, decode_value};
pub use from_json::FromJson;
pub use list::List;
pub use nullable::Nullable;
pub use number::Number;
pub use raw_json::RawJson;
pub use timestamp::Timestamp;

/// What the macros of this crate expand to; no part of its promises.
pub mod private {
    pub use super::model::{
        FieldIndex, FieldName, Name, deserialize_text, fields_set, is_null, is_set, read_lenient, write_extra, write_field,
    };
    pub use super::presence::Presence;
    pub use {serde, serde_json};
}
