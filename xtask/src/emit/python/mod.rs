//! The Python SDK: types, resources, and how Python is written.

pub mod annotation;
pub mod layout;
#[cfg(test)]
mod name_collisions_test;
pub mod names;
pub mod resources;
pub mod text;
pub mod types;
