//! The wire: progenitor's calls and the operation table over them.

mod lower;
mod operations;
mod progenitor;

pub use operations::emit;
