//! The part of a client that all its calls share.

use std::sync::Arc;

use http::HeaderMap;

use crate::network::Network;
use crate::pacing::Pacer;
use crate::secret::ApiKey;

/// Shared by a client's clones, and by those with other defaults or other connections.
pub(crate) struct Session {
    pub(crate) base_url: String,
    pub(crate) key: ApiKey,
    /// Authorization, User-Agent and the caller's own.
    pub(crate) headers: HeaderMap,
    /// `None`: never wait.
    pub(crate) pacer: Option<Arc<Pacer>>,
    pub(crate) network: Network,
    pub(crate) max_response_bytes: usize,
    /// From 0 to 1.
    pub(crate) jitter: fn() -> f64,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Session").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}
