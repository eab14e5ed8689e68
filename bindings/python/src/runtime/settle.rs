//! Letting a runtime notice what happened to its connections.

/// The turns let hyper's connection tasks see what happened to their sockets and clean up. One turn polls the sockets, one runs the
/// task, one more lets go of what the task handed on.
const TURNS: usize = 4;

/// Lets a runtime notice what happened to its connections, so that none is used that the server has closed.
pub async fn settle() {
    for _ in 0..TURNS {
        tokio::task::yield_now().await;
    }
}
