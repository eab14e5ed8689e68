//! The client crate's rule for when a list has ended.

use instantly_client::CursorTrail;
use napi_derive::napi;

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
