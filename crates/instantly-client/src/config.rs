//! What a client is made with.

use http::{HeaderName, HeaderValue};
use url::Url;

use crate::call_options::MAX_RESPONSE_BYTES;
use crate::{CallOptions, Error};

/// The document's server.
const DEFAULT_BASE_URL: &str = crate::generated::SERVER;
const API_KEY_VARIABLE: &str = "INSTANTLY_API_KEY";
const BASE_URL_VARIABLE: &str = "INSTANTLY_BASE_URL";

/// Settings of a client. `Config::default()` is what a client gets that says nothing.
#[derive(Clone)]
pub struct Config {
    /// The API v2 key; `INSTANTLY_API_KEY` when absent.
    pub api_key: Option<String>,
    /// Where the API is; `INSTANTLY_BASE_URL` when absent, then the API's own server.
    pub base_url: Option<String>,
    /// Default options for calls that don't set their own. Those that are absent here are those of [`CallOptions::defaults`].
    pub defaults: CallOptions,
    /// Whether calls keep to the API's documented limits by themselves.
    pub rate_limit: RateLimit,
    /// The language's runtime, which the User-Agent names: `python/3.11`.
    pub runtime: Option<String>,
    /// Added to the User-Agent: `my-app/1.0`.
    pub user_agent: Option<String>,
    /// Certificates to trust besides the platform's own, in PEM.
    pub ca_certificates: Option<Vec<u8>>,
    /// Where to connect through: `http://proxy.example.com:8080`. Absent: what the environment says (`HTTPS_PROXY`, `NO_PROXY` and so on).
    pub proxy: Option<String>,
    /// The largest body that is read, after decompression. 256 MiB.
    pub max_response_bytes: usize,
    /// What the waits between attempts are shortened by, from 0 to 1 for up to a half; random, so that clients don't come back together.
    pub jitter: fn() -> f64,
}

/// Whether calls keep to the API's documented limits by themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RateLimit {
    /// Wait as long as the limits ask for, together with every client of the same key in this process.
    #[default]
    Auto,
    /// Never wait.
    Off,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            api_key: None,
            base_url: None,
            defaults: CallOptions::default(),
            rate_limit: RateLimit::Auto,
            runtime: None,
            user_agent: None,
            ca_certificates: None,
            proxy: None,
            max_response_bytes: MAX_RESPONSE_BYTES,
            jitter: fastrand::f64,
        }
    }
}

impl Config {
    pub(crate) fn resolve_api_key(&self) -> Result<String, Error> {
        self.api_key.clone().or_else(|| environment(API_KEY_VARIABLE)).ok_or_else(|| {
            Error::invalid_argument("api_key", format!("api_key is missing: pass it to the client or set {API_KEY_VARIABLE}"))
        })
    }

    pub(crate) fn resolve_base_url(&self) -> Result<String, Error> {
        let (text, name) = match (&self.base_url, environment(BASE_URL_VARIABLE)) {
            (Some(text), _) => (text.clone(), "base_url"),
            (None, Some(text)) => (text, BASE_URL_VARIABLE),
            (None, None) => (DEFAULT_BASE_URL.to_owned(), "base_url"),
        };
        check_base_url(&text).map_err(|problem| {
            // What comes after a mark of user info, query or fragment may be a secret, and what is no URL at all may be a key.
            let is_plain = text.contains("://") && !text.contains(['@', '?', '#']);
            let shown = if is_plain { format!(", got {text:?}") } else { String::new() };
            Error::invalid_argument("base_url", format!("{name} {problem}{shown}"))
        })
    }
}

impl std::fmt::Debug for Config {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Config")
            .field("base_url", &self.base_url)
            .field("workspace", &self.defaults.workspace)
            .finish_non_exhaustive()
    }
}

/// What says where a request goes and where it ends: a wrong one would make of its end the beginning of another.
const FRAMING: [HeaderName; 7] = [
    http::header::CONNECTION,
    http::header::CONTENT_LENGTH,
    http::header::HOST,
    http::header::TE,
    http::header::TRAILER,
    http::header::TRANSFER_ENCODING,
    http::header::UPGRADE,
];

/// A header in the form the wire takes, or an error that names it.
pub(crate) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    let bad = |what: &str| Error::invalid_argument("headers", format!("headers: {name:?} {what}"));
    let header = HeaderName::try_from(name).map_err(|_| bad("is not a header name"))?;
    if FRAMING.contains(&header) {
        return Err(bad("is the client's own to set"));
    }
    let value = HeaderValue::from_str(value).map_err(|_| bad("has a value with a control character"))?;
    Ok((header, value))
}

fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.trim().is_empty())
}

/// The URL without a trailing slash. Query, fragment and user info have no meaning in front of a path, so they are mistakes.
fn check_base_url(text: &str) -> Result<String, &'static str> {
    let url = Url::parse(text.trim()).map_err(|_| "is not a URL such as https://api.instantly.ai")?;
    let problem = match () {
        () if !matches!(url.scheme(), "http" | "https") => "must start with https:// or http://",
        () if url.host_str().is_none() => "has no host",
        () if url.query().is_some() => "must not have a query",
        () if url.fragment().is_some() => "must not have a fragment",
        () if !url.username().is_empty() || url.password().is_some() => "must not have user info",
        () => return Ok(url.as_str().trim_end_matches('/').to_owned()),
    };
    Err(problem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_is_trimmed_or_refused() {
        assert_eq!(check_base_url("https://api.example.com/"), Ok("https://api.example.com".to_owned()));
        assert_eq!(check_base_url("http://127.0.0.1:8080/prefix/"), Ok("http://127.0.0.1:8080/prefix".to_owned()));
        for bad in [
            "",
            "api.example.com",
            "ftp://example.com",
            "https://x.example.com/?a=1",
            "https://x.example.com/#f",
            "https://u:p@x.example.com",
        ] {
            assert!(check_base_url(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_base_url_with_a_place_for_secrets_is_not_repeated() {
        let message = |base_url: &str| {
            let config = Config { base_url: Some(base_url.to_owned()), ..Config::default() };
            config.resolve_base_url().unwrap_err().to_string()
        };
        assert_eq!(message("ftp://example.com"), "base_url must start with https:// or http://, got \"ftp://example.com\"");
        assert_eq!(message("https://secret@example.com"), "base_url must not have user info");
        assert_eq!(message("https://example.com?key=secret"), "base_url must not have a query");
        assert_eq!(message("https://example.com#secret"), "base_url must not have a fragment");
        assert!(!message("secret@example.com").contains("secret"));
        assert_eq!(message("secret"), "base_url is not a URL such as https://api.instantly.ai");
    }

    #[test]
    fn a_header_that_could_end_itself_is_refused() {
        assert_eq!(header("x-a", "1\r\nx-b: 2").unwrap_err().argument(), Some("headers"));
        assert!(header("x a", "1").is_err());
        assert!(header("Content-Length", "1").is_err());
        assert!(header("x-a", "1").is_ok());
    }
}
