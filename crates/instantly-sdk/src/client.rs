//! The client and its settings.

use std::time::Duration;

use instantly_client::{Arguments, CallOptions, Config, Error, LogLevel, Observer, RateLimit, RateLimitStatus, Raw, Transport};

use crate::log;

/// A client of the API: cheap to clone, safe to share between tasks.
///
/// Clones, and clients made by [`Client::with_options`], share connections; every client of one key in a process shares its pacing.
///
/// ```
/// use std::time::Duration;
///
/// use instantly_sdk::{Class, Client};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), instantly_sdk::Error> {
/// # let server = instantly_mock::MockServer::start(instantly_mock::MockOptions { jobs: 12, ..Default::default() }).expect("it starts");
/// # let url = server.url();
/// let client = Client::builder().api_key("a-key").base_url(url).timeout(Duration::from_secs(20)).build()?;
/// let error = client.background_jobs().get("000000000000000000000000").await.unwrap_err();
/// assert_eq!((error.class(), error.status_code()), (Class::NotFoundError, Some(404)));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct Client {
    transport: Transport,
}

impl Client {
    /// A client with the key of `INSTANTLY_API_KEY`, and the server of `INSTANTLY_BASE_URL` where that is set.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] when a variable is missing or wrong.
    pub fn from_env() -> Result<Self, Error> {
        Self::builder().build()
    }

    /// A client with settings of your own; what you leave out comes from the environment or is the default.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// The same client with other defaults for its calls; connections and limits stay shared.
    ///
    /// ```
    /// use instantly_sdk::{CallOptions, Client};
    ///
    /// # fn main() -> Result<(), instantly_sdk::Error> {
    /// let client = Client::builder().api_key("a-key").build()?;
    /// let once = client.with_options(CallOptions { max_retries: Some(0), ..Default::default() });
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn with_options(&self, options: CallOptions) -> Self {
        Self { transport: self.transport.with_options(&options) }
    }

    /// How much of the account's limits the clients of this key have used; `None` when this one does not keep to them by itself.
    #[must_use]
    pub fn rate_limit_status(&self) -> Option<RateLimitStatus> {
        self.transport.rate_limit_status()
    }

    /// Where the API is, without a trailing slash.
    #[must_use]
    pub fn base_url(&self) -> &str {
        self.transport.base_url()
    }

    pub(crate) fn prefetches(&self, options: &CallOptions) -> bool {
        self.transport.prefetches(options)
    }

    /// Calls any operation of the API; see [`raw`](crate::raw).
    ///
    /// # Errors
    /// Everything that can go wrong with a call; see [`Error`].
    pub async fn call(&self, arguments: &Arguments, options: &CallOptions) -> Result<Raw, Error> {
        self.transport.call(arguments, options).await
    }
}

/// Settings of a [`Client`].
#[derive(Clone, Debug, Default)]
#[must_use = "call build() to get a client"]
pub struct ClientBuilder {
    config: Config,
}

impl ClientBuilder {
    /// The API v2 key; `INSTANTLY_API_KEY` otherwise.
    pub fn api_key(mut self, key: impl Into<String>) -> Self {
        self.config.api_key = Some(key.into());
        self
    }

    /// Where the API is; `INSTANTLY_BASE_URL`, then the API's own server otherwise.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.config.base_url = Some(url.into());
        self
    }

    /// Act as this sub-workspace, with the key of an admin workspace.
    pub fn workspace(mut self, id: impl Into<String>) -> Self {
        self.config.workspace = Some(id.into());
        self
    }

    /// The time for one attempt, from its start to the last byte. 60 s.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.config.timeout = timeout;
        self
    }

    /// The time for opening a connection. 5 s.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.config.connect_timeout = timeout;
        self
    }

    /// The time for a call as a whole: all attempts and the waits between them. 600 s.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.config.deadline = deadline;
        self
    }

    /// How often a failed call is repeated. 2.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.config.max_retries = retries;
        self
    }

    /// Whether to repeat even writes that may already have acted. Off: a repeated reply mails twice.
    pub fn retry_writes(mut self, retry: bool) -> Self {
        self.config.retry_writes = retry;
        self
    }

    /// Whether a walk over pages fetches the next one while the current one is used. On.
    pub fn prefetch(mut self, prefetch: bool) -> Self {
        self.config.prefetch = prefetch;
        self
    }

    /// Whether calls keep to the API's documented limits by themselves. [`RateLimit::Auto`].
    pub fn rate_limit(mut self, limit: RateLimit) -> Self {
        self.config.rate_limit = limit;
        self
    }

    /// Sends a header with every request.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.config.headers.push((name.into(), value.into()));
        self
    }

    /// Adds a token to the `User-Agent`, such as `my-app/1.0`.
    pub fn user_agent(mut self, token: impl Into<String>) -> Self {
        self.config.user_agent = Some(token.into());
        self
    }

    /// Trusts these certificates besides the platform's own: the text of a PEM file.
    pub fn ca_certificates(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.config.ca_certificates = Some(pem.into());
        self
    }

    /// Connects through this proxy, `http://proxy.example.com:8080`, instead of the one that the environment names.
    pub fn proxy(mut self, url: impl Into<String>) -> Self {
        self.config.proxy = Some(url.into());
        self
    }

    /// The largest body that is read, after decompression. 256 MiB.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.config.max_response_bytes = bytes;
        self
    }

    /// Is told of every attempt, besides `tracing`, which always is.
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.config.observer = Some(std::sync::Arc::new(observer));
        self
    }

    /// The client.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a missing or malformed key, base URL, header or workspace, and for an `INSTANTLY_LOG` that is no level.
    pub fn build(mut self) -> Result<Client, Error> {
        self.config.observer = log::to_stderr(LogLevel::from_env()?, self.config.observer);
        Ok(Client { transport: Transport::new(self.config)? })
    }
}
