//! The README's example.

include!(concat!(env!("OUT_DIR"), "/readme.rs"));
