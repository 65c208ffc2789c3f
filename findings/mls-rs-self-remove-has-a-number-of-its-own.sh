#!/usr/bin/env bash
# Guess, before it was run: two libraries that both offer SelfRemove, the proposal by which a member takes itself out, agree on its
# number, 0x000a of the MLS registry. So a member whose client offers it can join any group that requires it.
#
# mls-rs 0.57.0 (feature self_remove_proposal) and openmls 0.9.2 (feature extensions-draft) each make a KeyPackage that offers it. A
# group of openmls that requires SelfRemove is then asked to take the member of mls-rs.
#
# Needs: cargo. Exit 0 if everything is as described.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > Cargo.toml <<'TOML'
[package]
name = "numbers"
version = "0.0.0"
edition = "2024"
[dependencies]
mls-rs = { version = "=0.57.0", features = ["self_remove_proposal", "custom_proposal"] }
mls-rs-core = "=0.27.0"
mls-rs-crypto-rustcrypto = "=0.23.0"
openmls = { version = "=0.9.2", features = ["extensions-draft"] }
openmls_basic_credential = "=0.6.0"
openmls_memory_storage = { version = "=0.6.0", features = ["extensions-draft"] }
openmls_rust_crypto = "=0.6.0"
TOML
mkdir src
cat > src/main.rs <<'RUST'
use mls_rs::identity::SigningIdentity;
use mls_rs::identity::basic::{BasicCredential as RsCredential, BasicIdentityProvider};
use mls_rs::group::proposal::ProposalType as RsProposal;
use mls_rs::{CipherSuite, CipherSuiteProvider, Client, CryptoProvider, ExtensionList};
use mls_rs_crypto_rustcrypto::RustCryptoProvider;
use openmls::prelude::tls_codec::Deserialize;
use openmls::prelude::*;
use openmls_basic_credential::SignatureKeyPair;
use openmls_rust_crypto::OpenMlsRustCrypto;

const SUITE: Ciphersuite = Ciphersuite::MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519;

/// A KeyPackage of mls-rs, from a client that offers SelfRemove under the name that the library has for it.
fn of_mls_rs() -> Vec<u8> {
    let crypto = RustCryptoProvider::default();
    let suite = crypto.cipher_suite_provider(CipherSuite::CURVE25519_AES128).unwrap();
    let (secret, public) = suite.signature_key_generate().unwrap();
    let identity = SigningIdentity::new(RsCredential::new(b"bob".to_vec()).into_credential(), public);
    let client = Client::builder()
        .crypto_provider(crypto)
        .identity_provider(BasicIdentityProvider)
        .custom_proposal_type(RsProposal::SELF_REMOVE)
        .signing_identity(identity, secret, CipherSuite::CURVE25519_AES128)
        .build();
    client.generate_key_package_message(ExtensionList::new(), ExtensionList::new(), None).unwrap().to_bytes().unwrap()
}

fn main() {
    println!("mls-rs 0.57.0 calls SelfRemove  {:#06x}", RsProposal::SELF_REMOVE.raw_value());
    println!("openmls 0.9.2 calls SelfRemove  {:#06x}", u16::from(ProposalType::SelfRemove));

    let provider = OpenMlsRustCrypto::default();
    let keys = SignatureKeyPair::new(SUITE.signature_algorithm()).unwrap();
    let alice = CredentialWithKey {
        credential: BasicCredential::new(b"alice".to_vec()).into(),
        signature_key: keys.to_public_vec().into(),
    };
    let bytes = of_mls_rs();
    let message = MlsMessageIn::tls_deserialize_exact(&bytes).unwrap();
    let MlsMessageBodyIn::KeyPackage(bob) = message.extract() else { panic!("no KeyPackage") };
    let bob = bob.validate(provider.crypto(), ProtocolVersion::Mls10).unwrap();
    let offered = bob.leaf_node().capabilities().proposals().to_vec();
    println!("openmls reads that bob offers   {offered:?}");

    let proposals = [ProposalType::SelfRemove];
    let required = Extension::RequiredCapabilities(RequiredCapabilitiesExtension::new(&[], &proposals, &[]));
    let config = MlsGroupCreateConfig::builder()
        .ciphersuite(SUITE)
        .capabilities(Capabilities::new(None, Some(&[SUITE]), None, Some(&proposals), None))
        .with_group_context_extensions(Extensions::single(required).unwrap())
        .build();
    let mut group = MlsGroup::new(&provider, &keys, &config, alice).unwrap();
    let added = group.add_members(&provider, &keys, &[bob]);
    let refused = added.as_ref().err().map(ToString::to_string);
    println!("a group that requires it says   {}", refused.as_deref().unwrap_or("welcome"));
    let as_described = RsProposal::SELF_REMOVE.raw_value() == 0xF003
        && u16::from(ProposalType::SelfRemove) == 0x000a
        && !offered.contains(&ProposalType::SelfRemove)
        && refused.is_some();
    std::process::exit(if as_described { 0 } else { 1 });
}
RUST
cargo run --quiet
