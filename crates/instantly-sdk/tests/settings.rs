//! Settings of a client that are about the network and about watching it.

mod server;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use instantly_sdk::{CallOptions, Client, Event, Observer, RateLimit};
use serde_json::json;
use server::{answer, listen, request};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpSocket, TcpStream};

/// PEM in form, `hello` in content.
const NOT_A_CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----\naGVsbG8=\n-----END CERTIFICATE-----\n";

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<String>>>);

impl Observer for Lines {
    fn observe(&self, event: &Event) {
        self.0.lock().expect("nobody panics").push(event.to_string());
    }
}

#[tokio::test]
async fn a_body_beyond_the_limit_is_an_error_with_what_came() {
    let (listener, builder) = listen().await;
    let client = builder.max_response_bytes(32).build().expect("good settings");
    let serve = async {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        request(&mut stream).await.expect("a request");
        answer(&mut stream, &json!({ "id": "x".repeat(100) })).await;
    };
    let (error, ()) = tokio::join!(async { client.background_jobs().get("a").await.expect_err("too large") }, serve);
    assert_eq!((error.class().name(), error.status_code()), ("APIResponseValidationError", Some(200)));
    assert!(error.to_string().contains("larger than the max_response_bytes of 32; raise it"), "{error}");
    assert_eq!(error.body().map(|body| body.len()), Some(32));
}

#[tokio::test]
async fn an_observer_is_told_of_every_attempt_and_of_no_value() {
    let (listener, builder) = listen().await;
    let lines = Lines::default();
    // A key of its own: other tests' clients keep to the limits of theirs.
    let builder = builder.api_key("watched-key").rate_limit(RateLimit::Auto);
    let client = builder.observer(lines.clone()).build().expect("good settings");
    let serve = async {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        request(&mut stream).await.expect("a request");
        answer(&mut stream, &json!({ "id": "an-id" })).await;
    };
    let (job, ()) = tokio::join!(async { client.background_jobs().get("an-id").await }, serve);
    assert_eq!(job.expect("it comes").id, "an-id");
    let told = lines.0.lock().expect("nobody panics").clone();
    let start = "GET /api/v2/background-jobs/{id} (background_jobs.get) attempt 1: ";
    assert_eq!(told.len(), 2);
    assert_eq!(told[0], format!("{start}sent"));
    assert!(told[1].starts_with(&format!("{start}200 in ")) && told[1].ends_with("ms, request id r-1"), "{}", told[1]);
    let status = client.rate_limit_status().expect("it keeps to the limits");
    assert_eq!(status.windows.iter().map(|window| (window.limit, window.used)).collect::<Vec<_>>(), [(100, 1), (6_000, 1)]);
}

#[test]
fn settings_that_are_none_are_refused_by_name() {
    let builder = || Client::builder().api_key("secret-key");
    let cases = [
        (builder().ca_certificates("no certificate").build(), "ca_certificates", "-----BEGIN CERTIFICATE-----"),
        (builder().ca_certificates(NOT_A_CERTIFICATE).build(), "ca_certificates", "-----BEGIN CERTIFICATE-----"),
        (builder().proxy("user:word@nowhere").build(), "proxy", "http://proxy.example.com:8080"),
    ];
    for (built, argument, advice) in cases {
        let error = built.expect_err("a bad setting");
        assert_eq!(error.argument(), Some(argument));
        assert!(error.to_string().contains(advice) && !error.to_string().contains("word"), "{error}");
    }
    assert!(builder().rate_limit(RateLimit::Off).build().expect("good settings").rate_limit_status().is_none());
}

/// A host that answers no connection: its queue is full, so that the system drops what comes.
#[tokio::test]
async fn a_connection_has_a_time_of_its_own_by_client_and_by_call() {
    const WAIT: Duration = Duration::from_millis(100);
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.bind("127.0.0.1:0".parse().expect("an address")).expect("a free port");
    let listener = socket.listen(1).expect("it listens");
    let address = listener.local_addr().expect("it is bound");
    let mut waiting = Vec::new();
    while let Ok(stream) = tokio::time::timeout(WAIT, TcpStream::connect(address)).await {
        waiting.push(stream.expect("there was room"));
    }
    let builder = || Client::builder().api_key("secret-key").base_url(format!("http://{address}")).max_retries(0);
    let of_client = builder().connect_timeout(WAIT).build().expect("good settings");
    let of_call = builder().build().expect("good settings");
    let options = CallOptions { connect_timeout: Some(WAIT), ..CallOptions::default() };
    let requests = [
        of_client.background_jobs().get("a"),
        of_call.with_options(options).background_jobs().get("a"),
        of_call.background_jobs().get("a").connect_timeout(WAIT),
    ];
    for request in requests {
        let error = request.await.expect_err("nobody answers");
        assert_eq!(error.to_string(), format!("could not connect to {address} within the connect_timeout of 0.1 s"));
        assert_eq!((error.class().name(), error.attempts()), ("APITimeoutError", 1));
    }
}

#[tokio::test]
async fn an_observer_does_not_see_a_key_that_the_server_echoes() {
    let (listener, builder) = listen().await;
    let lines = Lines::default();
    let client = builder.observer(lines.clone()).build().expect("good settings");
    let serve = async {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        request(&mut stream).await.expect("a request");
        let answer = "HTTP/1.1 200 OK\r\nx-request-id: of secret-key\r\ncontent-length: 2\r\n\r\n{}";
        stream.write_all(answer.as_bytes()).await.expect("the client reads");
    };
    let (job, ()) = tokio::join!(async { client.background_jobs().get("an-id").await }, serve);
    job.expect("it comes");
    let told = lines.0.lock().expect("nobody panics").clone();
    assert!(told[1].ends_with(", request id of [redacted]"), "{}", told[1]);
}
