//! The corpus is part of the binary: a new or changed scenario file means a new build.

fn main() {
    println!("cargo::rerun-if-changed=corpus");
}
