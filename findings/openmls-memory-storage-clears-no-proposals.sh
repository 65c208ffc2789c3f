#!/usr/bin/env bash
# Guess, before it was run: `clear_proposal_queue` removes the queued proposals from the store.
#
# openmls calls it on its storage when a commit is merged, when the pending proposals are cleared and when a group is deleted. Here
# openmls_memory_storage 0.6.0, the storage inside openmls_rust_crypto 0.6.0, holds a group in which Bob proposes and Alice does one of
# the three with his proposal; and, for comparison, Alice removes the one proposal by its reference.
#
# Needs: cargo. Exit 0 if everything is as described.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > Cargo.toml <<'TOML'
[package]
name = "proposals"
version = "0.0.0"
edition = "2024"
[dependencies]
openmls = "=0.9.2"
openmls_basic_credential = "=0.6.0"
openmls_memory_storage = "=0.6.0"
openmls_rust_crypto = "=0.6.0"
TOML
mkdir src
cat > src/main.rs <<'RUST'
use openmls::prelude::*;
use openmls_basic_credential::SignatureKeyPair;
use openmls_memory_storage::MemoryStorage;
use openmls_rust_crypto::OpenMlsRustCrypto;

const SUITE: Ciphersuite = Ciphersuite::MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519;

fn identity(name: &str) -> (CredentialWithKey, SignatureKeyPair) {
    let keys = SignatureKeyPair::new(SUITE.signature_algorithm()).unwrap();
    let credential = BasicCredential::new(name.into()).into();
    (CredentialWithKey { credential, signature_key: keys.to_public_vec().into() }, keys)
}

/// The values kept under the label of queued proposals, and how many of the entries there are in all.
fn queued(storage: &MemoryStorage) -> (Vec<Vec<u8>>, usize) {
    let values = storage.values.read().unwrap();
    let queued = values.iter().filter(|(key, _)| key.starts_with(b"QueuedProposal")).map(|(_, value)| value.clone());
    (queued.collect(), values.len())
}

/// Is the proposal still stored, byte for byte, after Alice has done this with it?
fn ask(what: &str, then: impl Fn(&mut MlsGroup, &OpenMlsRustCrypto, &SignatureKeyPair)) -> bool {
    let (alice_store, bob_store) = (OpenMlsRustCrypto::default(), OpenMlsRustCrypto::default());
    let (alice, alice_keys) = identity("alice");
    let (bob, bob_keys) = identity("bob");
    let bob = KeyPackage::builder().build(SUITE, &bob_store, &bob_keys, bob).unwrap();
    let config = MlsGroupCreateConfig::builder().ciphersuite(SUITE).use_ratchet_tree_extension(true).build();
    let mut group = MlsGroup::new(&alice_store, &alice_keys, &config, alice).unwrap();
    let (_, welcome, _) = group.add_members(&alice_store, &alice_keys, &[bob.key_package().clone()]).unwrap();
    group.merge_pending_commit(&alice_store).unwrap();
    let MlsMessageBodyOut::Welcome(welcome) = welcome.body().clone() else { unreachable!() };
    let staged = StagedWelcome::new_from_welcome(&bob_store, config.join_config(), welcome, None).unwrap();
    let mut bobs_group = staged.into_group(&bob_store).unwrap();

    let (proposal, _) = bobs_group.propose_self_update(&bob_store, &bob_keys, LeafNodeParameters::default()).unwrap();
    let proposal = MlsMessageIn::from(proposal).try_into_protocol_message().unwrap();
    let ProcessedMessageContent::ProposalMessage(proposal) =
        group.process_message(&alice_store, proposal).unwrap().into_content()
    else {
        unreachable!()
    };
    let empty = queued(alice_store.storage());
    group.store_pending_proposal(alice_store.storage(), *proposal).unwrap();
    let stored = queued(alice_store.storage());
    then(&mut group, &alice_store, &alice_keys);
    let after = queued(alice_store.storage());
    assert_eq!((empty.0.len(), stored.0.len()), (0, 1));
    let same = after.0.contains(&stored.0[0]);
    let pending = MlsGroup::load(alice_store.storage(), group.group_id()).unwrap().map(|group| group.has_pending_proposals());
    println!("{what}:");
    println!("  entries before the proposal {}, with it {}, after this {}", empty.1, stored.1, after.1);
    println!("  of them queued proposals    {}, with it {}, after this {}", empty.0.len(), stored.0.len(), after.0.len());
    println!("  the {} bytes of the proposal are still there: {same}", stored.0[0].len());
    println!("  the group loaded again has pending proposals: {pending:?}");
    assert_ne!(pending, Some(true), "this has changed");
    same
}

fn main() {
    println!("openmls_memory_storage 0.6.0, openmls 0.9.2");
    let commit = ask("committed and merged", |group, store, keys| {
        group.commit_to_pending_proposals(store, keys).unwrap();
        group.merge_pending_commit(store).unwrap();
    });
    let clear = ask("clear_pending_proposals", |group, store, _| group.clear_pending_proposals(store.storage()).unwrap());
    let delete = ask("group deleted", |group, store, _| group.delete(store.storage()).unwrap());
    let remove = ask("remove_pending_proposal", |group, store, _| {
        let reference = group.pending_proposals().next().unwrap().proposal_reference_ref().clone();
        group.remove_pending_proposal(store.storage(), &reference).unwrap();
    });
    assert_eq!((commit, clear, delete, remove), (true, true, true, false), "this has changed");
}
RUST
cargo run --quiet
echo "As described: the list of references is cleared, the proposals themselves stay in the store, even after the group is deleted."
