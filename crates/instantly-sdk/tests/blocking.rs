//! Calls without async, against the embedded Instantly and against sockets of the test's own.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::time::Duration;

use instantly_mock::{MockOptions, MockServer, NewJob, NextAnswer};
use instantly_sdk::background_jobs::{BackgroundJobStatus::Success, ListBackgroundJobs};
use instantly_sdk::blocking::{Blocking, Client};
use instantly_sdk::leads::MoveLeads;
use instantly_sdk::raw::{Arguments, Value, operation};
use instantly_sdk::{CallOptions, Error, RateLimit};
use serde_json::json;

/// After this a test gives up; never waited for when things work.
const LIMIT: Duration = Duration::from_secs(20);

fn client(url: &str) -> Client {
    Client::builder().api_key("secret-key").base_url(url).rate_limit(RateLimit::Off).max_retries(0).build_blocking().expect("good settings")
}

fn start(jobs: usize) -> (MockServer, Client) {
    let server = MockServer::start(MockOptions { jobs, ..MockOptions::default() }).expect("it starts");
    let client = client(server.url());
    (server, client)
}

fn add_job(server: &MockServer, polls: usize) -> String {
    let job = server.add_job(&NewJob { polls, ..NewJob::default() }).expect("it is possible");
    job["id"].as_str().expect("a job has an id").to_owned()
}

fn tens() -> ListBackgroundJobs {
    ListBackgroundJobs { limit: Some(10), ..Default::default() }
}

#[test]
fn whatever_can_be_awaited_can_be_sent() {
    let (server, client) = start(0);
    let quick = Duration::from_millis(1);
    let id = add_job(&server, 1);
    let jobs = client.background_jobs();
    assert_eq!(jobs.get(&id).send().expect("it is there").id, id);
    assert_eq!(jobs.get(&id).send_raw().send().expect("it is there").status_code(), 200);
    assert_eq!(jobs.wait(&id).poll_interval(quick).send().expect("it succeeds").status, Success);
    assert_eq!(jobs.wait_many([&id, &id]).send().expect("they succeed").len(), 2);
    let mut arguments = Arguments::new(operation("getBackgroundJob").expect("the document has it"));
    arguments.set("id", Value::from(id.as_str())).expect("it is text");
    assert_eq!(client.call(&arguments, &CallOptions::default()).send().expect("it is there").status, 200);
    server.answer_next(NextAnswer { json: Some(json!({ "id": id, "status": "pending" })), ..NextAnswer::new(200) });
    let moved = client.leads().r#move(MoveLeads { to_list_id: Some("a-list".to_owned()), ..Default::default() }).send().expect("it starts");
    assert_eq!(moved.wait().send().expect("it succeeds").map(|job| job.id), Some(id));
    let error = jobs.get("000000000000000000000000").send().expect_err("nobody knows it");
    assert_eq!(error.class().name(), "NotFoundError");
}

#[test]
fn a_list_is_a_page_or_pages_or_items() {
    let (_server, client) = start(25);
    let jobs = client.background_jobs();
    let first = jobs.list(tens()).send().expect("it comes");
    let second = first.next_page().send().expect("it comes").expect("there are three");
    assert_eq!((first.items.len(), second.items.len()), (10, 10));
    let pages: Result<Vec<_>, Error> = jobs.list(tens()).iter_pages().map(|page| page.map(|page| page.items.len())).collect();
    assert_eq!(pages.expect("they come"), [10, 10, 5]);
    let items: Result<Vec<_>, Error> = jobs.list(tens()).iter().map(|job| job.map(|job| job.id)).collect();
    let mut items = items.expect("they come");
    assert_eq!(items[..10], first.items.iter().map(|job| job.id.clone()).collect::<Vec<_>>());
    items.dedup();
    assert_eq!(items.len(), 25);
}

#[test]
fn an_iterator_ends_with_its_first_error() {
    let (server, client) = start(25);
    let mut pages = client.background_jobs().list(tens()).max_retries(0).iter_pages();
    server.answer_next(NextAnswer::new(500));
    assert_eq!(pages.next().expect("an outcome").expect_err("it fails").status_code(), Some(500));
    assert!(pages.next().is_none());
}

#[test]
fn options_are_the_client_s_and_the_call_s() {
    let (server, client) = start(1);
    let client = client.with_options(CallOptions { workspace: Some("w-1".to_owned()), ..Default::default() });
    client.background_jobs().list(tens()).send().expect("it comes");
    client.clone().background_jobs().list(tens()).workspace("w-2").send().expect("it comes");
    let workspaces: Vec<_> = server.requests().iter().map(|request| request.header("x-as-workspace").map(str::to_owned)).collect();
    assert_eq!(workspaces, [Some("w-1".to_owned()), Some("w-2".to_owned())]);
}

#[test]
fn threads_share_a_client() {
    let (server, client) = start(25);
    std::thread::scope(|scope| {
        let walk = || client.background_jobs().list(tens()).iter().map(|job| job.map(|job| job.id)).collect::<Result<Vec<_>, _>>();
        let walks: Vec<_> = (0..8).map(|_| scope.spawn(walk)).collect();
        for walk in walks {
            assert_eq!(walk.join().expect("it ends").expect("they come").len(), 25);
        }
    });
    assert_eq!(server.requests().len(), 8 * 3);
}

fn runtimes() -> [tokio::runtime::Runtime; 2] {
    let one = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let many = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    [one.expect("it starts"), many.expect("it starts")]
}

#[test]
fn inside_an_async_task_it_is_an_error() {
    let (server, client) = start(1);
    for runtime in runtimes() {
        let both = || {
            let sent = client.background_jobs().list(tens()).send().expect_err("it is refused");
            let mut items = client.background_jobs().list(tens()).iter();
            let asked = items.next().expect("an outcome").expect_err("it is refused");
            assert!(items.next().is_none());
            [sent, asked]
        };
        let in_main = runtime.block_on(async { both() });
        let (client, tens) = (client.clone(), tens());
        let in_task = async move { client.background_jobs().list(tens).send().expect_err("it is refused") };
        let in_task = runtime.block_on(runtime.spawn(in_task)).expect("it does not panic");
        for error in in_main.into_iter().chain([in_task]) {
            assert_eq!(error.class().name(), "InvalidArgumentError");
            assert!(error.to_string().contains("tokio::task::spawn_blocking"), "{error}");
        }
    }
    assert!(server.requests().is_empty());
}

#[test]
fn beside_async_tasks_it_works() {
    let (_server, client) = start(1);
    for runtime in runtimes() {
        let call = { |client: Client| move || client.background_jobs().list(tens()).send().map(|page| page.items.len()) };
        let blocking = runtime.block_on(runtime.spawn_blocking(call(client.clone())));
        assert_eq!(blocking.expect("it does not panic").expect("it comes"), 1);
        // A thread that only knows the runtime is not in a task of it.
        let _known = runtime.enter();
        assert_eq!(call(client.clone())().expect("it comes"), 1);
    }
    let [_, many] = runtimes();
    let in_place = many.spawn(async move { tokio::task::block_in_place(|| client.background_jobs().list(tens()).send()) });
    assert_eq!(many.block_on(in_place).expect("it does not panic").expect("it comes").items.len(), 1);
}

/// Whether this process runs only the test of that name; otherwise one that does is started, and must succeed. All calls of a process share a
/// thread, so what that thread does can be told only where nobody else calls.
fn is_alone(name: &str) -> bool {
    const PROGRAM: &str = "INSTANTLY_TEST_PROGRAM";
    if std::env::var_os(PROGRAM).is_some() {
        return true;
    }
    let program = std::env::current_exe().expect("this test has a file");
    let output = Command::new(program).args(["--exact", name]).env(PROGRAM, "1").output().expect("it starts");
    let said = String::from_utf8(output.stdout).expect("it is text");
    assert!(said.contains(" 1 passed; 0 failed"), "{said}");
    false
}

/// The head of the next request, or `None` once the client has closed the connection.
fn request(stream: &mut BufReader<TcpStream>) -> Option<String> {
    let mut first = String::new();
    if stream.read_line(&mut first).expect("it comes in time") == 0 {
        return None;
    }
    let mut line = String::new();
    while line != "\r\n" {
        line.clear();
        stream.read_line(&mut line).expect("the head goes on");
    }
    Some(first)
}

#[test]
fn the_next_page_comes_while_the_program_does_something_else() {
    if !is_alone("the_next_page_comes_while_the_program_does_something_else") {
        return;
    }
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let client = client(&format!("http://{}", listener.local_addr().expect("it is bound")));
    let serve = std::thread::spawn(move || {
        let stream = listener.accept().expect("the client connects").0;
        stream.set_read_timeout(Some(LIMIT)).expect("a socket has one");
        let mut stream = BufReader::new(stream);
        request(&mut stream).expect("the first page is asked for");
        let body = json!({ "items": [{ "id": "a" }, { "id": "b" }], "next_starting_after": "b" }).to_string();
        let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
        stream.get_mut().write_all(format!("{head}{body}").as_bytes()).expect("the client reads");
        (request(&mut stream), stream)
    });
    let mut jobs = client.background_jobs().list(ListBackgroundJobs::default()).iter();
    assert_eq!(jobs.next().expect("an outcome").expect("the page is fine").id, "a");
    // Nothing is asked of the iterator any more, and yet the second page is asked for.
    let (second, mut stream) = serve.join().expect("the server is fine");
    assert_eq!(second.as_deref(), Some("GET /api/v2/background-jobs?starting_after=b HTTP/1.1\r\n"));
    drop(jobs);
    assert_eq!(stream.read(&mut [0]).expect("it is closed, not reset"), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn the_first_call_starts_one_thread_and_no_other_does() {
    if !is_alone("the_first_call_starts_one_thread_and_no_other_does") {
        return;
    }
    let threads = || {
        let tasks = std::fs::read_dir("/proc/self/task").expect("Linux has it");
        let names = tasks.map(|task| std::fs::read_to_string(task.expect("a thread").path().join("comm")).expect("it has a name"));
        names.filter(|name| name.starts_with("instantly-sdk")).count()
    };
    let (server, first) = start(1);
    assert_eq!(threads(), 0);
    for client in [first, client(server.url())] {
        client.background_jobs().list(tens()).send().expect("it comes");
        assert_eq!(threads(), 1);
    }
}
