//! key-package-select

use std::collections::BTreeMap;

use marmot_rules::{Knobs, Policy, Profile, Requirements, SelectInput, select};
use nostr::{EventId, PublicKey};

use crate::format::topics::key_package_select::{Expect, Input, Test};
use crate::format::{Answer, Exclusion};
use crate::verify::{Case, Verdict};

pub(in crate::verify) fn verify(case: &Case<'_>, test: &Test) -> Verdict {
    for (id, answer) in test.answers(Policy::applying_to(case.marmot()).map(|policy| policy.to_string())) {
        let Ok(policy) = id.parse::<Policy>() else { return Verdict::unsupported(format!("policy {id}")) };
        let Answer::Expect(expected) = answer else { return Verdict::Failed(format!("{id}: no selection")) };
        match choose(policy, case.marmot(), case.now, &test.input) {
            Err(what) => return Verdict::Failed(format!("{id}: {what}")),
            Ok(came) if came != expected => {
                return Verdict::Failed(format!("{id}: expected {expected:?}, got {came:?}"));
            }
            Ok(_) => {}
        }
    }
    Verdict::Passed
}

/// The choice of a policy, in every order that the input lists.
///
/// # Errors
/// If the orders lead to different choices, or the input is no input.
fn choose(policy: Policy, profile: Profile, now: u64, input: &Input) -> Result<Expect, String> {
    let mut events = BTreeMap::new();
    for (label, event) in &input.events {
        events.insert(label.as_str(), event.to_nostr().map_err(|e| format!("event {label}: {e}"))?);
    }
    let target = PublicKey::from_hex(&input.account).map_err(|e| format!("account: {e}"))?;
    let requirements = requirements(profile, input);
    let knobs = Knobs::for_profile(profile);
    let mut choices = Vec::new();
    for order in &input.orders {
        let found: Option<Vec<_>> = order.iter().map(|label| events.get(label.as_str())).collect();
        let mut fetched = found.ok_or("an order names an unknown label")?;
        if !policy.order_free() {
            // nostr-sdk hands events over like this, and the literal listing is defined on what it hands over.
            fetched.sort_by_key(|event| (std::cmp::Reverse(event.created_at), event.id));
        }
        let input = SelectInput { events: &fetched, target, now, requirements: &requirements, profile, knobs: &knobs };
        let chosen = select(policy, &input);
        let label = |id: &EventId| {
            let found = events.iter().find(|(_, event)| event.id == *id);
            found.map(|(label, _)| (*label).to_owned()).unwrap_or_default()
        };
        let excluded = chosen.rejected.iter().map(|(id, reason)| (label(id), Exclusion::from(*reason))).collect();
        choices.push(Expect { selected: chosen.picked.iter().map(label).collect(), excluded });
    }
    let first = choices.first().cloned().ok_or("no order is listed")?;
    if choices.iter().any(|choice| *choice != first) {
        return Err("the orders lead to different choices".to_owned());
    }
    Ok(first)
}

fn requirements(profile: Profile, input: &Input) -> Requirements {
    Requirements {
        cipher_suite: input.requirements.cipher_suite,
        extensions: input.requirements.extensions.iter().copied().collect(),
        proposals: input.requirements.proposals.iter().copied().collect(),
        leaves_of_target: input.members.iter().filter(|member| **member == input.account).count(),
        ..Requirements::for_profile(profile)
    }
}
