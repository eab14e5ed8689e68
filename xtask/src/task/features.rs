//! The features of the Rust crates that a build of the workspace leaves off.

use std::process::Command;

use anyhow::{Result, ensure};

use super::environment::Environment;
use super::environment::command::{openly, output, quietly};

/// What the compiler says when there is no TLS.
const NEITHER: &str = "TLS is missing";

/// `native-tls` serves like `rustls`, and a build with neither says what to turn on.
///
/// # Errors
/// When one of them doesn't hold.
pub fn run(environment: &Environment) -> Result<()> {
    let mut neither = environment.cargo(&["check", "--locked", "--quiet", "--package", "instantly-sdk", "--no-default-features"]);
    let refused = output(&mut neither).err().map(|error| error.to_string()).unwrap_or_default();
    ensure!(refused.contains(NEITHER), "a build without TLS must fail and say {NEITHER:?}\n{refused}");
    println!("  a build without TLS says so");

    if !has_openssl() {
        println!("  native-tls is left out: OpenSSL's headers are not on this machine (libssl-dev, openssl-devel), or no pkg-config");
        return Ok(());
    }
    let native = ["test", "--locked", "--package", "instantly-sdk", "--no-default-features", "--features", "native-tls"];
    let tests = ["--test", "network", "--test", "settings"];
    quietly("compile with native-tls", environment.cargo(&native).args(tests).arg("--no-run"))?;
    openly(environment.cargo(&native).args(tests).arg("--quiet"))
}

/// Other systems than Linux bring their library with them.
fn has_openssl() -> bool {
    let found = || Command::new("pkg-config").args(["--exists", "openssl"]).status().is_ok_and(|status| status.success());
    !cfg!(target_os = "linux") || std::env::var_os("OPENSSL_DIR").is_some() || found()
}
