//! The wire: progenitor's calls and the operation table over them.

mod kind;
mod lower;
mod objects;
mod operations;
mod progenitor;
mod tokens;

pub use operations::emit;
