//! Answers that go wrong on purpose, for soaking clients: how often is an option, which and when follows from the seed. Writes that carry a
//! marker are counted beside, so that one that arrives again after it has acted is found.

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;
use std::time::Duration;

use bytes::Bytes;
use serde::Serialize;

use crate::http::{Answer, Request};
use crate::random::Random;
use crate::reply::{Closed, Pieces, Reply, ReplyBody};
use crate::wire::Wire;
use crate::{error, lock};

/// By this header a client marks a write, with a value of its own for each call.
const MARKER: &str = "x-soak-id";

/// One way in which an answer goes wrong.
#[derive(Debug)]
pub(crate) struct Fault {
    name: &'static str,
    /// Whether the API does what it is asked before things go wrong.
    pub(crate) acts: bool,
    wrong: Wrong,
}

#[derive(Debug)]
enum Wrong {
    /// The API's error of this status; a 429 lets the client come back at once.
    Status(u16),
    /// A success, with a page for people in place of JSON.
    Html,
    /// The connection is reset without an answer.
    Reset,
    /// The connection is closed before the length that was promised is reached.
    Truncated,
    /// The connection is closed in the midst of a chunk.
    CutInChunk,
    /// No answer ever comes.
    Hang,
}

/// Each is as likely as the others.
const FAULTS: [Fault; 13] = [
    Fault { name: "429", acts: false, wrong: Wrong::Status(429) },
    Fault { name: "500", acts: false, wrong: Wrong::Status(500) },
    Fault { name: "500-acted", acts: true, wrong: Wrong::Status(500) },
    Fault { name: "502", acts: false, wrong: Wrong::Status(502) },
    Fault { name: "502-acted", acts: true, wrong: Wrong::Status(502) },
    Fault { name: "503", acts: false, wrong: Wrong::Status(503) },
    Fault { name: "503-acted", acts: true, wrong: Wrong::Status(503) },
    Fault { name: "reset", acts: false, wrong: Wrong::Reset },
    Fault { name: "reset-acted", acts: true, wrong: Wrong::Reset },
    Fault { name: "truncated", acts: true, wrong: Wrong::Truncated },
    Fault { name: "cut-in-chunk", acts: true, wrong: Wrong::CutInChunk },
    Fault { name: "hang", acts: true, wrong: Wrong::Hang },
    Fault { name: "html", acts: true, wrong: Wrong::Html },
];

impl Fault {
    /// What becomes of the answer. An error closes the connection without one.
    pub(crate) async fn spoil(&self, answer: Answer, wire: &Wire) -> Result<Reply, Closed> {
        match self.wrong {
            Wrong::Status(status) => {
                let mut refusal = error::answer(status, error::words(status).1);
                refusal.headers.extend((status == 429).then(|| ("retry-after".to_owned(), "0".to_owned())));
                Ok(refusal.into())
            }
            Wrong::Html => Ok(Answer::new(200, "text/html; charset=utf-8", "<html><body>One moment, please</body></html>").into()),
            Wrong::Reset => {
                wire.reset_when_closed();
                Err(Closed)
            }
            Wrong::Truncated => Ok(truncated(some_body(answer))),
            Wrong::CutInChunk => {
                let answer = some_body(answer);
                wire.send_instead(Some(half_a_chunk(&answer)));
                wire.close_after_answer();
                Ok(answer.into())
            }
            Wrong::Hang => {
                // Dropped when the client closes the connection.
                std::future::pending::<()>().await;
                Err(Closed)
            }
        }
    }
}

/// There must be something to be cut, and 204 promises that there is nothing.
fn some_body(answer: Answer) -> Answer {
    if answer.body.len() < 2 { Answer::json(200, &serde_json::json!({})) } else { answer }
}

/// An answer that ends within its promised length.
fn truncated(mut answer: Answer) -> Reply {
    answer.headers.push(("content-length".to_owned(), answer.body.len().to_string()));
    let first = answer.body.slice(..answer.body.len() / 2);
    Reply { status: answer.status, headers: answer.headers, body: ReplyBody::Pieces(Pieces::new(vec![first], Duration::ZERO, true)) }
}

/// An answer as it stands on the wire, up to the middle of the second of its chunks.
fn half_a_chunk(answer: &Answer) -> Bytes {
    let (first, second) = answer.body.split_at(answer.body.len() / 2);
    let head = format!("HTTP/1.1 {} OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n", answer.status);
    let (size, next_size) = (format!("{:X}\r\n", first.len()), format!("\r\n{:X}\r\n", second.len()));
    [head.as_bytes(), size.as_bytes(), first, next_size.as_bytes(), &second[..second.len() / 2]].concat().into()
}

/// Draws the faults and counts what arrives.
#[derive(Debug)]
pub(crate) struct Faults {
    /// So many answers in a million go wrong.
    in_a_million: u64,
    seed: u64,
    counts: Mutex<Counts>,
}

#[derive(Debug)]
struct Counts {
    random: Random,
    requests: u64,
    faults: BTreeMap<&'static str, Struck>,
    /// Whether the write of this marker has acted.
    writes: HashMap<String, bool>,
    duplicates: Vec<String>,
}

/// How often a fault struck.
#[derive(Clone, Copy, Debug, Default, Serialize)]
struct Struck {
    reads: u64,
    writes: u64,
}

/// What `GET /__mock/faults` shows.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    requests: u64,
    faults: BTreeMap<&'static str, Struck>,
    /// How many different markers arrived, and how many of those writes acted.
    writes: usize,
    acted: usize,
    /// The marker of each write that arrived again after it had acted.
    duplicates: Vec<String>,
}

impl Faults {
    /// `share` is the probability that an answer goes wrong.
    pub(crate) fn new(share: f64, seed: u64) -> Self {
        let in_a_million = (share.clamp(0.0, 1.0) * 1e6) as u64;
        Self { in_a_million, seed, counts: Mutex::new(Counts::new(seed)) }
    }

    /// Counts a request, and draws what goes wrong with its answer, if something does. The same seed gives the n-th request the same fault.
    pub(crate) fn strike(&self, request: &Request) -> Option<&'static Fault> {
        let mut counts = lock(&self.counts);
        counts.requests += 1;
        let marker = request.header(MARKER);
        if let Some(marker) = marker {
            match counts.writes.get(marker) {
                Some(true) => counts.duplicates.push(marker.to_owned()),
                Some(false) => {}
                None => drop(counts.writes.insert(marker.to_owned(), false)),
            }
        }
        if counts.random.below(1_000_000) >= self.in_a_million {
            return None;
        }
        let fault = counts.random.pick(&FAULTS);
        let struck = counts.faults.entry(fault.name).or_default();
        *(if marker.is_some() { &mut struck.writes } else { &mut struck.reads }) += 1;
        Some(fault)
    }

    /// Notes that a request was let through to the API, which answered so.
    pub(crate) fn acted(&self, request: &Request, answer: &Answer) {
        if let Some(marker) = request.header(MARKER).filter(|_| answer.status < 400) {
            lock(&self.counts).writes.insert(marker.to_owned(), true);
        }
    }

    pub(crate) fn report(&self) -> Report {
        let counts = lock(&self.counts);
        Report {
            requests: counts.requests,
            faults: counts.faults.clone(),
            writes: counts.writes.len(),
            acted: counts.writes.values().filter(|acted| **acted).count(),
            duplicates: counts.duplicates.clone(),
        }
    }

    /// Back to how the server started.
    pub(crate) fn reset(&self) {
        *lock(&self.counts) = Counts::new(self.seed);
    }
}

impl Counts {
    fn new(seed: u64) -> Self {
        let faults = BTreeMap::default();
        Self { random: Random::new(seed, "faults"), requests: 0, faults, writes: HashMap::new(), duplicates: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use hyper::header::{HeaderMap, HeaderValue};

    use super::{Answer, FAULTS, Faults, MARKER, Request};

    fn request(marker: Option<&str>) -> Request {
        let mut headers = HeaderMap::new();
        headers.extend(marker.map(|marker| (hyper::header::HeaderName::from_static(MARKER), HeaderValue::from_str(marker).expect("text"))));
        Request { method: "POST".to_owned(), path: "/".to_owned(), query: Vec::new(), headers, body: Bytes::new() }
    }

    fn names(faults: &Faults, requests: usize) -> Vec<Option<&'static str>> {
        (0..requests).map(|_| faults.strike(&request(None)).map(|fault| fault.name)).collect()
    }

    #[test]
    fn the_share_and_the_seed_decide() {
        let faults = Faults::new(0.05, 7);
        let first = names(&faults, 20_000);
        let struck = first.iter().flatten().count();
        assert!((900..1_100).contains(&struck), "{struck}");
        assert!(FAULTS.iter().all(|fault| first.contains(&Some(fault.name))), "some never strikes");
        assert_ne!(names(&Faults::new(0.05, 8), 20_000), first);
        faults.reset();
        assert_eq!(names(&faults, 20_000), first);
        assert_eq!(names(&Faults::new(0.0, 7), 1_000), [None; 1_000]);
        assert!(names(&Faults::new(1.0, 7), 1_000).iter().all(Option::is_some));
    }

    #[test]
    fn a_write_is_a_duplicate_once_it_has_acted() {
        let faults = Faults::new(0.0, 7);
        let arrive = |marker: Option<&str>, status: Option<u16>| {
            let request = request(marker);
            faults.strike(&request);
            if let Some(status) = status {
                faults.acted(&request, &Answer::empty(status));
            }
        };
        // Refused before it acted, refused by the API, done: three arrivals of one write, none of them too many.
        arrive(Some("a"), None);
        arrive(Some("a"), Some(400));
        arrive(Some("a"), Some(200));
        arrive(Some("b"), Some(200));
        arrive(None, Some(200));
        arrive(None, Some(200));
        assert!(faults.report().duplicates.is_empty());
        assert_eq!((faults.report().requests, faults.report().writes, faults.report().acted), (6, 2, 2));
        arrive(Some("a"), None);
        assert_eq!(faults.report().duplicates, ["a"]);
        faults.reset();
        arrive(Some("a"), Some(200));
        assert!(faults.report().duplicates.is_empty());
    }
}
