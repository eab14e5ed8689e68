//! Playing conformance cases: canned answers, faults, and what is said about requests that differ.
#![cfg(feature = "script")]

mod support;

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use flate2::read::GzDecoder;
use instantly_mock::{MockOptions, MockServer};
use serde_json::{Value, json};
use support::{Received, get, open, send};

const JOBS: &str = "/api/v2/background-jobs";

fn server() -> MockServer {
    MockServer::start(MockOptions { jobs: 0, ..MockOptions::default() }).expect("start")
}

/// Starts a case; gives its base URL and the path of its report.
fn case(server: &MockServer, exchanges: Value) -> (String, String) {
    let made = send(server.url(), "POST", "/__mock/cases", Some(&json!({ "exchanges": exchanges }).to_string()));
    assert_eq!(made.status, 201, "{}", made.text());
    let made = made.json();
    (made["base_url"].as_str().expect("a URL").to_owned(), format!("/__mock/cases/{}", made["id"].as_str().expect("an id")))
}

/// Sends a request on a connection that stays open.
fn keep_alive(url: &str, path: &str) -> TcpStream {
    let (host, _) = url.trim_start_matches("http://").split_once('/').expect("a path");
    let mut stream = TcpStream::connect(host).expect("connect");
    again(&mut stream, url, path);
    stream
}

fn again(stream: &mut TcpStream, url: &str, path: &str) {
    let (host, prefix) = url.trim_start_matches("http://").split_once('/').expect("a path");
    stream.write_all(format!("GET /{prefix}{path} HTTP/1.1\r\nhost: {host}\r\n\r\n").as_bytes()).expect("write");
}

fn problems(server: &MockServer, report: &str) -> Vec<String> {
    let report = get(server.url(), report).json();
    let problems: Vec<String> = serde_json::from_value(report["problems"].clone()).expect("problems");
    assert_eq!(report["ok"], problems.is_empty());
    problems
}

/// Asks again until something holds that is on its way.
fn until(holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(30), "it does not come to hold");
    }
}

/// Plays one answer to a plain list call.
fn answer(respond: Value) -> Received {
    let server = server();
    let (url, report) = case(&server, json!([{ "expect": { "method": "GET", "path": JOBS }, "respond": respond, "valid": false }]));
    let received = get(&url, JOBS);
    assert_eq!(problems(&server, &report), [""; 0]);
    received
}

#[test]
fn an_exchange_as_expected_is_no_problem() {
    let server = server();
    let (url, report) = case(
        &server,
        json!([
            {
                "expect": {
                    "method": "GET", "path": JOBS, "query": [["limit", "2"], ["status", "pending,in-progress"]],
                    "headers": { "authorization": "Bearer key", "User-Agent": { "contains": "tes" }, "x-as-workspace": null }
                },
                "respond": { "status": 200, "headers": { "x-request-id": "r1" }, "json": { "items": [] } }
            },
            {
                "expect": { "method": "POST", "path": "/api/v2/campaigns", "json": { "name": "a", "campaign_schedule": { "schedules": [] } }, "valid": false },
                "respond": { "status": 400, "json": { "message": "no" } }
            },
            { "expect": { "method": "POST", "path": "/api/v2/campaigns/a%2Fb/activate", "no_body": true }, "respond": { "status": 500 }, "valid": false }
        ]),
    );
    let page = get(&url, &format!("{JOBS}?status=pending%2Cin-progress&limit=2"));
    assert_eq!((page.status, page.header("x-request-id"), page.text().as_str()), (200, Some("r1"), r#"{"items":[]}"#));
    let refused = send(&url, "POST", "/api/v2/campaigns", Some(r#"{"campaign_schedule": {"schedules": []}, "name": "a"}"#));
    assert_eq!((refused.status, refused.json()), (400, json!({ "message": "no" })));
    assert_eq!(send(&url, "POST", "/api/v2/campaigns/a%2Fb/activate", None).status, 500);
    assert_eq!(problems(&server, &report), [""; 0]);
    let requests = get(server.url(), &report).json()["requests"].clone();
    assert_eq!((requests[0]["path"].clone(), requests[2]["path"].clone()), (json!(JOBS), json!("/api/v2/campaigns/a%2Fb/activate")));
    assert_eq!(send(server.url(), "DELETE", &report, None).status, 204);
    assert_eq!(get(server.url(), &report).status, 404);
}

#[test]
fn differences_are_told_in_words() {
    let server = server();
    let ok = json!({ "json": { "items": [] } });
    let (url, report) = case(
        &server,
        json!([
            { "expect": { "method": "GET", "path": JOBS, "query": [["limit", "2"]], "headers": { "authorization": "Bearer other", "user-agent": null } }, "respond": ok },
            { "expect": { "method": "POST", "path": "/api/v2/leads/list", "json": { "limit": 10 } }, "respond": ok },
            { "expect": { "method": "DELETE", "path": "/api/v2/api-keys/1", "no_body": true }, "respond": { "status": 404 } },
            { "expect": { "method": "GET", "path": JOBS }, "respond": ok }
        ]),
    );
    get(&url, &format!("{JOBS}?limit=3&limit=2"));
    send(&url, "POST", "/api/v2/leads/list", Some(r#"{"limit": 10.0}"#));
    send(&url, "DELETE", "/api/v2/api-keys/2", Some("{}"));
    assert_eq!(
        problems(&server, &report),
        [
            "exchange 1: query differs: expected limit=2, got limit=3&limit=2",
            "exchange 1: header authorization differs: expected \"Bearer other\", got Bearer and a value of 3 characters",
            "exchange 1: header user-agent differs: expected none, got \"test\"",
            "exchange 2: body differs at /limit: expected 10, got 10.0",
            "exchange 3: path differs: expected /api/v2/api-keys/1, got /api/v2/api-keys/2",
            "exchange 3: body differs: expected none, got \"{}\"",
            "exchange 4: the request never came: expected GET /api/v2/background-jobs",
        ]
    );
}

#[test]
fn both_sides_are_held_to_the_document() {
    let server = server();
    let (url, report) = case(
        &server,
        json!([
            { "expect": { "method": "GET", "path": JOBS }, "respond": { "json": { "items": [{ "id": 5 }] } } },
            { "expect": { "method": "GET", "path": "/api/v2/nothing" }, "respond": { "json": {} } },
            { "expect": { "method": "GET", "path": JOBS }, "respond": { "raw": "<html>" } },
            { "expect": { "method": "GET", "path": JOBS }, "respond": { "json": { "items": 1, "valid": false }, "valid": false } }
        ]),
    );
    get(&url, &format!("{JOBS}?limit=1000"));
    let found = problems(&server, &report);
    let begins = [
        "exchange 1: the answer is invalid by the document: respond/items/0 must have required property 'workspace_id'",
        "exchange 2: the document has no GET /api/v2/nothing",
        "exchange 3: the answer is no JSON",
        "exchange 1: the request is invalid by the document: querystring/limit must be <= 100",
        "exchange 2: the request never came",
    ];
    for begin in begins {
        assert!(found.iter().any(|problem| problem.starts_with(begin)), "{begin}\n{found:#?}");
    }
}

#[test]
fn one_request_too_many_is_a_problem_but_an_optional_one_is_none() {
    let server = server();
    let ok = json!({ "json": { "items": [] } });
    let (url, report) = case(
        &server,
        json!([
            { "expect": { "method": "GET", "path": JOBS, "query": [["limit", "1"]] }, "respond": ok, "optional": true },
            { "expect": { "method": "GET", "path": JOBS, "query": [["limit", "2"]] }, "respond": ok },
            { "expect": { "method": "GET", "path": JOBS, "query": [["limit", "3"]] }, "respond": ok, "optional": true }
        ]),
    );
    assert_eq!(get(&url, &format!("{JOBS}?limit=2")).status, 200);
    assert_eq!(problems(&server, &report), [""; 0]);
    assert_eq!(get(&url, &format!("{JOBS}?limit=9")).status, 400);
    assert_eq!(problems(&server, &report), ["request 2: GET /api/v2/background-jobs is one more than the 3 expected"]);
}

#[test]
fn bodies_come_as_told() {
    let text = answer(json!({ "status": 502, "headers": { "content-type": "text/html" }, "raw": "<h1>é</h1>" }));
    assert_eq!((text.status, text.header("content-type"), text.text().as_str()), (502, Some("text/html"), "<h1>é</h1>"));
    assert_eq!(answer(json!({ "raw_base64": "/wB+" })).body, [0xff, 0x00, 0x7e]);
    let none = answer(json!({ "status": 204 }));
    assert_eq!((none.status, none.header("content-type"), none.body.len()), (204, None, 0));
    assert_eq!(answer(json!({ "json": null })).text(), "null");
}

#[test]
fn chunks_arrive_apart() {
    assert_eq!(answer(json!({ "chunks": ["{\"items\"", ":[]}"] })).text(), "8\r\n{\"items\"\r\n4\r\n:[]}\r\n0\r\n\r\n");
    assert_eq!(
        answer(json!({ "json": { "items": [] }, "chunks": [1, 3], "chunk_delay_ms": 5 })).text(),
        "1\r\n{\r\n3\r\n\"it\r\n8\r\nems\":[]}\r\n0\r\n\r\n"
    );
}

#[test]
fn a_compressed_body_says_so() {
    let packed = answer(json!({ "json": { "items": [] }, "gzip": true }));
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    let mut text = String::new();
    GzDecoder::new(packed.body.as_slice()).read_to_string(&mut text).expect("gzip");
    assert_eq!(text, r#"{"items":[]}"#);
}

#[test]
fn a_truncated_body_promises_more() {
    let cut = answer(json!({ "json": { "items": [] }, "truncate": 5 }));
    assert_eq!((cut.status, cut.header("content-length"), cut.text().as_str()), (200, Some("12"), "{\"ite"));
    assert_eq!(cut.broken, None);
    let head = answer(json!({ "json": { "items": [] }, "truncate": 0 }));
    assert_eq!((head.status, head.header("content-length"), head.text().as_str()), (200, Some("12"), ""));
}

#[test]
fn a_page_of_many_is_made_here() {
    let page = answer(json!({ "many": { "count": 3, "like": { "id": "j", "name": "ü" } } }));
    assert_eq!(page.text(), r#"{"items":[{"id":"j-1","name":"ü"},{"id":"j-2","name":"ü"},{"id":"j-3","name":"ü"}]}"#);
    assert_eq!(answer(json!({ "many": { "count": 0, "like": {} } })).text(), r#"{"items":[]}"#);
}

#[test]
fn a_dribbled_body_takes_its_time() {
    let start = Instant::now();
    let body = answer(json!({ "raw": "abcd", "dribble_ms": 10 }));
    assert_eq!((body.header("content-length"), body.text().as_str()), (Some("4"), "abcd"));
    assert!(start.elapsed().as_millis() >= 30);
}

#[test]
fn a_header_tells_what_only_the_mock_knows() {
    let moved = answer(json!({ "status": 302, "headers": { "location": "{{elsewhere}}/x" } }));
    let location = moved.header("location").expect("a location");
    assert!(location.starts_with("http://localhost:") && location.ends_with("/__case/1/x"), "{location}");
}

#[test]
fn what_goes_over_the_wire_can_be_anything() {
    let server = server();
    let bad = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}and more";
    let exchange = |respond: Value| json!({ "expect": { "method": "GET", "path": JOBS }, "respond": respond, "valid": false });
    let (url, report) = case(&server, json!([exchange(json!({ "wire": bad })), exchange(json!({ "raw": "next" }))]));
    let mut stream = keep_alive(&url, JOBS);
    let mut bytes = vec![0; bad.len()];
    stream.read_exact(&mut bytes).expect("all of it");
    assert_eq!(String::from_utf8_lossy(&bytes), bad);
    // The connection is still open, and the next answer on it an ordinary one.
    again(&mut stream, &url, JOBS);
    let mut status = [0; 15];
    stream.read_exact(&mut status).expect("an answer");
    assert_eq!(&status, b"HTTP/1.1 200 OK");
    assert_eq!(problems(&server, &report), [""; 0]);
}

#[test]
fn a_connection_can_be_closed_unannounced() {
    let server = server();
    for respond in [json!({ "raw": "x", "close": true }), json!({ "wire": "HTTP/1.1 200 OK\r\n\r\nx", "close": true })] {
        let (url, _) = case(&server, json!([{ "expect": { "method": "GET", "path": JOBS }, "respond": respond, "valid": false }]));
        let mut text = String::new();
        keep_alive(&url, JOBS).read_to_string(&mut text).expect("an end in good order");
        assert!(text.ends_with("\r\n\r\nx") && !text.contains("connection:"), "{text}");
    }
}

#[test]
fn a_request_that_comes_too_early_is_a_problem() {
    let server = server();
    let expect = json!({ "method": "GET", "path": JOBS, "after_ms": 60_000 });
    let exchange = json!({ "expect": expect, "valid": false });
    let (url, report) = case(&server, json!([exchange, exchange]));
    get(&url, JOBS);
    get(&url, JOBS);
    let found = problems(&server, &report);
    assert_eq!(found.len(), 1, "the first has no answer before it: {found:#?}");
    assert!(
        found[0].starts_with("exchange 2: the request came ") && found[0].ends_with("expected no sooner than 60000 ms"),
        "{}",
        found[0]
    );
}

#[test]
fn a_reset_is_one() {
    let reset = answer(json!({ "reset": true }));
    assert_eq!((reset.status, reset.broken), (0, Some(ErrorKind::ConnectionReset)));
    let late = answer(json!({ "json": { "items": [] }, "reset": true, "truncate": 5 }));
    assert_eq!(late.broken, Some(ErrorKind::ConnectionReset));
}

#[test]
fn a_late_answer_is_late() {
    let start = Instant::now();
    assert_eq!(answer(json!({ "raw": "x", "delay_ms": 60 })).text(), "x");
    assert!(start.elapsed().as_millis() >= 60);
}

#[test]
fn a_client_left_hanging_has_to_leave() {
    let server = server();
    let (url, report) = case(&server, json!([{ "expect": { "method": "GET", "path": JOBS }, "respond": { "hang": true } }]));
    assert_eq!(problems(&server, &report), ["exchange 1: the request never came: expected GET /api/v2/background-jobs"]);

    let open = open(&url, "GET", JOBS, &[], "");
    let stays = ["exchange 1: the client has not closed the connection, though no answer comes"];
    until(|| problems(&server, &report) == stays);
    // Only now: a server may overlook a request whose sender has already left.
    drop(open);
    until(|| problems(&server, &report).is_empty());
    assert_eq!(get(server.url(), &report).json()["requests"][0]["client_left"], true);
}

#[test]
fn a_case_that_makes_no_sense_is_refused() {
    let server = server();
    let expect = json!({ "method": "GET", "path": JOBS });
    for (exchange, message) in [
        (json!({ "expect": expect, "respond": { "jsn": 1 } }), "unknown field `jsn`"),
        (
            json!({ "expect": expect, "respond": { "json": 1, "raw": "" } }),
            "exchange 1: respond has more than one of json, raw, raw_base64, many, wire and chunks of text",
        ),
        (json!({ "expect": expect, "respond": { "raw_base64": "?" } }), "exchange 1: respond.raw_base64"),
        (
            json!({ "expect": expect, "respond": { "json": 1, "truncate": 5, "dribble_ms": 1 } }),
            "exchange 1: respond has more than one of chunks, truncate, dribble_ms and wire",
        ),
        (
            json!({ "expect": expect, "respond": { "headers": { "location": "{{home}}" } } }),
            "exchange 1: respond: \"{{home}}\": there is no home",
        ),
        (json!({ "expect": expect, "respond": { "status": 20 } }), "exchange 1: respond.status must be between 200 and 999, got 20"),
        (json!({ "expect": { "method": "GET", "path": "/a?b" } }), "exchange 1: expect.path has a query"),
        (json!({ "expect": { "method": "GET", "path": "/a", "raw": "", "no_body": true } }), "exchange 1: expect has more than one of"),
    ] {
        let refused = send(server.url(), "POST", "/__mock/cases", Some(&json!({ "exchanges": [exchange] }).to_string()));
        assert_eq!(refused.status, 400);
        assert!(refused.message().contains(message), "{}", refused.message());
    }
    assert_eq!(get(server.url(), "/__case/77/api/v2/background-jobs").message(), "There is no case 77");
}
