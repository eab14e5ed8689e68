//! The client and its settings.

use instantly_client::{Arguments, CallOptions, Config, Error, LogLevel, Observer, RateLimitStatus, Raw, Transport};

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

/// Settings of a [`Client`]: a method for each.
#[derive(Clone, Debug, Default)]
#[must_use = "call build() to get a client"]
pub struct ClientBuilder {
    pub(crate) config: Config,
}

impl ClientBuilder {
    /// Is notified of every attempt, besides `tracing`, which always is.
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.config.defaults.observer = Some(std::sync::Arc::new(observer));
        self
    }

    /// The client.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a missing or malformed key, base URL, header or workspace, and for an `INSTANTLY_LOG` that is no level.
    pub fn build(mut self) -> Result<Client, Error> {
        let defaults = &mut self.config.defaults;
        defaults.observer = log::to_stderr(LogLevel::from_env()?, defaults.observer.take());
        Ok(Client { transport: Transport::new(self.config)? })
    }
}
