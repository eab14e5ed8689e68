//! What the API refuses, in its words, and that it answers everything else.

mod support;

use instantly_mock::{MockOptions, MockServer};
use support::{get, send, send_with};

fn server() -> MockServer {
    MockServer::start(MockOptions { jobs: 20, ..MockOptions::default() }).expect("start")
}

#[test]
fn a_key_is_needed() {
    let server = server();
    let ask = |headers: &[(&str, &str)]| send_with(server.url(), "GET", "/api/v2/background-jobs", headers, "");
    assert_eq!(ask(&[("user-agent", "test")]).message(), "Missing Authorization header");
    for header in ["Bearer", "Bearer ", "Basic key", "key"] {
        let refused = ask(&[("user-agent", "test"), ("authorization", header)]);
        assert_eq!((refused.status, refused.message().as_str()), (401, "Invalid authorization header"), "{header:?}");
    }
    assert_eq!(get(server.url(), "/api/v2/background-jobs").status, 200);
}

#[test]
fn a_certain_key_can_be_asked_for() {
    let server = MockServer::start(MockOptions { api_key: Some("other".into()), ..MockOptions::default() }).expect("start");
    assert_eq!(get(server.url(), "/api/v2/background-jobs").status, 401);
}

#[test]
fn who_does_not_name_itself_gets_what_cloudflare_says() {
    let server = server();
    let refused = send_with(server.url(), "GET", "/api/v2/background-jobs", &[("authorization", "Bearer key")], "");
    assert_eq!((refused.status, refused.text().as_str()), (403, "error code: 1010"));
}

#[test]
fn unknown_things_are_not_found() {
    let server = server();
    assert_eq!(get(server.url(), "/api/v2/background-jobs/675266e304a8e55b17f0228b").message(), "Resource not found");
    assert_eq!(get(server.url(), "/api/v2/nothing").message(), "Route GET:/api/v2/nothing not found");
    assert_eq!(send(server.url(), "POST", "/api/v2/background-jobs", None).message(), "Route POST:/api/v2/background-jobs not found");
    // The one path with a slash at its end has it, the others don't.
    assert_eq!(get(server.url(), "/api/v2/background-jobs/").status, 404);
}

#[test]
fn query_parameters_are_checked() {
    let server = server();
    for (query, message) in [
        ("background-jobs?limit=101", "querystring/limit must be <= 100"),
        ("background-jobs?limit=0", "querystring/limit must be >= 1"),
        ("background-jobs?limit=ten", "querystring/limit must be integer"),
        ("background-jobs?limit=1.5", "querystring/limit must be integer"),
        ("background-jobs?limit=", "querystring/limit must be integer"),
        ("background-jobs?limit=1&limit=2", "querystring/limit must be integer"),
        ("background-jobs?type=nap", "querystring/type must be equal to one of the allowed values"),
        ("background-jobs?sort_order=up", "querystring/sort_order must be equal to one of the allowed values"),
        ("accounts/ctd/status", "querystring must have required property 'host'"),
        ("inbox-placement-reports?test_id=one", "querystring/test_id must match format \"uuid\""),
        (
            "ai-agents/1/activities?action_status=pending&action_status=lost",
            "querystring/action_status/1 must be equal to one of the allowed values",
        ),
    ] {
        let refused = get(server.url(), &format!("/api/v2/{query}"));
        assert_eq!((refused.status, refused.message().as_str()), (400, message), "{query}");
    }
    assert_eq!(get(server.url(), "/api/v2/background-jobs?something_new=1").status, 200);
}

#[test]
fn bodies_are_checked() {
    let server = server();
    for (method, path, body, message) in [
        ("POST", "campaigns", "{}", "body must have required property 'name'"),
        ("POST", "campaigns", "[]", "body must be object"),
        ("POST", "campaigns", "{", "Body is not valid JSON but content-type is set to 'application/json'"),
        (
            "POST",
            "campaigns",
            r#"{"name": "x", "campaign_schedule": {"schedules": [{"name": "s", "timing": {"from": "09:00", "to": "17:00"}, "days": {"1": true}, "timezone": "Europe/London"}]}}"#,
            "body/campaign_schedule/schedules/0/timezone must be equal to one of the allowed values",
        ),
        ("POST", "leads", r#"{"campaign_id": "x"}"#, "body must NOT have additional properties"),
        ("DELETE", "campaigns/019ffad2-5c7d-70c2-b6ec-8a2d0ca3333c", "{}", "body must be null"),
        ("POST", "webhooks", r#"{"target_hook_url": 3}"#, "body/target_hook_url must be string"),
        (
            "POST",
            "leads/update-interest-status",
            r#"{"lead_email": "lead@example.com"}"#,
            "body must have required property 'interest_value'",
        ),
        ("POST", "leads/list", r#"{"limit": 101}"#, "body/limit must be <= 100"),
        ("POST", "accounts/pause", r#"{"emails": "lead@example.com"}"#, "body/emails must be array"),
        (
            "DELETE",
            "leads",
            r#"{"limit": 1}"#,
            "body must have required property 'campaign_id', body must have required property 'list_id', body must match a schema in anyOf",
        ),
    ] {
        let refused = send(server.url(), method, &format!("/api/v2/{path}"), Some(body));
        assert_eq!((refused.status, refused.message().as_str()), (400, message), "{method} {path} {body}");
    }
}

#[test]
fn a_body_of_another_type_is_refused() {
    let server = server();
    let ask = |headers: &[(&str, &str)], body: &str| {
        let headers: Vec<_> =
            [("authorization", "Bearer key"), ("user-agent", "test")].into_iter().chain(headers.iter().copied()).collect();
        send_with(server.url(), "POST", "/api/v2/campaigns", &headers, body)
    };
    let empty = ask(&[("content-type", "application/json")], "");
    assert_eq!((empty.status, empty.message().as_str()), (400, "Body cannot be empty when content-type is set to 'application/json'"));
    assert_eq!(ask(&[("content-type", "text/plain")], "x").status, 415);
    assert_eq!(ask(&[], "").message(), "body must be object");
}

#[test]
fn special_answers_have_their_own_shape() {
    let server = server();
    let id = "019ffad2-5c7d-70c2-b6ec-8a2d0ca3333c";
    let shared = send(server.url(), "POST", &format!("/api/v2/campaigns/{id}/share"), None);
    assert_eq!((shared.status, shared.body.len(), shared.header("content-type")), (204, 0, None));
    let list = get(server.url(), "/api/v2/block-lists-entries/download");
    assert_eq!((list.status, list.header("content-type")), (200, Some("text/csv")));
    assert!(!list.text().starts_with('"'), "{}", list.text());
    let campaign = get(server.url(), &format!("/api/v2/campaigns/{id}"));
    assert_eq!(campaign.json()["id"], id);
}

#[test]
fn made_up_lists_end_and_keep_to_the_limit() {
    let server = server();
    let campaigns = get(server.url(), "/api/v2/campaigns?limit=1").json();
    assert_eq!(campaigns["items"].as_array().expect("items").len(), 1);
    assert!(campaigns.get("next_starting_after").is_none());
    let leads = send(server.url(), "POST", "/api/v2/leads/list", Some(r#"{"limit": 1}"#)).json();
    assert_eq!(leads["items"].as_array().expect("items").len(), 1);
}

#[test]
fn answers_carry_a_request_id() {
    let server = server();
    assert_eq!(get(server.url(), "/api/v2/nothing").header("x-request-id"), Some("mock-000001"));
    assert_eq!(get(server.url(), "/api/v2/campaigns").header("x-request-id"), Some("mock-000002"));
}
