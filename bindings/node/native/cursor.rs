//! The client crate's rules for where the next page of a list starts, and for when the list has ended.

use instantly_client::{Arguments, CursorTrail, Value};
use napi::bindgen_prelude::Either;
use napi_derive::napi;

use crate::operation;

/// The largest whole number that a JavaScript number holds exactly.
const EXACT: f64 = 9_007_199_254_740_991.0;

/// The cursor (or offset) of the page after one that was asked for with `cursor`, had so many items and `told` this about the next.
#[napi(catch_unwind)]
pub fn next_cursor(operation: u32, cursor: Option<String>, told: Option<Either<String, f64>>, items: u32) -> Option<String> {
    let mut arguments = Arguments::new(operation::at(operation)?);
    if let Some(cursor) = cursor {
        arguments = arguments.with_cursor(&cursor).ok()?;
    }
    arguments.next_cursor(told.map(value), items as usize)
}

fn value(told: Either<String, f64>) -> Value {
    match told {
        Either::A(text) => Value::Text(text),
        Either::B(number) if number.fract() == 0.0 && number.abs() <= EXACT => Value::Integer(number as i64),
        Either::B(number) => Value::Number(number),
    }
}

/// The cursors seen in one walk through a list.
#[napi(js_name = "CursorTrail")]
pub struct Trail(CursorTrail);

#[napi]
impl Trail {
    /// Begins at the cursor the user gave, if any.
    #[napi(constructor, catch_unwind)]
    pub fn new(starting_after: Option<String>) -> Self {
        Trail(CursorTrail::starting_at(starting_after.as_deref()))
    }

    /// The cursor of the page after one that carried `next` and so many items; `null` when that was the last one.
    #[napi(catch_unwind)]
    pub fn advance(&mut self, next: Option<String>, items: u32) -> Option<String> {
        self.0.advance(next.as_deref(), items as usize)
    }

    /// The same walk up to here, to be gone on with separately.
    #[napi(catch_unwind)]
    pub fn fork(&self) -> Self {
        Trail(self.0.clone())
    }
}
