//! The attempt loop, under progenitor's methods.
//!
//! progenitor builds the request and calls `exec`, which can only return a `reqwest::Error` that nobody else can construct. So the outcome
//! travels in the client's inner value, a [`PendingCall`] made for this one call; what `exec` returns is an empty answer that nobody reads.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use http::header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use tracing::Instrument;

use crate::attempts::{Attempts, seconds};
use crate::body_reader::{self, Body, End};
use crate::config::header;
use crate::exec::Exec;
use crate::retry::{self, Failure};
use crate::secret::ApiKey;
use crate::session::Session;
use crate::{Arguments, BodyForm, CallOptions, Error, Event, Headers, Operation, Phase, Raw};

/// progenitor sends the document's version in this header; the API does not know it.
const API_VERSION: HeaderName = HeaderName::from_static("api-version");
/// Acts as a sub-workspace. Not in the document, but it works on every operation.
const WORKSPACE: &str = crate::generated::WORKSPACE_HEADER;

/// One call: its options, and in the end its outcome.
#[derive(Debug)]
pub(crate) struct PendingCall {
    session: Arc<Session>,
    operation: &'static Operation,
    has_body: bool,
    options: CallOptions,
    started: Instant,
    outcome: Mutex<Option<Result<Raw, Error>>>,
}

/// Why an attempt ended without a success.
enum Attempt {
    /// With any status but 2xx.
    Refused(Raw),
    /// A 2xx with a body that can't be taken, and why.
    Unusable(Raw, String),
    Broken(Failure, reqwest::Error),
    TimedOut,
}

impl Exec for PendingCall {
    fn exec<'a>(&'a self, http: &'a reqwest::Client, request: reqwest::Request) -> Pin<Box<dyn Future<Output = ()> + Send + 'a>> {
        Box::pin(async {
            let outcome = self.run(http, request).await;
            *lock(&self.outcome) = Some(outcome);
        })
    }
}

impl PendingCall {
    pub(crate) fn new(session: &Arc<Session>, arguments: &Arguments, options: CallOptions, started: Instant) -> Self {
        let (operation, has_body) = (arguments.operation(), arguments.has_body());
        Self { session: session.clone(), operation, has_body, options, started, outcome: Mutex::default() }
    }

    /// The outcome, or why progenitor could not even build the request.
    pub(crate) fn into_outcome(self: Arc<Self>, built: Result<(), String>) -> Result<Raw, Error> {
        lock(&self.outcome).take().unwrap_or_else(|| {
            let problem = built.err().unwrap_or_else(|| "the request was never sent".to_owned());
            let message = format!("{}: the request could not be built: {problem}", self.operation.name);
            Err(Error::invalid_argument("arguments", self.session.key.scrub(&message)))
        })
    }

    async fn run(&self, http: &reqwest::Client, mut request: reqwest::Request) -> Result<Raw, Error> {
        self.prepare(&mut request)?;
        let deadline = self.started + self.options.deadline.unwrap_or(Duration::MAX / 4).min(Duration::from_secs(u64::from(u32::MAX)));
        let safe = self.operation.safe || self.options.retry_writes.unwrap_or(false);
        let most = self.options.max_retries.unwrap_or(0).saturating_add(1);
        let mut count = 0;
        // The last response. When the deadline leaves no time for another answer, this one is the outcome.
        let mut refused: Option<Attempt> = None;
        loop {
            if let Err(error) = self.pace(deadline, count).await {
                return Err(refused.map_or(error, |refused| self.error(refused, count)));
            }
            count += 1;
            let ended = match self.attempt(http, &request, deadline, count).await {
                Ok(raw) => return self.accept(raw),
                Err(ended) => ended,
            };
            let wait = ended.retry_after().unwrap_or_else(|| retry::backoff(count, (self.session.jitter)()));
            self.slow_down(&ended, wait);
            let fits = Instant::now().checked_add(wait).is_some_and(|next| next < deadline);
            let again = count < most && fits && retry::may_repeat(ended.failure(), safe);
            let cut_off = matches!(ended, Attempt::TimedOut) && Instant::now() >= deadline;
            if !again {
                return Err(self.error(refused.filter(|_| cut_off).unwrap_or(ended), count));
            }
            self.observe(count, || Phase::Retrying { wait });
            refused = Some(ended).filter(|ended| matches!(ended, Attempt::Refused(_))).or(refused);
            tokio::time::sleep(wait).await;
        }
    }

    /// Adds the parts of a request that progenitor does not know: authentication, the caller's headers and query, and that a body may be absent.
    fn prepare(&self, request: &mut reqwest::Request) -> Result<(), Error> {
        if !self.has_body && self.operation.body != BodyForm::None {
            *request.body_mut() = None;
            request.headers_mut().remove(CONTENT_TYPE);
        }
        let may_have_body = matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH);
        let headers = request.headers_mut();
        headers.remove(API_VERSION);
        headers.insert(ACCEPT, HeaderValue::from_static(self.operation.accept));
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        if may_have_body && !self.has_body {
            headers.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        for (name, value) in &self.session.headers {
            headers.insert(name, value.clone());
        }
        if let Some(workspace) = &self.options.workspace {
            let (name, value) = header(WORKSPACE, workspace)?;
            headers.insert(name, value);
        }
        for (name, value) in &self.options.headers {
            let (name, value) = header(name, value)?;
            // The key is the client's alone: a header of a call must not send another one by accident, nor this one in the clear.
            if name != AUTHORIZATION {
                headers.insert(name, value);
            }
        }
        if !self.options.query.is_empty() {
            request.url_mut().query_pairs_mut().extend_pairs(&self.options.query);
        }
        Ok(())
    }

    /// A 429 holds back everybody who shares the limit that was met.
    fn slow_down(&self, ended: &Attempt, wait: Duration) {
        const TOO_MANY: u16 = 429;
        if let (Some(pacer), Failure::Status(TOO_MANY)) = (self.session.pacer.as_deref(), ended.failure()) {
            pacer.hold(self.operation.rate_group, Instant::now(), wait);
        }
    }

    /// Waits until the limits allow another call.
    async fn pace(&self, deadline: Instant, attempts: u32) -> Result<(), Error> {
        let Some(pacer) = self.session.pacer.as_deref() else { return Ok(()) };
        if let Some(group) = self.operation.rate_group {
            self.wait_until(pacer.reserve_in(group, Instant::now(), deadline), attempts).await?;
        }
        self.wait_until(pacer.reserve(Instant::now(), deadline), attempts).await
    }

    async fn wait_until(&self, time: Result<Instant, Instant>, attempts: u32) -> Result<(), Error> {
        let time = time.map_err(|free| {
            let (wait, attempts) = (free.saturating_duration_since(Instant::now()), self.attempts(attempts));
            let message = if wait.is_zero() {
                // No limit is in the way: the deadline passed before it could be asked.
                self.timeout_message(attempts)
            } else {
                let wait = seconds(wait);
                format!(
                    "the rate limit allows this call only in {wait} s, which is after the deadline; raise deadline or turn rate_limit off"
                )
            };
            Error::Timeout { message, attempts }
        })?;
        if time > Instant::now() {
            tokio::time::sleep_until(time.into()).await;
        }
        Ok(())
    }

    /// One request, from its start to the last byte of its answer.
    async fn attempt(&self, http: &reqwest::Client, request: &reqwest::Request, deadline: Instant, count: u32) -> Result<Raw, Attempt> {
        let began = Instant::now();
        let left = deadline.saturating_duration_since(began);
        let limit = self.options.timeout.map_or(left, |timeout| timeout.min(left));
        let span = self.span(count);
        self.observe(count, || Phase::Started);
        let outcome = match tokio::time::timeout(limit, self.send(http, request, count)).instrument(span.clone()).await {
            Ok(outcome) => outcome,
            Err(_) => Err(Attempt::TimedOut),
        };
        self.observe(count, || phase(&outcome, began.elapsed(), &self.session.key));
        match &outcome {
            Ok(raw) | Err(Attempt::Refused(raw) | Attempt::Unusable(raw, _)) => span.record("http.response.status_code", raw.status),
            Err(failed) => span.record("error.type", failed.reason()),
        };
        outcome
    }

    /// The fields are those of OpenTelemetry's conventions for HTTP clients; the path is the template, so that nobody's data is in it.
    fn span(&self, count: u32) -> tracing::Span {
        let Operation { name, method, path, .. } = self.operation;
        tracing::info_span!(
            target: "instantly",
            "request",
            otel.kind = "client",
            otel.name = format_args!("{method} {path}"),
            operation = name,
            http.request.method = method,
            url.template = path,
            server.address = host(&self.session.base_url),
            http.request.resend_count = count - 1,
            http.response.status_code = tracing::field::Empty,
            error.type = tracing::field::Empty,
        )
    }

    /// Tells whoever wants to know; an event is only made when somebody does.
    fn observe(&self, attempt: u32, phase: impl FnOnce() -> Phase) {
        let observer = self.options.observer.as_deref();
        if observer.is_none() && !tracing::event_enabled!(target: "instantly", tracing::Level::INFO) {
            return;
        }
        let event = Event { operation: self.operation, attempt, phase: phase() };
        if event.is_outcome() {
            tracing::info!(target: "instantly", "{event}");
        } else {
            tracing::debug!(target: "instantly", "{event}");
        }
        if let Some(observer) = observer {
            observer.observe(&event);
        }
    }

    async fn send(&self, http: &reqwest::Client, request: &reqwest::Request, count: u32) -> Result<Raw, Attempt> {
        let mut copy = reqwest::Request::new(request.method().clone(), request.url().clone());
        *copy.headers_mut() = request.headers().clone();
        if let Some(bytes) = request.body().and_then(reqwest::Body::as_bytes) {
            *copy.body_mut() = Some(bytes.to_vec().into());
        }
        let broken = |error: reqwest::Error| {
            let failure = if error.is_connect() { Failure::BeforeSending } else { Failure::AfterSending };
            Attempt::Broken(failure, error.without_url())
        };
        let mut response = http.execute(copy).await.map_err(broken)?;
        let status = response.status();
        let headers = kept(response.headers());
        let limit = self.session.max_response_bytes;
        let Body { bytes: body, end } = body_reader::read(&mut response, limit).await;
        let key = Some(self.session.key.clone());
        let raw = Raw { status: status.as_u16(), headers, body, attempts: count, elapsed: self.started.elapsed(), key };
        match end {
            // An error is known by its status, and what it says stands at the beginning of its body.
            _ if !status.is_success() => Err(Attempt::Refused(raw)),
            End::Whole => Ok(raw),
            End::TooLarge => {
                Err(Attempt::Unusable(raw, format!("larger than the max_response_bytes of {limit}; raise it, or ask for less at once")))
            }
            End::Garbled => Err(Attempt::Unusable(raw, "can't be unpacked".to_owned())),
            End::Broken(error) => Err(broken(error)),
        }
    }

    /// A success, unless its body says that it is none.
    fn accept(&self, raw: Raw) -> Result<Raw, Error> {
        let only_error = |field: &str| {
            let body: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(&raw.body).unwrap_or_default();
            body.len() == 1 && body.contains_key(field)
        };
        if self.operation.error_field.is_some_and(only_error) {
            return Err(raw.refusal(None));
        }
        Ok(raw)
    }

    fn error(&self, ended: Attempt, count: u32) -> Error {
        let attempts = self.attempts(count);
        let retry_after = ended.retry_after();
        match ended {
            // It may have come before the last attempt.
            Attempt::Refused(raw) => Raw { attempts: count, elapsed: attempts.elapsed, ..raw }.refusal(retry_after),
            Attempt::Unusable(raw, why) => raw.invalid(&why),
            Attempt::TimedOut => Error::Timeout { message: self.timeout_message(attempts), attempts },
            Attempt::Broken(Failure::BeforeSending, error) if error.is_timeout() => {
                let limit = seconds(self.options.connect_timeout.unwrap_or_default());
                let message =
                    format!("could not connect to {} within the connect_timeout of {limit} s{}", self.peer(), attempts.in_words());
                Error::Timeout { message, attempts }
            }
            Attempt::Broken(failure, error) => {
                let what = match failure {
                    Failure::BeforeSending => "could not connect",
                    _ => "the connection broke before the whole answer was there",
                };
                let cause = self.session.key.scrub(&chain(&error));
                let message = format!("{what} to {}{}: {cause}", self.peer(), attempts.in_words());
                Error::Connection { message, attempts, source: Some(Box::new(error)) }
            }
        }
    }

    /// The server's address and, if there is one, the proxy's.
    fn peer(&self) -> String {
        let host = host(&self.session.base_url);
        self.session
            .network
            .proxy_to(&self.session.base_url)
            .map_or_else(|| host.to_owned(), |proxy| format!("{host} through the proxy {proxy}"))
    }

    fn timeout_message(&self, attempts: Attempts) -> String {
        let over = self.options.deadline.is_some_and(|deadline| attempts.elapsed >= deadline);
        let (name, limit) = if over { ("deadline", self.options.deadline) } else { ("timeout", self.options.timeout) };
        format!("no answer within the {name} of {} s{}", seconds(limit.unwrap_or_default()), attempts.in_words())
    }

    fn attempts(&self, count: u32) -> Attempts {
        Attempts { count, elapsed: self.started.elapsed() }
    }
}

/// The end of an attempt, for observers.
fn phase(outcome: &Result<Raw, Attempt>, elapsed: Duration, key: &ApiKey) -> Phase {
    match outcome {
        Ok(raw) | Err(Attempt::Refused(raw) | Attempt::Unusable(raw, _)) => {
            Phase::Answered { status: raw.status, request_id: raw.request_id().map(|id| key.scrub(id)), elapsed }
        }
        Err(failed) => Phase::Failed { reason: failed.reason(), elapsed },
    }
}

impl Attempt {
    /// Why there was no answer.
    fn reason(&self) -> &'static str {
        match self {
            Self::TimedOut => "timed out",
            Self::Broken(Failure::BeforeSending, _) => "could not connect",
            Self::Broken(..) => "the connection broke",
            Self::Refused(_) | Self::Unusable(..) => "answered",
        }
    }

    fn retry_after(&self) -> Option<Duration> {
        let Self::Refused(raw) = self else { return None };
        let value = raw.headers.get(RETRY_AFTER.as_str())?;
        retry::retry_after(value, SystemTime::now())
    }

    fn failure(&self) -> Failure {
        match self {
            Self::Refused(raw) | Self::Unusable(raw, _) => Failure::Status(raw.status),
            Self::Broken(failure, _) => *failure,
            Self::TimedOut => Failure::AfterSending,
        }
    }
}

/// The headers of an answer. What they say of a packed body is not true any more once it is unpacked.
fn kept(headers: &HeaderMap) -> Headers {
    let packed = body_reader::is_packed(headers);
    Headers::of(headers, |name| !packed || (name != CONTENT_ENCODING && name != CONTENT_LENGTH))
}

/// An error and its causes, each said once.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text += &format!(": {cause_text}");
        }
        source = cause.source();
    }
    text
}

fn host(base_url: &str) -> &str {
    base_url.split_once("://").map_or(base_url, |(_, rest)| rest.split('/').next().unwrap_or(rest))
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
