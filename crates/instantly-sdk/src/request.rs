//! A call about to be made: options, then `.await`.

use std::time::Duration;

use instantly_client::{Arguments, CallOptions, Error, Raw};

use crate::call::Call;
use crate::decode::Read;
use crate::{BoxFuture, Client, Headers};

/// A call that answers with a `T`. Awaiting it makes the call; before that, nothing is sent.
///
/// ```
/// use std::time::Duration;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), instantly_sdk::Error> {
/// # let server = instantly_mock::MockServer::start(instantly_mock::MockOptions { jobs: 12, ..Default::default() }).expect("it starts");
/// # let client = instantly_sdk::Client::builder().api_key("a-key").base_url(server.url()).build()?;
/// # let id = server.add_job(&instantly_mock::NewJob::default()).expect("it is one")["id"].as_str().expect("an id").to_owned();
/// let job = client.background_jobs().get(&id).timeout(Duration::from_secs(5)).max_retries(4).await?;
/// assert_eq!(job.id, id);
/// let response = client.background_jobs().get(&id).header("x-trace", "t-1").send_raw().await?;
/// assert_eq!((response.status_code(), response.parse()?.id), (200, id));
/// # Ok(())
/// # }
/// ```
#[must_use = "a request does nothing until it is awaited"]
pub struct Request<T> {
    client: Client,
    arguments: Result<Arguments, Error>,
    pub(crate) options: CallOptions,
    read: Box<ReadWith<T>>,
}

/// How a success is read, for those that depend on how it was asked for.
type ReadWith<T> = dyn Fn(&Raw, &CallOptions) -> Result<T, Error> + Send + Sync;

impl<T: 'static> Request<T> {
    pub(crate) fn new(client: &Client, call: Call, read: Read<T>) -> Self {
        let operation = call.operation();
        Self::reading(client, call, Box::new(move |raw, _| read(raw, operation)))
    }

    pub(crate) fn reading(client: &Client, call: Call, read: Box<ReadWith<T>>) -> Self {
        Self { client: client.clone(), arguments: call.arguments(), options: CallOptions::default(), read }
    }

    /// Makes the call and keeps status, headers and body; the body is read by [`Response::parse`].
    ///
    /// # Errors
    /// Everything that can go wrong with a call; see [`Error`].
    pub async fn send_raw(self) -> Result<Response<T>, Error> {
        let Self { client, arguments, options, read } = self;
        let raw = client.call(&arguments?, &options).await?;
        Ok(Response::new(raw, move |raw| read(raw, &options)))
    }
}

impl<T: 'static> IntoFuture for Request<T> {
    type Output = Result<T, Error>;
    type IntoFuture = BoxFuture<T>;

    fn into_future(self) -> BoxFuture<T> {
        Box::pin(async move { self.send_raw().await?.parse() })
    }
}

impl<T> std::fmt::Debug for Request<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Request").field("arguments", &self.arguments).field("options", &self.options).finish_non_exhaustive()
    }
}

/// A success as it came, and what it means.
pub struct Response<T> {
    raw: Raw,
    read: Box<Reader<T>>,
}

type Reader<T> = dyn Fn(&Raw) -> Result<T, Error> + Send + Sync;

impl<T> Response<T> {
    pub(crate) fn new(raw: Raw, read: impl Fn(&Raw) -> Result<T, Error> + Send + Sync + 'static) -> Self {
        Self { raw, read: Box::new(read) }
    }

    /// The HTTP status, 200 to 299.
    pub fn status_code(&self) -> u16 {
        self.raw.status
    }

    /// All headers.
    pub fn headers(&self) -> &Headers {
        &self.raw.headers
    }

    /// The first header of that name, in any case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.raw.headers.get(name)
    }

    /// The server's id of the request.
    pub fn request_id(&self) -> Option<&str> {
        self.raw.request_id()
    }

    /// The body, decompressed.
    pub fn body(&self) -> &[u8] {
        &self.raw.body
    }

    /// How often the request was sent.
    pub fn attempts(&self) -> u32 {
        self.raw.attempts
    }

    /// From the call to the last byte, waits included.
    pub fn elapsed(&self) -> Duration {
        self.raw.elapsed
    }

    /// What awaiting the request would have given.
    ///
    /// # Errors
    /// [`Error::ResponseValidation`] when the body is not what the API promises.
    pub fn parse(&self) -> Result<T, Error> {
        (self.read)(&self.raw)
    }
}

impl<T> std::fmt::Debug for Response<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(&self.raw, formatter)
    }
}
