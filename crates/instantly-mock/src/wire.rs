//! What a handler can do to the connection under it, where HTTP as it should be is not enough.

use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::Notify;

use crate::lock;

/// A connection, as the handler of a request sees it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wire(Arc<Faults>);

#[derive(Debug, Default)]
struct Faults {
    /// Ends with a reset (RST), where it would be closed in good order.
    resets: AtomicBool,
    /// Ends as soon as what is written now has left.
    closes: AtomicBool,
    /// What goes out in place of the server's answer.
    own: Mutex<Option<Bytes>>,
    end: Notify,
}

impl Wire {
    /// The end of a connection that was told to end.
    pub(crate) async fn ended(&self) {
        self.0.end.notified().await;
    }
}

/// For the handler.
impl Wire {
    pub(crate) fn reset_when_closed(&self) {
        self.0.resets.store(true, Ordering::Relaxed);
    }

    /// Ends the connection after this answer, and says nothing of it in the answer's head.
    pub(crate) fn close_after_answer(&self) {
        self.0.closes.store(true, Ordering::Relaxed);
    }

    /// Sends these bytes in place of the answer, head and all. Nothing: the answer as it is.
    pub(crate) fn send_instead(&self, bytes: Option<Bytes>) {
        *lock(&self.0.own) = bytes;
    }
}

/// A stream that does what its [`Wire`] was told.
pub(crate) struct Socket {
    stream: TcpStream,
    wire: Wire,
}

impl Socket {
    pub(crate) fn new(stream: TcpStream, wire: Wire) -> Self {
        Self { stream, wire }
    }

    /// Writes what goes out in place of the answer, if anything does.
    fn poll_own(&mut self, context: &mut Context<'_>) -> Poll<std::io::Result<bool>> {
        let mut own = lock(&self.wire.0.own);
        let Some(left) = own.as_mut() else { return Poll::Ready(Ok(false)) };
        while !left.is_empty() {
            let written = ready!(Pin::new(&mut self.stream).poll_write(context, left))?;
            left.advance(written);
        }
        Poll::Ready(Ok(true))
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.wire.0.resets.load(Ordering::Relaxed) {
            // Closing with nothing allowed to linger sends RST.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        if ready!(self.poll_own(context))? {
            return Poll::Ready(Ok(bytes.len()));
        }
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[std::io::IoSlice<'_>],
    ) -> Poll<std::io::Result<usize>> {
        if ready!(self.poll_own(context))? {
            return Poll::Ready(Ok(slices.iter().map(|slice| slice.len()).sum()));
        }
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(context))?;
        if self.wire.0.closes.load(Ordering::Relaxed) {
            // At once, so that nobody can send anything between the answer and the end.
            ready!(Pin::new(&mut self.stream).poll_shutdown(context))?;
            self.wire.0.end.notify_one();
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        if self.wire.0.resets.load(Ordering::Relaxed) {
            // A shutdown would send FIN first.
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
