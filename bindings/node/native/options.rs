//! Options as TypeScript sends them: JSON text, times in milliseconds.

use std::sync::Arc;
use std::time::Duration;

use instantly_client::{CallOptions, Config, Error, LogLevel, Observer, RateLimit};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// What `new Instantly({...})` takes.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClientOptions {
    api_key: Option<String>,
    base_url: Option<String>,
    workspace: Option<String>,
    timeout: Option<f64>,
    connect_timeout: Option<f64>,
    deadline: Option<f64>,
    max_retries: Option<u32>,
    retry_writes: Option<bool>,
    paced: bool,
    max_response_bytes: Option<usize>,
    headers: Vec<(String, String)>,
    user_agent: String,
    ca_certificates: Option<String>,
    proxy: Option<String>,
    /// Whether there are any.
    pub hooks: bool,
    logger: bool,
    /// `INSTANTLY_LOG`, as JavaScript sees it: a worker has an environment of its own.
    log: Option<String>,
}

/// What a method's last argument takes.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RequestOptions {
    timeout: Option<f64>,
    connect_timeout: Option<f64>,
    deadline: Option<f64>,
    max_retries: Option<u32>,
    retry_writes: Option<bool>,
    workspace: Option<String>,
    #[serde(default)]
    headers: Vec<(String, String)>,
    #[serde(default)]
    query: Vec<(String, String)>,
}

impl ClientOptions {
    /// How much is logged: to a logger a line a request, unless the variable says more.
    pub fn log(&self) -> Result<Option<LogLevel>, Error> {
        let level = self.log.as_deref().map(LogLevel::parse).transpose()?.flatten();
        Ok(level.or(self.logger.then_some(LogLevel::Info)))
    }
}

impl From<ClientOptions> for Config {
    fn from(options: ClientOptions) -> Self {
        let defaults = Config::default();
        Config {
            api_key: options.api_key,
            base_url: options.base_url,
            workspace: options.workspace,
            timeout: options.timeout.map_or(defaults.timeout, milliseconds),
            connect_timeout: options.connect_timeout.map_or(defaults.connect_timeout, milliseconds),
            deadline: options.deadline.map_or(defaults.deadline, milliseconds),
            max_retries: options.max_retries.unwrap_or(defaults.max_retries),
            retry_writes: options.retry_writes.unwrap_or(defaults.retry_writes),
            rate_limit: if options.paced { RateLimit::Auto } else { RateLimit::Off },
            max_response_bytes: options.max_response_bytes.unwrap_or(defaults.max_response_bytes),
            headers: options.headers,
            user_agent: Some(options.user_agent),
            ca_certificates: options.ca_certificates.map(String::into_bytes),
            proxy: options.proxy,
            ..defaults
        }
    }
}

/// The options of one call, and who is told of its attempts; what is absent is the client's own.
pub fn call_options(text: Option<&str>, observer: Option<Arc<dyn Observer>>) -> Result<CallOptions, Error> {
    let Some(text) = text else { return Ok(CallOptions { observer, ..CallOptions::default() }) };
    let options: RequestOptions = parse(text)?;
    Ok(CallOptions {
        timeout: options.timeout.map(milliseconds),
        connect_timeout: options.connect_timeout.map(milliseconds),
        deadline: options.deadline.map(milliseconds),
        max_retries: options.max_retries,
        retry_writes: options.retry_writes,
        workspace: options.workspace,
        headers: options.headers,
        query: options.query,
        observer,
        // Walks over pages are TypeScript's.
        prefetch: None,
    })
}

/// TypeScript has checked the types already, so what fails here is rare; it names the options all the same.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| Error::invalid_argument("options", format!("options: {error}")))
}

/// A length of time that JavaScript gave; one too long for a `Duration` is as good as for ever.
pub fn milliseconds(value: f64) -> Duration {
    Duration::try_from_secs_f64(value / 1000.0).unwrap_or(Duration::MAX)
}

/// The same way back.
pub fn in_milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}
