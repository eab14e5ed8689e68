//! Reading an answer's body, up to a limit: an answer that unpacks without end must not take the program's memory with it.

use bytes::{Bytes, BytesMut};

/// No buffer is made larger at once because a header says so; it grows with what comes.
const LARGEST_FIRST_BUFFER: usize = 1 << 20;

/// A body, or as much of it as the limit allows.
pub(crate) struct Body {
    pub(crate) bytes: Bytes,
    /// There was more.
    pub(crate) cut: bool,
}

/// Reads to the end or to `limit` bytes, counted after decompression. What comes in one piece is not copied.
pub(crate) async fn read(response: &mut reqwest::Response, limit: usize) -> reqwest::Result<Body> {
    let Some(first) = response.chunk().await? else { return Ok(Body { bytes: Bytes::new(), cut: false }) };
    if first.len() > limit {
        return Ok(Body { bytes: first.slice(..limit), cut: true });
    }
    let Some(second) = response.chunk().await? else { return Ok(Body { bytes: first, cut: false }) };
    let announced = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
    let mut bytes = BytesMut::with_capacity(announced.min(LARGEST_FIRST_BUFFER).max(first.len() + second.len()));
    bytes.extend_from_slice(&first);
    let mut next = Some(second);
    while let Some(chunk) = next {
        if bytes.len() + chunk.len() > limit {
            bytes.extend_from_slice(&chunk[..limit - bytes.len()]);
            return Ok(Body { bytes: bytes.freeze(), cut: true });
        }
        bytes.extend_from_slice(&chunk);
        next = response.chunk().await?;
    }
    Ok(Body { bytes: bytes.freeze(), cut: false })
}
