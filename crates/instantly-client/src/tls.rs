//! TLS: what the platform trusts, and what the caller adds to it. Verification can't be turned off.

use std::sync::{Arc, OnceLock};

use rustls::ClientConfig;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls_platform_verifier::Verifier;

use crate::{Attempts, Error};

/// Reading the platform's certificates takes many milliseconds, so one set serves every client and every pool of the process.
static PLATFORM: OnceLock<ClientConfig> = OnceLock::new();

/// The platform's trust, and these certificates besides.
pub(crate) fn config(certificates: Vec<CertificateDer<'static>>) -> Result<ClientConfig, Error> {
    if !certificates.is_empty() {
        return build(certificates);
    }
    if let Some(config) = PLATFORM.get() {
        return Ok(config.clone());
    }
    let config = build(certificates)?;
    Ok(PLATFORM.get_or_init(|| config).clone())
}

/// The certificates of a PEM file.
pub(crate) fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, Error> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    found.ok().filter(|found| !found.is_empty()).ok_or_else(|| {
        let message = "ca_certificates is not PEM: pass the text of a PEM file, which starts with -----BEGIN CERTIFICATE-----";
        Error::invalid_argument("ca_certificates", message)
    })
}

fn build(certificates: Vec<CertificateDer<'static>>) -> Result<ClientConfig, Error> {
    let failed = |error: rustls::Error| Error::Connection {
        message: "TLS could not be set up: the platform's certificates can't be read".to_owned(),
        attempts: Attempts::default(),
        source: Some(Box::new(error)),
    };
    // A provider that the program installed is respected; none is installed for it.
    let provider = CryptoProvider::get_default().cloned().unwrap_or_else(|| Arc::new(rustls::crypto::ring::default_provider()));
    let with_roots = |roots| Verifier::new_with_extra_roots(roots, provider.clone());
    let verifier = if certificates.is_empty() {
        // Small container images have no certificates at all; Mozilla's serve there.
        Verifier::new(provider.clone()).or_else(|_| with_roots(webpki_root_certs::TLS_SERVER_ROOT_CERTS.to_vec()))
    } else {
        with_roots(certificates)
    };
    let mut config = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(failed)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier.map_err(failed)?))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
