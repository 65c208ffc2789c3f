//! Which open points of the texts are played by what: questions, reports, planned tests, and options of decision points.
//!
//! A scenario names what it plays. What no device on mdk-core 0.8.0 can show is judged by a test of `marmot-rules` or
//! `sim-device`, named here. The rest has its reason here.

use marmot_rules::decisions::{self, Choice, Decision};
use marmot_rules::open;
use serde::Serialize;

use crate::model::Scenario;

/// What plays one open point.
#[derive(Clone, Debug, Serialize)]
pub struct Played {
    /// `Q3a`, `W-20`, `B-2` or `D2=lower-id`.
    pub id: String,
    /// The question, the report, or for an option who does it that way.
    pub text: String,
    /// Where it comes from; of an option the question that it answers.
    pub source: &'static str,
    /// Scenarios that play it.
    pub scenarios: Vec<String>,
    /// Tests that judge it on rules or on mdk-core alone, as `file::test`.
    pub tests: Vec<&'static str>,
    /// Why neither does.
    pub reason: Option<&'static str>,
}

/// Every open point, in the order of the specification.
pub fn played(scenarios: &[Scenario]) -> Vec<Played> {
    let decisions = decisions::all().flat_map(|decision| decision.options.iter().map(move |choice| (decision, choice)));
    let options = decisions.map(|(decision, choice)| option(decision, choice));
    let points = open::points().map(|point| (point.id.to_owned(), point.text.to_owned(), point.source));
    points.chain(options).map(|(id, text, source)| play(id, text, source, scenarios)).collect()
}

fn option(decision: &'static Decision, choice: &Choice) -> (String, String, &'static str) {
    (format!("{}={}", decision.id, choice.id), choice.who.to_owned(), decision.question)
}

fn play(id: String, text: String, source: &'static str, scenarios: &[Scenario]) -> Played {
    let plays = |scenario: &&Scenario| scenario.plays.contains(&id);
    let scenarios: Vec<_> = scenarios.iter().filter(plays).map(|scenario| scenario.id.clone()).collect();
    let tests: Vec<_> = TESTS.iter().filter(|(point, _)| *point == id).map(|(_, test)| *test).collect();
    let reason = REASONS.iter().find(|(point, _)| *point == id && scenarios.is_empty() && tests.is_empty());
    Played { reason: reason.map(|(_, why)| *why), id, text, source, scenarios, tests }
}

/// Tests on rules or on mdk-core alone.
const TESTS: &[(&str, &str)] = &[
    ("Q5", "marmot-rules/tests/policies.rs::a_tag_can_take_the_key_of_an_untagged_event_in_the_listing"),
    ("Q8", "sim-device/tests/mdk_core_facts.rs::fact_a_one_commit_gives_every_device_the_same_welcome_bytes"),
    ("Q12", "marmot-rules/tests/policies.rs::a_malformed_client_id_is_untagged_or_refused"),
    ("W-04", "marmot-rules/tests/policies.rs::the_ranking_of_slots_is_last_resort_then_time_then_reference"),
    ("W-05", "marmot-rules/tests/policies.rs::mdk_reads_twelve_events_so_a_bad_thirteenth_does_no_harm"),
    ("W-06", "marmot-rules/tests/policies.rs::the_client_label_outranks_the_time_only_after_pr_1910"),
    ("W-07", "marmot-rules/tests/policies.rs::after_pr_1910_an_incompatible_record_costs_its_slot_but_not_the_lookup"),
    (
        "W-13",
        "marmot-rules/tests/rules_by_hand.rs::default_extensions_in_the_capabilities_are_a_finding_and_no_refusal",
    ),
    ("W-21", "marmot-rules/tests/identity_proof.rs::a_proof_is_bound_to_every_signed_input"),
    ("W-22", "marmot-rules/tests/admission.rs::january_reads_hex_and_takes_a_missing_encoding_for_it"),
    ("W-23", "marmot-rules/tests/key_package.rs::four_bytes_of_frame_decide_which_parser_reads_it"),
    ("W-25", "marmot-rules/tests/admission.rs::a_group_asks_for_more_than_the_text"),
    ("W-31", "marmot-rules/tests/policies.rs::pika_for_a_day_invited_everything_that_parses_of_ten"),
    ("W-40", "marmot-rules/tests/rules_by_hand.rs::a_welcome_rumor_has_a_shape_per_profile"),
    (
        "D2=first-seen",
        "marmot-rules/tests/policies.rs::a_tie_inside_a_client_id_stays_with_the_first_seen_in_the_listing",
    ),
    ("D9=collapse-newest", "marmot-rules/tests/policies.rs::two_key_packages_with_one_signature_key_are_one_leaf_too"),
    (
        "D9=commit-fails",
        "marmot-rules/tests/rules_by_hand.rs::keys_are_unique_over_the_tree_and_identities_need_not_be",
    ),
    ("D9=cannot-arise", "sim-device/tests/mdk_core_facts.rs::fact_c_two_key_packages_of_one_device_make_two_leaves"),
    ("D12=forbid", "marmot-rules/tests/admission.rs::a_stray_tag_is_reported_but_only_a_forbidden_client_tag_refuses"),
    ("D17=own-fork", "marmot-rules/tests/convergence/examples.rs::e3_own_fork_keeps_whichever_branch_is_canonical"),
    ("D17=common-base", "marmot-rules/tests/convergence/examples.rs::e3_common_base_goes_over_to_i_because_of_x"),
    ("D22=entries", "marmot-rules/tests/adopted_authority/options.rs::mdk_wants_the_upstream_components_listed"),
    ("D22=entries-listed", "marmot-rules/tests/adopted_authority/options.rs::mdk_wants_the_upstream_components_listed"),
    ("D24=optional", "marmot-rules/tests/adopted_authority/options.rs::mdk_wants_self_remove_in_every_leaf_and_group"),
    ("D24=required", "marmot-rules/tests/adopted_authority/options.rs::mdk_wants_self_remove_in_every_leaf_and_group"),
    (
        "D25=allow",
        "marmot-rules/tests/adopted_authority/options.rs::default_extensions_are_listed_by_mdk_and_refused_by_the_strict",
    ),
    (
        "D25=reject",
        "marmot-rules/tests/adopted_authority/options.rs::default_extensions_are_listed_by_mdk_and_refused_by_the_strict",
    ),
    ("D31=text", "marmot-rules/tests/adopted_authority/options.rs::mdk_wants_a_profile_and_no_frozen_media_policy"),
    ("D31=mdk", "marmot-rules/tests/adopted_authority/options.rs::mdk_wants_a_profile_and_no_frozen_media_policy"),
    (
        "D34=same-account",
        "adopted/tests/engine/joining.rs::under_the_overlay_a_member_who_is_no_admin_adds_a_sibling_and_nobody_else",
    ),
    (
        "D35=never",
        "marmot-rules/tests/convergence/fates.rs::if_it_is_never_shown_again_members_with_the_same_input_show_different_things",
    ),
    (
        "D36=any",
        "marmot-rules/tests/adopted_authority/proposals.rs::authenticated_data_of_handshakes_is_free_unless_the_option_forbids_it",
    ),
    (
        "D36=empty",
        "marmot-rules/tests/adopted_authority/proposals.rs::authenticated_data_of_handshakes_is_free_unless_the_option_forbids_it",
    ),
    ("D38=allow", "marmot-rules/tests/adopted_authority/options.rs::a_leaf_may_shrink_unless_the_option_forbids_it"),
    ("D38=reject", "marmot-rules/tests/adopted_authority/options.rs::a_leaf_may_shrink_unless_the_option_forbids_it"),
    (
        "D42=allow",
        "marmot-rules/tests/adopted_authority/shapes.rs::a_member_mixes_self_removes_with_nothing_and_an_admin_may",
    ),
    (
        "D42=reject",
        "marmot-rules/tests/adopted_authority/shapes.rs::a_member_mixes_self_removes_with_nothing_and_an_admin_may",
    ),
];

/// Why nothing plays a point.
const REASONS: &[(&str, &str)] = &[
    ("W-26", "about a setting of marmot-ts; mdk-core 0.8.0 has no configuration of capabilities that could get lost"),
    ("D4=defer-publish", "no device here holds a replacement back: none knows that an invitation is pending"),
    ("D4=private-kps", "an idea without a wire format: KeyPackages handed out privately"),
    (
        "D15=sibling-remove",
        "mdk-core 0.8.0 has no removal of a single leaf; admin-device-cannot-leave shows the other option",
    ),
    (
        "D16=no-admin-check",
        "nobody here could use the gap, so every device looks: mdk-core refuses an Add by a non-admin, and no device \
         forges a Welcome",
    ),
    ("D23=private-range", "the engine writes the tag so, and rules of admission read more"),
    ("D28=ignore", "who seals is who invites: no device here forges a seal"),
    ("D28=must-match", "who seals is who invites: no device here forges a seal"),
    ("D29=reference", "devices compare the e tag before they ask the engine"),
    ("D30=reject", "no stored copy is ever damaged here; the engine's own tests do that"),
    ("D32=claimed-epoch", "a bound of the engine that no run here comes near; its own tests do"),
    ("D33=now", "every event is dated now; nothing here depends on it"),
    ("D40=acknowledged", "a relay's `duplicate:` answer counts for every device here, as scenarios of relays show"),
    ("D41=first-joined", "no device here founds a fork of a group under the same id"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;
    use crate::corpus;

    #[test]
    fn every_test_that_is_named_exists() {
        let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("crates/");
        for (point, test) in TESTS {
            let (file, name) = test.split_once("::").expect("file::test");
            let text = std::fs::read_to_string(crates.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
            assert!(text.contains(&format!("fn {name}()")), "{test}, named for {point}, does not exist");
        }
    }

    #[test]
    fn what_nothing_plays_has_a_reason_and_nothing_else_has_one() {
        let played = played(&corpus::all().expect("the corpus is well-formed"));
        let open: BTreeSet<&str> =
            played.iter().filter(|p| p.scenarios.is_empty() && p.tests.is_empty()).map(|p| p.id.as_str()).collect();
        let reasons: BTreeSet<&str> = REASONS.iter().map(|(point, _)| *point).collect();
        let (missing, stale): (Vec<_>, Vec<_>) =
            (open.difference(&reasons).collect(), reasons.difference(&open).collect());
        assert!(missing.is_empty() && stale.is_empty(), "REASONS lacks {missing:?}; drop {stale:?}");
    }
}
