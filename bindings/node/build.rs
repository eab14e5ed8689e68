//! Tells the linker that Node provides the Node-API symbols at load time.

fn main() {
    // Nothing else: without it, every change of the package's other files would compile it again.
    println!("cargo:rerun-if-changed=build.rs");
    napi_build::setup();
}
