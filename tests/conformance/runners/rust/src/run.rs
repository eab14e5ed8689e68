//! Runs a case: makes its client and its call.

use anyhow::{Context, Result};

use crate::call::{self, Call, Outcome};
use crate::{generated, options};

/// Makes the call.
pub async fn run(settings: &options::Client, call: &Call, base_url: &str) -> Result<Outcome> {
    let client = match call::client(settings, base_url) {
        Ok(client) => client,
        Err(error) => return Ok(Outcome { error: Some(error), ..Outcome::default() }),
    };
    let client = call.with_options.as_ref().map_or_else(|| client.clone(), |options| client.with_options(options.options()));
    let request = generated::find(&client, call)?.with_context(|| format!("the SDK has no method for {}", call.name()))?;
    Ok(request.await)
}
