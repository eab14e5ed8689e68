//! Reading an answer's body: unpacked, up to a limit, and with word of how it ended.
//!
//! Unpacking is done here and not by reqwest, which stops behind the first part of a body that was packed in several and drops the rest
//! without a word, and tells neither apart: a connection that broke, and a whole answer that can't be unpacked.

use std::io::{self, Write};

use bytes::{Bytes, BytesMut};
use flate2::write::MultiGzDecoder;
use http::HeaderMap;
use http::header::CONTENT_ENCODING;

/// No buffer is made larger at once because a header says so; it grows with what comes.
const LARGEST_FIRST_BUFFER: usize = 1 << 20;

/// The way of packing that is asked for, and its old name.
const GZIP: [&str; 2] = ["gzip", "x-gzip"];

/// A body, or as much of it as could be read.
pub(crate) struct Body {
    pub(crate) bytes: Bytes,
    pub(crate) end: End,
}

/// How a body ended.
pub(crate) enum End {
    Whole,
    /// There is more than the limit allows: an answer that unpacks without end must not take the program's memory with it.
    TooLarge,
    /// All of it came, but it is not what `Content-Encoding` says.
    Garbled,
    /// The connection ended before the body did.
    Broken(reqwest::Error),
}

/// Whether the body is packed in the way that was asked for; in any other it is left as it is.
pub(crate) fn is_packed(headers: &HeaderMap) -> bool {
    let encoding = headers.get(CONTENT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    GZIP.iter().any(|name| encoding.trim().eq_ignore_ascii_case(name))
}

/// Reads to the end or to `limit` bytes, counted after unpacking.
pub(crate) async fn read(response: &mut reqwest::Response, limit: usize) -> Body {
    if is_packed(response.headers()) { unpack(response, limit).await } else { collect(response, limit).await }
}

/// What comes in one piece is not copied.
async fn collect(response: &mut reqwest::Response, limit: usize) -> Body {
    let announced = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
    let mut only = Bytes::new();
    let mut joined = BytesMut::new();
    let end = loop {
        let chunk = match response.chunk().await {
            Ok(Some(chunk)) => chunk,
            Ok(None) => break End::Whole,
            Err(error) => break End::Broken(error),
        };
        let room = limit - only.len() - joined.len();
        let (fits, chunk) = (chunk.len() <= room, chunk.slice(..chunk.len().min(room)));
        if only.is_empty() && joined.is_empty() {
            only = chunk;
        } else {
            if joined.is_empty() {
                joined.reserve(announced.min(LARGEST_FIRST_BUFFER).max(only.len() + chunk.len()));
                joined.extend_from_slice(&std::mem::take(&mut only));
            }
            joined.extend_from_slice(&chunk);
        }
        if !fits {
            break End::TooLarge;
        }
    };
    Body { bytes: if joined.is_empty() { only } else { joined.freeze() }, end }
}

async fn unpack(response: &mut reqwest::Response, limit: usize) -> Body {
    let mut decoder = MultiGzDecoder::new(Limited { bytes: Vec::new(), limit, full: false });
    let mut is_empty = true;
    let end = loop {
        let unpacked = match response.chunk().await {
            Ok(Some(chunk)) => {
                is_empty &= chunk.is_empty();
                decoder.write_all(&chunk)
            }
            // Nothing at all is no body, whatever the header says of it.
            Ok(None) if is_empty => break End::Whole,
            Ok(None) => match decoder.try_finish() {
                Ok(()) => break End::Whole,
                failed => failed,
            },
            Err(error) => break End::Broken(error),
        };
        if unpacked.is_err() {
            break if decoder.get_ref().full { End::TooLarge } else { End::Garbled };
        }
    };
    Body { bytes: std::mem::take(&mut decoder.get_mut().bytes).into(), end }
}

/// A buffer that takes no more than its limit.
struct Limited {
    bytes: Vec<u8>,
    limit: usize,
    full: bool,
}

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = self.limit - self.bytes.len();
        self.bytes.extend_from_slice(&bytes[..bytes.len().min(room)]);
        self.full = bytes.len() > room;
        if self.full { Err(io::ErrorKind::StorageFull.into()) } else { Ok(bytes.len()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    const WORDS: &[u8] = b"one two three one two three one two three";

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    /// How the body of an answer is read that is packed as the encoding says.
    async fn read_as(encoding: &str, body: Vec<u8>, limit: usize) -> (Bytes, &'static str) {
        let response = http::Response::builder().header(CONTENT_ENCODING, encoding).body(body).unwrap();
        let Body { bytes, end } = read(&mut response.into(), limit).await;
        let end = match end {
            End::Whole => "whole",
            End::TooLarge => "too large",
            End::Garbled => "garbled",
            End::Broken(_) => "broken",
        };
        (bytes, end)
    }

    #[tokio::test]
    async fn a_packed_body_is_unpacked_to_its_last_part() {
        let mut parts = packed(b"one, ");
        parts.extend(packed(b"two"));
        assert_eq!(read_as("gzip", parts, 100).await, ("one, two".into(), "whole"));
        assert_eq!(read_as("X-GZIP ", packed(WORDS), 100).await, (WORDS.into(), "whole"));
        assert_eq!(read_as("gzip", Vec::new(), 100).await, (Bytes::new(), "whole"));
        assert_eq!(read_as("br", WORDS.to_vec(), 100).await, (WORDS.into(), "whole"));
    }

    #[tokio::test]
    async fn half_of_it_is_not_taken_for_all() {
        let whole = packed(WORDS);
        for length in [1, 9, 15, whole.len() - 8, whole.len() - 1] {
            assert_eq!(read_as("gzip", whole[..length].to_vec(), 100).await.1, "garbled", "{length} bytes");
        }
        let mut more = whole.clone();
        more.extend(b"more");
        assert_eq!(read_as("gzip", more, 100).await.1, "garbled");
        let mut other_sum = whole;
        *other_sum.last_mut().unwrap() ^= 1;
        assert_eq!(read_as("gzip", other_sum, 100).await.1, "garbled");
    }

    #[tokio::test]
    async fn the_limit_counts_what_is_unpacked() {
        let length = WORDS.len();
        assert_eq!(read_as("gzip", packed(WORDS), length).await, (WORDS.into(), "whole"));
        assert_eq!(read_as("gzip", packed(WORDS), length - 1).await, (WORDS[..length - 1].into(), "too large"));
        assert_eq!(read_as("identity", WORDS.to_vec(), length).await, (WORDS.into(), "whole"));
        assert_eq!(read_as("identity", WORDS.to_vec(), 3).await, (WORDS[..3].into(), "too large"));
        assert_eq!(read_as("gzip", packed(&[0; 1 << 20]), 4).await, ([0; 4][..].into(), "too large"));
    }
}
