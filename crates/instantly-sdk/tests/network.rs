//! TLS, proxies and connections that break, against servers of the test's own.

mod server;

use std::sync::Arc;

use instantly_sdk::{Client, Error, RateLimit};
use rcgen::{CertifiedKey, generate_simple_self_signed};
use rustls::ServerConfig;
use rustls::pki_types::PrivatePkcs8KeyDer;
use serde_json::json;
use server::{answer, listen, request};
use tokio::io::{AsyncWriteExt, copy_bidirectional};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;

/// A server with a certificate for `localhost` that nobody knows, and one job: its URL, and the certificate.
async fn secure_server() -> (String, String) {
    let body = r#"{"id":"an-id"}"#;
    secure_server_that_says(format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}", body.len())).await
}

async fn secure_server_that_says(answer: String) -> (String, String) {
    let CertifiedKey { cert, signing_key } = generate_simple_self_signed(["localhost".to_owned()]).expect("a certificate");
    let key = PrivatePkcs8KeyDer::from(signing_key.serialize_der());
    let config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("the provider knows them")
        .with_no_client_auth()
        .with_single_cert(vec![cert.der().clone()], key.into())
        .expect("key and certificate belong together");
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("it is bound").port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A client that trusts nobody breaks off the handshake.
            if let Ok(mut stream) = acceptor.accept(stream).await {
                let _ = stream.write_all(answer.as_bytes()).await;
                let _ = stream.shutdown().await;
            }
        }
    });
    (format!("https://localhost:{port}"), cert.pem())
}

fn client(base_url: &str) -> instantly_sdk::ClientBuilder {
    Client::builder().api_key("secret-key").base_url(base_url).max_retries(0).rate_limit(RateLimit::Off)
}

async fn id_of_job(client: &Client) -> Result<String, Error> {
    client.background_jobs().get("an-id").await.map(|job| job.id)
}

#[tokio::test]
async fn a_certificate_is_trusted_only_when_the_caller_gives_it() {
    let (url, certificate) = secure_server().await;
    let stranger = client(&url).build().expect("good settings");
    let error = id_of_job(&stranger).await.expect_err("nobody vouches for it");
    assert_eq!(error.class().name(), "APIConnectionError");
    assert!(error.to_string().contains("certificate"), "{error}");
    let friend = client(&url).ca_certificates(certificate).build().expect("good settings");
    assert_eq!(id_of_job(&friend).await.expect("it is trusted"), "an-id");
}

#[tokio::test]
async fn a_redirect_to_plain_http_is_not_followed() {
    let (listener, _) = listen().await;
    let plain = format!("http://{}/", listener.local_addr().expect("it is bound"));
    let redirect = format!("HTTP/1.1 307 Temporary Redirect\r\nlocation: {plain}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    let (url, certificate) = secure_server_that_says(redirect).await;
    let client = client(&url).ca_certificates(certificate).build().expect("good settings");
    let came = tokio::select! {
        biased;
        _ = listener.accept() => None,
        error = id_of_job(&client) => Some(error.expect_err("a redirect is no job")),
    };
    let error = came.expect("nobody comes to the other server");
    assert_eq!(error.status_code(), Some(307), "{error}");
}

/// Where they are is said by variables on Linux alone; a library of the platform's own reads them in its own way.
#[cfg(all(target_os = "linux", not(feature = "native-tls")))]
mod certificates_of_the_machine {
    use std::path::Path;
    use std::process::Command;

    use super::{client, id_of_job, secure_server};

    #[tokio::test]
    async fn a_machine_without_certificates_has_the_built_in_ones() {
        const NAME: &str = "certificates_of_the_machine::a_machine_without_certificates_has_the_built_in_ones";
        if !is_program(NAME) {
            return assert!(program(NAME, "/dev/null".as_ref()));
        }
        let (url, _) = secure_server().await;
        let client = client(&url).build().expect("good settings");
        let error = id_of_job(&client).await.expect_err("nobody vouches for it").to_string();
        // The platform's absence would be told in other words.
        assert!(error.contains("UnknownIssuer"), "{error}");
    }

    /// The certificates are not there yet when the client is made, and are when it is used: only then are they read.
    #[tokio::test]
    async fn the_machine_s_certificates_are_read_by_the_first_call() {
        const NAME: &str = "certificates_of_the_machine::the_machine_s_certificates_are_read_by_the_first_call";
        if !is_program(NAME) {
            let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("certificates.pem");
            std::fs::remove_file(&file).ok();
            return assert!(program(NAME, &file));
        }
        let (url, certificate) = secure_server().await;
        let client = client(&url).build().expect("good settings");
        let file = std::env::var_os("SSL_CERT_FILE").expect("it is set");
        std::fs::write(file, certificate).expect("it can be written");
        assert_eq!(id_of_job(&client).await.expect("it is trusted"), "an-id");
    }

    /// Whether this process was started by [`program`].
    fn is_program(name: &str) -> bool {
        std::env::var_os(PROGRAM).is_some_and(|program| program == name)
    }

    /// Runs a test of this file in a process of its own, since the environment belongs to a process, with these as the machine's certificates.
    fn program(name: &str, certificates: &Path) -> bool {
        let program = std::env::current_exe().expect("this test has a file");
        let mut command = Command::new(program);
        command.args(["--exact", name]).env(PROGRAM, name).env("SSL_CERT_FILE", certificates).env("SSL_CERT_DIR", "/dev/null");
        let said = String::from_utf8(command.output().expect("it starts").stdout).expect("it is text");
        print!("{said}");
        said.contains(" 1 passed; 0 failed")
    }

    const PROGRAM: &str = "INSTANTLY_TEST_PROGRAM";
}

#[tokio::test]
async fn a_proxy_of_the_option_is_asked_for_the_host() {
    let (target, certificate) = secure_server().await;
    let proxy = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let proxy_url = format!("http://user:word@{}", proxy.local_addr().expect("it is bound"));
    let authority = target.trim_start_matches("https://").to_owned();
    let serve = tokio::spawn(async move {
        let (mut stream, _) = proxy.accept().await.expect("a connection");
        let head = request(&mut stream).await.expect("a request");
        let mut target = TcpStream::connect(&authority).await.expect("the server listens");
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.expect("the client reads");
        let _ = copy_bidirectional(&mut stream, &mut target).await;
        head
    });
    let client = client(&target).ca_certificates(certificate).proxy(proxy_url).build().expect("good settings");
    assert_eq!(id_of_job(&client).await.expect("it comes through"), "an-id");
    drop(client);
    let head = serve.await.expect("the proxy served").to_lowercase();
    assert!(head.starts_with("connect localhost:") && head.contains("proxy-authorization: basic"), "{head}");
    assert!(!head.contains("secret-key"), "the key is for the API alone");
}

#[tokio::test]
async fn a_proxy_that_refuses_is_named_without_its_password() {
    let (listener, _) = listen().await;
    let address = listener.local_addr().expect("it is bound");
    let serve = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.expect("a connection");
        request(&mut stream).await.expect("a request");
        stream.write_all(b"HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n").await.expect("the client reads");
    });
    let client = client("https://localhost:1").proxy(format!("http://user:word@{address}")).build().expect("good settings");
    let error = id_of_job(&client).await.expect_err("the proxy refuses");
    serve.await.expect("the proxy served");
    assert_eq!(error.class().name(), "APIConnectionError");
    assert!(error.to_string().starts_with(&format!("could not connect to localhost:1 through the proxy {address}: ")), "{error}");
    let mut said = format!("{error} {error:?}");
    let mut source = std::error::Error::source(&error);
    while let Some(cause) = source {
        said += &format!(" {cause} {cause:?}");
        source = cause.source();
    }
    assert!(!said.contains("word") && !said.contains("secret-key"), "{said}");
}

#[tokio::test]
async fn a_connection_that_was_closed_while_idle_costs_no_call() {
    let (listener, builder) = listen().await;
    let client = builder.build().expect("good settings");
    for _ in 0..20 {
        let serve = async {
            let (mut stream, _) = listener.accept().await.expect("a new connection");
            request(&mut stream).await.expect("a request");
            answer(&mut stream, &json!({ "id": "an-id" })).await;
            // Dropped here: the client keeps the connection in its pool, and finds it closed.
        };
        let (id, ()) = tokio::join!(id_of_job(&client), serve);
        assert_eq!(id.expect("no call fails"), "an-id");
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_thousand_resets_leave_nothing_open() {
    let (listener, builder) = listen().await;
    let client = builder.build().expect("good settings");
    let descriptors = || std::fs::read_dir("/proc/self/fd").expect("Linux has it").count();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            request(&mut stream).await;
            // Closed with an unread byte or at once, this is a reset.
            stream.set_zero_linger().expect("a socket has it");
        }
    });
    let mut before = None;
    for _ in 0..1_000 {
        let error = id_of_job(&client).await.expect_err("a reset");
        assert_eq!(error.class().name(), "APIConnectionError");
        before.get_or_insert_with(descriptors);
    }
    let (before, after) = (before.unwrap_or_default(), descriptors());
    assert!(after <= before + 2, "{before} descriptors became {after}");
}
