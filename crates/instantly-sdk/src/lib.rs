#![doc = include_str!("front_page.md")]
// What can be reached can be named: a user may have to write its type.
#![cfg_attr(not(test), warn(unnameable_types))]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "blocking")]
pub mod blocking;
mod call;
mod client;
mod decode;
#[rustfmt::skip]
mod generated;
mod list;
mod log;
#[rustfmt::skip]
mod options;
mod page;
mod request;
mod stream;
mod wait;

pub use client::{Client, ClientBuilder};
pub use generated::*;
pub use instantly_client::{CallOptions, Class, Error, Event, Headers, Observer, Phase, RateLimit, RateLimitStatus, RateLimitWindow};
pub use instantly_types::{FromJson, List, Nullable, Number, Timestamp, ToJson};
pub use list::ListRequest;
pub use page::Page;
pub use request::{Request, Response};
pub use stream::{ItemStream, PageStream};
pub use wait::{StartedJob, WaitManyRequest, WaitRequest, WaitStartedRequest, Waitable};

/// Calls of operations that have no method yet, by their row in the operation table.
///
/// ```
/// use instantly_sdk::{CallOptions, raw::{Arguments, Value, operation}};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), instantly_sdk::Error> {
/// # let server = instantly_mock::MockServer::start(Default::default()).expect("it starts");
/// # let client = instantly_sdk::Client::builder().api_key("a-key").base_url(server.url()).build()?;
/// let mut arguments = Arguments::new(operation("getCampaign").expect("the document has it"));
/// arguments.set("id", Value::from("0199f3a1-0000-7000-8000-000000000000"))?;
/// let answer = client.call(&arguments, &CallOptions::default()).await?;
/// println!("{} {}", answer.status, String::from_utf8_lossy(&answer.body));
/// # assert_eq!((answer.status, answer.body.first()), (200, Some(&b'{')));
/// # Ok(())
/// # }
/// ```
pub mod raw {
    pub use instantly_client::{Arguments, Operation, Raw, Value, operation, operations};
    pub use instantly_types::RawJson;
}

/// What a request's future is.
pub(crate) type BoxFuture<T> = std::pin::Pin<Box<dyn Future<Output = Result<T, Error>> + Send>>;
