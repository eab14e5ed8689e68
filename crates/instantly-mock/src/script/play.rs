//! Gives the answer of an exchange, with its faults.

use std::io::Write;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::case::{Chunks, Respond};
use super::fill::fill_in;
use crate::reply::{Closed, Pieces, Reply, ReplyBody};
use crate::wire::Wire;

/// Answers as told. An error closes the connection without an answer.
pub(crate) async fn play(respond: &Arc<Respond>, base_url: &str, wire: &Wire) -> Result<Reply, Closed> {
    if respond.hang {
        // Dropped when the client closes the connection.
        std::future::pending::<()>().await;
    }
    if respond.delay_ms > 0 {
        tokio::time::sleep(Duration::from_millis(respond.delay_ms)).await;
    }
    if respond.reset {
        wire.reset_when_closed();
        if respond.truncate.is_none() {
            return Err(Closed);
        }
    }
    // What can't be filled in was refused when the case was made.
    let filled = |text: &str| fill_in(text, base_url, SystemTime::now()).unwrap_or_default();
    if respond.close {
        wire.close_after_answer();
    }
    if let Some(text) = &respond.wire {
        wire.send_instead(Some(filled(text).into()));
    }
    let whole = body(respond).await;
    let mut headers: Vec<(String, String)> =
        respond.headers.iter().map(|(name, value)| (name.to_ascii_lowercase(), filled(value))).collect();
    let given = |headers: &[(String, String)], name: &str| headers.iter().any(|(header, _)| header == name);
    if respond.json.is_some() && !given(&headers, "content-type") {
        headers.push(("content-type".to_owned(), "application/json; charset=utf-8".to_owned()));
    }
    if respond.gzip && !given(&headers, "content-encoding") {
        headers.push(("content-encoding".to_owned(), "gzip".to_owned()));
    }
    let body = if let Some(pause) = respond.dribble_ms {
        headers.push(("content-length".to_owned(), whole.len().to_string()));
        let bytes = (0..whole.len()).map(|at| whole.slice(at..=at)).collect();
        ReplyBody::Pieces(Pieces::new(bytes, Duration::from_millis(pause), false))
    } else if let Some(sent) = respond.truncate {
        headers.push(("content-length".to_owned(), whole.len().max(sent + 1).to_string()));
        ReplyBody::Pieces(Pieces::new(vec![whole.slice(..sent.min(whole.len()))], Duration::ZERO, true))
    } else if let Some(chunks) = &respond.chunks {
        ReplyBody::Pieces(Pieces::new(cut(&whole, chunks, respond.gzip), Duration::from_millis(respond.chunk_delay_ms), false))
    } else {
        ReplyBody::Whole(Some(whole))
    };
    Ok(Reply { status: respond.status, headers, body })
}

/// The body as it goes out. A long one is made aside: other cases are playing.
async fn body(respond: &Arc<Respond>) -> Bytes {
    let make = |respond: &Respond| {
        let whole = respond.body().unwrap_or_default();
        if respond.gzip { gzip(&whole) } else { whole }
    };
    if respond.many.is_none() {
        return make(respond);
    }
    let respond = respond.clone();
    tokio::task::spawn_blocking(move || make(&respond)).await.unwrap_or_default()
}

fn gzip(body: &[u8]) -> Bytes {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    // Writing to memory doesn't fail.
    let _ = encoder.write_all(body);
    encoder.finish().map(Bytes::from).unwrap_or_default()
}

/// A compressed body has lost the borders of its texts: it is cut into as many even pieces.
fn cut(body: &Bytes, chunks: &Chunks, compressed: bool) -> Vec<Bytes> {
    let sizes: Vec<usize> = match chunks {
        Chunks::Sizes(sizes) => sizes.clone(),
        Chunks::Texts(texts) if compressed => vec![body.len() / texts.len().max(1); texts.len()],
        Chunks::Texts(texts) => texts.iter().map(String::len).collect(),
    };
    let mut rest = body.clone();
    let mut pieces: Vec<Bytes> = sizes.into_iter().map(|size| rest.split_to(size.min(rest.len()))).collect();
    pieces.push(rest);
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_cut_without_loss() {
        let body = Bytes::from_static(b"abcdef");
        assert_eq!(cut(&body, &Chunks::Sizes(vec![1, 2]), false), ["a", "bc", "def"]);
        assert_eq!(cut(&body, &Chunks::Sizes(vec![9]), false), ["abcdef"]);
        assert_eq!(cut(&body, &Chunks::Texts(vec!["ab".to_owned(), "cdef".to_owned()]), false), ["ab", "cdef"]);
    }
}
