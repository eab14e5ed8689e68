//! Answers on their way out, and what can go wrong with them there.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use hyper::Response;
use hyper::body::{Body, Frame, SizeHint};
use hyper::header::{HeaderName, HeaderValue};
use tokio::time::Sleep;

use crate::http::Answer;

/// Ends a connection where it stands.
#[derive(Debug, thiserror::Error)]
#[error("the connection is closed on purpose")]
pub(crate) struct Closed;

/// An answer that is ready to go.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: ReplyBody,
}

impl From<Answer> for Reply {
    fn from(answer: Answer) -> Self {
        Self { status: answer.status, headers: answer.headers, body: ReplyBody::Whole(Some(answer.body)) }
    }
}

impl Reply {
    /// A header that is none is left out; a status that is none becomes 500.
    pub(crate) fn into_response(self) -> Response<ReplyBody> {
        let mut response = Response::new(self.body);
        *response.status_mut() = hyper::StatusCode::from_u16(self.status).unwrap_or(hyper::StatusCode::INTERNAL_SERVER_ERROR);
        for (name, value) in &self.headers {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_bytes(value.as_bytes())) {
                response.headers_mut().append(name, value);
            }
        }
        response
    }
}

/// The body of an answer.
#[derive(Debug)]
pub(crate) enum ReplyBody {
    /// All at once.
    Whole(Option<Bytes>),
    /// Piece by piece.
    Pieces(Pieces),
}

/// A body that is sent, and reaches the wire, one piece after the other.
#[derive(Debug)]
pub(crate) struct Pieces {
    left: VecDeque<Bytes>,
    pause: Duration,
    /// Ends without the rest that Content-Length promised.
    cut: bool,
    state: Turn,
}

#[derive(Debug)]
enum Turn {
    Send,
    Flush,
    Wait(Pin<Box<Sleep>>),
}

impl Pieces {
    pub(crate) fn new(pieces: Vec<Bytes>, pause: Duration, cut: bool) -> Self {
        // A body that is cut off before its first byte still sends the head first.
        let state = if cut { Turn::Flush } else { Turn::Send };
        Self { left: pieces.into(), pause, cut, state }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, Closed>>> {
        loop {
            match &mut self.state {
                Turn::Flush => {
                    // The server writes out what it has whenever a body has nothing more to give for now.
                    self.state = if self.left.is_empty() || self.pause.is_zero() {
                        Turn::Send
                    } else {
                        Turn::Wait(Box::pin(tokio::time::sleep(self.pause)))
                    };
                    context.waker().wake_by_ref();
                    return Poll::Pending;
                }
                Turn::Wait(sleep) => {
                    if sleep.as_mut().poll(context).is_pending() {
                        return Poll::Pending;
                    }
                    self.state = Turn::Send;
                }
                Turn::Send => {
                    let piece = self.left.pop_front();
                    self.state = if piece.is_some() { Turn::Flush } else { Turn::Send };
                    return Poll::Ready(match piece {
                        Some(piece) => Some(Ok(piece)),
                        None if self.cut => Some(Err(Closed)),
                        None => None,
                    });
                }
            }
        }
    }
}

impl ReplyBody {
    /// How many bytes there are still to send.
    pub(crate) fn size(&self) -> usize {
        match self {
            Self::Whole(body) => body.as_ref().map_or(0, Bytes::len),
            Self::Pieces(pieces) => pieces.left.iter().map(Bytes::len).sum(),
        }
    }
}

impl Body for ReplyBody {
    type Data = Bytes;
    type Error = Closed;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Closed>>> {
        match self.get_mut() {
            Self::Whole(body) => Poll::Ready(body.take().filter(|body| !body.is_empty()).map(|body| Ok(Frame::data(body)))),
            Self::Pieces(pieces) => pieces.poll(context).map(|piece| piece.map(|piece| piece.map(Frame::data))),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(body) if body.as_ref().is_none_or(Bytes::is_empty))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(body) => SizeHint::with_exact(body.as_ref().map_or(0, |body| body.len() as u64)),
            Self::Pieces(_) => SizeHint::new(),
        }
    }
}
