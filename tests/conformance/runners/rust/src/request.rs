//! From a request of the SDK to its outcome as JSON: one function a kind of request. The generated arms call them.

use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use instantly_sdk::{Error, FromJson, ListRequest, Page, Request, Response, StartedJob, WaitManyRequest, WaitRequest, Waitable};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::call::{Call, Mode, Outcome};

/// A call about to be made.
pub type Run = Pin<Box<dyn Future<Output = Outcome> + Send>>;

/// What a list gives can be shown, whatever it is.
pub trait Item: DeserializeOwned + FromJson + Serialize + Send + 'static {}

impl<T: DeserializeOwned + FromJson + Serialize + Send + 'static> Item for T {}

impl Call {
    /// One answer.
    pub fn one<T: Serialize + 'static>(&self, request: Request<T>) -> Run {
        let request = self.options.of_one(request);
        if self.mode == Mode::Raw {
            return Box::pin(async move { outcome(request.send_raw().await.and_then(|raw| with_raw(&raw, |answer| json!(answer)))) });
        }
        let answer = request.into_future();
        Box::pin(async move { outcome(answer.await.map(|answer| named("json", json!(answer)))) })
    }

    /// An answer, and the job it started; `progress` shows how far that is.
    pub fn started<T, J>(&self, request: Request<StartedJob<T, J>>, progress: fn(&J) -> Value) -> Run
    where
        T: Serialize + Send + Sync + 'static,
        J: Waitable,
    {
        let request = self.options.of_one(request);
        if self.mode == Mode::Raw {
            let show = |started: &StartedJob<T, J>| json!(started.answer);
            return Box::pin(async move { outcome(request.send_raw().await.and_then(|raw| with_raw(&raw, show))) });
        }
        let (answer, then_wait) = (request.into_future(), self.then_wait);
        Box::pin(async move {
            let started = match answer.await {
                Ok(started) => started,
                Err(error) => return outcome(Err(error)),
            };
            let mut values = named("json", json!(started.answer));
            values.insert("job_id".to_owned(), json!(started.job_id()));
            let Some(options) = then_wait else { return outcome(Ok(values)) };
            let reported = Progress::default();
            let made = options.of_started(started.wait()).on_progress(reported.reporter(progress)).await;
            values.insert("progress".to_owned(), reported.seen());
            values.extend(made.as_ref().ok().map(|job| ("waited".to_owned(), json!(job))));
            Outcome { values, error: made.err() }
        })
    }

    /// A list: a page, all pages, or all items.
    pub fn list<T: Item>(&self, request: ListRequest<T>) -> Run {
        let request = self.options.of_list(request);
        match self.mode {
            Mode::All => {
                let mut stream = request.stream();
                Box::pin(async move {
                    let mut items = Vec::new();
                    let end = loop {
                        match stream.try_next().await {
                            Ok(Some(item)) => items.push(json!(item)),
                            Ok(None) => break None,
                            Err(error) => break Some(error),
                        }
                    };
                    Outcome { values: named("items", items.into()), error: end }
                })
            }
            Mode::Pages => {
                let mut stream = request.pages();
                Box::pin(async move {
                    let mut pages = Vec::new();
                    let end = loop {
                        match stream.try_next().await {
                            Ok(Some(page)) => pages.push(json!(page.items)),
                            Ok(None) => break None,
                            Err(error) => break Some(error),
                        }
                    };
                    Outcome { values: named("pages", pages.into()), error: end }
                })
            }
            Mode::Raw => Box::pin(async move { outcome(request.send_raw().await.and_then(|raw| with_raw(&raw, page))) }),
            Mode::Page | Mode::Wait | Mode::WaitMany => {
                let found = request.into_future();
                Box::pin(async move { outcome(found.await.map(|found| named("json", page(&found)))) })
            }
        }
    }

    /// A wait for one; `progress` shows how far it is.
    pub fn wait<T: Waitable>(&self, request: WaitRequest<T>, progress: fn(&T) -> Value) -> anyhow::Result<Run> {
        let reported = Progress::default();
        let request = self.wait_options()?.of_one(request).on_progress(reported.reporter(progress));
        Ok(Box::pin(async move {
            let made = request.await;
            let mut values = named("progress", reported.seen());
            values.extend(made.as_ref().ok().map(|job| ("json".to_owned(), json!(job))));
            Outcome { values, error: made.err() }
        }))
    }

    /// A wait for many.
    pub fn wait_many<T: Waitable>(&self, request: WaitManyRequest<T>) -> anyhow::Result<Run> {
        let request = self.wait_options()?.of_many(request);
        Ok(Box::pin(async move { outcome(request.await.map(|jobs| named("items", json!(jobs)))) }))
    }
}

/// What a wait reported on its way.
#[derive(Default)]
struct Progress(Arc<Mutex<Vec<Value>>>);

impl Progress {
    fn reporter<T>(&self, progress: fn(&T) -> Value) -> impl FnMut(&T) + Send + 'static
    where
        T: 'static,
    {
        let seen = Arc::clone(&self.0);
        move |job| seen.lock().unwrap_or_else(PoisonError::into_inner).push(progress(job))
    }

    fn seen(&self) -> Value {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone().into()
    }
}

fn named(name: &str, value: Value) -> Map<String, Value> {
    Map::from_iter([(name.to_owned(), value)])
}

fn outcome(made: Result<Map<String, Value>, Error>) -> Outcome {
    match made {
        Ok(values) => Outcome { values, error: None },
        Err(error) => Outcome { values: Map::new(), error: Some(error) },
    }
}

/// The HTTP side, and the answer in it.
fn with_raw<T>(raw: &Response<T>, show: impl Fn(&T) -> Value) -> Result<Map<String, Value>, Error> {
    let headers: BTreeMap<_, _> = raw.headers().iter().collect();
    let shown = json!({
        "status_code": raw.status_code(),
        "request_id": raw.request_id(),
        "attempts": raw.attempts(),
        "elapsed": raw.elapsed().as_secs_f64(),
        "text": String::from_utf8_lossy(raw.body()),
        "headers": headers,
    });
    let mut values = named("raw", shown);
    values.insert("json".to_owned(), show(&raw.parse()?));
    Ok(values)
}

/// A page as its items and where it leads.
fn page<T: Serialize>(page: &Page<T>) -> Value {
    json!({ "items": page.items, "next_starting_after": page.next_starting_after, "has_next_page": page.has_next_page() })
}
