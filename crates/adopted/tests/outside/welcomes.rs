//! Recorded Welcomes: those of MDK lead to the recorded state, the broken ones are refused.

use adopted::{JoinError, Settings};
use nostr::{Keys, PublicKey};
use openmls_0_9::prelude::tls_codec::Serialize as _;

use crate::differences::{Outcome, Tally};
use crate::member::{Member, mdk_account};
use crate::recorded::{Founded, Groups, Hex};
use crate::{at, file, say};

/// The engine's answer, for a tally.
fn outcome(joined: &Result<Member, JoinError>) -> Outcome {
    joined.as_ref().map_or_else(|error| Outcome::Refused(error.category()), |_| Outcome::Followed)
}

#[test]
fn the_welcomes_of_mdk_lead_to_the_recorded_states() {
    let Some(groups) = file::<Groups>("adopted-groups.json") else { return };
    let mut tally = Tally::of("Welcomes of MDK");
    for (name, founded) in [("engine_default", &groups.engine_default), ("white_noise_app", &groups.white_noise_app)] {
        let device = founded.device();
        let joined = at(device.made_at(), || {
            let joined = device.join(&Settings::default(), &founded.rumor);
            joined.iter().for_each(|member| is_as_recorded(member, founded));
            joined
        });
        if let Err(error) = &joined {
            say(&format!("  {name}: {error}"));
            // Steps 1 to 6 are behind it, and the rest of 7: MLS, the tree, every proof, every component known here.
            assert!(error.to_string().contains("component 0x8006 is required and unknown here"), "{name}: {error}");
        }
        tally.add(name, true, outcome(&joined));
    }
    tally.finish();
}

/// Epoch, ids, routing, members, and the bytes of the tree and of the GroupContext's extensions.
fn is_as_recorded(member: &Member, founded: &Founded) {
    let group = member.group();
    let facts = group.facts();
    let leaf = facts.own_leaf.and_then(|leaf| facts.member(leaf)).expect("an own leaf");
    assert_eq!(leaf.signature_key, founded.private.signature_key_public);
    assert_eq!(facts.epoch, founded.epoch);
    assert_eq!(hex::encode(group.id()), founded.group_id);
    assert_eq!(hex::encode(facts.address), founded.nostr_group_id);
    assert_eq!(facts.relays, founded.relays);
    assert_eq!(facts.members.len(), founded.mdk_control_join_members);
    assert!(facts.admins.iter().map(ToString::to_string).eq([founded.creator_account_public.as_str()]));
    let (_, mls) = group.canonical().scratch(member.crypto(), group.id()).expect("a copy");
    let tree = mls.export_ratchet_tree().tls_serialize_detached().expect("a tree");
    let extensions = mls.extensions().tls_serialize_detached().expect("extensions");
    assert_eq!(hex::encode(tree), hex::encode(&founded.ratchet_tree));
    assert_eq!(hex::encode(extensions), hex::encode(&founded.group_context_extensions));
}

#[test]
fn a_recorded_welcome_and_its_rumor_hold_the_same_bytes() {
    use base64::Engine as _;
    let Some(groups) = file::<Groups>("adopted-groups.json") else { return };
    for founded in [&groups.engine_default, &groups.white_noise_app] {
        let content = base64::engine::general_purpose::STANDARD.decode(&founded.rumor.content).expect("base64");
        assert_eq!(content, founded.welcome_mls_message);
        let mut rumor = founded.rumor.clone();
        rumor.verify_id().expect("the id is the hash");
        assert_eq!(rumor.id().to_hex(), founded.rumor.id.expect("an id").to_hex());
    }
}

#[test]
fn a_broken_welcome_is_refused_and_its_control_is_not() {
    let Some(groups) = file::<Groups>("adopted-groups.json") else { return };
    let (negatives, creator) = (&groups.openmls_negatives, creator());
    let mut tally = Tally::of("Welcomes of bare openmls");
    for (name, Hex(welcome)) in &negatives.welcomes {
        let joined = at(negatives.made_at(), || {
            let joiner = negatives.device();
            joiner.join(&Settings::default(), &joiner.rumor(creator, welcome))
        });
        if let Err(error) = &joined {
            say(&format!("  {name}: {error}"));
        }
        tally.add(name, name == "Control", outcome(&joined));
    }
    tally.finish();
}

#[test]
fn an_add_without_proof_or_support_is_refused_and_a_good_one_is_followed() {
    let Some(groups) = file::<Groups>("adopted-groups.json") else { return };
    let (negatives, creator) = (&groups.openmls_negatives, creator());
    let Some(Hex(welcome)) = negatives.commits.get("welcome") else {
        return say("SKIPPED: this capture of adopted-groups.json is older than its Adds");
    };
    let mut tally = Tally::of("Adds of bare openmls");
    at(negatives.made_at(), || {
        let joiner = negatives.device();
        let member = joiner.join(&Settings::default(), &joiner.rumor(creator, welcome)).expect("its Welcome is valid");
        for (name, Hex(message)) in negatives.commits.iter().filter(|(name, _)| *name != "welcome") {
            tally.add(name, name == "add_valid", crate::commits::follow(&member, message).0);
        }
    });
    tally.finish();
}

fn creator() -> PublicKey {
    let keys: Keys = mdk_account("w24e-neg-creator");
    keys.public_key()
}
