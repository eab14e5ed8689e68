//! What a test tells the mock and asks of it, in process and over HTTP.

mod support;

use std::net::TcpStream;

use instantly_mock::{MockOptions, MockServer, NewJob, NextAnswer, RequestMatch, StaticPages};
use serde_json::json;
use support::{Received, get, send};

const JOBS: &str = "/api/v2/background-jobs";

fn server() -> MockServer {
    MockServer::start(MockOptions { jobs: 20, ..MockOptions::default() }).expect("start")
}

#[test]
fn ordered_answers_come_once_or_as_often_as_told() {
    let server = server();
    server.answer_next(NextAnswer { headers: [("Retry-After".into(), "1".into())].into(), times: 2, ..NextAnswer::new(429) });
    for _ in 0..2 {
        let limited = get(server.url(), JOBS);
        assert_eq!((limited.status, limited.header("retry-after")), (429, Some("1")));
        assert_eq!(limited.message(), "Rate limit exceeded");
    }
    assert_eq!(get(server.url(), JOBS).status, 200);
    for (status, message) in
        [(402, "Workspace does not have an active paid plan"), (404, "Resource not found"), (500, "Internal Server Error")]
    {
        server.answer_next(NextAnswer::new(status));
        let refused = get(server.url(), JOBS);
        assert_eq!((refused.status, refused.message().as_str()), (status, message));
    }
}

#[test]
fn an_ordered_answer_waits_for_the_request_it_is_for() {
    let server = server();
    let matching = RequestMatch { method: Some("get".into()), path: Some("/api/v2/campaigns".into()) };
    server.answer_next(NextAnswer { raw: Some("<h1>Bad gateway</h1>".into()), matching, ..NextAnswer::new(502) });
    assert_eq!(get(server.url(), JOBS).status, 200);
    let html = get(server.url(), "/api/v2/campaigns");
    assert_eq!((html.status, html.text().as_str()), (502, "<h1>Bad gateway</h1>"));
}

#[test]
fn orders_come_over_http_too() {
    let server = server();
    let order = json!({ "status": 503, "headers": { "retry-after": "2" }, "json": { "error": "busy" }, "match": { "path": JOBS } });
    assert_eq!(send(server.url(), "POST", "/__mock/next", Some(&order.to_string())).status, 204);
    let busy = get(server.url(), JOBS);
    assert_eq!((busy.status, busy.json()), (503, json!({ "error": "busy" })));
    assert_eq!(send(server.url(), "POST", "/__mock/next", Some(&order.to_string())).status, 204);
    assert_eq!(send(server.url(), "DELETE", "/__mock/next", None).status, 204);
    assert_eq!(get(server.url(), JOBS).status, 200);
    assert!(
        send(server.url(), "POST", "/__mock/next", Some(r#"{"status": 999}"#))
            .message()
            .contains("status must be between 200 and 599, got 999")
    );
    assert!(send(server.url(), "POST", "/__mock/next", Some(r#"{"state": 1}"#)).message().contains("unknown field `state`"));
}

#[test]
fn requests_are_recorded_without_the_key() {
    let server = server();
    get(server.url(), &format!("{JOBS}?status=pending%2Cpaused&limit=3"));
    send(server.url(), "POST", "/api/v2/campaigns/a%2Fb/activate", Some(r#"{"a":1}"#));
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!((requests[0].method.as_str(), requests[0].path.as_str()), ("GET", JOBS));
    assert_eq!(requests[0].query, [("status".to_owned(), "pending,paused".to_owned()), ("limit".to_owned(), "3".to_owned())]);
    assert_eq!(requests[0].header("authorization"), Some("Bearer ***"));
    assert_eq!((requests[1].path.as_str(), requests[1].body.as_str()), ("/api/v2/campaigns/a%2Fb/activate", r#"{"a":1}"#));
    assert_eq!(get(server.url(), "/__mock/requests").json(), json!(requests));
    server.clear_requests();
    assert_eq!(get(server.url(), "/__mock/requests").json(), json!([]));
}

#[test]
fn jobs_are_added_and_moved_over_http() {
    let server = server();
    let job = send(server.url(), "POST", "/__mock/jobs", Some(r#"{"type": "export-leads", "outcome": "cancelled", "polls": 4}"#)).json();
    let listed = get(server.url(), "/__mock/jobs").json()[0].clone();
    assert_eq!(listed, json!({ "id": job["id"], "type": "export-leads", "status": "pending", "outcome": "cancelled", "polls_left": 4 }));
    assert_eq!(send(server.url(), "POST", "/__mock/advance", Some(r#"{"steps": 4}"#)).status, 204);
    assert_eq!(get(server.url(), "/__mock/jobs").json()[0]["status"], "cancelled");
    assert_eq!(send(server.url(), "POST", "/__mock/reset", None).status, 204);
    assert_eq!(get(server.url(), "/__mock/jobs").json().as_array().expect("jobs").len(), 20);
    assert!(get(server.url(), "/__mock").json().is_object());
    assert_eq!(get(server.url(), "/__mock/other").status, 404);
}

#[test]
fn precomputed_pages_are_those_that_would_be_made() {
    let options = MockOptions { jobs: 230, ..MockOptions::default() };
    let plain = MockServer::start(options.clone()).expect("start");
    let ready = MockServer::start(MockOptions { static_pages: Some(StaticPages::default()), ..options }).expect("start");
    let mut query = "limit=100".to_owned();
    let mut pages = 0;
    loop {
        let path = format!("{JOBS}?{query}");
        let page = get(ready.url(), &path);
        assert_eq!(page.json(), get(plain.url(), &path).json());
        pages += 1;
        match page.json()["next_starting_after"].as_str() {
            Some(cursor) => query = format!("starting_after={cursor}&limit=100"),
            None => break,
        }
    }
    assert_eq!(pages, 3);
    let full = get(ready.url(), &format!("{JOBS}?limit=100")).body.len();
    assert!((44_000..48_000).contains(&full), "{full}");
    assert_eq!(get(ready.url(), &format!("{JOBS}?limit=101")).message(), "querystring/limit must be <= 100");
    assert_eq!(get(ready.url(), "/api/v2/campaigns").status, 200);
    assert_eq!(get(ready.url(), &format!("{JOBS}?type=nap")).status, 400);
    let job = ready.add_job(&NewJob::default()).expect("a job");
    for _ in 0..2 {
        assert_eq!(get(ready.url(), &format!("{JOBS}/{}", job["id"].as_str().expect("an id"))).json()["status"], "pending");
        assert_eq!(get(ready.url(), &format!("{JOBS}?limit=1")).json()["items"][0], job);
    }
    assert!(ready.requests().iter().all(|request| request.path != JOBS || ["101", "nap"].contains(&request.query[0].1.as_str())));
}

#[test]
fn irregular_pages_say_the_same_in_another_form() {
    let options = MockOptions { jobs: 30, ..MockOptions::default() };
    let plain = MockServer::start(options.clone()).expect("start");
    let form = StaticPages { irregular: true, ..StaticPages::default() };
    let irregular = MockServer::start(MockOptions { static_pages: Some(form), ..options }).expect("start");
    let path = format!("{JOBS}?limit=10");
    let (plain_page, irregular_page) = (get(plain.url(), &path), get(irregular.url(), &path));
    let first = |page: &Received| page.json()["items"][0].clone();
    let (plain_job, irregular_job) = (first(&plain_page), first(&irregular_page));
    for field in ["id", "status", "progress", "created_at"] {
        assert_eq!(plain_job[field], irregular_job[field]);
    }
    assert_eq!(irregular_job["unknown"]["list"][1], 2.5);
    let text = irregular_page.text();
    assert!(text.contains(r#""id":"\u0036"#) && text.contains(r"zoë-lead-") && text.contains(r"\u0040example.com"), "{text}");
    assert_eq!(get(irregular.url(), &format!("{JOBS}/{}", irregular_job["id"].as_str().expect("an id"))).json(), irregular_job);
}

#[test]
fn a_stopped_server_is_gone() {
    let server = server();
    let host = server.url().trim_start_matches("http://").to_owned();
    let mut waiting = TcpStream::connect(&host).expect("connect");
    assert_eq!(get(server.url(), JOBS).status, 200);
    server.stop();
    server.stop();
    assert!(TcpStream::connect(&host).is_err());
    assert_eq!(std::io::Read::read(&mut waiting, &mut [0; 8]).unwrap_or(0), 0);
}

#[test]
fn a_port_in_use_is_an_error_that_names_it() {
    let server = server();
    let port = server.url().rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    let error = MockServer::start(MockOptions { port, ..MockOptions::default() }).expect_err("the port is taken");
    assert!(error.to_string().starts_with(&format!("can't listen on 127.0.0.1:{port}: ")), "{error}");
}

#[test]
fn a_document_that_is_none_is_an_error_that_names_it() {
    let error =
        MockServer::start(MockOptions { document: Some("missing.json".into()), ..MockOptions::default() }).expect_err("no such file");
    assert!(error.to_string().contains("missing.json"), "{error}");
}
