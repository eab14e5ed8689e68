//! The transport as a JavaScript object.

use instantly_client::{Arguments, Attempts, Error, Headers, LogLevel, Operation, Transport};
use napi::Env;
use napi::bindgen_prelude::{Either, PromiseRaw};
use napi_derive::napi;

use crate::answer::Settled;
use crate::duration::milliseconds;
use crate::events::{Events, Watch};
use crate::failure::Failure;
use crate::options::{ClientOptions, call_options, parse};
use crate::pacing::RateLimitStatus;
use crate::walk::Walk;
use crate::{calls, operation};

/// A connection pool and its settings. The key stays in here; JavaScript never gets it back.
#[napi]
pub struct Client {
    transport: Transport,
    /// What is logged, if anybody wants to have it.
    log: Option<LogLevel>,
    watch: Option<Watch>,
}

/// A client, or what is wrong with its options. Its calls tell what they do if there are `events` to tell it to.
#[napi(catch_unwind)]
pub fn create_client(options: String, events: Option<&Events>) -> Either<Client, Failure> {
    either(parse::<ClientOptions>(&options).and_then(|options| {
        let log = options.log()?;
        let watch = events.map(|events| events.watch(options.hooks, log));
        Ok(Client { transport: Transport::new(options.into())?, log, watch })
    }))
}

#[napi]
impl Client {
    /// The same pool with other defaults, and others to tell.
    #[napi(catch_unwind)]
    pub fn with_options(&self, options: String, hooks: bool, events: Option<&Events>) -> Either<Client, Failure> {
        either(call_options(Some(&options), None).map(|options| {
            let watch = events.map(|events| events.watch(hooks, self.log));
            Client { transport: self.transport.with_options(&options), log: self.log, watch }
        }))
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

    /// Starts a call with an object of every argument by its wire name. They are checked on the runtime too, so that this thread does nothing
    /// but hand over.
    #[napi(catch_unwind)]
    pub fn call<'env>(
        &self,
        env: &'env Env,
        id: u32,
        operation: u32,
        arguments: String,
        options: Option<String>,
    ) -> napi::Result<PromiseRaw<'env, Option<Settled>>> {
        let operation = operation::at(operation).ok_or_else(|| napi::Error::from_reason("no such operation"))?;
        self.start(env, id, operation, options, move || Arguments::from_json(operation, &arguments))
    }

    /// Starts the call for the page that a walk is at.
    #[napi(catch_unwind)]
    pub fn page<'env>(
        &self,
        env: &'env Env,
        id: u32,
        walk: &Walk,
        options: Option<String>,
    ) -> napi::Result<PromiseRaw<'env, Option<Settled>>> {
        let arguments = walk.arguments();
        self.start(env, id, arguments.operation(), options, move || Ok(arguments))
    }

    /// The failure for a success whose body has another form than the operation promises: JavaScript finds that out as it parses the body,
    /// and the client crate says what is wrong.
    #[napi(catch_unwind)]
    pub fn wrong_form(&self, operation: u32, status: u32, headers: String, attempts: u32, elapsed: f64, text: String) -> Failure {
        let Some(operation) = operation::at(operation) else { return Failure::internal("no such operation") };
        let attempts = Attempts { count: attempts, elapsed: milliseconds(elapsed) };
        let raw = self.transport.answer(u16::try_from(status).unwrap_or_default(), Headers::from_lines(headers), text.into(), attempts);
        raw.wrong_form(operation, "expected JSON, got text that JSON.parse refuses").into()
    }
}

impl Client {
    /// Starts a call in the background, which makes its arguments first.
    pub fn start<'env>(
        &self,
        env: &'env Env,
        id: u32,
        operation: &'static Operation,
        options: Option<String>,
        arguments: impl FnOnce() -> Result<Arguments, Error> + Send + 'static,
    ) -> napi::Result<PromiseRaw<'env, Option<Settled>>> {
        let (transport, observer) = (self.transport.clone(), self.watch.as_ref().map(|watch| watch.of(id)));
        calls::start(env, id, operation, async move {
            let arguments = arguments()?;
            transport.call(&arguments, &call_options(options.as_deref(), observer)?).await
        })
    }
}

fn either(result: Result<Client, Error>) -> Either<Client, Failure> {
    match result {
        Ok(client) => Either::A(client),
        Err(error) => Either::B(error.into()),
    }
}
