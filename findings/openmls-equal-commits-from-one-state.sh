#!/usr/bin/env bash
# Guess, before it was run: two commits that add the same KeyPackage, built one after the other from the same stored state, are
# different messages, since HPKE and the secrets of the new epoch are drawn anew.
#
# A client that ends before its commit is sent loads the state it had stored and builds the commit again. Here each attempt has its
# own copy of the storage of openmls 0.9.2, and nothing of the first reaches the second. Each kind of commit is built in both framings.
#
# Needs: cargo. Exit 0 if everything is as described.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > Cargo.toml <<'TOML'
[package]
name = "commits"
version = "0.0.0"
edition = "2024"
[dependencies]
openmls = "=0.9.2"
openmls_basic_credential = "=0.6.0"
openmls_rust_crypto = "=0.6.0"
TOML
mkdir src
cat > src/main.rs <<'RUST'
use openmls::prelude::tls_codec::Serialize;
use openmls::prelude::*;
use openmls_basic_credential::SignatureKeyPair;
use openmls_rust_crypto::OpenMlsRustCrypto;

const SUITE: Ciphersuite = Ciphersuite::MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519;

fn identity(name: &str) -> (CredentialWithKey, SignatureKeyPair) {
    let keys = SignatureKeyPair::new(SUITE.signature_algorithm()).unwrap();
    let credential = BasicCredential::new(name.into()).into();
    (CredentialWithKey { credential, signature_key: keys.to_public_vec().into() }, keys)
}

fn hash(bytes: &[u8]) -> String {
    let hash = OpenMlsRustCrypto::default().crypto().hash(HashType::Sha2_256, bytes).unwrap();
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Builds the commit in a copy of what is stored, which is dropped with everything else at the end.
fn attempt(stored: &OpenMlsRustCrypto, id: &GroupId, keys: &SignatureKeyPair, bob: &KeyPackage, path: bool) -> (String, String) {
    let copy = OpenMlsRustCrypto::default();
    *copy.storage().values.write().unwrap() = stored.storage().values.read().unwrap().clone();
    let mut group = MlsGroup::load(copy.storage(), id).unwrap().unwrap();
    let bundle = group
        .commit_builder()
        .propose_adds([bob.clone()])
        .force_self_update(path)
        .load_psks(copy.storage())
        .unwrap()
        .build(copy.rand(), copy.crypto(), keys, |_| true)
        .unwrap()
        .stage_commit(&copy)
        .unwrap();
    let welcome = bundle.to_welcome_msg().unwrap();
    let commit = bundle.into_commit();
    (hash(&commit.tls_serialize_detached().unwrap()), hash(&welcome.tls_serialize_detached().unwrap()))
}

/// Are the commits of two attempts the same bytes, are their Welcomes?
fn ask(what: &str, policy: WireFormatPolicy, path: bool) -> (bool, bool) {
    let stored = OpenMlsRustCrypto::default();
    let (alice, alice_keys) = identity("alice");
    let (bob, bob_keys) = identity("bob");
    let bob = KeyPackage::builder().build(SUITE, &OpenMlsRustCrypto::default(), &bob_keys, bob).unwrap();
    let config = MlsGroupCreateConfig::builder().ciphersuite(SUITE).wire_format_policy(policy).build();
    let group = MlsGroup::new(&stored, &alice_keys, &config, alice).unwrap();
    let first = attempt(&stored, group.group_id(), &alice_keys, bob.key_package(), path);
    let second = attempt(&stored, group.group_id(), &alice_keys, bob.key_package(), path);
    println!("{what}:");
    println!("  first  commit {}\n  second commit {}", first.0, second.0);
    println!("  first  Welcome {}\n  second Welcome {}", first.1, second.1);
    (first.0 == second.0, first.1 == second.1)
}

fn main() {
    println!("openmls 0.9.2, SHA-256 of the bytes of each MLSMessage");
    let plain = ask("PublicMessage, no path", PURE_PLAINTEXT_WIRE_FORMAT_POLICY, false);
    let plain_path = ask("PublicMessage, force_self_update(true)", PURE_PLAINTEXT_WIRE_FORMAT_POLICY, true);
    let secret = ask("PrivateMessage, no path", PURE_CIPHERTEXT_WIRE_FORMAT_POLICY, false);
    let secret_path = ask("PrivateMessage, force_self_update(true)", PURE_CIPHERTEXT_WIRE_FORMAT_POLICY, true);
    assert_eq!(plain, (true, false), "this has changed");
    for differs in [plain_path, secret, secret_path] {
        assert_eq!(differs, (false, false), "this has changed");
    }
}
RUST
cargo run --quiet
echo "As described: as a PublicMessage without a path both commits are the same bytes (Ed25519 draws nothing), only the Welcomes differ."
echo "A client that knows messages by the hash of their bytes takes the second attempt for the first."
echo "With force_self_update(true) the commits differ, and so they do in a PrivateMessage, where the reuse guard is drawn anew."
