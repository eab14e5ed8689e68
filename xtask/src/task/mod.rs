//! One file a task.

mod artefacts;
pub mod bench;
mod circles;
mod conformance;
pub mod demo;
pub mod dist;
mod environment;
mod features;
mod foreign_documents;
pub mod generate;
pub mod import;
pub mod instructions;
mod print;
mod readme;
pub mod soak;
pub mod startup;
pub mod test;
pub mod version;
