//! Texts of any kind on their way to the server: an id stays one segment of the path, a value of the query is read as it was written, and a
//! header either arrives as it was given or is refused before anything is sent.

use instantly_mock::{MockOptions, MockServer, RecordedRequest};
use instantly_sdk::background_jobs::ListBackgroundJobs;
use instantly_sdk::{Class, Client, Error, RateLimit};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use tokio::runtime::Runtime;

/// What a URL, a query, a header or a shell could take for something else, anything else among it.
fn text() -> impl Strategy<Value = String> {
    let marks = [
        "..", ".", "/", "\\", "%", "%2F", "%2e", "%00", "?", "#", "&", "=", "+", ";", ":", "@", "//", " ", "\0", "\r\n", "\n", "\t",
        "\u{85}", "\u{202e}", "é", "😀", "a", "admin",
    ];
    prop_oneof![
        3 => prop::collection::vec(prop::sample::select(marks.to_vec()), 0..6).prop_map(|parts| parts.concat()),
        1 => any::<String>(),
        1 => "\\PC{0,20}",
    ]
}

struct Wire {
    server: MockServer,
    client: Client,
    runtime: Runtime,
}

impl Wire {
    fn new() -> Self {
        let server = MockServer::start(MockOptions { jobs: 1, ..MockOptions::default() }).expect("it starts");
        let client =
            Client::builder().api_key("secret-key").base_url(server.url()).rate_limit(RateLimit::Off).build().expect("it is complete");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        Self { server, client, runtime }
    }

    /// Tries `check` with many values.
    fn holds<S: Strategy>(&self, strategy: &S, check: impl Fn(S::Value) -> Result<(), TestCaseError>) {
        let config = ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() };
        TestRunner::new(config).run(strategy, check).unwrap_or_else(|error| panic!("{error}"));
    }

    /// How a call ended, and what arrived of it.
    fn call<T>(&self, call: impl Future<Output = Result<T, Error>>) -> (Option<Class>, Vec<RecordedRequest>) {
        self.server.clear_requests();
        let outcome = self.runtime.block_on(call);
        (outcome.err().map(|error| error.class()), self.server.requests())
    }
}

#[test]
fn an_id_is_one_segment_and_the_server_reads_it_as_it_was() {
    let wire = Wire::new();
    wire.holds(&text(), |id| {
        let (class, requests) = wire.call(async { wire.client.background_jobs().get(&id).await });
        if ["", ".", ".."].contains(&id.as_str()) {
            prop_assert_eq!((class, requests), (Some(Class::InvalidArgumentError), Vec::new()));
            return Ok(());
        }
        prop_assert_eq!((class, requests.len()), (Some(Class::NotFoundError), 1));
        let segment = requests[0].path.strip_prefix("/api/v2/background-jobs/").unwrap_or_default();
        prop_assert!(!segment.contains(['/', '\\', '?', '#']), "{}", segment);
        let decoded = percent_decode_str(segment).decode_utf8().ok();
        prop_assert_eq!(decoded.as_deref(), Some(id.as_str()));
        prop_assert!(requests[0].query.is_empty());
        Ok(())
    });
}

#[test]
fn a_query_is_read_as_it_was_written() {
    let wire = Wire::new();
    wire.holds(&(text(), text(), text()), |(cursor, name, value)| {
        let params = ListBackgroundJobs { starting_after: Some(cursor.clone()), ..Default::default() };
        let (_, requests) = wire.call(async { wire.client.background_jobs().list(params).query(name.as_str(), value.as_str()).await });
        prop_assert_eq!(requests.len(), 1);
        prop_assert_eq!(&requests[0].path, "/api/v2/background-jobs");
        prop_assert_eq!(&requests[0].query, &[("starting_after".to_owned(), cursor), (name, value)]);
        Ok(())
    });
}

#[test]
fn a_header_arrives_as_it_was_given_or_not_at_all() {
    let wire = Wire::new();
    wire.holds(&(text(), "x-[a-z]{1,8}( |\r\n|:|é)?[a-z]{0,2}"), |(value, name)| {
        let (class, requests) = wire.call(async { wire.client.background_jobs().get("a").header(name.as_str(), value.as_str()).await });
        if class == Some(Class::InvalidArgumentError) {
            prop_assert!(requests.is_empty());
            return Ok(());
        }
        prop_assert_eq!(requests.len(), 1);
        // HTTP has no spaces around a value.
        prop_assert_eq!(requests[0].header(&name), Some(value.trim_matches([' ', '\t'])));
        prop_assert!(!value.contains(['\r', '\n', '\0']), "{:?} went out", value);
        Ok(())
    });
}
