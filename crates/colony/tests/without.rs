//! `colony run --without ENTRY`: the same run without one effect.

mod common;

use common::colony;

/// The number of the first entry of the story that says so.
fn entry(story: &str, words: &str) -> String {
    let line = story.lines().find(|line| line.contains(words)).unwrap_or_else(|| panic!("{words} stands in:\n{story}"));
    line.split_whitespace().next().unwrap().to_owned()
}

#[test]
fn the_number_that_the_story_shows_leaves_its_effect_out_and_the_header_says_so() {
    let with = colony(&["run", "one-welcome-lost"]);
    let lost = entry(&with.out, "fault once: refuse");
    let without = colony(&["run", "one-welcome-lost", "--without", &lost]);
    assert!(without.out.starts_with(&format!("without entry {lost}: ")), "{}", without.out);
    assert!(!without.out.lines().skip(1).any(|line| line.contains("fault once: refuse")));
    assert!(with.out.contains("violated") && !without.out.contains("violated     "), "{}", without.out);
    assert!(without.out.lines().last().unwrap().ends_with(&format!("--without {lost}")));
}

#[test]
fn an_entry_that_is_no_effect_or_does_not_exist_is_bad_input() {
    for (entry, words) in [("0", "is no effect that can be left out"), ("999999", "the run has no entry 999999")] {
        let done = colony(&["run", "one-welcome-lost", "--without", entry]);
        assert_eq!(done.exit, 2);
        assert!(done.err.contains(words), "{}", done.err);
    }
}
