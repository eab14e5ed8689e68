//! The IR: what the generator knows of the API, as plain data that is read-only once built.
//!
//! [`build`] reads the document (overlay applied) into an [`Api`]; the emitters read nothing else. Each call is described once: its arguments
//! in the order users see them, where each goes and how it is written, the body's form, and what a success becomes. Every node carries the
//! JSON pointer it came from, so that an error names its place in the document. Nothing in here knows a target language.

mod api;
mod build;
mod clashes;
mod definition;
mod describe;
mod document;
mod draft;
mod enums;
mod hints;
mod losses;
mod media;
mod modules;
mod names;
mod operation;
mod parameter;
mod pointer;
mod recursion;
mod response;
mod route;
mod schema_view;
#[cfg(test)]
mod tests;
mod type_name;
mod types;

pub use api::{Api, Header, Loss, RateGroup, Resource, SHARED, Source, Wait};
pub use build::{Method, Reserved, build, read};
pub use definition::{Base, Field, Home, Limits, Type, TypeBody, TypeDefinition, Variant};
pub use describe::describe;
pub use names::{camel, is_of_a_name, pascal, screaming, singular, snake, type_name};
pub use operation::{Argument, BodyForm, Encoding, Form, Job, Location, Next, Operation, Outcome, Page, Success};
pub use pointer::{Pointer, follow};
