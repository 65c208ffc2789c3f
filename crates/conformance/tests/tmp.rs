//! tmp
#[test]
fn tmp() {
    let tree = conformance::emit::emit_watched(|what| {
        if !what.contains("verdicts") {
            eprintln!("{what}")
        }
    })
    .unwrap_or_else(|e| panic!("{e}"));
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors");
    tree.write(&root).unwrap();
    println!("{} files", tree.files().count());
}
