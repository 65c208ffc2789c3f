//! What a receiver built on bare openmls 0.9.2 accepts and Marmot forbids (docs/spec/adopted.md section 8). Every forgery is
//! shown to such a receiver first, which takes it; the engine refuses it, stays where it is, and goes on.

use std::collections::BTreeSet;

use adopted::leaf::{self, LeafKey, SUITE};
use adopted::{Category, Crypto, Provider};
use marmot_rules::adopted::components::{AdminPolicy, GroupProfile, Lifecycle, State, id};
use openmls_0_9::prelude::tls_codec::Deserialize as _;
use openmls_0_9::prelude::{
    AppDataUpdateProposal as Update, Extension, ExternalCommitBuilder, KeyPackage, LeafNodeIndex, LeafNodeParameters,
    MlsMessageIn, OpenMlsProvider as _, RequiredCapabilitiesExtension,
};

use crate::common::{World, account, id as account_id, unix};
use crate::forge::{Forger, bytes, envelope};

/// Accounts 1 (admin), 2 and 3; the last one receives.
const VICTIM: usize = 2;

fn profile(name: &str) -> Vec<u8> {
    GroupProfile::new(name, "").expect("a profile").encode()
}

/// The control and the refusal of one message that a member sends.
fn refused(world: &mut World, sender: usize, message: &[u8], category: Category) {
    let mut bare = Forger::of(world, VICTIM);
    bare.accept(message).expect("bare openmls takes it");
    refused_by_us(world, sender, message, category);
}

fn refused_by_us(world: &mut World, sender: usize, message: &[u8], category: Category) {
    let event = envelope(world, sender, message);
    let before = world.group_of(VICTIM).facts().clone();
    let verdict = world.ingest(VICTIM, &event).expect_err("the engine refuses it");
    assert_eq!(verdict.category, category, "{}", verdict.why);
    world.ms += 10_000;
    world.tick(VICTIM);
    assert_eq!(*world.group_of(VICTIM).facts(), before, "nothing moved");
    assert!(world.group_of(VICTIM).is_settled());
    world.say(VICTIM, "I am still here");
    world.settle();
    assert!(world.texts(0).contains(&"I am still here".to_owned()), "the group goes on");
}

/// Forges with this device's hands and expects the refusal.
pub fn forged(sender: usize, category: Category, forge: impl FnOnce(&mut Forger) -> Vec<u8>) {
    let mut world = World::together(&[1, 2, 3]);
    let message = forge(&mut Forger::of(&world, sender));
    refused(&mut world, sender, &message, category);
}

#[test]
fn a_member_who_is_no_admin_cannot_rename() {
    forged(1, Category::AuthorizationFailed, |forger| forger.updates(&[Update::update(id::PROFILE, profile("mine"))]));
}

#[test]
fn a_member_who_is_no_admin_cannot_make_itself_one() {
    let list = AdminPolicy::new([account_id(1).0, account_id(2).0]).expect("a list").encode();
    forged(1, Category::AuthorizationFailed, |forger| forger.updates(&[Update::update(id::ADMIN_POLICY, list)]));
}

#[test]
fn a_member_who_is_no_admin_cannot_remove() {
    forged(1, Category::AuthorizationFailed, |forger| {
        forger.commit(|builder| builder.propose_removals([LeafNodeIndex::new(0)]), &[])
    });
}

#[test]
fn a_member_who_is_no_admin_cannot_add_even_a_sibling() {
    let mut sibling = World::of(&[2]);
    let event = sibling.key_package(0);
    forged(1, Category::AuthorizationFailed, |forger| {
        let key_package = forger.decode(&event);
        forger.commit(|builder| builder.propose_adds([key_package]), &[])
    });
}

#[test]
fn a_member_who_is_no_admin_cannot_change_what_is_required() {
    forged(1, Category::AuthorizationFailed, |forger| {
        let mut extensions = forger.group.extensions().clone();
        let kept = openmls_0_9::prelude::ExtensionType::AppDataDictionary;
        let required = RequiredCapabilitiesExtension::new(&[kept], &[], &[]);
        extensions.add_or_replace(Extension::RequiredCapabilities(required)).expect("it belongs there");
        forger.commit(|builder| builder.propose_group_context_extensions(extensions).expect("a proposal"), &[])
    });
}

#[test]
fn one_component_cannot_be_updated_twice_in_a_commit() {
    forged(0, Category::InvalidEncoding, |forger| {
        forger.updates(&[Update::update(id::PROFILE, profile("a")), Update::update(id::PROFILE, profile("b"))])
    });
}

#[test]
fn one_component_cannot_be_updated_and_removed_in_a_commit() {
    forged(0, Category::InvalidEncoding, |forger| {
        forger.updates(&[Update::update(0x8005, vec![0; 8]), Update::remove(0x8005)])
    });
}

#[test]
fn safe_aad_never_enters_the_group_context() {
    forged(0, Category::InvalidEncoding, |forger| forger.updates(&[Update::update(id::SAFE_AAD, vec![0])]));
}

#[test]
fn an_absent_component_cannot_be_removed() {
    forged(0, Category::InvalidEncoding, |forger| forger.updates(&[Update::remove(0x8005)]));
}

#[test]
fn the_admin_policy_cannot_be_removed() {
    forged(0, Category::InvalidEncoding, |forger| forger.updates(&[Update::remove(id::ADMIN_POLICY)]));
}

#[test]
fn the_lifecycle_cannot_be_removed() {
    forged(0, Category::InvalidEncoding, |forger| forger.updates(&[Update::remove(id::LIFECYCLE)]));
}

#[test]
fn component_data_must_have_the_form_of_its_component() {
    forged(0, Category::InvalidEncoding, |forger| forger.updates(&[Update::update(id::LIFECYCLE, vec![7])]));
    let unsorted = [&[0x40, 0x40][..], &[9; 32], &[3; 32]].concat();
    forged(0, Category::InvalidEncoding, |forger| forger.updates(&[Update::update(id::ADMIN_POLICY, unsorted)]));
}

#[test]
fn an_admin_list_may_not_name_an_account_without_a_leaf_nor_nobody() {
    let stranger = AdminPolicy::new([account_id(1).0, account_id(9).0]).expect("a list").encode();
    forged(0, Category::AuthorizationFailed, |forger| forger.updates(&[Update::update(id::ADMIN_POLICY, stranger)]));
    forged(0, Category::AuthorizationFailed, |forger| forger.updates(&[Update::update(id::ADMIN_POLICY, vec![0])]));
}

#[test]
fn an_identity_proof_does_not_belong_into_the_group_context() {
    forged(0, Category::InvalidEncoding, |forger| forger.updates(&[Update::update(id::IDENTITY_PROOF, vec![0; 104])]));
}

#[test]
fn an_unknown_component_cannot_be_required_while_nobody_supports_it() {
    let required = hex::decode("0c80018003800480098 00c8fff".replace(' ', "")).expect("hex");
    forged(0, Category::InvalidEncoding, |forger| {
        forger.updates(&[Update::update(id::APP_COMPONENTS, required.clone())])
    });
    forged(0, Category::UnsupportedRequiredFeature, |forger| {
        forger.updates(&[Update::update(id::APP_COMPONENTS, required.clone()), Update::update(0x8fff, vec![1])])
    });
}

#[test]
fn the_required_identity_proof_cannot_be_dropped_from_the_list() {
    let required = hex::decode("0880018003800 4800c".replace(' ', "")).expect("hex");
    forged(0, Category::InvalidEncoding, |forger| forger.updates(&[Update::update(id::APP_COMPONENTS, required)]));
}

#[test]
fn disbanding_must_remove_every_other_leaf() {
    forged(0, Category::AuthorizationFailed, |forger| {
        forger.updates(&[Update::update(id::LIFECYCLE, Lifecycle::Disbanded.encode())])
    });
}

#[test]
fn removing_the_last_leaf_of_an_admin_must_take_the_role() {
    let mut world = World::together(&[1, 2, 3]);
    let grant = BTreeSet::from([account_id(2)]);
    world.commit(0, adopted::Intent::Admins { grant, revoke: BTreeSet::new() });
    world.settle();
    let message = Forger::of(&world, 0).commit(|builder| builder.propose_removals([LeafNodeIndex::new(1)]), &[]);
    refused(&mut world, 0, &message, Category::AuthorizationFailed);
}

#[test]
fn a_self_remove_cannot_be_mixed_with_other_proposals_by_a_member() {
    let mut world = World::together(&[1, 2, 3, 4]);
    world.devices.swap(2, 3);
    let leaving = Forger::of(&world, 3).leave();
    let mut forger = Forger::of(&world, 1);
    forger.accept(&leaving).expect("a proposal");
    let event = envelope(&world, 1, &leaving);
    world.ingest(VICTIM, &event).expect("the victim has it too");
    let message =
        forger.commit(|builder| builder.consume_proposal_store(true), &[Update::update(id::PROFILE, profile("mine"))]);
    let mut bare = Forger::of(&world, VICTIM);
    bare.accept(&leaving).expect("a proposal");
    bare.accept(&message).expect("bare openmls takes it");
    let event = envelope(&world, 1, &message);
    assert_eq!(world.ingest(VICTIM, &event).expect_err("refused").category, Category::AuthorizationFailed);
}

#[test]
fn an_admin_cannot_propose_its_own_removal() {
    forged(0, Category::AuthorizationFailed, Forger::leave);
}

#[test]
fn standalone_proposals_other_than_self_remove_are_for_admins() {
    forged(1, Category::AuthorizationFailed, |forger| {
        let key = forger.key.clone();
        let (message, _) =
            forger.group.propose_remove_member(&forger.provider, &key, LeafNodeIndex::new(0)).expect("a proposal");
        bytes(&message)
    });
}

#[test]
fn an_update_proposal_is_for_nobody() {
    for sender in [0, 1] {
        forged(sender, Category::AuthorizationFailed, |forger| {
            let key = forger.key.clone();
            let parameters = LeafNodeParameters::builder().build();
            let (message, _) =
                forger.group.propose_self_update(&forger.provider, &key, parameters).expect("a proposal");
            bytes(&message)
        });
    }
}

#[test]
fn the_lifecycle_is_never_changed_by_a_standalone_proposal() {
    forged(0, Category::AuthorizationFailed, |forger| {
        let key = forger.key.clone();
        let disbanded = Lifecycle::Disbanded.encode();
        let propose =
            openmls_0_9::prelude::Propose::UpdateAppDataComponent { component_id: id::LIFECYCLE, update: disbanded };
        let reference = openmls_0_9::prelude::ProposalOrRefType::Reference;
        let (message, _) = forger.group.propose(&forger.provider, &key, propose, reference).expect("a proposal");
        bytes(&message)
    });
}

#[test]
fn external_commits_are_refused() {
    let mut world = World::together(&[1, 2, 3]);
    let forger = Forger::of(&world, 0);
    let info = forger.group.export_group_info(&forger.crypto, &forger.key, true).expect("a GroupInfo");
    let info = MlsMessageIn::tls_deserialize_exact(bytes(&info)).expect("an MLSMessage");
    let openmls_0_9::prelude::MlsMessageBodyIn::GroupInfo(info) = info.extract() else { panic!("no GroupInfo") };
    let crypto = Crypto::default();
    let (provider, key) = (Provider::new(&crypto), LeafKey::generate(&crypto).expect("a key"));
    let proof = leaf::prove(&account(4), unix(), key.public()).expect("a proof");
    let extensions = leaf::extensions(&leaf::dictionary(leaf::SUPPORTED, &proof)).expect("extensions");
    let parameters =
        LeafNodeParameters::builder().with_capabilities(leaf::capabilities()).with_extensions(extensions).build();
    let (_, bundle) = ExternalCommitBuilder::new()
        .build_group(&provider, info, key.credential(&account(4).public_key()))
        .expect("a group")
        .leaf_node_parameters(parameters)
        .load_psks(provider.storage())
        .expect("no PSKs")
        .build(provider.rand(), provider.crypto(), &key, |_| true)
        .expect("a commit")
        .finalize(&provider)
        .expect("a commit");
    let message = bytes(bundle.commit());
    refused(&mut world, 0, &message, Category::InvalidEncoding);
}

#[test]
fn external_proposals_are_refused() {
    let mut world = World::together(&[1, 2, 3]);
    let forger = Forger::of(&world, 0);
    let key = LeafKey::generate(&forger.crypto).expect("a key");
    let proof = leaf::prove(&account(4), unix(), key.public()).expect("a proof");
    let extensions = leaf::extensions(&leaf::dictionary(leaf::SUPPORTED, &proof)).expect("extensions");
    let key_package = KeyPackage::builder()
        .leaf_node_capabilities(leaf::capabilities())
        .leaf_node_extensions(extensions)
        .build(SUITE, &Provider::new(&forger.crypto), &key, key.credential(&account(4).public_key()))
        .expect("a KeyPackage")
        .into_key_package();
    let (group_id, epoch) = (forger.group.group_id().clone(), forger.group.epoch());
    let message = openmls_0_9::prelude::JoinProposal::new::<adopted::Store>(key_package, group_id, epoch, &key)
        .expect("a proposal");
    refused(&mut world, 0, &bytes(&message), Category::InvalidEncoding);
}

#[test]
fn a_payload_by_another_author_is_dropped_and_speaks_for_nobody() {
    let mut world = World::together(&[1, 2, 3]);
    let mut forger = Forger::of(&world, 1);
    let inner = crate::common::chat(account(1).public_key(), "I am the admin", unix());
    let key = forger.key.clone();
    let message =
        forger.group.create_message(&forger.provider, &key, &adopted::payload::write(&inner)).expect("a message");
    let message = bytes(&message);
    refused(&mut world, 1, &message, Category::InvalidEncoding);
    assert!(!world.texts(VICTIM).contains(&"I am the admin".to_owned()));
}

#[test]
fn a_payload_must_be_exactly_one_unsigned_event() {
    let inner = crate::common::chat(account(2).public_key(), "hello", unix());
    let good = String::from_utf8(adopted::payload::write(&inner)).expect("JSON");
    let signed = good.replacen('{', &format!("{{\"sig\":\"{}\",", "00".repeat(64)), 1);
    let twice = good.replacen('{', "{\"kind\":9,", 1);
    let wrong_id = good.replace(&inner.id.expect("an id").to_hex(), &"00".repeat(32));
    let trailing = format!("{good}{good}");
    for payload in [signed, twice, wrong_id, trailing, "[]".to_owned(), String::new()] {
        forged(1, Category::InvalidEncoding, |forger| {
            let key = forger.key.clone();
            let message = forger.group.create_message(&forger.provider, &key, payload.as_bytes());
            bytes(&message.expect("a message"))
        });
    }
}

#[test]
fn a_message_that_is_no_message_of_this_group_is_refused() {
    let mut world = World::together(&[1, 2, 3]);
    let other = World::together(&[1, 2, 3]);
    let foreign = Forger::of(&other, 0).updates(&[Update::update(id::PROFILE, profile("elsewhere"))]);
    refused_by_us(&mut world, 0, &foreign, Category::InvalidEncoding);
    let mut world = World::together(&[1, 2, 3]);
    let mut long = Forger::of(&world, 0).updates(&[Update::update(id::PROFILE, profile("longer"))]);
    long.push(0);
    refused_by_us(&mut world, 0, &long, Category::InvalidEncoding);
}

#[test]
fn an_encrypted_commit_is_refused_before_it_is_opened() {
    let mut world = World::together(&[1, 2, 3]);
    let mut forger = Forger::of(&world, 0);
    let config = openmls_0_9::prelude::MlsGroupJoinConfig::builder()
        .wire_format_policy(openmls_0_9::prelude::PURE_CIPHERTEXT_WIRE_FORMAT_POLICY)
        .build();
    forger.group.set_configuration(forger.provider.storage(), &config).expect("a configuration");
    let message = forger.updates(&[Update::update(id::PROFILE, profile("secret"))]);
    refused_by_us(&mut world, 0, &message, Category::InvalidEncoding);
}

impl Forger {
    fn leave(&mut self) -> Vec<u8> {
        let key = self.key.clone();
        bytes(&self.group.leave_group_via_self_remove(&self.provider, &key).expect("a proposal"))
    }
}

#[test]
fn the_forgers_tools_make_honest_commits_that_are_taken() {
    // Without this control a broken tool would make every refusal above come true.
    let mut world = World::together(&[1, 2, 3]);
    let message = Forger::of(&world, 0).updates(&[Update::update(id::PROFILE, profile("honest"))]);
    Forger::of(&world, VICTIM).accept(&message).expect("bare openmls takes it");
    let event = envelope(&world, 0, &message);
    world.ingest(VICTIM, &event).expect("the engine takes it");
    world.ms += 1_000;
    world.tick(VICTIM);
    assert_eq!(world.group_of(VICTIM).facts().dictionary[&id::PROFILE], profile("honest"));
    let parameters = LeafNodeParameters::builder().build();
    let self_update = Forger::of(&world, VICTIM)
        .commit(|builder| builder.force_self_update(true).leaf_node_parameters(parameters), &[]);
    assert!(self_update.len() > 500);
}
