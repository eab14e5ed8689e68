//! A client: settings, connections and limits, and the way a call takes through them.

use std::sync::Arc;
use std::time::Instant;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header::USER_AGENT};

use crate::attempt::PendingCall;
use crate::config::header;
use crate::generated::Client;
use crate::network::{Network, Pools};
use crate::pacing::{Pacer, RateLimitStatus};
use crate::secret::ApiKey;
use crate::session::Session;
use crate::{Arguments, Attempts, CallOptions, Config, Error, Headers, RateLimit, Raw};

/// A client of the API: cheap to clone, safe to share.
#[derive(Clone)]
pub struct Transport {
    session: Arc<Session>,
    pools: Arc<Pools>,
    /// What calls of this client get that say nothing.
    defaults: Arc<CallOptions>,
}

impl Transport {
    /// A client with these settings.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for a missing or malformed key, base URL, header or workspace.
    pub fn new(config: Config) -> Result<Self, Error> {
        let key = ApiKey::new(&config.resolve_api_key()?)?;
        let base_url = config.resolve_base_url()?;
        let mut defaults = config.defaults.over(&CallOptions::defaults());
        defaults.check()?;
        let mut headers = HeaderMap::new();
        headers.insert(USER_AGENT, user_agent(config.runtime.as_deref(), config.user_agent.as_deref())?);
        // Those of the client are made once, not for each call.
        for (name, value) in &std::mem::take(&mut defaults.headers) {
            let (name, value) = header(name, value)?;
            headers.insert(name, value);
        }
        headers.insert(http::header::AUTHORIZATION, key.authorization());
        let pacer = (config.rate_limit == RateLimit::Auto).then(|| Pacer::shared(key.fingerprint()));
        let network = Network::new(config.ca_certificates.as_deref(), config.proxy.as_deref())?;
        let pools = network.pools(defaults.connect_timeout.unwrap_or_default())?;
        let Config { max_response_bytes, jitter, .. } = config;
        let session = Session { base_url, key, headers, pacer, network, max_response_bytes, jitter };
        Ok(Self { session: Arc::new(session), pools: Arc::new(pools), defaults: Arc::new(defaults) })
    }

    /// The same client with other defaults for its calls; connections and limits stay shared.
    #[must_use]
    pub fn with_options(&self, options: &CallOptions) -> Self {
        Self { defaults: Arc::new(options.over(&self.defaults)), ..self.clone() }
    }

    /// The same client with connections of its own: one for each runtime, and for the child after a fork.
    ///
    /// # Errors
    /// [`Error::Connection`] when the platform's TLS can't be set up.
    pub fn with_new_pool(&self) -> Result<Self, Error> {
        Ok(Self { pools: Arc::new(self.session.network.pools(self.pools.connect_timeout)?), ..self.clone() })
    }

    /// How much of the account's limits the clients of this key have used; `None` when the client does not keep to them by itself.
    #[must_use]
    pub fn rate_limit_status(&self) -> Option<RateLimitStatus> {
        self.session.pacer.as_ref().map(|pacer| pacer.status(Instant::now()))
    }

    /// Whether a walk with these options fetches the next page while the current one is used. Its callers do that, not the transport.
    #[must_use]
    pub fn prefetches(&self, options: &CallOptions) -> bool {
        options.prefetch.or(self.defaults.prefetch).unwrap_or(true)
    }

    /// Where the API is, without a trailing slash.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.session.base_url
    }

    /// An answer of this client that a binding has taken apart, put together again for [`Raw::invalid`].
    #[must_use]
    pub fn answer(&self, status: u16, headers: Headers, body: Bytes, attempts: Attempts) -> Raw {
        Raw { attempts: attempts.count, elapsed: attempts.elapsed, key: Some(self.session.key.clone()), ..Raw::new(status, headers, body) }
    }

    /// Calls an operation. Dropping the future cancels the call and closes its connection.
    ///
    /// # Errors
    /// Every variant but the two of waiting; see [`Error`].
    pub async fn call(&self, arguments: &Arguments, options: &CallOptions) -> Result<Raw, Error> {
        let started = Instant::now();
        arguments.check()?;
        let options = options.over(&self.defaults);
        options.check()?;
        let http = self.pools.get(&self.session.network, options.connect_timeout)?;
        let call = Arc::new(PendingCall::new(&self.session, arguments, options, started));
        let client = Client::new_with_client(&self.session.base_url, http, call.clone());
        let built = (arguments.operation().run)(&client, arguments.values()).await;
        call.into_outcome(built)
    }
}

impl std::fmt::Debug for Transport {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Transport").field("base_url", &self.session.base_url).finish_non_exhaustive()
    }
}

/// `instantly-sdk/0.1.0 python/3.11 my-app/1.0`. Cloudflare refuses requests without one.
fn user_agent(runtime: Option<&str>, appended: Option<&str>) -> Result<HeaderValue, Error> {
    let sdk = concat!("instantly-sdk/", env!("CARGO_PKG_VERSION"));
    let tokens: Vec<&str> = [Some(sdk), runtime, appended].into_iter().flatten().filter(|token| !token.is_empty()).collect();
    let advice = "user_agent must be ASCII text without control characters, such as my-app/1.0";
    HeaderValue::from_str(&tokens.join(" ")).map_err(|_| Error::invalid_argument("user_agent", advice))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_agent_names_the_sdk_its_runtime_and_the_program() {
        let sdk = concat!("instantly-sdk/", env!("CARGO_PKG_VERSION"));
        assert_eq!(user_agent(None, None).unwrap(), sdk);
        assert_eq!(user_agent(Some("python/3.11"), Some("my-app/1.0")).unwrap(), format!("{sdk} python/3.11 my-app/1.0"));
        let refused = user_agent(None, Some("my-app\r\nx-other: 1")).unwrap_err();
        assert_eq!(refused.argument(), Some("user_agent"));
        assert!(refused.to_string().contains("without control characters"), "{refused}");
    }
}
