//! TLS: what the platform trusts, and what the caller adds to it. Verification can't be turned off.
//!
//! The feature `rustls` brings a library of its own, `native-tls` takes the platform's. A program that has both on has asked for the second by
//! name, and the first was there unasked, so the platform's is taken.

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
compile_error!("TLS is missing: turn on the feature `rustls` (a default one) or `native-tls` of instantly-sdk");

#[cfg(all(feature = "rustls", not(feature = "native-tls")))]
mod built_in;
#[cfg(feature = "native-tls")]
mod platform;

#[cfg(all(feature = "rustls", not(feature = "native-tls")))]
pub(crate) use built_in::Tls;
#[cfg(feature = "native-tls")]
pub(crate) use platform::Tls;

use crate::Error;

/// What was given is no PEM file with certificates.
fn not_certificates() -> Error {
    let message = "ca_certificates has no readable certificate: pass the text of a PEM file, which starts with -----BEGIN CERTIFICATE-----";
    Error::invalid_argument("ca_certificates", message)
}
