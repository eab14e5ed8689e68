//! How connections are made, and the pools they are kept in.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use hyper_util::client::proxy::matcher::Matcher;

use crate::tls::Tls;
use crate::{Attempts, Error};

/// More connect timeouts than a program has reason for: past these, pools are made anew.
const OTHER_POOLS: usize = 8;

/// How connections are made.
pub(crate) struct Network {
    tls: Tls,
    proxy: Option<reqwest::Proxy>,
    /// The proxies as reqwest reads them from the option or the environment, to name one that fails.
    proxies: Matcher,
}

/// The connections of one runtime. reqwest knows connect timeouts by pool, so calls that ask for another one have another pool.
pub(crate) struct Pools {
    pub(crate) connect_timeout: Duration,
    usual: reqwest::Client,
    others: Mutex<HashMap<Duration, reqwest::Client>>,
}

impl Network {
    /// Certificates to trust besides the platform's, in PEM, and the URL of a proxy; without one, the environment names it.
    ///
    /// # Errors
    /// [`Error::InvalidArgument`] for certificates or a URL that can't be read.
    pub(crate) fn new(ca_certificates: Option<&[u8]>, proxy_url: Option<&str>) -> Result<Self, Error> {
        Ok(Self {
            tls: Tls::new(ca_certificates)?,
            proxy: proxy_url.map(proxy).transpose()?,
            proxies: proxy_url.map_or_else(Matcher::from_system, |url| Matcher::builder().all(url).build()),
        })
    }

    pub(crate) fn pools(&self, connect_timeout: Duration) -> Result<Pools, Error> {
        Ok(Pools { connect_timeout, usual: self.connections(connect_timeout)?, others: Mutex::default() })
    }

    /// Host and port of the proxy on the way to this URL, without its password.
    pub(crate) fn proxy_to(&self, url: &str) -> Option<String> {
        let through = self.proxies.intercept(&url.parse().ok()?)?;
        through.uri().authority().map(ToString::to_string)
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

impl Pools {
    /// The connections that are opened within this time.
    pub(crate) fn get(&self, network: &Network, connect_timeout: Option<Duration>) -> Result<reqwest::Client, Error> {
        let Some(other) = connect_timeout.filter(|timeout| *timeout != self.connect_timeout) else { return Ok(self.usual.clone()) };
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(pool) = others.get(&other) {
            return Ok(pool.clone());
        }
        if others.len() == OTHER_POOLS {
            others.clear();
        }
        let pool = network.connections(other)?;
        others.insert(other, pool.clone());
        Ok(pool)
    }
}

fn proxy(url: &str) -> Result<reqwest::Proxy, Error> {
    let shape = "proxy must be a URL such as http://proxy.example.com:8080";
    // The URL may carry a password, so it is not repeated.
    let parsed = url::Url::parse(url).ok().filter(|parsed| parsed.has_host() && matches!(parsed.scheme(), "http" | "https"));
    let parsed = parsed.ok_or_else(|| Error::invalid_argument("proxy", shape))?;
    reqwest::Proxy::all(parsed.as_str()).map_err(|_| Error::invalid_argument("proxy", shape))
}
