//! The mock's side of a case: hand it the script, ask it afterwards what arrived.

use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A running mock.
pub struct Mock {
    /// `127.0.0.1:8080`.
    address: String,
}

/// The exchanges of one case, as the mock knows them.
#[derive(Deserialize)]
pub struct Script {
    id: String,
    pub base_url: String,
}

#[derive(Deserialize)]
struct Verdict {
    ok: bool,
    problems: Vec<String>,
}

impl Mock {
    pub fn new(url: &str) -> Result<Self> {
        let address = url.strip_prefix("http://").context("the mock's address must start with http://")?;
        Ok(Self { address: address.trim_end_matches('/').to_owned() })
    }

    pub async fn start(&self, exchanges: &Value) -> Result<Script> {
        let answer = self.send("POST", "/__mock/cases", &json!({ "exchanges": exchanges }).to_string()).await?;
        serde_json::from_str(&answer).with_context(|| format!("the mock took the case, but said {answer}"))
    }

    /// What the mock did not like about the requests; the script is over.
    pub async fn end(&self, script: &Script) -> Result<Vec<String>> {
        let path = format!("/__mock/cases/{}", script.id);
        let answer = self.send("GET", &path, "").await?;
        let verdict: Verdict = serde_json::from_str(&answer).with_context(|| format!("no verdict: {answer}"))?;
        self.send("DELETE", &path, "").await?;
        Ok(if verdict.ok { Vec::new() } else { verdict.problems })
    }

    /// One request on a connection of its own: the SDK's HTTP client is what is under test, so it does not serve here.
    async fn send(&self, method: &str, path: &str, body: &str) -> Result<String> {
        let mut stream = TcpStream::connect(&self.address).await.context("the mock can't be reached")?;
        let (host, length) = (&self.address, body.len());
        let head = format!("{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
        stream.write_all(&[head.as_bytes(), body.as_bytes()].concat()).await.context("the mock does not listen")?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.context("the mock does not answer")?;
        let answer = String::from_utf8_lossy(&answer);
        let (head, body) = answer.split_once("\r\n\r\n").context("the mock's answer has no end of its headers")?;
        let status = head.split(' ').nth(1).unwrap_or_default();
        ensure!(status.starts_with('2'), "{method} {path}: {status} {body}");
        Ok(body.to_owned())
    }
}
