//! The client crate's rules for waiting. It decides; TypeScript sleeps, so that an abort signal ends the sleep at once.

use instantly_client::{Arguments, Verdict, WaitOptions, WaitPlan, wait_plan};
use napi::Env;
use napi::bindgen_prelude::{Either, PromiseRaw};
use napi_derive::napi;

use crate::answer::Settled;
use crate::client::Client;
use crate::duration::in_milliseconds;
use crate::failure::Failure;
use crate::option_table::WaitSettings;
use crate::options::parse;

/// What to do after a round: `sleep`, `done`, `failed` or `timedOut`.
#[napi(object, object_from_js = false)]
pub struct Decision {
    pub kind: String,
    /// How long to sleep.
    pub milliseconds: Option<f64>,
    /// Which object failed.
    pub id: Option<String>,
    /// The message of the error.
    pub message: Option<String>,
}

/// One wait for one or more objects.
#[napi]
pub struct Waiter {
    plan: &'static WaitPlan,
    waiter: instantly_client::Waiter,
    polls: Vec<Arguments>,
}

/// Starts the clock of a wait, or says what is wrong with its ids.
#[napi(catch_unwind)]
pub fn create_waiter(resource: String, ids: Vec<String>, options: String) -> Either<Waiter, Failure> {
    let Some(plan) = wait_plan(&resource) else {
        return Either::B(Failure::internal(&format!("{resource} can't be waited for")));
    };
    match parse::<WaitSettings>(&options) {
        Ok(options) => start(plan, ids, options.into()),
        Err(error) => Either::B(error.into()),
    }
}

#[napi]
impl Waiter {
    /// operationId of the polls.
    #[napi(getter, catch_unwind)]
    pub fn operation(&self) -> String {
        self.waiter.operation().id.to_owned()
    }

    /// The object's field with its id.
    #[napi(getter, catch_unwind)]
    pub fn id_field(&self) -> String {
        self.plan.id.to_owned()
    }

    /// The object's field with its status.
    #[napi(getter, catch_unwind)]
    pub fn status_field(&self) -> String {
        self.plan.status.to_owned()
    }

    /// The id that a polled object is waited for under, given the text of its own; `null` if nobody waits for it.
    #[napi(catch_unwind)]
    pub fn identify(&self, own: Option<String>) -> Option<String> {
        self.waiter.identify(own.as_deref()).map(str::to_owned)
    }

    /// The first id whose object has not succeeded.
    #[napi(catch_unwind)]
    pub fn first_unfinished(&self) -> Option<String> {
        self.waiter.first_unfinished().map(str::to_owned)
    }

    /// Works out the calls of the next round; how many they are.
    #[napi(catch_unwind)]
    pub fn prepare(&mut self) -> Either<u32, Failure> {
        match self.waiter.polls() {
            Ok(polls) => {
                self.polls = polls;
                Either::A(self.polls.len() as u32)
            }
            Err(error) => Either::B(error.into()),
        }
    }

    /// Starts one of the prepared calls.
    #[napi(catch_unwind)]
    pub fn poll<'env>(
        &self,
        env: &'env Env,
        client: &Client,
        id: u32,
        index: u32,
        options: Option<String>,
    ) -> napi::Result<PromiseRaw<'env, Option<Settled>>> {
        let arguments = self.polls.get(index as usize).cloned().ok_or_else(|| napi::Error::from_reason("no such poll"))?;
        client.start(env, id, arguments.operation(), options, move || Ok(arguments))
    }

    /// The time left, in milliseconds.
    #[napi(catch_unwind)]
    pub fn remaining(&self) -> f64 {
        in_milliseconds(self.waiter.remaining())
    }

    /// The bound of the next call, in milliseconds.
    #[napi(catch_unwind)]
    pub fn look_deadline(&self) -> f64 {
        in_milliseconds(self.waiter.look_deadline())
    }

    /// Takes in what a round saw, ids and their statuses in the same order.
    #[napi(catch_unwind)]
    pub fn observe(&mut self, ids: Vec<String>, statuses: Vec<String>) -> Decision {
        let seen: Vec<(String, String)> = ids.into_iter().zip(statuses).collect();
        let decision = |kind: &str| Decision { kind: kind.to_owned(), milliseconds: None, id: None, message: None };
        match self.waiter.observe(&seen) {
            Verdict::Sleep(time) => Decision { milliseconds: Some(in_milliseconds(time)), ..decision("sleep") },
            Verdict::Done => decision("done"),
            Verdict::Failed { id, status } => {
                Decision { message: Some(self.waiter.failure_message(&id, &status)), id: Some(id), ..decision("failed") }
            }
            Verdict::TimedOut => Decision { message: Some(self.waiter.timeout_message()), ..decision("timedOut") },
        }
    }

    /// The message of the error when a call was still going on as the time ended.
    #[napi(catch_unwind)]
    pub fn timeout_message(&self) -> String {
        self.waiter.timeout_message()
    }
}

fn start(plan: &'static WaitPlan, ids: Vec<String>, options: WaitOptions) -> Either<Waiter, Failure> {
    match instantly_client::Waiter::new(plan, ids, options) {
        Ok(waiter) => Either::A(Waiter { plan, waiter, polls: Vec::new() }),
        Err(error) => Either::B(error.into()),
    }
}
