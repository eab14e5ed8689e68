//! Errors in the API's own shape: `{"statusCode": 404, "error": "Not Found", "message": "Resource not found"}`.

use serde_json::{Value, json};

use crate::http::Answer;

/// The reason phrase and the message the API gives with a status when nothing more precise is known.
pub(crate) fn words(status: u16) -> (&'static str, &'static str) {
    match status {
        400 => ("Bad Request", "Bad request"),
        401 => ("Unauthorized", "Missing Authorization header"),
        402 => ("Payment Required", "Workspace does not have an active paid plan"),
        403 => ("Forbidden", "Missing required scope"),
        404 => ("Not Found", "Resource not found"),
        408 => ("Request Timeout", "Request timed out"),
        409 => ("Conflict", "Resource already exists"),
        413 => ("Payload Too Large", "Request body is too large"),
        415 => ("Unsupported Media Type", "Unsupported Media Type"),
        422 => ("Unprocessable Entity", "Unprocessable entity"),
        429 => ("Too Many Requests", "Rate limit exceeded"),
        500 => ("Internal Server Error", "Internal Server Error"),
        502 => ("Bad Gateway", "Bad gateway"),
        503 => ("Service Unavailable", "Service unavailable"),
        504 => ("Gateway Timeout", "Gateway timeout"),
        _ => ("Error", "The request failed"),
    }
}

pub(crate) fn body(status: u16, message: &str) -> Value {
    json!({ "statusCode": status, "error": words(status).0, "message": message })
}

pub(crate) fn answer(status: u16, message: &str) -> Answer {
    Answer::json(status, &body(status, message))
}
