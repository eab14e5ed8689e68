//! Answers ordered in advance: the next requests that fit get them, in place of what the API would say.

use std::collections::BTreeMap;
use std::sync::Mutex;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use crate::http::{Answer, Request};
use crate::{error, lock};

/// An answer for the next request, or for the next few.
///
/// ```
/// # use instantly_mock::NextAnswer;
/// let limited = NextAnswer { headers: [("retry-after".into(), "1".into())].into(), times: 2, ..NextAnswer::new(429) };
/// ```
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NextAnswer {
    /// The HTTP status, 200 to 599.
    #[serde(deserialize_with = "status")]
    pub status: u16,
    /// Headers to send along.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The body. Without `json` and `raw` it is the API's error for the status.
    #[serde(default)]
    pub json: Option<Value>,
    /// The body as text of any kind, such as the HTML of a gateway.
    #[serde(default)]
    pub raw: Option<String>,
    /// How many requests get it.
    #[serde(default = "once")]
    pub times: u32,
    /// Which requests get it; any, by default.
    #[serde(default, rename = "match")]
    pub matching: RequestMatch,
}

/// Picks requests.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RequestMatch {
    /// `GET`, `POST` and so on; None: any.
    pub method: Option<String>,
    /// The whole path, without the query; None: any.
    pub path: Option<String>,
}

impl NextAnswer {
    /// The API's own error of that status, once, for any request.
    pub fn new(status: u16) -> Self {
        Self { status, headers: BTreeMap::new(), json: None, raw: None, times: 1, matching: RequestMatch::default() }
    }

    fn answer(&self) -> Answer {
        let mut answer = match (&self.raw, &self.json) {
            (Some(raw), _) => Answer::new(self.status, "text/html; charset=utf-8", raw.clone()),
            (None, Some(json)) => Answer::json(self.status, json),
            (None, None) => error::answer(self.status, error::words(self.status).1),
        };
        for (name, value) in &self.headers {
            answer.headers.retain(|(header, _)| !header.eq_ignore_ascii_case(name));
            answer.headers.push((name.to_ascii_lowercase(), value.clone()));
        }
        answer
    }
}

impl RequestMatch {
    fn takes(&self, request: &Request) -> bool {
        self.method.as_ref().is_none_or(|method| method.eq_ignore_ascii_case(&request.method))
            && self.path.as_ref().is_none_or(|path| *path == request.path)
    }
}

#[derive(Debug, Default)]
pub(crate) struct Orders(Mutex<Vec<NextAnswer>>);

impl Orders {
    pub(crate) fn add(&self, order: NextAnswer) {
        lock(&self.0).push(order);
    }

    pub(crate) fn clear(&self) {
        lock(&self.0).clear();
    }

    /// The oldest order that fits, one time less of it from now on.
    pub(crate) fn take(&self, request: &Request) -> Option<Answer> {
        let mut orders = lock(&self.0);
        let order = orders.iter_mut().find(|order| order.times > 0 && order.matching.takes(request))?;
        order.times -= 1;
        let answer = order.answer();
        orders.retain(|order| order.times > 0);
        Some(answer)
    }
}

fn status<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    let status = u16::deserialize(deserializer)?;
    if (200..600).contains(&status) {
        Ok(status)
    } else {
        Err(D::Error::custom(format!("status must be between 200 and 599, got {status}")))
    }
}

fn once() -> u32 {
    1
}
