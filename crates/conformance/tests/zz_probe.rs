#[test]
fn probe() {
    conformance::emit::probe();
}
