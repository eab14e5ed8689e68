//! The transport as a JavaScript object.

use instantly_client::{Attempts, Transport};
use napi::Env;
use napi::bindgen_prelude::{Either, PromiseRaw};
use napi_derive::napi;

use crate::answer::Settled;
use crate::events::Wanted;
use crate::failure::Failure;
use crate::options::{ClientOptions, call_options, milliseconds, parse};
use crate::pacing::RateLimitStatus;
use crate::{arguments, calls, headers, operation};

/// A connection pool and its settings. The key stays in here; JavaScript never gets it back.
#[napi]
pub struct Client {
    transport: Transport,
    wanted: Wanted,
}

/// A client, or what is wrong with its options.
#[napi(catch_unwind)]
pub fn create_client(options: String) -> Either<Client, Failure> {
    let made = parse::<ClientOptions>(&options).and_then(|options| {
        let wanted = options.wanted()?;
        Ok(Client { transport: Transport::new(options.into())?, wanted })
    });
    match made {
        Ok(client) => Either::A(client),
        Err(error) => Either::B(error.into()),
    }
}

#[napi]
impl Client {
    /// The same pool with other defaults, and with hooks if there were none.
    #[napi(catch_unwind)]
    pub fn with_options(&self, options: String, hooks: bool) -> Either<Client, Failure> {
        match call_options(Some(&options), None) {
            Ok(options) => {
                let wanted = Wanted { hooks: hooks || self.wanted.hooks, ..self.wanted };
                Either::A(Client { transport: self.transport.with_options(&options), wanted })
            }
            Err(error) => Either::B(error.into()),
        }
    }

    /// Where calls go.
    #[napi(getter, catch_unwind)]
    pub fn base_url(&self) -> String {
        self.transport.base_url().to_owned()
    }

    /// How much of the account's limits is used; `null` when the client does not keep to them by itself.
    #[napi(catch_unwind)]
    pub fn rate_limit_status(&self) -> Option<RateLimitStatus> {
        self.transport.rate_limit_status().map(RateLimitStatus::from)
    }

    /// Starts a call. Arguments are checked on the runtime too, so that this thread does nothing but hand over.
    #[napi(catch_unwind)]
    #[allow(
        clippy::too_many_arguments,
        reason = "scalars cross the border cheaper than an object that holds them; the macro hides an expect"
    )]
    pub fn call<'env>(
        &self,
        env: &'env Env,
        id: u32,
        operation: u32,
        arguments: Option<String>,
        body: Option<String>,
        cursor: Option<String>,
        options: Option<String>,
    ) -> napi::Result<PromiseRaw<'env, Option<Settled>>> {
        let transport = self.transport.clone();
        let operation = operation::at(operation).ok_or_else(|| napi::Error::from_reason("no such operation"))?;
        calls::start(env, id, self.wanted, |observer| async move {
            let mut arguments = arguments::parse(operation, arguments.as_deref(), body)?;
            if let Some(cursor) = cursor {
                arguments = arguments.with_cursor(&cursor)?;
            }
            transport.call(&arguments, &call_options(options.as_deref(), observer)?).await
        })
    }

    /// The failure for a success whose body is not what the operation promises. JavaScript finds that out, as it reads the body.
    #[napi(catch_unwind)]
    pub fn invalid(&self, status: u32, headers: String, attempts: u32, elapsed: f64, text: String, message: String) -> Failure {
        let attempts = Attempts { count: attempts, elapsed: milliseconds(elapsed) };
        let raw = self.transport.answer(u16::try_from(status).unwrap_or_default(), headers::parse(&headers), text.into(), attempts);
        raw.invalid(&message).into()
    }
}

impl Client {
    /// A transport of its own for a future to keep.
    pub fn transport(&self) -> Transport {
        self.transport.clone()
    }

    /// What its calls tell.
    pub fn wanted(&self) -> Wanted {
        self.wanted
    }
}
