//! What a program sees that traces: a span for each attempt, in the words of OpenTelemetry's conventions for HTTP clients.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};

use instantly_mock::{MockOptions, MockServer, NextAnswer};
use instantly_sdk::{Client, RateLimit};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

type Fields = BTreeMap<&'static str, String>;

/// Keeps the fields of every span; the id of one is its place.
#[derive(Clone, Default)]
struct Spans(Arc<Mutex<Vec<Fields>>>);

struct Noting<'a>(&'a mut Fields);

impl Visit for Noting<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}").trim_matches('"').to_owned());
    }
}

impl Subscriber for Spans {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "instantly" && metadata.is_span()
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut spans = self.0.lock().expect("nobody panics");
        let mut fields = Fields::new();
        attributes.record(&mut Noting(&mut fields));
        spans.push(fields);
        Id::from_u64(spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut spans = self.0.lock().expect("nobody panics");
        values.record(&mut Noting(&mut spans[span.into_u64() as usize - 1]));
    }

    fn record_follows_from(&self, _span: &Id, _follows: &Id) {}

    fn event(&self, _event: &Event<'_>) {}

    fn enter(&self, _span: &Id) {}

    fn exit(&self, _span: &Id) {}
}

#[test]
fn each_attempt_is_a_span_with_the_fields_of_opentelemetry() {
    let server = MockServer::start(MockOptions { jobs: 1, ..MockOptions::default() }).expect("it starts");
    let headers = [("retry-after".to_owned(), "0".to_owned())].into();
    server.answer_next(NextAnswer { headers, ..NextAnswer::new(429) });
    let client = Client::builder().api_key("secret-key").base_url(server.url()).rate_limit(RateLimit::Off).build().expect("good settings");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let spans = Spans::default();
    let outcome =
        tracing::subscriber::with_default(spans.clone(), || runtime.block_on(async { client.background_jobs().get("an-id").await }));
    assert_eq!(outcome.expect_err("there is no such job").status_code(), Some(404));

    let host = server.url().trim_start_matches("http://");
    let fields = |resends: &'static str, status: &'static str| {
        Fields::from(
            [
                ("otel.kind", "client"),
                ("otel.name", "GET /api/v2/background-jobs/{id}"),
                ("operation", "background_jobs.get"),
                ("http.request.method", "GET"),
                ("url.template", "/api/v2/background-jobs/{id}"),
                ("server.address", host),
                ("http.request.resend_count", resends),
                ("http.response.status_code", status),
            ]
            .map(|(name, value)| (name, value.to_owned())),
        )
    };
    assert_eq!(*spans.0.lock().expect("nobody panics"), [fields("0", "429"), fields("1", "404")]);
}
