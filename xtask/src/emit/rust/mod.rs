//! The Rust SDK: types, resources, and how Rust spells names.

pub mod annotation;
pub mod names;
pub mod resources;
pub mod text;
pub mod types;
