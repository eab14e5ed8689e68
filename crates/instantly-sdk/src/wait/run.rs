//! The polls of one wait. What to poll, how long to sleep and when it is over, the [`Waiter`] of all languages says.

use std::collections::HashMap;

use instantly_client::{Arguments, CallOptions, Class, Error, Operation, Raw, Verdict, Waiter};
use serde::Serialize;

use super::{OnProgress, Waitable};
use crate::{Client, decode};

pub(super) struct Run<T> {
    pub(super) client: Client,
    pub(super) ids: Vec<String>,
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
                let objects = self.poll(&arguments).await?;
                if let Some(on_progress) = &mut on_progress {
                    objects.iter().for_each(|(_, object)| on_progress(object));
                }
                seen.extend(objects.iter().map(|(id, object)| (id.clone(), object.status().to_owned())));
                self.latest.extend(objects);
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

    /// One look. A call that is cut short by the wait's end means that the wait's time is up.
    async fn poll(&self, arguments: &Arguments) -> Result<Vec<(String, T)>, Error> {
        let options = CallOptions { deadline: Some(self.waiter.look_deadline()), ..self.options.clone() };
        match self.client.call(arguments, &options).await {
            Ok(raw) => self.read(&raw, arguments.operation()),
            Err(error) if error.class() == Class::APITimeoutError && self.waiter.remaining().is_zero() => Err(self.timed_out()),
            Err(error) => Err(error),
        }
    }

    fn read(&self, raw: &Raw, operation: &Operation) -> Result<Vec<(String, T)>, Error> {
        if let Some(pagination) = operation.pagination {
            let objects: Vec<T> = decode::page(raw, pagination)?.items;
            return Ok(objects.into_iter().map(|object| (object.id().to_owned(), object)).collect());
        }
        // The id that was asked for: an answer may lack its own.
        Ok(self.ids.iter().take(1).cloned().zip([decode::json(raw)?]).collect())
    }

    /// The error carries the first object that is not done.
    fn timed_out(&self) -> Error {
        let succeeded = |object: &&T| T::plan().succeeded.contains(&object.status());
        let job = self.ids.iter().filter_map(|id| self.latest.get(id)).find(|object| !succeeded(object));
        Error::wait_timeout(job.map(to_json), self.waiter.timeout_message())
    }
}

/// A model always is JSON.
fn to_json<T: Serialize>(object: &T) -> String {
    serde_json::to_string(object).unwrap_or_default()
}
