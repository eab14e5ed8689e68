//! Options as TypeScript sends them: JSON text, times in milliseconds. Which options there are is in `option_table`.

use std::sync::Arc;

use instantly_client::{CallOptions, Config, Error, LogLevel, Observer};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::option_table::{ClientSettings, RequestOptions};

/// The settings of `new Instantly({...})`, and facts that only TypeScript knows.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientOptions {
    settings: ClientSettings,
    /// Whether there are any.
    pub hooks: bool,
    logger: bool,
    /// `INSTANTLY_LOG`, as JavaScript sees it: a worker has an environment of its own.
    log: Option<String>,
    /// `node/20.1.0`
    runtime: String,
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
        Self { runtime: Some(options.runtime), ..options.settings.into() }
    }
}

/// The options of one call, and who is told of its attempts; what is absent is the client's own.
pub fn call_options(text: Option<&str>, observer: Option<Arc<dyn Observer>>) -> Result<CallOptions, Error> {
    let Some(text) = text else { return Ok(CallOptions { observer, ..CallOptions::default() }) };
    Ok(CallOptions { observer, ..parse::<RequestOptions>(text)?.into() })
}

/// TypeScript has checked the types already, so what fails here is rare; it names the options all the same.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| Error::invalid_argument("options", format!("options: {error}")))
}
