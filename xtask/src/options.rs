//! The options of clients, calls and waits: one row each.
//!
//! Everything mechanical about an option is generated from its row, by [`emit::options`](crate::emit): the core's structs, the builder methods of
//! Rust, the clients and typed dictionaries of Python, the interfaces of TypeScript, the native parsers, `docs/reference/options.md`, the schema of
//! conformance cases, and cases for each option in each scope. To add an option, add a row; what it does belongs in `crates/instantly-client`.

use Check::{Accepted, ByHand, EveryCase, Given, Refused, Retries, Sent, Times, Walk, Writes};
use Kind::{Callback, Certificates, Count, Fields, Flag, Headers, Pacing, Query, Seconds, Size, Text};
use Language::{Node, Python, Rust};
use Scope::{Body, Call, Client, Derived, List, Poll, Wait};

/// One option. A name may have a row for each scope in which it means something else.
pub struct Row {
    /// In snake case, as Rust, Python, cases and messages have it; camelCase in Node.
    pub name: &'static str,
    /// Its name in Python, where that is another one.
    pub python: Option<&'static str>,
    pub kind: Kind,
    pub scopes: &'static [Scope],
    /// One or more sentences, without unit and default.
    pub doc: &'static str,
    /// Documentation for a language in which the sentences above are not true or not enough.
    pub docs: &'static [(Language, &'static str)],
    /// How the generated cases see that it takes effect.
    pub check: Check,
}

/// The type of an option, with the default that holds where a client doesn't set it.
#[derive(Clone, Copy)]
pub enum Kind {
    Text,
    /// A length of time: seconds in Python and in cases, milliseconds in Node, a `Duration` in Rust.
    Seconds(u64),
    Count(u32),
    /// A number of bytes.
    Size(usize),
    Flag(bool),
    /// Whether calls keep to the documented rate limits: `"auto"`, or not.
    Pacing,
    Headers,
    Query,
    /// Fields of a body.
    Fields,
    Certificates,
    /// A function or object of the caller. What is done with it is written by hand in each language; the row lists it.
    Callback {
        /// Its type where there is one in Python.
        python: Option<&'static str>,
        node: Option<&'static str>,
        rust: Option<&'static str>,
    },
}

/// The places in which an option can be given.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// To the constructor of a client.
    Client,
    /// To `with_options`.
    Derived,
    /// To any call.
    Call,
    /// To a call of a list. Python and Node have one type for the options of all calls, so there it is accepted by any.
    List,
    /// To a call with a body.
    Body,
    /// To a wait.
    Wait,
    /// To a wait, for each of its calls.
    Poll,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Language {
    Python,
    Node,
    Rust,
}

/// How the generated conformance cases see that an option takes effect, beside the refusal of a wrong value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// No case could go right without it.
    EveryCase,
    /// A right value changes nothing that a case could see, but is accepted.
    Accepted,
    /// The request has it in this header.
    Sent(&'static str),
    /// The server gets what is given: headers or a query.
    Given,
    /// A server that never responds ends the call, or the wait.
    Times,
    /// A read that failed is repeated.
    Retries,
    /// A write that failed is repeated.
    Writes,
    /// The pages of a list are the same with and without it.
    Walk,
    /// Only a wrong value can be tried here.
    Refused,
    /// Tests in each language are written by hand.
    ByHand,
}

impl Row {
    const EMPTY: Self = Self { name: "", python: None, kind: Text, scopes: &[], doc: "", docs: &[], check: ByHand };

    pub fn is_in(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }

    /// Whether the language has it.
    pub fn is_for(&self, language: Language) -> bool {
        match self.kind {
            Callback { python, node, rust } => {
                let r#type = match language {
                    Python => python,
                    Node => node,
                    Rust => rust,
                };
                r#type.is_some()
            }
            Fields => language == Python,
            _ => self.scopes != [Poll] || language == Rust,
        }
    }

    /// The sentences for users of this language.
    pub fn doc_for(&self, language: Language) -> &'static str {
        self.docs.iter().find(|(other, _)| *other == language).map_or(self.doc, |(_, doc)| doc)
    }
}

/// Every option that a language has in a scope, in the order in which users see them.
pub fn options(language: Language, scope: Scope) -> impl Iterator<Item = &'static Row> {
    OPTIONS.iter().filter(move |row| row.is_in(scope) && row.is_for(language))
}

/// The table.
pub const OPTIONS: &[Row] = &[
    Row {
        name: "api_key",
        scopes: &[Client],
        doc: "An API v2 key. When absent, it is read from the environment variable `INSTANTLY_API_KEY`.",
        check: EveryCase,
        ..Row::EMPTY
    },
    Row {
        name: "base_url",
        scopes: &[Client],
        doc: "The server to send requests to. When absent, `INSTANTLY_BASE_URL`, then the API's own server.",
        check: EveryCase,
        ..Row::EMPTY
    },
    Row {
        name: "workspace",
        scopes: &[Client, Derived, Call, Poll],
        doc: "Act as this sub-workspace, with the key of an admin workspace.",
        check: Sent("x-as-workspace"),
        ..Row::EMPTY
    },
    Row {
        name: "timeout",
        kind: Seconds(60),
        scopes: &[Client, Derived, Call],
        doc: "Time limit for one attempt, from its start to the last byte.",
        check: Times,
        ..Row::EMPTY
    },
    Row {
        name: "connect_timeout",
        kind: Seconds(5),
        scopes: &[Client, Derived, Call],
        doc: "Time limit for opening a connection.",
        check: Accepted,
        ..Row::EMPTY
    },
    Row {
        name: "deadline",
        kind: Seconds(600),
        scopes: &[Client, Derived, Call],
        doc: "Time limit for a whole call: all attempts and the waits between them.",
        check: Times,
        ..Row::EMPTY
    },
    Row {
        name: "max_retries",
        kind: Count(2),
        scopes: &[Client, Derived, Call, Poll],
        doc: "Attempts after the first, where repeating is harmless: for 408, 429, 5xx and broken connections.",
        check: Retries,
        ..Row::EMPTY
    },
    Row {
        name: "retry_writes",
        kind: Flag(false),
        scopes: &[Client, Derived, Call],
        doc: "Also repeat a write that was sent and may have acted. A repeated reply sends an email twice.",
        check: Writes,
        ..Row::EMPTY
    },
    Row {
        name: "prefetch",
        kind: Flag(true),
        scopes: &[Client, Derived, List],
        doc: "Fetch the next page of a list while the current one is used, when iterating over pages or items.",
        check: Walk,
        ..Row::EMPTY
    },
    Row {
        name: "rate_limit",
        kind: Pacing,
        scopes: &[Client],
        doc: "Whether calls wait to keep to the API's documented limits, together with every client of the same key in this process.",
        docs: &[
            (
                Python,
                "`\"auto\"` waits to keep to the API's documented limits, together with every client of the same key; `None` never waits.",
            ),
            (
                Node,
                "`'auto'` waits to keep to the API's documented limits, together with every client of the same key; `null` never waits.",
            ),
        ],
        check: Accepted,
        ..Row::EMPTY
    },
    Row {
        name: "max_response_bytes",
        kind: Size(256 << 20),
        scopes: &[Client],
        doc: "The largest body that is read, after decompression.",
        check: Accepted,
        ..Row::EMPTY
    },
    Row {
        name: "headers",
        python: Some("default_headers"),
        kind: Headers,
        scopes: &[Client, Derived],
        doc: "Headers to send with every request.",
        check: Given,
        ..Row::EMPTY
    },
    Row {
        name: "headers",
        python: Some("extra_headers"),
        kind: Headers,
        scopes: &[Call, Poll],
        doc: "Headers to send besides the client's own. One of the same name replaces the client's.",
        check: Given,
        ..Row::EMPTY
    },
    Row {
        name: "query",
        python: Some("default_query"),
        kind: Query,
        scopes: &[Derived],
        doc: "Query parameters to add to every request.",
        check: Given,
        ..Row::EMPTY
    },
    Row {
        name: "query",
        python: Some("extra_query"),
        kind: Query,
        scopes: &[Call],
        doc: "Query parameters to add.",
        check: Given,
        ..Row::EMPTY
    },
    Row {
        name: "extra_body",
        kind: Fields,
        scopes: &[Body],
        doc: "Fields to add to the body; one of the same name replaces an argument.",
        ..Row::EMPTY
    },
    Row {
        name: "user_agent",
        scopes: &[Client],
        doc: "Text to add to the `User-Agent` of every request, such as `my-app/1.0`.",
        check: Sent("user-agent"),
        ..Row::EMPTY
    },
    Row {
        name: "ca_certificates",
        kind: Certificates,
        scopes: &[Client],
        doc: "Certificates to trust besides the platform's own, in PEM. Verification can't be turned off.",
        docs: &[(
            Python,
            "Certificates to trust besides the platform's own: the text of a PEM file, or the path of one. Verification can't be turned off.",
        )],
        check: Refused,
        ..Row::EMPTY
    },
    Row {
        name: "proxy",
        scopes: &[Client],
        doc: "A proxy to connect through, such as `http://proxy.example.com:8080`. When absent, `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and \
              `NO_PROXY` decide.",
        check: Refused,
        ..Row::EMPTY
    },
    Row {
        name: "on_request",
        kind: Callback { python: Some("RequestHook"), node: Some("Hooks['onRequest']"), rust: None },
        scopes: &[Client, Derived],
        doc: "A function that is called before each attempt.",
        docs: &[(Python, "A plain function that is called before each attempt: in the calling thread, or by the event loop.")],
        ..Row::EMPTY
    },
    Row {
        name: "on_response",
        kind: Callback { python: Some("ResponseHook"), node: Some("Hooks['onResponse']"), rust: None },
        scopes: &[Client, Derived],
        doc: "A function that is called after each attempt, whether there was a response or not.",
        docs: &[(Python, "A plain function that is called after each attempt, whether there was a response or not.")],
        ..Row::EMPTY
    },
    Row {
        name: "logger",
        kind: Callback { python: None, node: Some("Logger"), rust: None },
        scopes: &[Client],
        doc: "Gets a line for each request when it is over, by `info`. With `INSTANTLY_LOG=debug` it also gets one when a request is sent and one \
              when it will be repeated, by `debug`. Without a logger, `INSTANTLY_LOG=info` and `INSTANTLY_LOG=debug` log to stderr.",
        ..Row::EMPTY
    },
    Row {
        name: "observer",
        kind: Callback { python: None, node: None, rust: Some("Arc<dyn Observer>") },
        scopes: &[Client, Derived],
        doc: "Is notified of every attempt, besides `tracing`.",
        ..Row::EMPTY
    },
    Row { name: "timeout", kind: Seconds(600), scopes: &[Wait], doc: "Time limit for the whole wait.", check: Times, ..Row::EMPTY },
    Row {
        name: "poll_interval",
        kind: Seconds(1),
        scopes: &[Wait],
        doc: "The pause after the first poll; later ones grow.",
        check: Accepted,
        ..Row::EMPTY
    },
    Row {
        name: "max_poll_interval",
        kind: Seconds(10),
        scopes: &[Wait],
        doc: "The longest pause between two polls.",
        check: Accepted,
        ..Row::EMPTY
    },
    Row {
        name: "on_progress",
        kind: Callback { python: Some("Callable"), node: Some("(job: Job) => unknown"), rust: Some("impl FnMut(&T)") },
        scopes: &[Wait],
        doc: "Called with each object at each poll.",
        docs: &[(Node, "Called with each object at each poll. If it returns a promise, the wait goes on when that is settled.")],
        ..Row::EMPTY
    },
    Row {
        name: "signal",
        kind: Callback { python: None, node: Some("AbortSignal"), rust: None },
        scopes: &[Call, Wait],
        doc: "Aborts the call or the wait at once, and closes the connection of the request in flight.",
        ..Row::EMPTY
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    const SCOPES: [Scope; 7] = [Client, Derived, Call, List, Body, Wait, Poll];

    #[test]
    fn a_name_has_one_row_in_a_scope() {
        for language in [Python, Node, Rust] {
            for scope in SCOPES {
                let names: Vec<_> = options(language, scope)
                    .map(|row| if language == Python { row.python.unwrap_or(row.name) } else { row.name })
                    .collect();
                let mut once = names.clone();
                once.sort_unstable();
                once.dedup();
                assert_eq!(once.len(), names.len(), "{language:?}: {names:?}");
            }
        }
    }

    #[test]
    fn rows_are_complete() {
        for row in OPTIONS {
            assert!(!row.scopes.is_empty() && row.doc.ends_with('.'), "{}", row.name);
            assert!([Python, Node, Rust].iter().any(|language| row.is_for(*language)), "{}", row.name);
        }
    }
}
