//! The surface of background jobs, against the embedded Instantly.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::TryStreamExt;
use instantly_mock::{MockOptions, MockServer, NewJob, NextAnswer};
use instantly_sdk::background_jobs::{
    BackgroundJob,
    BackgroundJobStatus::{InProgress, Pending, Success},
    GetBackgroundJobs, ListBackgroundJobs,
};
use instantly_sdk::{CallOptions, Client, RateLimit};
use serde_json::json;

fn start(jobs: usize) -> (MockServer, Client) {
    let server = MockServer::start(MockOptions { jobs, ..MockOptions::default() }).expect("it starts");
    let client = Client::builder().api_key("secret-key").base_url(server.url()).rate_limit(RateLimit::Off).build().expect("it is complete");
    (server, client)
}

fn add_job(server: &MockServer, outcome: &str, polls: usize) -> String {
    let job = server.add_job(&NewJob { outcome: outcome.to_owned(), polls, ..NewJob::default() }).expect("it is possible");
    job["id"].as_str().expect("a job has an id").to_owned()
}

#[tokio::test]
async fn lists_every_item_of_every_page() {
    let (server, client) = start(250);
    let params = ListBackgroundJobs { status: [Pending, InProgress].into(), limit: Some(7), ..Default::default() };
    let jobs: Vec<_> = client.background_jobs().list(params.clone()).stream().try_collect().await.expect("they come");
    assert!(jobs.len() > 7 && jobs.iter().all(|job| [Pending, InProgress].contains(&job.status)));
    let pages: Vec<_> = client.background_jobs().list(params).pages().try_collect().await.expect("they come");
    assert_eq!(pages.iter().map(|page| page.items.len()).sum::<usize>(), jobs.len());
    assert!(server.requests()[0].query.contains(&("status".to_owned(), "pending,in-progress".to_owned())));
}

#[tokio::test]
async fn goes_page_by_page() {
    let (_server, client) = start(25);
    let params = ListBackgroundJobs { limit: Some(10), sort_order: Some("asc".into()), ..Default::default() };
    let mut page = client.background_jobs().list(params).await.expect("it comes");
    let mut ids: Vec<_> = page.items.iter().map(|job| job.id.clone()).collect();
    while let Some(next) = page.next_page().await.expect("it comes") {
        ids.extend((&next).into_iter().map(|job| job.id.clone()));
        page = next;
    }
    assert!(!page.has_next_page());
    ids.dedup();
    assert_eq!(ids.len(), 25);
}

#[tokio::test]
async fn gets_a_job_with_and_without_its_raw_answer() {
    let (server, client) = start(0);
    let id = add_job(&server, "success", 0);
    let job = client.background_jobs().get(&id).await.expect("it is there");
    assert_eq!((job.id.as_str(), &job.status), (id.as_str(), &Success));
    let params = GetBackgroundJobs { data_fields: ["success_count", "failed_count"].into() };
    let request = client.background_jobs().get_with(&id, params).header("x-trace", "t-1").query("debug", "1").workspace("w-1");
    let response = request.send_raw().await.expect("it is there");
    assert_eq!((response.status_code(), response.attempts(), response.header("content-type").is_some()), (200, 1, true));
    assert!(response.body().starts_with(b"{"));
    assert_eq!(response.parse().expect("it is a job").id, id);
    let request = server.requests().pop().expect("it arrived");
    assert_eq!((request.header("x-trace"), request.header("x-as-workspace")), (Some("t-1"), Some("w-1")));
    assert_eq!(request.query, [("data_fields".to_owned(), "success_count,failed_count".to_owned()), ("debug".to_owned(), "1".to_owned())]);
}

#[tokio::test]
async fn waits_for_one_and_for_many() {
    let (server, client) = start(0);
    let quick = Duration::from_millis(1);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (id, log) = (add_job(&server, "success", 3), seen.clone());
    let on_progress = move |job: &BackgroundJob| log.lock().expect("nobody panicked").push(job.progress);
    let done = client.background_jobs().wait(&id).poll_interval(quick).on_progress(on_progress).await.expect("it succeeds");
    assert_eq!((done.status, done.progress), (Success, 100.into()));
    assert_eq!(seen.lock().expect("nobody panicked").len(), 4);

    let ids: Vec<_> = (0..3).map(|polls| add_job(&server, "success", polls)).collect();
    let asked = [&ids[2], &ids[0], &ids[1], &ids[0]];
    let done = client.background_jobs().wait_many(asked).poll_interval(quick).await.expect("they succeed");
    assert!(done.iter().map(|job| &job.id).eq(asked));
}

#[tokio::test]
async fn a_wait_that_fails_carries_the_job() {
    let (server, client) = start(0);
    let quick = Duration::from_millis(1);
    for (outcome, polls, timeout, class) in
        [("failed", 1, 600_000, "JobFailedError"), ("cancelled", 0, 600_000, "JobFailedError"), ("success", 10_000, 50, "WaitTimeoutError")]
    {
        let id = add_job(&server, outcome, polls);
        let wait = client.background_jobs().wait(&id).poll_interval(quick).timeout(Duration::from_millis(timeout));
        let error = wait.await.expect_err("it does not succeed");
        assert_eq!((error.class().name(), error.job_as::<BackgroundJob>().map(|job| job.id)), (class, Some(id.clone())), "{error}");
        assert!(error.to_string().contains(&id));
    }
}

#[tokio::test]
async fn refuses_before_sending() {
    let (server, client) = start(0);
    let too_many = ListBackgroundJobs { limit: Some(250), ..Default::default() };
    let error = client.background_jobs().list(too_many.clone()).await.expect_err("it is refused");
    assert_eq!(
        (error.argument(), error.to_string().as_str()),
        (Some("limit"), "background_jobs.list: limit must be between 1 and 100, got 250")
    );
    let error = client.background_jobs().list(too_many).stream().try_next().await.expect_err("it is refused");
    assert_eq!(error.argument(), Some("limit"));
    for id in ["", ".", ".."] {
        assert_eq!(client.background_jobs().get(id).await.expect_err("it is refused").argument(), Some("id"));
        assert_eq!(client.background_jobs().wait(id).await.expect_err("it is refused").argument(), Some("id"));
    }
    let nobody: [&str; 0] = [];
    assert_eq!(client.background_jobs().wait_many(nobody).await.expect_err("it is refused").argument(), Some("ids"));
    assert!(server.requests().is_empty());
    assert_eq!(Client::builder().api_key("").base_url(server.url()).build().expect_err("it is refused").argument(), Some("api_key"));
}

#[tokio::test]
async fn options_of_a_call_win_over_the_clients() {
    let (server, client) = start(0);
    let client = client.with_options(CallOptions { max_retries: Some(0), workspace: Some("w-1".to_owned()), ..Default::default() });
    server.answer_next(NextAnswer { times: 2, headers: [("retry-after".to_owned(), "0".to_owned())].into(), ..NextAnswer::new(429) });
    let error = client.background_jobs().list(ListBackgroundJobs::default()).await.expect_err("it is limited");
    assert_eq!((error.class().name(), error.attempts(), error.retry_after()), ("RateLimitError", 1, Some(Duration::ZERO)));
    let page = client.background_jobs().list(ListBackgroundJobs::default()).max_retries(1).workspace("w-2").await.expect("the second try");
    assert!(page.items.is_empty() && !page.has_next_page());
    let workspaces: Vec<_> = server.requests().iter().map(|request| request.header("x-as-workspace").map(str::to_owned)).collect();
    assert_eq!(workspaces, [Some("w-1".to_owned()), Some("w-2".to_owned()), Some("w-2".to_owned())]);
}

#[tokio::test]
async fn another_form_is_an_error_and_odd_values_are_none() {
    let (server, client) = start(0);
    for json in [json!([]), json!({"items": {}}), json!({"items": ["a"]}), json!("x")] {
        server.answer_next(NextAnswer { json: Some(json), ..NextAnswer::new(200) });
        let error = client.background_jobs().list(ListBackgroundJobs::default()).await.expect_err("it is no page");
        assert_eq!((error.class().name(), error.status_code()), ("APIResponseValidationError", Some(200)));
    }
    let raw = r#"{"items": [{"id": "a\ud800", "status": "resting", "progress": "much", "user_id": null, "mood": 1}], "total": 1}"#;
    server.answer_next(NextAnswer { raw: Some(raw.to_owned()), ..NextAnswer::new(200) });
    let page = client.background_jobs().list(ListBackgroundJobs::default()).await.expect("it is a page");
    let job = &page.items[0];
    assert_eq!((job.id.as_str(), job.status.as_str(), job.status.is_known()), ("a\u{fffd}", "resting", false));
    assert_eq!((&job.extra["progress"], &job.extra["mood"], &page.extra["total"]), (&json!("much"), &json!(1), &json!(1)));
    assert!(job.is_null("user_id") && !job.is_set("data"));
}

#[tokio::test]
async fn nothing_shows_the_key() {
    let (server, client) = start(1);
    let request = client.background_jobs().list(ListBackgroundJobs::default());
    let page = client.background_jobs().list(ListBackgroundJobs::default()).await.expect("it comes");
    let builder = Client::builder().api_key("secret-key");
    let response = client.background_jobs().list(ListBackgroundJobs::default()).send_raw().await.expect("it comes");
    server.answer_next(NextAnswer { raw: Some("bad key secret-key".to_owned()), ..NextAnswer::new(401) });
    let error = client.background_jobs().get("a").await.expect_err("it is refused");
    let wait = client.background_jobs().wait("a");
    let shown = format!("{client:?} {client:#?} {request:?} {page:?} {builder:?} {response:?} {error:?} {error} {wait:?}");
    assert!(!shown.contains("secret-key"), "{shown}");
}
