//! Tools that emitters of several targets use.

pub mod errors;
pub mod escape;
pub mod printer;
pub mod reserved;
pub mod sample;
pub mod templates;
pub mod validate;
