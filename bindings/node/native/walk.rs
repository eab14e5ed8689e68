//! A walk over the pages of a list, by the client crate's rules for where it starts, how it goes on and when it ends.

use instantly_client::{Arguments, Value};
use napi::bindgen_prelude::Either;
use napi_derive::napi;

use crate::failure::Failure;
use crate::operation;

/// A walk at one of its pages. It does not change, so a page can be asked for the next one twice.
#[napi]
pub struct Walk(instantly_client::Walk);

/// How a walk goes on after a page, as an array: the cursor that the page carries, and the walk at the next page if there is one.
#[napi(array, object_from_js = false)]
pub struct Step(pub Option<String>, pub Option<Walk>);

/// Starts a walk at the page that these arguments request, or returns what is wrong with them.
#[napi(catch_unwind)]
pub fn start_walk(operation: u32, arguments: String) -> Either<Walk, Failure> {
    let Some(operation) = operation::at(operation) else { return Either::B(Failure::internal("no such operation")) };
    match Arguments::from_json(operation, &arguments).and_then(instantly_client::Walk::start) {
        Ok(walk) => Either::A(Walk(walk)),
        Err(error) => Either::B(error.into()),
    }
}

#[napi]
impl Walk {
    /// Goes on after this page, given its number of items and the value in the place that tells of the next page.
    #[napi(catch_unwind)]
    pub fn advance(&self, told: Option<Either<String, f64>>, items: u32) -> Either<Step, Failure> {
        match self.0.advance(told.map(value).as_ref(), items as usize) {
            Ok(step) => Either::A(Step(step.cursor, step.next.map(Walk))),
            Err(error) => Either::B(error.into()),
        }
    }
}

impl Walk {
    /// The arguments that request the page, for a future to keep.
    pub fn arguments(&self) -> Arguments {
        self.0.arguments().clone()
    }
}

fn value(told: Either<String, f64>) -> Value {
    match told {
        Either::A(text) => Value::Text(text),
        Either::B(number) => Value::Number(number),
    }
}
