//! What is expected under one profile and policy.

use marmot_rules::{Policy, Profile};
use scenarios::model::{Expect, Holds, Outcome, Scenario};

fn expect(text: &str) -> Expect {
    let head = r#"
        format = "marmot-scenario/1"
        id = "trip"
        title = "A trip"
        profiles = ["pr40", "mip-2026-04"]
        accounts.bob.devices = ["phone", "laptop"]
        steps = [{ settle = "1m" }]
    "#;
    Scenario::parse(&format!("{head}\n{text}"), "trip.toml").unwrap_or_else(|error| panic!("{error}")).expect
}

const D_SLOT: Policy = Policy::DSlot { limit: None };

#[test]
fn what_is_said_in_general_holds_where_nothing_else_is_said() {
    let expect = expect("[expect]\nholds = \"all\"\noutcome = { \"bob/phone\" = \"joined\" }");
    assert_eq!(expect.resolve(Profile::Pr40, Policy::NewestOne), expect);
}

#[test]
fn the_pair_outweighs_the_policy_and_the_policy_the_profile() {
    let expect = expect(
        r#"
        [expect]
        violates = ["no-phantom-leaf"]
        [expect.under.mip-2026-04]
        violates = ["slot-is-reused"]
        [expect.under.newest-one]
        violates = ["every-active-device-joins"]
        [expect.under."mip-2026-04/newest-one"]
        violates = []
        "#,
    );
    let violates = |profile, policy| expect.resolve(profile, policy).violates;
    assert_eq!(violates(Profile::Pr40, Policy::ClientId), ["no-phantom-leaf"]);
    assert_eq!(violates(Profile::Pr40, Policy::NewestOne), ["every-active-device-joins"]);
    assert_eq!(violates(Profile::Mip2026_04, D_SLOT), ["slot-is-reused"]);
    assert_eq!(violates(Profile::Mip2026_04, Policy::NewestOne), Vec::<String>::new());
}

#[test]
fn outcomes_are_taken_device_by_device() {
    let expect = expect(
        r#"
        [expect]
        outcome = { "bob/phone" = "joined", "bob/laptop" = "joined" }
        [expect.under.newest-one]
        outcome = { "bob/laptop" = "silently-excluded" }
        "#,
    );
    let outcome = expect.resolve(Profile::Pr40, Policy::NewestOne).outcome;
    assert_eq!(outcome["bob/phone"], Outcome::Joined);
    assert_eq!(outcome["bob/laptop"], Outcome::SilentlyExcluded);
}

#[test]
fn an_invariant_that_is_violated_here_does_not_hold_here() {
    let expect = expect(
        r#"
        [expect]
        holds = ["no-phantom-leaf", "all-pairs-decrypt"]
        [expect.under.client-id]
        violates = ["no-phantom-leaf"]
        "#,
    );
    let resolved = expect.resolve(Profile::Pr40, Policy::ClientId);
    assert_eq!(resolved.holds, Some(Holds::List(vec!["all-pairs-decrypt".to_owned()])));
    assert!(resolved.under.is_empty());
}
