//! What a call that starts a background job gives.

use std::marker::PhantomData;
use std::ops::Deref;

use instantly_client::{CallOptions, Error, Raw};

use super::{WaitRequest, WaitStartedRequest};
use crate::Client;
use crate::call::Call;
use crate::decode::Read;
use crate::request::Request;

/// The answer of a call that has started a background job `J`, and the way to wait for it.
///
/// It stands for its answer: `started.id` is `started.answer.id`.
#[derive(Clone)]
#[non_exhaustive]
pub struct StartedJob<T, J> {
    /// What the API said.
    pub answer: T,
    job_id: Option<String>,
    client: Client,
    options: CallOptions,
    job: PhantomData<fn() -> J>,
}

impl<T, J> StartedJob<T, J> {
    /// The job's id; `None` where the API named none, since there was nothing to do or it was done at once.
    pub fn job_id(&self) -> Option<&str> {
        self.job_id.as_deref()
    }

    /// Waits until the job is done, as the same sub-workspace that started it. Without a job that is at once, with `None`.
    pub fn wait(&self) -> WaitStartedRequest<J> {
        let ids = self.job_id.iter().cloned().collect();
        WaitStartedRequest(WaitRequest { options: self.options.clone(), ..WaitRequest::of(&self.client, ids) })
    }
}

impl<T, J> Deref for StartedJob<T, J> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.answer
    }
}

impl<T: std::fmt::Debug, J> std::fmt::Debug for StartedJob<T, J> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("StartedJob").field("answer", &self.answer).field("job_id", &self.job_id).finish_non_exhaustive()
    }
}

impl<T: 'static, J: 'static> Request<StartedJob<T, J>> {
    #[allow(dead_code, reason = "whether any call starts a job depends on the document")]
    pub(crate) fn started(client: &Client, call: Call, read: Read<T>) -> Self {
        let (waiting, operation) = (client.clone(), call.operation());
        let read = move |raw: &Raw, options: &CallOptions| -> Result<_, Error> {
            let (answer, job_id) = (read(raw, operation)?, raw.job_id(operation));
            // Timeouts and the query were meant for the call; who it acts for, and what a proxy wants, holds for the wait, too.
            let CallOptions { workspace, headers, max_retries, .. } = options.clone();
            let options = CallOptions { workspace, headers, max_retries, ..CallOptions::default() };
            Ok(StartedJob { answer, job_id, client: waiting.clone(), options, job: PhantomData })
        };
        Self::reading(client, call, Box::new(read))
    }
}
