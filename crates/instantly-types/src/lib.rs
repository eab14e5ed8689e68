//! Types of the Instantly API v2: models, open enums and parameters.
//!
//! Nothing here talks to the network. The types are generated, one module a resource, with [`model!`] and [`open_enum!`]; the rest
//! of this crate is what they are made of. [`decode`] reads a body into them.

#[rustfmt::skip]
mod generated;
mod support;

pub use generated::*;
#[doc(hidden)]
pub use support::private;
pub use support::{CommaList, FromJson, List, Nullable, Number, RawJson, Timestamp, decode, decode_value};
