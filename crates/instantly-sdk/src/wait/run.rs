//! The polls of one wait. What to poll, how long to sleep and when it is over, the [`Waiter`] of all languages says.

use std::collections::HashMap;

use instantly_client::{Arguments, CallOptions, Class, Error, Operation, Raw, Verdict, Waiter};
use serde::Serialize;

use super::{OnProgress, Waitable};
use crate::{Client, decode};

pub(super) struct Run<T> {
    pub(super) client: Client,
    pub(super) options: CallOptions,
    pub(super) waiter: Waiter,
    /// Each object as last seen, by its id.
    pub(super) latest: HashMap<String, T>,
}

impl<T: Waitable> Run<T> {
    /// The finished objects by id.
    pub(super) async fn finish(mut self, mut on_progress: Option<OnProgress<T>>) -> Result<HashMap<String, T>, Error> {
        loop {
            let mut seen = Vec::new();
            for arguments in self.waiter.polls()? {
                for object in self.poll(&arguments).await? {
                    if let Some(on_progress) = &mut on_progress {
                        on_progress(&object);
                    }
                    let own = Some(object.id()).filter(|id| !id.is_empty());
                    let Some(id) = self.waiter.identify(own) else { continue };
                    seen.push((id.to_owned(), object.status().to_owned()));
                    self.latest.insert(id.to_owned(), object);
                }
            }
            match self.waiter.observe(&seen) {
                Verdict::Sleep(duration) => tokio::time::sleep(duration).await,
                Verdict::Done => return Ok(self.latest),
                Verdict::Failed { id, status } => {
                    let job = self.latest.get(&id).map(to_json).unwrap_or_default();
                    return Err(Error::job_failed(job, self.waiter.failure_message(&id, &status)));
                }
                Verdict::TimedOut => return Err(self.timed_out()),
            }
        }
    }

    /// One poll. A call that is cut short by the wait's end means that the wait's time is up.
    async fn poll(&self, arguments: &Arguments) -> Result<Vec<T>, Error> {
        let options = CallOptions { deadline: Some(self.waiter.look_deadline()), ..self.options.clone() };
        match self.client.call(arguments, &options).await {
            Ok(raw) => read(&raw, arguments.operation()),
            Err(error) if error.class() == Class::APITimeoutError && self.waiter.remaining().is_zero() => Err(self.timed_out()),
            Err(error) => Err(error),
        }
    }

    fn timed_out(&self) -> Error {
        let job = self.waiter.first_unfinished().and_then(|id| self.latest.get(id));
        Error::wait_timeout(job.map(to_json), self.waiter.timeout_message())
    }
}

/// One object, or those of a list.
fn read<T: Waitable>(raw: &Raw, operation: &Operation) -> Result<Vec<T>, Error> {
    match operation.pagination() {
        Some(pagination) => Ok(decode::page(raw, operation, pagination)?.items),
        None => Ok(vec![decode::json(raw, operation)?]),
    }
}

/// A model always is JSON.
fn to_json<T: Serialize>(object: &T) -> String {
    serde_json::to_string(object).unwrap_or_default()
}
