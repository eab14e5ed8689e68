//! What a conformance case says about the wire: the requests it expects, and the answer to each.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::SystemTime;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};

use super::fill::fill_in;

/// The part of a case that the mock plays. Other keys of a case are none of its business.
#[derive(Debug, Deserialize)]
pub(crate) struct Script {
    pub(crate) exchanges: Vec<Exchange>,
}

/// One request and its answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exchange {
    pub(crate) expect: Expect,
    #[serde(default, deserialize_with = "shared")]
    pub(crate) respond: Arc<Respond>,
    /// Whether both sides must be valid against the document; a case about invalid ones says `valid: false`.
    #[serde(default = "yes")]
    pub(crate) valid: bool,
    /// Whether the request may stay away, as one that fetches ahead may.
    #[serde(default)]
    pub(crate) optional: bool,
}

/// What a request must look like. What isn't mentioned isn't checked, except that a GET has no body.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expect {
    pub(crate) method: String,
    /// As on the wire, still percent-encoded.
    pub(crate) path: String,
    /// Decoded. The order of different names doesn't matter, the order of values of one name does.
    pub(crate) query: Option<Vec<(String, String)>>,
    /// The value, `{contains: "part of it"}`, or null for a header that must be absent.
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, Option<HeaderExpectation>>,
    #[serde(default, deserialize_with = "even_null")]
    pub(crate) json: Option<Value>,
    pub(crate) raw: Option<String>,
    #[serde(default)]
    pub(crate) no_body: bool,
    /// How long after the answer before, at the earliest.
    #[serde(default)]
    pub(crate) after_ms: u64,
    #[serde(default = "yes")]
    pub(crate) valid: bool,
}

/// How a header's value is compared.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum HeaderExpectation {
    /// The whole value.
    Exact(String),
    /// A part of it.
    Part {
        /// What the value must contain.
        contains: String,
    },
}

/// The answer, and what goes wrong with it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Respond {
    pub(crate) status: u16,
    /// Values may hold `{{base_url}}` and the like: see [`fill_in`].
    pub(crate) headers: BTreeMap<String, String>,
    #[serde(deserialize_with = "even_null")]
    pub(crate) json: Option<Value>,
    pub(crate) raw: Option<String>,
    pub(crate) raw_base64: Option<String>,
    /// A page that is too long to be written down.
    pub(crate) many: Option<Many>,
    /// Everything that goes out, from the first byte of the head to the last one of the body, in place of all the others.
    pub(crate) wire: Option<String>,
    /// Waits this long before it answers.
    pub(crate) delay_ms: u64,
    /// Sends the body in pieces with `Transfer-Encoding: chunked`: the pieces themselves, or the sizes to cut the body into.
    pub(crate) chunks: Option<Chunks>,
    /// Waits this long before each piece but the first.
    pub(crate) chunk_delay_ms: u64,
    /// Compresses the body.
    pub(crate) gzip: bool,
    /// Promises the whole body, sends this many bytes of it, and closes the connection.
    pub(crate) truncate: Option<usize>,
    /// Sends the body one byte at a time, with such pauses.
    pub(crate) dribble_ms: Option<u64>,
    /// Closes the connection after the answer, without having said so.
    pub(crate) close: bool,
    /// Resets the connection instead of answering; with `truncate`, after that many bytes.
    pub(crate) reset: bool,
    /// Never answers: the client has to leave.
    pub(crate) hang: bool,
    pub(crate) valid: bool,
}

/// A page with `count` items, each `like` this, their ids told apart by `-1`, `-2` and so on behind them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Many {
    count: usize,
    like: Map<String, Value>,
}

/// The pieces of a chunked body.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Chunks {
    /// How many bytes of the body go into each; the last piece takes the rest.
    Sizes(Vec<usize>),
    /// The body itself.
    Texts(Vec<String>),
}

impl Default for Respond {
    fn default() -> Self {
        Self {
            status: 200,
            headers: BTreeMap::new(),
            json: None,
            raw: None,
            raw_base64: None,
            many: None,
            wire: None,
            delay_ms: 0,
            chunks: None,
            chunk_delay_ms: 0,
            gzip: false,
            truncate: None,
            dribble_ms: None,
            close: false,
            reset: false,
            hang: false,
            valid: true,
        }
    }
}

impl Script {
    /// Reads a script; what can't be played is refused here, in words.
    pub(crate) fn parse(text: &[u8]) -> Result<Self, String> {
        let script: Self = serde_json::from_slice(text).map_err(|error| format!("the case can't be read: {error}"))?;
        for (index, exchange) in script.exchanges.iter().enumerate() {
            exchange.refuse_contradictions().map_err(|problem| format!("exchange {}: {problem}", index + 1))?;
        }
        Ok(script)
    }
}

impl Exchange {
    fn refuse_contradictions(&self) -> Result<(), String> {
        let (expect, respond) = (&self.expect, &self.respond);
        let bodies = [
            respond.json.is_some(),
            respond.raw.is_some(),
            respond.raw_base64.is_some(),
            respond.many.is_some(),
            respond.wire.is_some(),
            matches!(respond.chunks, Some(Chunks::Texts(_))),
        ];
        if bodies.iter().filter(|given| **given).count() > 1 {
            return Err("respond has more than one of json, raw, raw_base64, many, wire and chunks of text".to_owned());
        }
        let ways = [respond.chunks.is_some(), respond.truncate.is_some(), respond.dribble_ms.is_some(), respond.wire.is_some()];
        if ways.iter().filter(|given| **given).count() > 1 {
            return Err("respond has more than one of chunks, truncate, dribble_ms and wire".to_owned());
        }
        for text in respond.headers.values().chain(&respond.wire) {
            fill_in(text, "", SystemTime::now()).map_err(|problem| format!("respond: {problem}"))?;
        }
        if [expect.json.is_some(), expect.raw.is_some(), expect.no_body].iter().filter(|given| **given).count() > 1 {
            return Err("expect has more than one of json, raw and no_body".to_owned());
        }
        if !(200..=999).contains(&respond.status) {
            return Err(format!("respond.status must be between 200 and 999, got {}", respond.status));
        }
        if expect.path.contains('?') {
            return Err("expect.path has a query; it belongs into expect.query".to_owned());
        }
        respond.decoded().map_or(Ok(()), |decoded| decoded.map(drop))
    }
}

impl Respond {
    /// The body before compression, cutting and truncation.
    pub(crate) fn body(&self) -> Result<Bytes, String> {
        if let Some(decoded) = self.decoded() {
            return decoded;
        }
        if let Some(many) = &self.many {
            return Ok(many.page());
        }
        Ok(match (&self.json, &self.raw, &self.chunks) {
            (Some(json), ..) => Bytes::from(json.to_string()),
            (None, Some(raw), _) => Bytes::from(raw.clone()),
            (None, None, Some(Chunks::Texts(texts))) => Bytes::from(texts.concat()),
            _ => Bytes::new(),
        })
    }

    fn decoded(&self) -> Option<Result<Bytes, String>> {
        let decode = |encoded: &String| STANDARD.decode(encoded).map(Bytes::from).map_err(|error| format!("respond.raw_base64: {error}"));
        self.raw_base64.as_ref().map(decode)
    }

    /// Whether the client gets the answer whole.
    pub(crate) fn arrives(&self) -> bool {
        !self.hang && !self.reset && self.truncate.is_none() && self.wire.is_none()
    }
}

impl Many {
    fn page(&self) -> Bytes {
        let id = self.like.get("id").and_then(Value::as_str).unwrap_or_default();
        let item = |number: usize| {
            let mut item = self.like.clone();
            item.insert("id".to_owned(), format!("{id}-{number}").into());
            item
        };
        let items: Vec<_> = (1..=self.count).map(item).collect();
        json!({ "items": items }).to_string().into()
    }
}

fn yes() -> bool {
    true
}

fn shared<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<Respond>, D::Error> {
    Respond::deserialize(deserializer).map(Arc::new)
}

/// `json: null` is a body, an absent `json` is none.
fn even_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}
