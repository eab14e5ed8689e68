//! TLS by rustls, with the certificates of the platform.

use std::sync::{Arc, OnceLock};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use rustls_platform_verifier::Verifier;

use super::not_certificates;
use crate::{Attempts, Error};

/// Clients that add no certificates share one, so that the platform's are read once in a process.
static USUAL: OnceLock<ClientConfig> = OnceLock::new();

/// How connections are encrypted, and whom they trust.
pub(crate) struct Tls(ClientConfig);

impl Tls {
    /// The platform's trust, and the certificates of this PEM file besides.
    pub(crate) fn new(pem: Option<&[u8]>) -> Result<Self, Error> {
        if let Some(pem) = pem {
            return config(certificates(pem)?).map(Self);
        }
        if let Some(config) = USUAL.get() {
            return Ok(Self(config.clone()));
        }
        let config = config(Vec::new())?;
        Ok(Self(USUAL.get_or_init(|| config).clone()))
    }

    pub(crate) fn of(&self, builder: reqwest::ClientBuilder) -> reqwest::ClientBuilder {
        builder.tls_backend_preconfigured(self.0.clone())
    }
}

fn certificates(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, Error> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    let found = found.ok().filter(|found| !found.is_empty()).ok_or_else(not_certificates)?;
    let mut store = RootCertStore::empty();
    let readable = found.iter().all(|certificate| store.add(certificate.clone()).is_ok());
    if readable { Ok(found) } else { Err(not_certificates()) }
}

fn config(certificates: Vec<CertificateDer<'static>>) -> Result<ClientConfig, Error> {
    // A provider that the program installed is respected; none is installed for it.
    let provider = CryptoProvider::get_default().cloned().unwrap_or_else(|| Arc::new(rustls::crypto::ring::default_provider()));
    let mut config = ClientConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::Connection {
            message: "TLS could not be set up".to_owned(),
            attempts: Attempts::default(),
            source: Some(Box::new(error)),
        })?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(Trust { provider, certificates, verifier: OnceLock::new() }))
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

/// Reads the platform's certificates when the first server shows its own: it takes many milliseconds, and constructing a client must not.
#[derive(Debug)]
struct Trust {
    provider: Arc<CryptoProvider>,
    /// The caller's.
    certificates: Vec<CertificateDer<'static>>,
    verifier: OnceLock<Verifier>,
}

impl Trust {
    fn verifier(&self) -> Result<&Verifier, rustls::Error> {
        if let Some(verifier) = self.verifier.get() {
            return Ok(verifier);
        }
        let with_roots = |roots| Verifier::new_with_extra_roots(roots, self.provider.clone());
        let verifier = if self.certificates.is_empty() {
            // Small container images have no certificates at all; Mozilla's serve there.
            Verifier::new(self.provider.clone()).or_else(|_| with_roots(webpki_root_certs::TLS_SERVER_ROOT_CERTS.to_vec()))?
        } else {
            with_roots(self.certificates.clone())?
        };
        Ok(self.verifier.get_or_init(|| verifier))
    }
}

impl ServerCertVerifier for Trust {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        self.verifier()?.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
