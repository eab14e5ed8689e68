//! Answers that go wrong on purpose: each fault on the wire, and whether the API has acted.

mod support;

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::time::Duration;

use instantly_mock::{MockOptions, MockServer};
use serde_json::Value;
use support::{Received, get, open, receive};

const LABELS: &str = "/api/v2/lead-labels";
const LABEL: &str = r#"{"label": "Warm", "interest_status_label": "positive"}"#;

fn server(faults: f64) -> MockServer {
    MockServer::start(MockOptions { jobs: 0, faults, ..MockOptions::default() }).expect("start")
}

fn report(server: &MockServer) -> Value {
    get(server.url(), "/__mock/faults").json()
}

fn struck(report: &Value, name: &str) -> u64 {
    ["reads", "writes"].iter().filter_map(|kind| report["faults"][name][kind].as_u64()).sum()
}

/// Sends a marked write; what came back, which fault struck, and whether the API acted.
fn write(server: &MockServer, marker: &str) -> (Received, String, bool) {
    let before = report(server);
    let headers = [("authorization", "Bearer key"), ("user-agent", "test"), ("content-type", "application/json"), ("x-soak-id", marker)];
    let stream = open(server.url(), "POST", LABELS, &headers, LABEL);
    let after = loop {
        let report = report(server);
        if report["requests"] != before["requests"] {
            break report;
        }
    };
    let names = after["faults"].as_object().expect("faults").keys();
    let name = names.into_iter().find(|name| struck(&after, name) > struck(&before, name)).expect("a fault").clone();
    if name == "hang" {
        stream.set_read_timeout(Some(Duration::from_millis(50))).expect("a timeout");
    }
    (receive(stream), name, after["acted"].as_u64() > before["acted"].as_u64())
}

fn check(name: &str, received: &Received, acted: bool) {
    let acts = ["truncated", "cut-in-chunk", "hang", "html"].contains(&name) || name.ends_with("-acted");
    assert_eq!(acted, acts, "{name}");
    match name.trim_end_matches("-acted") {
        "429" => assert_eq!((received.message().as_str(), received.header("retry-after")), ("Rate limit exceeded", Some("0"))),
        status @ ("500" | "502" | "503") => {
            assert!(received.message().len() > 5);
            assert_eq!((received.status.to_string().as_str(), received.header("retry-after")), (status, None));
        }
        "reset" => assert_eq!((received.status, received.broken), (0, Some(ErrorKind::ConnectionReset))),
        "truncated" => {
            let promised: usize = received.header("content-length").and_then(|length| length.parse().ok()).expect("a length");
            assert_eq!((received.status, received.broken, received.body.len()), (200, None, promised / 2));
        }
        "cut-in-chunk" => {
            assert_eq!((received.status, received.broken, received.header("transfer-encoding")), (200, None, Some("chunked")));
            let body = received.text();
            let (complete, rest) = chunks(&body);
            assert_eq!(complete, 1);
            let (size, data) = rest.split_once("\r\n").expect("the size of the second chunk");
            assert_eq!(data.len(), usize::from_str_radix(size, 16).expect("a size") / 2);
        }
        "hang" => assert_eq!((received.status, received.broken), (0, Some(ErrorKind::WouldBlock))),
        "html" => {
            assert_eq!((received.status, received.header("content-type")), (200, Some("text/html; charset=utf-8")));
            assert!(received.text().starts_with("<html>"));
        }
        other => panic!("a fault without a test: {other}"),
    }
}

/// How many whole chunks there are, and what follows them.
fn chunks(body: &str) -> (usize, &str) {
    let whole = |body: &str| {
        let (size, rest) = body.split_once("\r\n")?;
        let length = usize::from_str_radix(size, 16).ok()?;
        (rest.get(length..length + 2)? == "\r\n").then_some(size.len() + 2 + length + 2)
    };
    whole(body).map_or((0, body), |length| {
        let (more, rest) = chunks(&body[length..]);
        (more + 1, rest)
    })
}

#[test]
fn every_fault_is_on_the_wire_what_its_name_says() {
    let server = server(1.0);
    let mut seen = BTreeMap::new();
    for number in 0..200 {
        let (received, name, acted) = write(&server, &number.to_string());
        check(&name, &received, acted);
        *seen.entry(name).or_insert(0) += 1;
    }
    assert_eq!(seen.len(), 13, "{seen:?}");
    assert_eq!(report(&server)["duplicates"], serde_json::json!([]));
}

#[test]
fn a_write_that_comes_again_after_its_answer_was_lost_is_found() {
    let server = server(1.0);
    let mut expected: Vec<String> = Vec::new();
    for number in 0..40 {
        let marker = number.to_string();
        let (.., acted) = write(&server, &marker);
        write(&server, &marker);
        expected.extend(acted.then_some(marker));
    }
    assert!(expected.len() > 10 && expected.len() < 40);
    assert_eq!(report(&server)["duplicates"], serde_json::json!(expected));
}

#[test]
fn without_faults_nothing_goes_wrong_and_a_reset_forgets() {
    let server = server(0.0);
    for _ in 0..3 {
        assert_eq!(get(server.url(), "/api/v2/campaigns").status, 200);
    }
    let seen = report(&server);
    assert_eq!((seen["requests"].as_u64(), seen["faults"].as_object().map(serde_json::Map::len)), (Some(3), Some(0)));
    server.reset();
    assert_eq!(report(&server)["requests"], 0);
}
