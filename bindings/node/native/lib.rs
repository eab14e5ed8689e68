//! The native module of the npm package `instantly-sdk`.
//!
//! It holds no knowledge of the API: it turns JSON text into arguments, starts calls on the client crate, and hands back what
//! came of them. Whatever a user sees is TypeScript, in `../src`.
//!
//! Three rules keep it safe and fast. A call crosses the border as a few strings and comes back as one small array. A failure is a
//! value, never a thrown string, so that TypeScript can make the class it names. And no future borrows from JavaScript: each
//! owns what it needs, is known by a number, and is aborted when its environment (the main thread or a worker) ends.

// napi-derive registers nothing under `cfg(test)`, so there everything looks unused.
#![cfg_attr(test, allow(dead_code))]

mod answer;
mod background;
mod calls;
mod client;
mod duration;
mod events;
mod failure;
mod mock;
mod operation;
#[rustfmt::skip]
mod option_table;
mod options;
mod pacing;
mod text;
mod waiter;
mod walk;

use napi::Env;
use napi::bindgen_prelude::Object;
use napi_derive::napi;

/// Runs once in each environment that loads the module.
#[napi(module_exports)]
pub fn initialise(_exports: Object, env: Env) -> napi::Result<()> {
    calls::install(&env)
}

/// The version of this module, which TypeScript compares with its own.
#[napi]
pub fn version() -> &'static str {
    env!("CARGO_PKG_VERSION")
}
