//! Closed lists have ids that survive a round trip through text, serde and the command line.

use std::collections::BTreeSet;
use std::fmt::{Debug, Display};
use std::str::FromStr;

use marmot_rules::decisions::{DECISIONS, Tie};
use marmot_rules::registry::{Level, RULES, RuleId, SOURCES, rules};
use marmot_rules::{Knobs, Policy, Profile, Reason, Requirements};
use serde::Serialize;
use serde::de::DeserializeOwned;

fn round_trip<T>(values: &[T])
where
    T: Copy + Debug + Display + PartialEq + FromStr + Serialize + DeserializeOwned,
    T::Err: Debug,
{
    let mut seen = BTreeSet::new();
    for value in values {
        let text = value.to_string();
        assert_eq!(T::from_str(&text).expect("an id parses"), *value);
        let json = serde_json::to_string(value).expect("an id serialises");
        assert_eq!(json, format!("\"{text}\""));
        assert_eq!(serde_json::from_str::<T>(&json).expect("and back"), *value);
        assert!(seen.insert(text), "{value} appears twice");
    }
}

#[test]
fn every_closed_list_round_trips() {
    round_trip(Profile::ALL);
    round_trip(Reason::ALL);
    round_trip(Policy::ALL);
    round_trip(Level::ALL);
    round_trip(&rules().map(|rule| RuleId::of(rule.id)).collect::<Vec<_>>());
}

#[test]
fn policies_follow_rules_that_exist() {
    for (policy, rule) in Policy::ALL.iter().flat_map(|policy| policy.rules().iter().map(move |rule| (policy, rule))) {
        assert!(rule.parse::<RuleId>().is_ok(), "{policy} follows {rule}");
    }
}

#[test]
fn the_reasons_are_the_closed_list_of_the_specification() {
    let listed = "wrong-author wrong-kind bad-signature malformed-shape bad-encoding bad-mls ref-mismatch \
                  identity-mismatch bad-proof lifetime-missing lifetime-early lifetime-expired lifetime-too-long \
                  incompatible future-dated stale beyond-query-limit superseded-in-slot superseded-in-group lost-tie \
                  lost-ranking slot-suppressed duplicate-ref duplicate-signature-key already-in-tree over-cap \
                  untagged-collapsed lookup-aborted";
    let ids: Vec<&str> = Reason::ALL.iter().map(|reason| reason.id()).collect();
    assert_eq!(ids, listed.split_whitespace().collect::<Vec<_>>());
}

#[test]
fn counted_policies_parse_with_any_number_but_zero() {
    assert_eq!("newest-n-12".parse(), Ok(Policy::NewestN(12)));
    assert_eq!("d-slot-2".parse(), Ok(Policy::DSlot { limit: Some(2) }));
    assert!("newest-n-0".parse::<Policy>().is_err());
    let error = "newest".parse::<Policy>().expect_err("there is no such policy");
    assert!(error.to_string().contains("client-id-strict"), "{error}");
}

#[test]
fn each_decision_can_be_turned_by_number_and_by_name_to_each_of_its_options() {
    for (index, decision) in DECISIONS.iter().enumerate() {
        assert_eq!(decision.id, format!("D{}", index + 1));
        for option in decision.options {
            let (mut by_number, mut by_name) = (Knobs::for_profile(Profile::Pr40), Knobs::for_profile(Profile::Pr40));
            by_number.set(decision.id, option.id).expect("a number and an option");
            by_name.set(decision.knob, option.id).expect("a name and an option");
            assert_eq!(by_number, by_name);
            let json = serde_json::to_value(&by_name).expect("knobs serialise");
            assert_eq!(json[decision.knob], option.id);
        }
        assert!(Knobs::for_profile(Profile::Pr40).set(decision.id, "maybe").is_err());
    }
    assert!(Knobs::for_profile(Profile::Pr40).set("D17", "x").is_err());
}

#[test]
fn knobs_and_requirements_survive_json() {
    for profile in Profile::ALL {
        let knobs = Knobs::for_profile(*profile);
        let json = serde_json::to_string(&knobs).expect("knobs serialise");
        assert_eq!(serde_json::from_str::<Knobs>(&json).expect("and back"), knobs);
        let requirements = Requirements::for_profile(*profile);
        let json = serde_json::to_string(&requirements).expect("requirements serialise");
        assert_eq!(serde_json::from_str::<Requirements>(&json).expect("and back"), requirements);
    }
}

#[test]
fn only_the_adopted_profile_does_not_run_on_mdk_core_and_says_why() {
    for profile in Profile::ALL {
        let executable = profile.executable_on_mdk_0_8();
        assert_eq!(executable.yes, *profile != Profile::Adopted2026_07);
    }
    assert!(Profile::Adopted2026_07.executable_on_mdk_0_8().why.contains("can neither make nor parse"));
    assert!(Profile::Adopted2026_07.engine().starts_with("openmls 0.9.2"));
}

#[test]
fn every_policy_applies_somewhere_and_every_profile_has_an_order_free_one() {
    for policy in Policy::ALL {
        assert!(Profile::ALL.iter().any(|profile| policy.applies_to(*profile)), "{policy}");
        assert!(policy.describe().ends_with('.') && !policy.source().is_empty());
    }
    for profile in Profile::ALL {
        assert!(Policy::ALL.iter().any(|policy| policy.applies_to(*profile) && policy.order_free()));
    }
}

#[test]
fn first_seen_ties_make_our_policies_depend_on_the_order_and_no_client() {
    let knobs = Knobs { tie: Tie::FirstSeen, ..Knobs::for_profile(Profile::Pr40) };
    assert!(!Policy::NewestOne.order_free_under(&knobs));
    assert!(Policy::Pika.order_free_under(&knobs));
    assert!(Policy::NewestOne.order_free_under(&Knobs::for_profile(Profile::Pr40)));
}

#[test]
fn documents_in_the_source_column_have_an_entry() {
    let tags: BTreeSet<&str> = SOURCES.iter().map(|source| source.tag).collect();
    assert_eq!(tags.len(), SOURCES.len());
    let all_capitals =
        |word: &&str| word.len() > 1 && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    for rule in RULES.iter().copied().flatten() {
        for word in rule.source.split([' ', ',']).filter(all_capitals).filter(|word| !word.starts_with("9420")) {
            let known = tags.contains(word) || ["RFC", "PR", "02", "03", "MDK"].contains(&word);
            assert!(known || word.chars().all(|c| c.is_ascii_digit()), "{}: {word}", rule.id);
        }
    }
}
