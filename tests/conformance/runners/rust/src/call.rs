//! From the `call` of a case to a real, typed call, and from what it gives to JSON.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use instantly_sdk::background_jobs::{BackgroundJob, GetBackgroundJobs, ListBackgroundJobs};
use instantly_sdk::{CallOptions, Client, Error, List, Page, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// What a client is made with.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    api_key: Option<String>,
    base_url: Option<String>,
    workspace: Option<String>,
    timeout: Option<f64>,
    deadline: Option<f64>,
    max_retries: Option<u32>,
    #[serde(default)]
    headers: BTreeMap<String, String>,
}

/// The options of one call.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct Options {
    timeout: Option<f64>,
    deadline: Option<f64>,
    max_retries: Option<u32>,
    headers: BTreeMap<String, String>,
    query: BTreeMap<String, String>,
}

/// What a case calls.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Call {
    operation: String,
    #[serde(default)]
    mode: Mode,
    #[serde(default)]
    path: Vec<Value>,
    #[serde(default)]
    arguments: Map<String, Value>,
    #[serde(default)]
    options: Options,
    with_options: Option<Settings>,
}

#[derive(Deserialize, Default, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
enum Mode {
    #[default]
    Page,
    All,
    Pages,
    Raw,
    Wait,
    WaitMany,
}

/// What came of a call: values under the names that cases use, and the error that ended it.
#[derive(Default)]
pub struct Outcome {
    pub values: Map<String, Value>,
    pub error: Option<Error>,
}

/// Makes the call.
pub async fn run(settings: &Settings, call: &Call, base_url: &str) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    let client = match client(settings, base_url) {
        Ok(client) => client,
        Err(error) => return Ok(Outcome { error: Some(error), ..outcome }),
    };
    let client = call.with_options.as_ref().map_or_else(|| client.clone(), |options| client.with_options(call_options(options)));
    let made = match call.operation.as_str() {
        "background_jobs.list" => list(&client, call, &mut outcome.values).await?,
        "background_jobs.get" => get(&client, call, &mut outcome.values).await?,
        "background_jobs.wait" => wait(&client, call, &mut outcome.values).await?,
        "background_jobs.wait_many" => wait_many(&client, call, &mut outcome.values).await?,
        other => bail!("this runner has no call for {other}: add it to call.rs"),
    };
    outcome.error = made.err();
    Ok(outcome)
}

/// Sets the options of a request that a case gives.
macro_rules! with_options {
    ($request:expr, $options:expr) => {{
        let (mut request, options): (_, &Options) = ($request, $options);
        if let Some(timeout) = options.timeout {
            request = request.timeout(Duration::from_secs_f64(timeout));
        }
        if let Some(deadline) = options.deadline {
            request = request.deadline(Duration::from_secs_f64(deadline));
        }
        if let Some(retries) = options.max_retries {
            request = request.max_retries(retries);
        }
        for (name, value) in &options.headers {
            request = request.header(name, value);
        }
        for (name, value) in &options.query {
            request = request.query(name, value);
        }
        request
    }};
}

async fn list(client: &Client, call: &Call, values: &mut Map<String, Value>) -> Result<Result<(), Error>> {
    let request = with_options!(client.background_jobs().list(list_parameters(&call.arguments)?), &call.options);
    Ok(match call.mode {
        Mode::All => {
            let mut items = Vec::new();
            let mut stream = request.stream();
            let end = loop {
                match stream.try_next().await {
                    Ok(Some(item)) => items.push(json!(item)),
                    Ok(None) => break Ok(()),
                    Err(error) => break Err(error),
                }
            };
            values.insert("items".to_owned(), items.into());
            end
        }
        Mode::Pages => {
            let mut pages = Vec::new();
            let mut stream = request.pages();
            let end = loop {
                match stream.try_next().await {
                    Ok(Some(page)) => pages.push(json!(page.items)),
                    Ok(None) => break Ok(()),
                    Err(error) => break Err(error),
                }
            };
            values.insert("pages".to_owned(), pages.into());
            end
        }
        Mode::Raw => request.send_raw().await.and_then(|raw| keep_raw(values, &raw, page)),
        _ => request.await.map(|found| drop(values.insert("json".to_owned(), page(&found)))),
    })
}

async fn get(client: &Client, call: &Call, values: &mut Map<String, Value>) -> Result<Result<(), Error>> {
    let id = text(call.path.first().context("the id is missing")?)?;
    let parameters = GetBackgroundJobs { data_fields: texts(&call.arguments, "data_fields")? };
    let request = with_options!(client.background_jobs().get_with(id, parameters), &call.options);
    Ok(match call.mode {
        Mode::Raw => request.send_raw().await.and_then(|raw| keep_raw(values, &raw, |job| json!(job))),
        _ => request.await.map(|job| drop(values.insert("json".to_owned(), json!(job)))),
    })
}

async fn wait(client: &Client, call: &Call, values: &mut Map<String, Value>) -> Result<Result<(), Error>> {
    let progress = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&progress);
    let mut request = client.background_jobs().wait(text(call.path.first().context("the id is missing")?)?);
    request = request.on_progress(move |job| seen.lock().unwrap_or_else(PoisonError::into_inner).push(json!(job.progress)));
    if let Some(timeout) = seconds(&call.arguments, "timeout") {
        request = request.timeout(timeout);
    }
    if let Some(interval) = seconds(&call.arguments, "poll_interval") {
        request = request.poll_interval(interval);
    }
    let made = request.await;
    values.insert("progress".to_owned(), progress.lock().unwrap_or_else(PoisonError::into_inner).clone().into());
    Ok(made.map(|job| drop(values.insert("json".to_owned(), json!(job)))))
}

async fn wait_many(client: &Client, call: &Call, values: &mut Map<String, Value>) -> Result<Result<(), Error>> {
    let ids = call.path.first().and_then(Value::as_array).context("the ids are missing")?;
    let ids: Vec<String> = ids.iter().map(text).collect::<Result<_>>()?;
    let mut request = client.background_jobs().wait_many(ids);
    if let Some(timeout) = seconds(&call.arguments, "timeout") {
        request = request.timeout(timeout);
    }
    if let Some(interval) = seconds(&call.arguments, "poll_interval") {
        request = request.poll_interval(interval);
    }
    Ok(request.await.map(|jobs| drop(values.insert("items".to_owned(), json!(jobs)))))
}

fn client(settings: &Settings, base_url: &str) -> Result<Client, Error> {
    let mut builder = Client::builder().base_url(settings.base_url.as_deref().unwrap_or(base_url));
    if let Some(key) = &settings.api_key {
        builder = builder.api_key(key);
    }
    if let Some(workspace) = &settings.workspace {
        builder = builder.workspace(workspace);
    }
    if let Some(timeout) = settings.timeout {
        builder = builder.timeout(Duration::from_secs_f64(timeout));
    }
    if let Some(deadline) = settings.deadline {
        builder = builder.deadline(Duration::from_secs_f64(deadline));
    }
    if let Some(retries) = settings.max_retries {
        builder = builder.max_retries(retries);
    }
    for (name, value) in &settings.headers {
        builder = builder.header(name, value);
    }
    builder.build()
}

fn call_options(settings: &Settings) -> CallOptions {
    CallOptions {
        timeout: settings.timeout.map(Duration::from_secs_f64),
        deadline: settings.deadline.map(Duration::from_secs_f64),
        max_retries: settings.max_retries,
        workspace: settings.workspace.clone(),
        headers: settings.headers.clone().into_iter().collect(),
        ..CallOptions::default()
    }
}

fn list_parameters(arguments: &Map<String, Value>) -> Result<ListBackgroundJobs> {
    let one = |name: &str| arguments.get(name).map(text).transpose();
    Ok(ListBackgroundJobs {
        limit: arguments.get("limit").map(|limit| limit.as_i64().context("limit")).transpose()?,
        starting_after: one("starting_after")?,
        ids: texts(arguments, "ids")?,
        included_ids: texts(arguments, "included_ids")?,
        excluded_ids: texts(arguments, "excluded_ids")?,
        r#type: one("type")?.map(Into::into),
        entity_type: one("entity_type")?.map(Into::into),
        entity_id: texts(arguments, "entity_id")?,
        status: texts(arguments, "status")?.into_iter().collect(),
        sort_column: one("sort_column")?.map(Into::into),
        sort_order: one("sort_order")?.map(Into::into),
    })
}

fn keep_raw<T>(values: &mut Map<String, Value>, raw: &Response<T>, show: impl Fn(&T) -> Value) -> Result<(), Error> {
    let headers: BTreeMap<_, _> = raw.headers().iter().cloned().collect();
    let shown = json!({ "status_code": raw.status_code(), "request_id": raw.request_id(), "attempts": raw.attempts(), "headers": headers });
    values.insert("raw".to_owned(), shown);
    values.insert("json".to_owned(), show(&raw.parse()?));
    Ok(())
}

/// A page as its items and where it leads.
fn page(page: &Page<BackgroundJob>) -> Value {
    json!({ "items": page.items, "next_starting_after": page.next_starting_after, "has_next_page": page.has_next_page() })
}

fn text(value: &Value) -> Result<String> {
    value.as_str().map(str::to_owned).with_context(|| format!("{value} is no string, and does not compile in Rust: say so in `except`"))
}

fn texts(arguments: &Map<String, Value>, name: &str) -> Result<List<String>> {
    let values = arguments.get(name).and_then(Value::as_array);
    values.into_iter().flatten().map(text).collect::<Result<Vec<_>>>().map(Into::into)
}

fn seconds(arguments: &Map<String, Value>, name: &str) -> Option<Duration> {
    arguments.get(name).and_then(Value::as_f64).map(Duration::from_secs_f64)
}
