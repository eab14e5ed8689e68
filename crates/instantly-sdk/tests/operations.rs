//! Each form of operation as a user calls it, against the embedded Instantly: bodies, codes, unions, started jobs, pages that lie deeper or go
//! by offset, and calls without a body.

use std::time::{Duration, SystemTime};

use futures_util::TryStreamExt;
use instantly_mock::{MockOptions, MockServer, NextAnswer, RecordedRequest};
use instantly_sdk::ai_agents_deliverability::CurrentStateAiAgentsDeliverability;
use instantly_sdk::campaigns::{
    CampaignScheduleInput, CampaignSequenceInput, CampaignStatus, CampaignStepInput, CampaignVariantInput, CreateCampaigns, ListCampaigns,
    ScheduleDaysInput, ScheduleTimingInput, ScheduleWindowInput, UpdateCampaigns,
};
use instantly_sdk::email_verification::CatchAll;
use instantly_sdk::leads::{CreateLeads, DeleteManyLeads, ListLeads, MoveLeads, UpdateInterestStatusLeads};
use instantly_sdk::shared::BackgroundJobStatus;
use instantly_sdk::{Client, Nullable, RateLimit};
use serde_json::{Value, json};

const ID: &str = "0199f3a1-0000-7000-8000-000000000000";

fn start() -> (MockServer, Client) {
    let server = MockServer::start(MockOptions { jobs: 0, ..MockOptions::default() }).expect("it starts");
    let client = Client::builder().api_key("secret-key").base_url(server.url()).rate_limit(RateLimit::Off).build().expect("it is complete");
    (server, client)
}

fn answer_with(server: &MockServer, body: Value) {
    server.answer_next(NextAnswer { json: Some(body), ..NextAnswer::new(200) });
}

fn last(server: &MockServer) -> RecordedRequest {
    server.requests().pop().expect("it arrived")
}

fn sent(server: &MockServer) -> Value {
    serde_json::from_str(&last(server).body).expect("it is JSON")
}

#[tokio::test]
async fn a_body_goes_out_as_it_was_made() {
    let (server, client) = start();
    let window = ScheduleWindowInput {
        name: "Office hours".to_owned(),
        timing: ScheduleTimingInput { from: "09:00".to_owned(), to: "17:00".to_owned(), ..Default::default() },
        days: ScheduleDaysInput { _1: Some(true), _2: Some(true), ..Default::default() },
        timezone: "America/Detroit".into(),
        ..Default::default()
    };
    let variant = CampaignVariantInput { subject: "Hello".to_owned(), body: "Hi {{firstName}}".to_owned(), ..Default::default() };
    let step = CampaignStepInput { r#type: "email".into(), delay: 2.into(), variants: vec![variant], ..Default::default() };
    let params = CreateCampaigns {
        name: "Spring".to_owned(),
        campaign_schedule: CampaignScheduleInput {
            schedules: vec![window],
            start_date: Some("2026-09-01".into()),
            end_date: Some(Nullable::Null),
            ..Default::default()
        },
        sequences: Some(vec![CampaignSequenceInput { steps: vec![step], ..Default::default() }]),
        daily_limit: Some(100.into()),
        email_list: Some(vec![]),
        text_only: Some(Nullable::Null),
        ..Default::default()
    };
    let campaign = client.campaigns().create(params).await.expect("it is a valid campaign");
    assert!(campaign.is_set("id"));
    let expected = json!({
        "name": "Spring",
        "campaign_schedule": { "start_date": "2026-09-01", "end_date": null, "schedules": [{
            "name": "Office hours", "timing": { "from": "09:00", "to": "17:00" }, "days": { "1": true, "2": true }, "timezone": "America/Detroit"
        }] },
        "text_only": null,
        "email_list": [],
        "daily_limit": 100,
        "sequences": [{ "steps": [{ "type": "email", "delay": 2, "variants": [{ "subject": "Hello", "body": "Hi {{firstName}}" }] }] }]
    });
    assert_eq!(sent(&server), expected);
    assert_eq!(last(&server).header("content-type"), Some("application/json"));
}

#[tokio::test]
async fn absent_null_and_required_null_differ() {
    let (server, client) = start();
    client.campaigns().update(ID, UpdateCampaigns { name: Some("Autumn".to_owned()), ..Default::default() }).await.expect("it is valid");
    assert_eq!(sent(&server), json!({ "name": "Autumn" }));
    client.campaigns().update(ID, UpdateCampaigns { daily_limit: Some(Nullable::Null), ..Default::default() }).await.expect("it is valid");
    assert_eq!(sent(&server), json!({ "daily_limit": null }));
    let reset = UpdateInterestStatusLeads { lead_email: "lead@example.com".to_owned(), ..Default::default() };
    client.leads().update_interest_status(reset).await.expect("it is valid");
    assert_eq!(sent(&server), json!({ "lead_email": "lead@example.com", "interest_value": null }));
    answer_with(&server, json!({ "items": [] }));
    client.leads().list(ListLeads::default()).await.expect("it comes");
    assert_eq!(sent(&server), json!({}), "an operation with a body sends one");
}

#[tokio::test]
async fn a_body_is_checked_before_it_is_sent() {
    let (server, client) = start();
    let refused = client.leads().list(ListLeads { limit: Some(101), ..Default::default() }).await.expect_err("it is too many");
    assert_eq!((refused.class().name(), refused.argument()), ("InvalidArgumentError", Some("limit")));
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn calls_without_a_body_send_none() {
    let (server, client) = start();
    client.campaigns().activate(ID).await.expect("it is valid");
    client.campaigns().delete(ID).await.expect("it is valid");
    for request in server.requests() {
        assert_eq!((request.body.as_str(), request.header("content-type")), ("", None), "{} {}", request.method, request.path);
    }
    client.leads().delete_many(DeleteManyLeads { list_id: Some(ID.to_owned()), ..Default::default() }).await.expect("it is valid");
    let request = last(&server);
    assert_eq!((request.method.as_str(), request.path.as_str()), ("DELETE", "/api/v2/leads"));
    assert_eq!(sent(&server), json!({ "list_id": ID }));
}

#[tokio::test]
async fn codes_have_names_and_unknown_ones_pass() {
    let (server, client) = start();
    answer_with(
        &server,
        json!({ "items": [{ "id": "c1", "status": 1.0 }, { "id": "c2", "status": 77 }, { "id": "c3", "status": "paused" }] }),
    );
    let params = ListCampaigns { status: Some(CampaignStatus::Active), ..Default::default() };
    let page = client.campaigns().list(params).await.expect("it comes");
    assert!(last(&server).query.contains(&("status".to_owned(), "1".to_owned())));
    let [first, second, third] = page.items.as_slice() else { panic!("three came") };
    assert!(matches!(first.status, CampaignStatus::Active));
    assert_eq!((second.status, second.status.is_known()), (CampaignStatus::Other(77), false));
    assert_eq!(third.extra["status"], "paused");
}

#[tokio::test]
async fn a_union_is_what_came() {
    let (server, client) = start();
    for (catch_all, expected) in
        [(json!(true), CatchAll::Boolean(true)), (json!("pending"), "pending".into()), (json!(3), CatchAll::Other(json!(3)))]
    {
        answer_with(&server, json!({ "email": "lead@example.com", "catch_all": catch_all }));
        let found = client.email_verification().get("lead@example.com").await.expect("it comes");
        assert_eq!(
            (found.catch_all.as_ref(), serde_json::to_value(&found).expect("it is JSON")["catch_all"].clone()),
            (Some(&expected), catch_all)
        );
    }
    let variables = [("colour", Some("red".into())), ("size", Some(4.into())), ("vip", Some(true.into())), ("plan", None)];
    let variables = variables.map(|(name, value)| (name.to_owned(), value));
    let params = CreateLeads { custom_variables: Some(variables.into()), ..Default::default() };
    client.leads().create(params).await.expect("it is valid");
    assert_eq!(sent(&server), json!({ "custom_variables": { "colour": "red", "size": 4, "vip": true, "plan": null } }));
}

#[tokio::test]
async fn a_started_job_can_be_waited_for() {
    let (server, client) = start();
    let quick = Duration::from_millis(1);
    let params = MoveLeads { ids: Some(vec![ID.to_owned()]), to_list_id: Some(ID.to_owned()), ..Default::default() };
    let started = client.leads().r#move(params.clone()).workspace("w-1").await.expect("it starts");
    assert_eq!((started.job_id(), started.answer.id.as_str()), (Some(started.id.as_str()), started.id.as_str()));
    let job = started.wait().poll_interval(quick).max_poll_interval(quick).await.expect("it succeeds").expect("there is a job");
    assert_eq!((job.id.as_str(), job.status), (started.id.as_str(), BackgroundJobStatus::Success));
    assert_eq!(last(&server).header("x-as-workspace"), Some("w-1"), "the job is looked for where it was started");

    answer_with(&server, json!({ "id": null }));
    let started = client.leads().r#move(params).await.expect("it starts");
    let requests = server.requests().len();
    assert_eq!((started.job_id(), started.wait().await.expect("there is nothing to wait for")), (None, None));
    assert_eq!(server.requests().len(), requests);
    assert!(!format!("{started:?} {:?}", started.wait()).contains("secret-key"));
}

#[tokio::test]
async fn items_may_lie_deeper() {
    let (server, client) = start();
    answer_with(&server, json!({ "agent": { "id": "a1" }, "activity_feed": { "items": [{ "id": "f1" }], "next_starting_after": "f1" } }));
    answer_with(&server, json!({ "activity_feed": { "items": [{ "id": "f2" }] } }));
    let list =
        client.ai_agents().deliverability().current_state(CurrentStateAiAgentsDeliverability { limit: Some(1), ..Default::default() });
    let pages: Vec<_> = list.pages().try_collect().await.expect("they come");
    let ids: Vec<_> = pages.iter().flat_map(|page| &page.items).map(|item| item.id.as_str()).collect();
    assert_eq!((ids, &pages[0].extra["agent"]["id"]), (vec!["f1", "f2"], &json!("a1")));
    assert!(last(&server).query.contains(&("starting_after".to_owned(), "f1".to_owned())));
}

#[tokio::test]
async fn pages_may_go_by_offset() {
    let (server, client) = start();
    for (lead, total) in [("l1", 3), ("l2", 3), ("l3", 3)] {
        answer_with(&server, json!({ "leads": [{ "email": lead }], "total": total, "limit": 1, "skip": 0 }));
    }
    let page = client.ai_agents().lead_activity().list(ID, Default::default()).await.expect("it comes");
    assert_eq!((page.next_starting_after.as_deref(), &page.extra["total"]), (Some("1"), &json!(3)));
    let second = page.next_page().await.expect("it comes").expect("there is one");
    let third = second.next_page().await.expect("it comes").expect("there is one");
    assert!(!third.has_next_page());
    let skips: Vec<_> = server.requests().iter().map(|request| request.query.iter().find(|(name, _)| name == "skip").cloned()).collect();
    let skip = |count: &str| Some(("skip".to_owned(), count.to_owned()));
    assert_eq!(skips, [None, skip("1"), skip("2")]);
}

#[tokio::test]
async fn the_clients_cursor_counts_in_a_body_too() {
    let (server, client) = start();
    answer_with(&server, json!({ "items": [{ "id": "l1" }], "next_starting_after": "c1" }));
    answer_with(&server, json!({ "items": [{ "id": "l2" }], "next_starting_after": "c0" }));
    let params = ListLeads { starting_after: Some("c0".to_owned()), in_campaign: Some(true), ..Default::default() };
    let leads: Vec<_> = client.leads().list(params).stream().try_collect().await.expect("they come");
    assert_eq!((leads.len(), sent(&server)), (2, json!({ "in_campaign": true, "starting_after": "c1" })));
}

#[test]
fn a_moment_is_written_as_the_api_does() {
    let moment = SystemTime::UNIX_EPOCH + Duration::from_millis(1_786_619_518_077);
    assert_eq!(instantly_sdk::Timestamp::from(moment), "2026-08-13T11:11:58.077Z");
}
