//! Types of the Instantly API v2: models, open enums and parameters.
//!
//! Nothing here talks to the network. The types are generated, one module a resource, and [`shared`] for those that several resources use.
//! They are declared with [`model!`], [`input!`], [`open_enum!`], [`open_code!`] and [`union!`]; the rest of this crate is what they are made
//! of. [`decode`] reads a body into them.
//!
//! A name that Rust keeps for itself is raw (`r#type`), one that starts with a digit gets an underscore in front (`_0`), and any other
//! character that Rust refuses becomes an underscore (`lead_status` for `lead-status`). On the wire it is what the API calls it.

// What can be reached can be named: a user may have to write its type.
#![cfg_attr(not(test), warn(unnameable_types))]

#[rustfmt::skip]
#[allow(missing_docs, reason = "a type or field that the document doesn't describe has no comment: one that repeats its name says nothing")]
mod generated;
mod support;

pub use generated::*;
#[doc(hidden)]
pub use support::private;
pub use support::{CommaList, FromJson, List, Nullable, Number, RawJson, Timestamp, ToJson, decode, decode_text, decode_value};
