//! Tells the linker of macOS that the interpreter brings Python's symbols.

fn main() {
    // Nothing else: without it, every change of the package's other files would compile it again.
    println!("cargo:rerun-if-changed=build.rs");
    pyo3_build_config::add_extension_module_link_args();
}
