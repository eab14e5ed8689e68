//! The border between progenitor's methods and the attempt loop.

use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;

/// The call that a generated client is made for: it sends the requests that progenitor built. The outcome stays with it, since the type of
/// error that progenitor's hook may return can't be made by hand.
pub(crate) trait Exec: Debug + Send + Sync {
    fn exec<'a>(&'a self, http: &'a reqwest::Client, request: reqwest::Request) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>>;
}
