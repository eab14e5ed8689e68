//! The transport as a JavaScript object.

use instantly_client::{Attempts, Error, Transport};
use napi::Env;
use napi::bindgen_prelude::{Either, PromiseRaw};
use napi_derive::napi;

use crate::answer::Settled;
use crate::failure::Failure;
use crate::options::{ClientOptions, call_options, milliseconds, parse};
use crate::{arguments, calls, headers, operation};

/// A connection pool and its settings. The key stays in here; JavaScript never gets it back.
#[napi]
pub struct Client {
    transport: Transport,
}

/// A client, or what is wrong with its options.
#[napi(catch_unwind)]
pub fn create_client(options: String) -> Either<Client, Failure> {
    either(parse::<ClientOptions>(&options).and_then(|options| Transport::new(options.into())))
}

#[napi]
impl Client {
    /// The same pool with other defaults.
    #[napi(catch_unwind)]
    pub fn with_options(&self, options: String) -> Either<Client, Failure> {
        either(call_options(Some(&options)).map(|options| self.transport.with_options(&options)))
    }

    /// Where calls go.
    #[napi(getter, catch_unwind)]
    pub fn base_url(&self) -> String {
        self.transport.base_url().to_owned()
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
        calls::start(env, id, async move {
            let mut arguments = arguments::parse(operation, arguments.as_deref(), body)?;
            if let Some(cursor) = cursor {
                arguments = arguments.with_cursor(&cursor)?;
            }
            transport.call(&arguments, &call_options(options.as_deref())?).await
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
}

fn either(result: Result<Transport, Error>) -> Either<Client, Failure> {
    match result {
        Ok(transport) => Either::A(Client { transport }),
        Err(error) => Either::B(error.into()),
    }
}
