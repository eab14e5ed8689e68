//! A validator for the JSON Schema (2020-12) vocabulary that the document uses, with the messages the API's own validator gives.

mod format;
mod pattern;
mod validate;

pub(crate) use pattern::Pattern;
pub(crate) use validate::{Validator, type_names};
