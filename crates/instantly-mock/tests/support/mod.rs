//! A client that shows what is on the wire: one request a connection, nothing hidden, nothing repeated.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::io::{Read, Write};
use std::net::TcpStream;

use serde_json::Value;

/// What came back.
#[derive(Debug)]
pub struct Received {
    /// The HTTP status.
    pub status: u16,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    /// As sent: neither unchunked nor decompressed.
    pub body: Vec<u8>,
    /// How the connection ended, if not in good order.
    pub broken: Option<std::io::ErrorKind>,
}

impl Received {
    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(header, _)| header == name).map(|(_, value)| value.as_str())
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The `message` of an error in the API's shape, which is checked.
    pub fn message(&self) -> String {
        let body = self.json();
        assert_eq!(body["statusCode"], self.status, "{body}");
        assert!(body["error"].is_string(), "{body}");
        body["message"].as_str().unwrap_or_default().to_owned()
    }
}

/// A request with the headers a client sends.
pub fn send(url: &str, method: &str, path: &str, body: Option<&str>) -> Received {
    let mut headers = vec![("authorization", "Bearer key"), ("user-agent", "test")];
    if body.is_some() {
        headers.push(("content-type", "application/json"));
    }
    send_with(url, method, path, &headers, body.unwrap_or_default())
}

/// A GET.
pub fn get(url: &str, path: &str) -> Received {
    send(url, "GET", path, None)
}

/// A request with exactly these headers, besides those of HTTP itself.
pub fn send_with(url: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Received {
    receive(open(url, method, path, headers, body))
}

/// What comes on a connection until it ends, or until its read timeout passes.
pub fn receive(mut stream: TcpStream) -> Received {
    let mut bytes = Vec::new();
    let mut part = [0; 65_536];
    let broken = loop {
        match stream.read(&mut part) {
            Ok(0) => break None,
            Ok(count) => bytes.extend_from_slice(&part[..count]),
            Err(error) => break Some(error.kind()),
        }
    };
    parse(&bytes, broken)
}

/// Sends a request and gives the open connection back.
pub fn open(url: &str, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> TcpStream {
    let rest = url.strip_prefix("http://").expect("an http URL");
    let (host, prefix) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let mut stream = TcpStream::connect(host).expect("connect");
    let mut head = format!("{method} {prefix}{path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    if !body.is_empty() {
        head.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    stream.write_all(format!("{head}\r\n{body}").as_bytes()).expect("write");
    stream
}

fn parse(bytes: &[u8], broken: Option<std::io::ErrorKind>) -> Received {
    let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else {
        return Received { status: 0, headers: Vec::new(), body: Vec::new(), broken };
    };
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok()).unwrap_or(0);
    let headers =
        lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned())).collect();
    Received { status, headers, body: bytes[end + 4..].to_vec(), broken }
}
