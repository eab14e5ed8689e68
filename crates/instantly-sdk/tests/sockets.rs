//! Streams fetch ahead, and dropping anything reaches the socket.

mod server;

use instantly_sdk::background_jobs::{BackgroundJob, ListBackgroundJobs};
use serde_json::{Value, json};
use server::{answer, listen, request};
use tokio::net::TcpStream;

const LONGEST: std::time::Duration = std::time::Duration::from_secs(30);

fn page(ids: [&str; 2], next: Option<&str>) -> Value {
    let items: Vec<_> = ids.iter().map(|id| json!({"id": id, "status": "pending", "progress": 40.0})).collect();
    next.map_or_else(|| json!({"items": items}), |next| json!({"items": items, "next_starting_after": next}))
}

/// Serves a first page, then tells of the request for the second.
async fn first_page(stream: &mut TcpStream) -> String {
    request(stream).await.expect("the first page is asked for");
    answer(stream, &page(["a", "b"], Some("b"))).await;
    request(stream).await.expect("the second page is asked for")
}

#[tokio::test]
async fn a_dropped_request_closes_its_socket() {
    let (listener, client) = listen().await;
    let client = client.build().expect("it is complete");
    let call = tokio::spawn(client.background_jobs().get("a").into_future());
    let (mut stream, _) = listener.accept().await.expect("the client connects");
    assert!(request(&mut stream).await.expect("it sends").starts_with("GET /api/v2/background-jobs/a HTTP/1.1\r\n"));
    call.abort();
    assert_eq!(request(&mut stream).await, None);
}

#[tokio::test]
async fn a_dropped_wait_closes_its_socket() {
    let (listener, client) = listen().await;
    let client = client.build().expect("it is complete");
    let wait = tokio::spawn(client.background_jobs().wait_many(["a", "b"]).into_future());
    let (mut stream, _) = listener.accept().await.expect("the client connects");
    assert!(request(&mut stream).await.expect("it sends").contains("ids=a%2Cb"));
    wait.abort();
    assert_eq!(request(&mut stream).await, None);
}

#[tokio::test]
async fn a_stream_fetches_ahead_of_its_reader() {
    let (listener, client) = listen().await;
    let client = client.build().expect("it is complete");
    let serve = async {
        let (mut stream, _) = listener.accept().await.expect("the client connects");
        (first_page(&mut stream).await, stream)
    };
    let mut jobs = client.background_jobs().list(ListBackgroundJobs::default()).stream();
    // Only the first of two items is read, and yet the second page is asked for: otherwise this would never end.
    let (first, (second_request, mut stream)) = tokio::join!(jobs.try_next(), serve);
    assert_eq!(first.expect("the page is fine").map(|job: BackgroundJob| job.id).as_deref(), Some("a"));
    assert!(second_request.starts_with("GET /api/v2/background-jobs?starting_after=b HTTP/1.1\r\n"));
    answer(&mut stream, &page(["c", "d"], None)).await;
    let mut rest = Vec::new();
    while let Some(job) = jobs.try_next().await.expect("the pages are fine") {
        rest.push(job.id);
    }
    assert_eq!(rest, ["b", "c", "d"]);
}

#[tokio::test]
async fn a_stream_that_does_not_prefetch_asks_for_a_page_when_its_reader_does() {
    let (listener, client) = listen().await;
    let client = client.prefetch(false).build().expect("it is complete");
    let serve = async {
        let (mut stream, _) = listener.accept().await.expect("the client connects");
        let mut seen = vec![first_page(&mut stream).await];
        answer(&mut stream, &json!({"id": "x"})).await;
        seen.push(request(&mut stream).await.expect("the second page is asked for"));
        answer(&mut stream, &page(["c", "d"], None)).await;
        seen
    };
    let read = async {
        let mut jobs = client.background_jobs().list(ListBackgroundJobs::default()).stream();
        let first = jobs.try_next().await.expect("the page is fine");
        client.background_jobs().get("x").await.expect("the job is fine");
        let mut ids: Vec<_> = first.into_iter().map(|job| job.id).collect();
        while let Some(job) = jobs.try_next().await.expect("the pages are fine") {
            ids.push(job.id);
        }
        ids
    };
    let both = async { tokio::join!(read, serve) };
    // A page ahead would have a connection of its own, and this would not end.
    let (ids, seen) = tokio::time::timeout(LONGEST, both).await.expect("calls come one after the other");
    assert_eq!(ids, ["a", "b", "c", "d"]);
    assert!(seen[0].starts_with("GET /api/v2/background-jobs/x HTTP/1.1\r\n"), "{seen:?}");
    assert!(seen[1].starts_with("GET /api/v2/background-jobs?starting_after=b HTTP/1.1\r\n"), "{seen:?}");
}

#[tokio::test]
async fn what_a_list_says_of_prefetch_counts_for_more_than_what_its_client_says() {
    let (listener, client) = listen().await;
    let client = client.prefetch(false).build().expect("it is complete");
    let serve = async {
        let (mut stream, _) = listener.accept().await.expect("the client connects");
        first_page(&mut stream).await
    };
    let mut pages = client.background_jobs().list(ListBackgroundJobs::default()).prefetch(true).pages();
    let both = async { tokio::join!(pages.try_next(), serve) };
    let (first, second_request) = tokio::time::timeout(LONGEST, both).await.expect("the second page is asked for");
    assert!(first.expect("the page is fine").is_some());
    assert!(second_request.contains("starting_after=b"), "{second_request}");
}

#[tokio::test]
async fn a_dropped_stream_closes_the_socket_of_the_page_ahead() {
    let (listener, client) = listen().await;
    let client = client.build().expect("it is complete");
    let serve = async {
        let (mut stream, _) = listener.accept().await.expect("the client connects");
        first_page(&mut stream).await;
        stream
    };
    let mut pages = client.background_jobs().list(ListBackgroundJobs::default()).pages();
    let (first, mut stream) = tokio::join!(pages.try_next(), serve);
    assert!(first.expect("the page is fine").is_some_and(|page| page.has_next_page()));
    drop(pages);
    assert_eq!(request(&mut stream).await, None);
}
