#!/usr/bin/env bash
# Guess, before it was run: what openmls stores of a group can be written in any serde format.
#
# A storage for openmls is given values that are `Serialize` and `DeserializeOwned`, and chooses the format. MlsGroupJoinConfig is one of
# them. Here the default one, and two of the fields it has, are written in JSON and in postcard and read back; and the default one of
# openmls 0.8.3 as well.
#
# Needs: cargo. Exit 0 if everything is as described.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > Cargo.toml <<'TOML'
[package]
name = "config"
version = "0.0.0"
edition = "2024"
[dependencies]
before = { package = "openmls", version = "=0.8.3" }
openmls = "=0.9.2"
postcard = { version = "=1.1.3", features = ["use-std"] }
serde = "=1.0.228"
serde_json = "=1.0.154"
TOML
mkdir src
cat > src/main.rs <<'RUST'
use std::fmt::Debug;

use openmls::group::{MlsGroupJoinConfig, PastEpochDeletionPolicy};
use openmls::prelude::SenderRatchetConfiguration;
use serde::{Serialize, de::DeserializeOwned};

/// Does the value come back from JSON, does it from postcard?
fn ask<T: Serialize + DeserializeOwned + PartialEq + Debug>(what: &str, value: T) -> (bool, bool) {
    let json = serde_json::to_string(&value).unwrap();
    let from_json = serde_json::from_str::<T>(&json).map(|read| read == value);
    let bytes = postcard::to_stdvec(&value).unwrap();
    let from_postcard = postcard::from_bytes::<T>(&bytes).map(|read| read == value);
    println!("{what}:");
    println!("  serde_json 1.0.154: {json}\n    read back the same: {from_json:?}");
    println!("  postcard 1.1.3: {bytes:?}\n    read back the same: {from_postcard:?}");
    (matches!(from_json, Ok(true)), matches!(from_postcard, Ok(true)))
}

fn main() {
    let config = ask("openmls 0.9.2, MlsGroupJoinConfig::default()", MlsGroupJoinConfig::default());
    let policy = ask("openmls 0.9.2, PastEpochDeletionPolicy::default()", PastEpochDeletionPolicy::default());
    let ratchet = ask("openmls 0.9.2, SenderRatchetConfiguration::default()", SenderRatchetConfiguration::default());
    let before = ask("openmls 0.8.3, MlsGroupJoinConfig::default()", before::group::MlsGroupJoinConfig::default());
    let bytes = (
        postcard::to_stdvec(&MlsGroupJoinConfig::default()).unwrap(),
        postcard::to_stdvec(&before::group::MlsGroupJoinConfig::default()).unwrap(),
    );
    assert_eq!(bytes.0, bytes.1, "this has changed");
    assert_eq!((config, policy), ((true, false), (true, false)), "this has changed");
    assert_eq!((ratchet, before), ((true, true), (true, true)), "this has changed");
}
RUST
cargo run --quiet
echo "As described: postcard writes the config of 0.9.2 without an error and cannot read it back, because of PastEpochDeletionPolicy."
echo "That of 0.8.3 it reads, although its bytes are the same. JSON carries both."
