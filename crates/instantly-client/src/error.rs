//! Everything that can go wrong with a call, as one tree that every language mirrors with classes of its own.

use std::time::Duration;

use bytes::Bytes;
use serde_json::Value as Json;

use crate::attempts::seconds;
use crate::{Attempts, Headers};

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why a call failed. The message (`Display`) is one line, in words a user can act on, and never contains the API key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An argument or option is wrong; nothing was sent.
    #[error("{message}")]
    InvalidArgument {
        /// The argument's name.
        argument: String,
        /// What is wrong with it, and the fix.
        message: String,
    },
    /// The server could not be reached, or the connection broke.
    #[error("{message}")]
    Connection {
        /// What happened.
        message: String,
        /// How often the request was tried, and for how long.
        attempts: Attempts,
        /// What reqwest said.
        #[source]
        source: Option<Source>,
    },
    /// There was no answer in time.
    #[error("{message}")]
    Timeout {
        /// Which limit passed.
        message: String,
        /// How often the request was tried, and for how long.
        attempts: Attempts,
    },
    /// The API refused: any status but 2xx, or a 2xx that carries only an error.
    #[error("{message}")]
    Status {
        /// Status, attempts and the API's own words.
        message: String,
        /// The response.
        response: Box<ErrorResponse>,
    },
    /// A 2xx whose body is not what the operation promises.
    #[error("{message}")]
    ResponseValidation {
        /// What was expected.
        message: String,
        /// The response.
        response: Box<ErrorResponse>,
    },
    /// A background job ended without success.
    #[error("{message}")]
    JobFailed {
        /// Which job, and how it ended.
        message: String,
        /// The job, as JSON.
        job: String,
    },
    /// A background job was still going on when the wait was over.
    #[error("{message}")]
    WaitTimeout {
        /// Which job, and what it was doing.
        message: String,
        /// The job as last seen, as JSON.
        job: Option<String>,
    },
}

/// A response that became an error. The API key is scrubbed from its body and headers.
#[derive(Debug)]
pub struct ErrorResponse {
    pub(crate) status: u16,
    pub(crate) headers: Headers,
    pub(crate) body: Bytes,
    /// The API's own code, read from the body.
    pub(crate) code: Option<String>,
    /// How long the server asked to wait.
    pub(crate) retry_after: Option<Duration>,
    pub(crate) attempts: Attempts,
}

/// The class an error has in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are the documentation, and DESIGN gives the tree")]
pub enum Class {
    InvalidArgumentError,
    APIConnectionError,
    APITimeoutError,
    APIStatusError,
    BadRequestError,
    AuthenticationError,
    PaymentRequiredError,
    PermissionDeniedError,
    NotFoundError,
    ConflictError,
    PayloadTooLargeError,
    UnprocessableEntityError,
    RateLimitError,
    InternalServerError,
    APIResponseValidationError,
    JobFailedError,
    WaitTimeoutError,
}

impl Class {
    /// The class's name in Python and Node.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::InvalidArgumentError => "InvalidArgumentError",
            Self::APIConnectionError => "APIConnectionError",
            Self::APITimeoutError => "APITimeoutError",
            Self::APIStatusError => "APIStatusError",
            Self::BadRequestError => "BadRequestError",
            Self::AuthenticationError => "AuthenticationError",
            Self::PaymentRequiredError => "PaymentRequiredError",
            Self::PermissionDeniedError => "PermissionDeniedError",
            Self::NotFoundError => "NotFoundError",
            Self::ConflictError => "ConflictError",
            Self::PayloadTooLargeError => "PayloadTooLargeError",
            Self::UnprocessableEntityError => "UnprocessableEntityError",
            Self::RateLimitError => "RateLimitError",
            Self::InternalServerError => "InternalServerError",
            Self::APIResponseValidationError => "APIResponseValidationError",
            Self::JobFailedError => "JobFailedError",
            Self::WaitTimeoutError => "WaitTimeoutError",
        }
    }

    fn of_status(status: u16) -> Self {
        match status {
            400 => Self::BadRequestError,
            401 => Self::AuthenticationError,
            402 => Self::PaymentRequiredError,
            403 => Self::PermissionDeniedError,
            404 => Self::NotFoundError,
            409 => Self::ConflictError,
            413 => Self::PayloadTooLargeError,
            422 => Self::UnprocessableEntityError,
            429 => Self::RateLimitError,
            500..=599 => Self::InternalServerError,
            _ => Self::APIStatusError,
        }
    }
}

impl Error {
    /// The class this error has in every language.
    #[must_use]
    pub fn class(&self) -> Class {
        match self {
            Self::InvalidArgument { .. } => Class::InvalidArgumentError,
            Self::Connection { .. } => Class::APIConnectionError,
            Self::Timeout { .. } => Class::APITimeoutError,
            Self::Status { response, .. } => Class::of_status(response.status),
            Self::ResponseValidation { .. } => Class::APIResponseValidationError,
            Self::JobFailed { .. } => Class::JobFailedError,
            Self::WaitTimeout { .. } => Class::WaitTimeoutError,
        }
    }

    /// The argument that is wrong.
    #[must_use]
    pub fn argument(&self) -> Option<&str> {
        match self {
            Self::InvalidArgument { argument, .. } => Some(argument),
            _ => None,
        }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status_code(&self) -> Option<u16> {
        self.response().map(|response| response.status)
    }

    /// The API's own code for what went wrong, such as `COMPANY_LIST_NOT_FOUND`.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.response().and_then(|response| response.code.as_deref())
    }

    /// The response's body.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.response().map(|response| &response.body)
    }

    /// The response's headers; empty when there was no response.
    #[must_use]
    pub fn headers(&self) -> &Headers {
        static NONE: Headers = Headers::NONE;
        self.response().map_or(&NONE, |response| &response.headers)
    }

    /// The server's id of the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.headers().request_id()
    }

    /// How long the server asked to wait.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        self.response().and_then(|response| response.retry_after)
    }

    /// How often the request was sent; 0 when it never was.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.effort().count
    }

    /// From the call to the error, waits included.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.effort().elapsed
    }

    /// The job that failed or was still going on, as JSON.
    #[must_use]
    pub fn job(&self) -> Option<&str> {
        match self {
            Self::JobFailed { job, .. } => Some(job),
            Self::WaitTimeout { job, .. } => job.as_deref(),
            _ => None,
        }
    }

    /// The same job as a value of its type, if it can be read as one.
    #[must_use]
    pub fn job_as<T: instantly_types::FromJson>(&self) -> Option<T> {
        T::from_json(&instantly_types::decode_value(self.job()?.as_bytes()).ok()?)
    }

    fn response(&self) -> Option<&ErrorResponse> {
        match self {
            Self::Status { response, .. } | Self::ResponseValidation { response, .. } => Some(response),
            _ => None,
        }
    }

    fn effort(&self) -> Attempts {
        match self {
            Self::Connection { attempts, .. } | Self::Timeout { attempts, .. } => *attempts,
            _ => self.response().map_or_else(Attempts::default, |response| response.attempts),
        }
    }
}

/// Made here so that the messages of one class read alike in every language.
impl Error {
    /// An argument or option is wrong.
    #[must_use]
    pub fn invalid_argument(argument: impl Into<String>, message: impl Into<String>) -> Self {
        Self::InvalidArgument { argument: argument.into(), message: message.into() }
    }

    /// A job ended without success.
    #[must_use]
    pub fn job_failed(job: String, message: String) -> Self {
        Self::JobFailed { message, job }
    }

    /// A job was still going on when the wait was over.
    #[must_use]
    pub fn wait_timeout(job: Option<String>, message: String) -> Self {
        Self::WaitTimeout { message, job }
    }

    /// A success whose body is not what the operation promises. Headers and body must be scrubbed already.
    pub(crate) fn response_validation(response: ErrorResponse, message: &str) -> Self {
        let message = format!("unexpected body (status {}): {message}{}", response.status, excerpt(&response.body));
        Self::ResponseValidation { message, response: Box::new(response) }
    }

    /// A refusal. Headers and body must be scrubbed already.
    pub(crate) fn status(response: ErrorResponse) -> Self {
        let details = Details::read(&response.body);
        let reason = http::StatusCode::from_u16(response.status).ok().and_then(|status| status.canonical_reason());
        let mut message = match reason {
            Some(reason) => format!("{} {reason}", response.status),
            None => response.status.to_string(),
        };
        message += &response.attempts.in_words();
        if let Some(wait) = response.retry_after {
            message += &format!(", retry after {} s", seconds(wait));
        }
        if let Some(id) = response.headers.request_id() {
            message += &format!(" (request id {id})");
        }
        match &details.message {
            Some(text) => message += &format!(": {text}"),
            None => message += &excerpt(&response.body),
        }
        Self::Status { message, response: Box::new(ErrorResponse { code: details.code, ..response }) }
    }
}

/// What an error body says. The API's own form is `{statusCode, error, message}`, but each of them may be missing.
struct Details {
    message: Option<String>,
    code: Option<String>,
}

impl Details {
    fn read(body: &[u8]) -> Self {
        let body: Json = serde_json::from_slice(body).unwrap_or_default();
        let text = |name: &str| body.get(name).and_then(Json::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
        Self { message: text("message").or_else(|| text("error")), code: text("code").or_else(|| text("errorCode")) }
    }
}

/// The start of a body that says nothing we can read, such as an HTML page.
fn excerpt(body: &[u8]) -> String {
    const CHARACTERS: usize = 200;
    let text = String::from_utf8_lossy(&body[..body.len().min(CHARACTERS * 4)]);
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(CHARACTERS) {
        _ if text.is_empty() => String::new(),
        Some((end, _)) => format!(": {}…", &text[..end]),
        None => format!(": {text}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(status: u16, body: &str, count: u32, retry_after: Option<Duration>) -> Error {
        let headers = [("x-request-id", "7f3c")].into_iter().collect();
        let (body, attempts) = (Bytes::copy_from_slice(body.as_bytes()), Attempts { count, elapsed: Duration::from_millis(4_130) });
        Error::status(ErrorResponse { status, headers, body, code: None, retry_after, attempts })
    }

    #[test]
    fn a_refusal_reads_in_one_line() {
        let body = r#"{"statusCode":429,"error":"Too Many Requests","message":"Rate limit exceeded"}"#;
        let error = refusal(429, body, 3, Some(Duration::from_secs(30)));
        assert_eq!(
            error.to_string(),
            "429 Too Many Requests after 3 attempts in 4.1 s, retry after 30 s (request id 7f3c): Rate limit exceeded"
        );
        assert_eq!(error.class().name(), "RateLimitError");
    }

    #[test]
    fn every_form_of_error_body_is_read() {
        let message = |body: &str| refusal(400, body, 1, None).to_string();
        assert_eq!(message(r#"{"message":"no"}"#), "400 Bad Request (request id 7f3c): no");
        assert_eq!(message(r#"{"error":"nope"}"#), "400 Bad Request (request id 7f3c): nope");
        assert_eq!(message("<html>\n bad</html>"), "400 Bad Request (request id 7f3c): <html> bad</html>");
        assert_eq!(message(""), "400 Bad Request (request id 7f3c)");
        let error = refusal(404, r#"{"errorCode":"COMPANY_LIST_NOT_FOUND"}"#, 1, None);
        assert_eq!(error.code(), Some("COMPANY_LIST_NOT_FOUND"));
    }
}
