//! progenitor's hook: every request of every generated method goes to the call that the client was made for.

use std::sync::Arc;

use progenitor_client::{ClientHooks, OperationInfo};
use reqwest::ResponseBuilderExt;

use crate::exec::Exec;
use crate::generated::Client;

impl ClientHooks<Arc<dyn Exec>> for Client {
    async fn exec(&self, request: reqwest::Request, _info: &OperationInfo) -> reqwest::Result<reqwest::Response> {
        let url = request.url().clone();
        self.inner.exec(&self.client, request).await;
        // reqwest parses one for a response that has none, which costs more than the rest of this function.
        Ok(http::Response::builder().url(url).body("").unwrap_or_default().into())
    }
}
