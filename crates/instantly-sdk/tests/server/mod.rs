//! A server of a few lines, for what can only be seen from the socket's other end.

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use instantly_sdk::{Client, ClientBuilder, RateLimit};

/// Listens on a free port of this machine, and makes a client for it.
pub async fn listen() -> (TcpListener, ClientBuilder) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}", listener.local_addr().expect("it is bound"));
    (listener, Client::builder().api_key("secret-key").base_url(url).max_retries(0).rate_limit(RateLimit::Off))
}

/// The head of the next request on the connection; `None` once the client has closed it.
pub async fn request(stream: &mut TcpStream) -> Option<String> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read_u8().await {
            Ok(byte) => head.push(byte),
            Err(_) => return None,
        }
    }
    Some(String::from_utf8(head).expect("a request's head is text"))
}

/// Answers with JSON and keeps the connection.
pub async fn answer(stream: &mut TcpStream, body: &Value) {
    let body = body.to_string();
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nx-request-id: r-1\r\ncontent-length: {}\r\n\r\n", body.len());
    stream.write_all(format!("{head}{body}").as_bytes()).await.expect("the client reads");
}
