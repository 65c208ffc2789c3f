//! Every row of the specification has a test that is named after it.

const SOURCES: [&str; 7] = [
    include_str!("accepting.rs"),
    include_str!("messages.rs"),
    include_str!("filters.rs"),
    include_str!("kinds.rs"),
    include_str!("deletion.rs"),
    include_str!("extensions.rs"),
    include_str!("database_cases.rs"),
];

/// Rows without a test, each with the reason.
const EXCUSED: [(&str, &str); 0] = [];

#[test]
fn every_rule_and_every_case_has_a_test_named_after_it() {
    let rules = (1..=85).map(|row| format!("r_{row:02}"));
    let cases = (1..=24).map(|row| format!("d_{row:02}"));
    let missing: Vec<_> = rules
        .chain(cases)
        .filter(|id| !EXCUSED.iter().any(|(excused, _)| excused == id))
        .filter(|id| !SOURCES.iter().any(|source| source.contains(&format!("#[test]\nfn {id}_"))))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}
