//! Listing, filtering, paging and polling background jobs over HTTP.

mod support;

use std::collections::BTreeSet;

use instantly_mock::{MockOptions, MockServer, NewJob};
use serde_json::Value;
use support::{get, send};

fn server(jobs: usize) -> MockServer {
    MockServer::start(MockOptions { jobs, ..MockOptions::default() }).expect("start")
}

/// All items of a list, page by page.
fn walk(url: &str, query: &str) -> (Vec<Value>, usize) {
    let (mut items, mut pages, mut cursor) = (Vec::new(), 0, String::new());
    loop {
        let page = get(url, &format!("/api/v2/background-jobs?{query}{cursor}")).json();
        items.extend(page["items"].as_array().expect("items").iter().cloned());
        pages += 1;
        match page.get("next_starting_after") {
            Some(next) => cursor = format!("&starting_after={}", next.as_str().expect("a text")),
            None => return (items, pages),
        }
    }
}

fn field(items: &[Value], name: &str) -> Vec<String> {
    items.iter().map(|item| item[name].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn a_page_has_ten_jobs_newest_first() {
    let server = server(25);
    let page = get(server.url(), "/api/v2/background-jobs").json();
    let created = field(page["items"].as_array().expect("items"), "created_at");
    assert_eq!(created.len(), 10);
    assert!(created.is_sorted_by(|one, other| one > other), "{created:?}");
    assert!(page["next_starting_after"].is_string());
}

#[test]
fn the_cursor_walks_every_job_once_and_is_absent_at_the_end() {
    let server = server(25);
    let (items, pages) = walk(server.url(), "limit=10");
    assert_eq!((items.len(), pages), (25, 3));
    assert_eq!(field(&items, "id").iter().collect::<BTreeSet<_>>().len(), 25);
    // A last page that is full carries no cursor either.
    let (items, pages) = walk(server.url(), "limit=5&sort_order=asc");
    assert_eq!((items.len(), pages), (25, 5));
    assert!(field(&items, "created_at").is_sorted());
}

#[test]
fn jobs_look_like_those_of_the_api() {
    let server = server(250);
    let (items, _) = walk(server.url(), "limit=100");
    assert_eq!(items.len(), 250);
    for item in &items {
        let id = item["id"].as_str().expect("an id");
        assert!(id.len() == 24 && id.bytes().all(|byte| byte.is_ascii_hexdigit()), "{id}");
        let time = item["updated_at"].as_str().expect("a time");
        assert!(time.len() == 24 && time.ends_with('Z') && time >= item["created_at"].as_str().expect("a time"), "{item}");
        assert!(item["data"]["total_to_process"].is_u64(), "{item}");
    }
    let kinds = |name| field(&items, name).into_iter().collect::<BTreeSet<_>>().len();
    assert_eq!((kinds("type"), kinds("status"), kinds("entity_type")), (9, 7, 6));
    assert!(items.iter().any(|item| item["entity_id"].is_null()) && items.iter().any(|item| item["user_id"].is_null()));
}

#[test]
fn each_filter_narrows() {
    let server = server(120);
    let (all, _) = walk(server.url(), "limit=100");
    let ids = field(&all, "id");
    let entity = all.iter().find_map(|item| item["entity_id"].as_str()).expect("an entity").to_owned();
    let check = |query: &str, fits: &dyn Fn(&Value) -> bool| {
        let (found, _) = walk(server.url(), &format!("limit=100&{query}"));
        let wanted: Vec<&Value> = all.iter().filter(|item| fits(item)).collect();
        assert!(!wanted.is_empty(), "{query} finds nothing");
        assert_eq!(
            found.iter().map(|item| &item["id"]).collect::<Vec<_>>(),
            wanted.iter().map(|item| &item["id"]).collect::<Vec<_>>(),
            "{query}"
        );
    };
    check("type=export-leads", &|item| item["type"] == "export-leads");
    check("entity_type=campaign", &|item| item["entity_type"] == "campaign");
    check(&format!("entity_id={entity},other"), &|item| item["entity_id"] == *entity);
    check("status=pending,in-progress", &|item| item["status"] == "pending" || item["status"] == "in-progress");
    check("status=success%2C%20failed", &|item| item["status"] == "success" || item["status"] == "failed");
    check(&format!("excluded_ids={},{}", ids[0], ids[1]), &|item| item["id"] != *ids[0] && item["id"] != *ids[1]);
    check(&format!("ids={},{}", ids[4], ids[2]), &|item| item["id"] == *ids[4] || item["id"] == *ids[2]);
    check(&format!("included_ids={}", ids[9]), &|item| item["id"] == *ids[9]);
    check("type=move-leads&entity_type=list", &|item| item["type"] == "move-leads" && item["entity_type"] == "list");
    let (none, _) = walk(server.url(), "status=something-new");
    assert!(none.is_empty());
}

#[test]
fn sorts_by_update() {
    let server = server(60);
    let (items, _) = walk(server.url(), "limit=7&sort_column=updated_at");
    assert_eq!(items.len(), 60);
    assert!(field(&items, "updated_at").is_sorted_by(|one, other| one >= other));
}

#[test]
fn a_walk_stays_whole_while_jobs_move() {
    let server = server(60);
    let first = get(server.url(), "/api/v2/background-jobs?limit=30&sort_column=updated_at").json();
    server.advance(3);
    let cursor = first["next_starting_after"].as_str().expect("a cursor");
    let second = get(server.url(), &format!("/api/v2/background-jobs?limit=100&sort_column=updated_at&starting_after={cursor}")).json();
    let earlier: BTreeSet<String> = field(first["items"].as_array().expect("items"), "id").into_iter().collect();
    assert!(field(second["items"].as_array().expect("items"), "id").iter().all(|id| !earlier.contains(id)));
}

#[test]
fn a_cursor_that_is_none_is_refused() {
    let server = server(5);
    assert_eq!(get(server.url(), "/api/v2/background-jobs?starting_after=nonsense").status, 400);
    assert_eq!(get(server.url(), "/api/v2/background-jobs?starting_after=507f1f77bcf86cd799439011").status, 200);
}

#[test]
fn polling_moves_a_job_and_looking_does_not() {
    let server = server(5);
    let job = server.add_job(&NewJob { outcome: "failed".into(), polls: 2, ..NewJob::default() }).expect("a job");
    let id = job["id"].as_str().expect("an id");
    let statuses = |path: &str| {
        let body = get(server.url(), path).json();
        body.get("items").map_or_else(|| body["status"].clone(), |items| items[0]["status"].clone())
    };
    for _ in 0..3 {
        assert_eq!(statuses("/api/v2/background-jobs?limit=1"), "pending");
    }
    assert_eq!(statuses(&format!("/api/v2/background-jobs/{id}")), "pending");
    assert_eq!(statuses(&format!("/api/v2/background-jobs?ids={id}")), "in-progress");
    for _ in 0..2 {
        assert_eq!(statuses(&format!("/api/v2/background-jobs/{id}")), "failed");
    }
}

#[test]
fn every_job_ends_and_two_servers_agree_on_how() {
    let ends = |server: &MockServer| {
        server.advance(20);
        walk(server.url(), "limit=100").0
    };
    let (one, other) = (server(200), server(200));
    let items = ends(&one);
    assert_eq!(items, ends(&other));
    let statuses: BTreeSet<String> = field(&items, "status").into_iter().collect();
    assert_eq!(statuses.iter().map(String::as_str).collect::<Vec<_>>(), ["cancelled", "failed", "success"]);
    one.reset();
    assert_ne!(walk(one.url(), "limit=100").0, items);
}

#[test]
fn data_fields_leaves_those_fields() {
    let server = server(5);
    let job = server.add_job(&NewJob::default()).expect("a job");
    let path = format!("/api/v2/background-jobs/{}?data_fields=success_count,total_to_process", job["id"].as_str().expect("an id"));
    let data = get(server.url(), &path).json()["data"].clone();
    assert_eq!(data.as_object().expect("an object").keys().collect::<Vec<_>>(), ["success_count", "total_to_process"]);
}

#[test]
fn a_job_that_cannot_be_is_refused() {
    let server = server(1);
    assert!(server.add_job(&NewJob { outcome: "done".into(), ..NewJob::default() }).is_err());
    assert!(server.add_job(&NewJob { kind: "nap".into(), ..NewJob::default() }).is_err());
    assert!(server.add_job(&NewJob { polls: usize::MAX, ..NewJob::default() }).is_err());
}

#[test]
fn a_call_that_starts_a_job_names_one_that_ends() {
    let server = server(5);
    let list = "019ffad2-9c4c-7079-b87c-ef37822d2f35";
    let body = format!(r#"{{"to_list_id": "{list}"}}"#);
    for (path, body, kind) in [
        ("leads/move", body.as_str(), "move-leads"),
        ("accounts/warmup/enable", "{}", "update-warmup-accounts"),
        ("accounts/warmup/disable", r#"{"include_all_emails": true}"#, "update-warmup-accounts"),
        ("supersearch-enrichment/enrich-leads-from-supersearch", r#"{"search_filters": {}, "limit": 1}"#, "import-leads"),
    ] {
        let started = send(server.url(), "POST", &format!("/api/v2/{path}"), Some(body));
        assert_eq!(started.status, 200, "{path}: {}", started.text());
        let answer = started.json();
        let id = answer.get("background_job_id").unwrap_or(&answer["id"]).as_str().expect("an id").to_owned();
        let polled: Vec<Value> = (0..3).map(|_| get(server.url(), &format!("/api/v2/background-jobs/{id}")).json()).collect();
        assert_eq!(field(&polled, "status"), ["pending", "in-progress", "success"], "{path}");
        assert_eq!(polled[0]["type"], kind, "{path}");
        if path == "leads/move" {
            assert_eq!((&polled[0]["entity_type"], &polled[0]["entity_id"]), (&"list".into(), &list.into()));
            assert_eq!(answer["status"], "pending");
        }
    }
}
