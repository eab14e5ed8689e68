//! What the generated types are made of.

mod comma_list;
mod decode;
mod from_json;
mod input;
mod list;
mod model;
mod nullable;
mod number;
mod object;
mod open_code;
mod open_enum;
mod presence;
mod raw_json;
mod timestamp;
mod to_json;
mod union;

pub use comma_list::CommaList;
pub use decode::{decode, decode_text, decode_value};
pub use from_json::FromJson;
pub use list::List;
pub use nullable::Nullable;
pub use number::Number;
pub use raw_json::RawJson;
pub use timestamp::Timestamp;
pub use to_json::ToJson;

/// What the macros of this crate expand to; no part of its promises.
pub mod private {
    pub use super::input::{Fields, Input, deserialize_input, read_input, write_input};
    pub use super::model::{
        Model, Name, Names, Parts, PartsMut, deserialize_model, fields_set, is_null, is_set, keep, read_field, read_model, serialize_model,
        show_model, write_model,
    };
    pub use super::object::{Member, fit};
    pub use super::open_code::deserialize_code;
    pub use super::open_enum::deserialize_text;
    pub use super::presence::{Presence, Word, words};
    pub use super::union::best;
    pub use {serde, serde_json};
}
