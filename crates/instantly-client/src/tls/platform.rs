//! TLS by the platform's own library: Secure Transport, SChannel, or OpenSSL.

use reqwest::Certificate;

use super::not_certificates;
use crate::Error;

/// How connections are encrypted, and whom they trust.
pub(crate) struct Tls(Vec<Certificate>);

impl Tls {
    /// The platform's trust, and the certificates of this PEM file besides.
    pub(crate) fn new(pem: Option<&[u8]>) -> Result<Self, Error> {
        let Some(pem) = pem else { return Ok(Self(Vec::new())) };
        let found = Certificate::from_pem_bundle(pem).ok().filter(|found| !found.is_empty());
        found.map(Self).ok_or_else(not_certificates)
    }

    pub(crate) fn of(&self, builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        builder.tls_backend_native().tls_certs_merge(self.0.iter().cloned())
    }
}
