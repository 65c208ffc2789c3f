//! Section 5 of shared-ratchet.md: rows of up to 50,000 states here, all of them by
//! `cargo run --release -p shared-ratchet --example table`.

use shared_ratchet::tree::table::{Row, drawn, rows};
use shared_ratchet::tree::{
    Device, Policy, RaceError, RaceInput, RaceResult, User, census, census_within, race, survey, survey_within, witness,
};

/// Rows that take no time.
fn small() -> Vec<Row> {
    let small: Vec<Row> = rows().into_iter().filter(|row| row.states < 50_000).collect();
    assert_eq!(small.len(), 53, "rows below 50,000 states");
    small
}

#[test]
fn every_small_row_of_section_5_is_found_on_stateright() {
    for row in small() {
        let found = survey(&row.input, 1).unwrap_or_else(|error| panic!("{}: {error}", row.name));
        assert_eq!(row.differences(&found), Vec::<String>::new(), "{}", row.name);
    }
}

#[test]
fn a_plain_search_finds_the_same_as_stateright_in_everything() {
    for row in small() {
        assert_eq!(census(&row.input), survey(&row.input, 1), "{}", row.name);
    }
}

#[test]
fn counts_do_not_depend_on_the_number_of_threads() {
    for row in small() {
        assert_eq!(survey(&row.input, 2), survey(&row.input, 1), "{}", row.name);
    }
}

#[test]
fn states_do_not_depend_on_the_orders_of_the_two_users() {
    let mut differ = std::collections::BTreeSet::new();
    for seed in 1..=20u64 {
        let row = drawn(seed.into(), 1).expect("a row");
        let found = survey(&row.input, 1).unwrap_or_else(|error| panic!("{}: {error}", row.name));
        assert_eq!(row.differences(&found), Vec::<String>::new(), "{}", row.name);
        assert_eq!(census(&row.input), Ok(found.clone()), "{}", row.name);
        differ.insert(found.result.users_differ);
    }
    assert_eq!(differ, std::collections::BTreeSet::from([0, 1, 9, 10]), "A≠B depends on the orders");
}

#[test]
fn a_question_and_its_answer_are_the_json_of_the_vectors() {
    let text = r#"{"model": "tree", "m": 2, "n": 1, "steps_max": 2, "marker": true,
        "policy": {"accept": "all", "valid": "known", "orphan": "buffer", "order": "tip", "roots": 1,
                   "orders": {"A": "ascending", "B": "descending"}}}"#;
    let input: RaceInput = serde_json::from_str(text).expect("a question");
    let expected: RaceResult = serde_json::from_str(
        r#"{"states": 2601, "quiescent": 176, "users_differ": 22, "same_user_split": 0, "dead": 0, "stuck": 0, "lost": 0,
            "fork_depth_max": 1, "always": ["P1", "P2", "P4", "P5", "P7"], "sometimes": ["P3"], "fails": []}"#,
    )
    .expect("an answer");
    assert_eq!(race(&input), Ok(expected));
    assert!(serde_json::from_str::<RaceInput>(r#"{"m": 1, "n": 1, "steps_max": 1, "step": 1}"#).is_err());
}

#[test]
fn what_cannot_be_counted_is_refused_in_one_sentence() {
    let refused = |input: &RaceInput| {
        let error = race(input).expect_err("refused");
        assert_eq!(census(input), Err(error.clone()));
        error
    };
    assert_eq!(refused(&RaceInput::opposite(0, 1, 1)), RaceError::Devices { m: 0, n: 1 });
    assert_eq!(refused(&RaceInput::opposite(4, 3, 1)), RaceError::Devices { m: 4, n: 3 });
    assert_eq!(refused(&RaceInput::opposite(2, 2, 4)), RaceError::Steps { steps_max: 4, devices: 4 });
    assert_eq!(refused(&RaceInput::opposite(2, 2, 0)), RaceError::Steps { steps_max: 0, devices: 4 });
    let roots = |roots| RaceInput { policy: Policy { roots, ..Policy::agree() }, ..RaceInput::opposite(1, 1, 1) };
    assert_eq!(refused(&roots(3)), RaceError::Roots(3));
    let stranger = Device::new(User::B, 2);
    let removed = RaceInput { removed: vec![stranger], ..RaceInput::opposite(1, 1, 1) };
    assert_eq!(refused(&removed), RaceError::Stranger(stranger));
}

#[test]
fn a_space_that_is_not_exhausted_is_not_counted() {
    let input = RaceInput::opposite(2, 2, 1);
    assert_eq!(survey_within(&input, 2, 3_584), Err(RaceError::States(3_584)));
    assert_eq!(census_within(&input, 3_584), Err(RaceError::States(3_584)));
    assert_eq!(survey_within(&input, 2, 3_585), census_within(&input, 3_585), "it has 3,585 states");
    assert!(census_within(&input, 3_585).is_ok());
    assert_eq!(witness(&input, "P1", 100), Err(RaceError::States(100)));
}

#[test]
fn a_row_that_is_wrong_is_told() {
    let row = Row { states: 10, holds: &["P8"], fails: &["P1"], ..rows().remove(0) };
    let found = survey(&row.input, 1).expect("counted");
    assert_eq!(row.differences(&found), ["states: stated 10, found 9", "P8 does not hold", "P1 does not fail"]);
}
