//! A client: settings, connections and limits, and the way a call takes through them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, header::USER_AGENT};
use hyper_util::client::proxy::matcher::Matcher;

use crate::attempt::PendingCall;
use crate::config::header;
use crate::generated::Client;
use crate::pacing::{Pacer, RateLimitStatus};
use crate::secret::ApiKey;
use crate::tls::Tls;
use crate::{Arguments, Attempts, CallOptions, Config, Error, Headers, RateLimit, Raw};

/// A client of the API: cheap to clone, safe to share.
#[derive(Clone)]
pub struct Transport {
    shared: Arc<Shared>,
    pools: Arc<Pools>,
    /// What calls of this client get that say nothing.
    defaults: Arc<CallOptions>,
}

/// What clones and new pools have in common.
struct Shared {
    base_url: String,
    key: ApiKey,
    /// Authorization, User-Agent and the caller's own.
    headers: HeaderMap,
    /// `None`: never wait.
    pacer: Option<Arc<Pacer>>,
    network: Network,
    max_response_bytes: usize,
    jitter: fn() -> f64,
}

/// How connections are made.
struct Network {
    tls: Tls,
    proxy: Option<reqwest::Proxy>,
    /// What reqwest makes of the option or else of the environment, to name the proxy when it fails.
    proxies: Matcher,
}

/// The connections of one runtime. reqwest knows connect timeouts by pool, so calls that ask for another one have another pool.
struct Pools {
    connect_timeout: Duration,
    usual: reqwest::Client,
    others: Mutex<HashMap<Duration, reqwest::Client>>,
}

/// More connect timeouts than a program has reason for: past these, pools are made anew.
const OTHER_POOLS: usize = 8;

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
        let network = Network {
            tls: Tls::new(config.ca_certificates.as_deref())?,
            proxy: config.proxy.as_deref().map(proxy).transpose()?,
            proxies: config.proxy.as_deref().map_or_else(Matcher::from_system, |url| Matcher::builder().all(url).build()),
        };
        let pools = network.pools(defaults.connect_timeout.unwrap_or_default())?;
        let Config { max_response_bytes, jitter, .. } = config;
        let shared = Shared { base_url, key, headers, pacer, network, max_response_bytes, jitter };
        Ok(Self { shared: Arc::new(shared), pools: Arc::new(pools), defaults: Arc::new(defaults) })
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
        Ok(Self { pools: Arc::new(self.shared.network.pools(self.pools.connect_timeout)?), ..self.clone() })
    }

    /// How much of the account's limits the clients of this key have used; `None` when the client does not keep to them by itself.
    #[must_use]
    pub fn rate_limit_status(&self) -> Option<RateLimitStatus> {
        self.shared.pacer.as_ref().map(|pacer| pacer.status(Instant::now()))
    }

    /// Whether a walk with these options fetches the next page while the current one is used. Its callers do that, not the transport.
    #[must_use]
    pub fn prefetches(&self, options: &CallOptions) -> bool {
        options.prefetch.or(self.defaults.prefetch).unwrap_or(true)
    }

    /// Where the API is, without a trailing slash.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.shared.base_url
    }

    /// An answer of this client that a binding has taken apart, put together again for [`Raw::invalid`].
    #[must_use]
    pub fn answer(&self, status: u16, headers: Headers, body: Bytes, attempts: Attempts) -> Raw {
        Raw { attempts: attempts.count, elapsed: attempts.elapsed, key: Some(self.shared.key.clone()), ..Raw::new(status, headers, body) }
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
        let http = self.pool(options.connect_timeout)?;
        let call = Arc::new(PendingCall::new(self, arguments, options, started));
        let client = Client::new_with_client(&self.shared.base_url, http, call.clone());
        let built = (arguments.operation().run)(&client, arguments).await;
        call.into_outcome(built)
    }

    fn pool(&self, connect_timeout: Option<Duration>) -> Result<reqwest::Client, Error> {
        let Pools { connect_timeout: usual_timeout, usual, others } = &*self.pools;
        let Some(other) = connect_timeout.filter(|timeout| timeout != usual_timeout) else { return Ok(usual.clone()) };
        let mut others = others.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pool) = others.get(&other) {
            return Ok(pool.clone());
        }
        if others.len() == OTHER_POOLS {
            others.clear();
        }
        let pool = self.shared.network.connections(other)?;
        others.insert(other, pool.clone());
        Ok(pool)
    }
}

/// What the hooks need of a client.
impl Transport {
    pub(crate) fn key(&self) -> &ApiKey {
        &self.shared.key
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        &self.shared.headers
    }

    pub(crate) fn max_response_bytes(&self) -> usize {
        self.shared.max_response_bytes
    }

    /// From 0 to 1.
    pub(crate) fn jitter(&self) -> f64 {
        (self.shared.jitter)()
    }

    /// Host and port of the proxy on the way to the API, without its password.
    pub(crate) fn proxy(&self) -> Option<String> {
        let through = self.shared.network.proxies.intercept(&self.shared.base_url.parse().ok()?)?;
        through.uri().authority().map(ToString::to_string)
    }

    pub(crate) fn pacer(&self) -> Option<&Pacer> {
        self.shared.pacer.as_deref()
    }
}

impl std::fmt::Debug for Transport {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Transport").field("base_url", &self.shared.base_url).finish_non_exhaustive()
    }
}

impl Network {
    fn pools(&self, connect_timeout: Duration) -> Result<Pools, Error> {
        Ok(Pools { connect_timeout, usual: self.connections(connect_timeout)?, others: Mutex::default() })
    }

    /// Redirects are never followed: the API has none, and the key must not travel.
    fn connections(&self, connect_timeout: Duration) -> Result<reqwest::Client, Error> {
        let builder =
            reqwest::Client::builder().connect_timeout(connect_timeout).redirect(reqwest::redirect::Policy::none()).referer(false);
        let mut builder = self.tls.of(builder);
        if let Some(proxy) = &self.proxy {
            builder = builder.proxy(proxy.clone());
        }
        builder.build().map_err(|error| Error::Connection {
            message: "TLS or the proxy could not be set up".to_owned(),
            attempts: Attempts::default(),
            source: Some(Box::new(error)),
        })
    }
}

fn proxy(url: &str) -> Result<reqwest::Proxy, Error> {
    let shape = "proxy must be a URL such as http://proxy.example.com:8080";
    // The URL may carry a password, so it is not repeated.
    let parsed = url::Url::parse(url).ok().filter(|parsed| parsed.has_host() && matches!(parsed.scheme(), "http" | "https"));
    let parsed = parsed.ok_or_else(|| Error::invalid_argument("proxy", shape))?;
    reqwest::Proxy::all(parsed.as_str()).map_err(|_| Error::invalid_argument("proxy", shape))
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
