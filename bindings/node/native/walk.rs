//! The client crate's walk over the pages of a list.

use instantly_client::{Step, Value};
use napi::bindgen_prelude::Either;
use napi_derive::napi;

use crate::failure::Failure;
use crate::{arguments, operation};

/// A walk at one of its pages.
#[napi]
pub struct Walk(instantly_client::Walk);

/// The cursor that a page carries (of a list with offsets: where the next page starts), and the walk at the next page.
#[napi(array, object_from_js = false)]
pub struct WalkStep(pub Option<String>, pub Option<Walk>);

/// A walk that starts at the page that these arguments request, or what is wrong with them.
#[napi(catch_unwind)]
pub fn start_walk(operation: u32, arguments: Option<String>, body: Option<String>) -> Either<Walk, Failure> {
    let Some(operation) = operation::at(operation) else { return Either::B(Failure::internal("no such operation")) };
    match arguments::parse(operation, arguments.as_deref(), body).and_then(instantly_client::Walk::start) {
        Ok(walk) => Either::A(Walk(walk)),
        Err(error) => Either::B(error.into()),
    }
}

#[napi]
impl Walk {
    /// Goes on after this page, which had so many items and `told` this about the next one.
    #[napi(catch_unwind)]
    pub fn advance(&self, told: Option<Either<String, f64>>, items: u32) -> Either<WalkStep, Failure> {
        let told = told.map(|told| match told {
            Either::A(text) => Value::Text(text),
            Either::B(number) => Value::Number(number),
        });
        match self.0.advance(told.as_ref(), items as usize) {
            Ok(Step { cursor, next }) => Either::A(WalkStep(cursor, next.map(Walk))),
            Err(error) => Either::B(error.into()),
        }
    }
}

impl Walk {
    pub fn arguments(&self) -> instantly_client::Arguments {
        self.0.arguments().clone()
    }
}
