//! The examples of `docs/reference` compile; `build.rs` made a function of each.

#![allow(unused, reason = "an example shows a call, and nobody runs it")]

use std::time::Duration;

use instantly_sdk::{Client, Error, Nullable};

include!(concat!(env!("OUT_DIR"), "/reference.rs"));
