//! A changed migration has to be embedded anew; cargo doesn't see that by itself.

fn main() {
    println!("cargo::rerun-if-changed=migrations");
}
