//! A document of any kind: the importer and the generator take it or refuse it with an error.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    drop(xtask::take_in(text));
});
