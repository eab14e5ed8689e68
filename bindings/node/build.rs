//! Tells the linker that Node provides the Node-API symbols at load time.

fn main() {
    napi_build::setup();
}
