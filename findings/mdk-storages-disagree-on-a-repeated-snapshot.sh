#!/usr/bin/env bash
# Guess, before it was run: a snapshot taken again under its name replaces the older one, whichever storage holds it.
#
# mdk-storage-traits 0.8.0 has one trait for snapshots of a group, and two storages that implement it. mdk-core names a snapshot
# after the group, its epoch and the commit about to be applied, so a client that was ended between snapshot and commit takes one of
# the same name again when it reads the same commit.
#
# Needs: cargo, a C compiler, make, Perl (SQLCipher and OpenSSL are built). Exit 0 if everything is as described.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
cat > Cargo.toml <<'TOML'
[package]
name = "snapshots"
version = "0.0.0"
edition = "2024"
[dependencies]
mdk-memory-storage = "=0.8.0"
mdk-sqlite-storage = { version = "=0.8.0", features = ["test-utils"] }
mdk-storage-traits = "=0.8.0"
nostr = "=0.44.8"
rusqlite = { version = "=0.37.0", default-features = false, features = ["bundled-sqlcipher-vendored-openssl"] }
TOML
mkdir src
cat > src/main.rs <<'RUST'
use std::collections::BTreeSet;

use mdk_memory_storage::MdkMemoryStorage;
use mdk_sqlite_storage::MdkSqliteStorage;
use mdk_storage_traits::groups::types::{Group, GroupState, SelfUpdateState};
use mdk_storage_traits::{GroupId, MdkStorageProvider};

fn group(id: &GroupId, epoch: u64) -> Group {
    Group {
        mls_group_id: id.clone(),
        nostr_group_id: [7; 32],
        name: "a group".into(),
        description: String::new(),
        image_hash: None,
        image_key: None,
        image_nonce: None,
        admin_pubkeys: BTreeSet::new(),
        last_message_id: None,
        last_message_at: None,
        last_message_processed_at: None,
        epoch,
        state: GroupState::Active,
        self_update_state: SelfUpdateState::Required,
    }
}

fn ask(what: &str, storage: impl MdkStorageProvider) -> bool {
    let id = GroupId::from_slice(&[1, 2, 3]);
    storage.save_group(group(&id, 1)).unwrap();
    storage.create_group_snapshot(&id, "before the commit").unwrap();
    storage.save_group(group(&id, 2)).unwrap();
    let again = storage.create_group_snapshot(&id, "before the commit");
    storage.save_group(group(&id, 3)).unwrap();
    let back = storage.rollback_group_to_snapshot(&id, "before the commit");
    let epoch = storage.find_group_by_mls_group_id(&id).unwrap().map(|group| group.epoch);
    println!("{what}: taken again under its name: {again:?}; rolled back: {back:?}, to epoch {epoch:?}");
    again.is_ok()
}

fn main() {
    let memory = ask("mdk-memory-storage 0.8.0", MdkMemoryStorage::default());
    let sqlite = ask("mdk-sqlite-storage 0.8.0", MdkSqliteStorage::new_in_memory().unwrap());
    assert!(memory && !sqlite, "this has changed");
}
RUST
cargo run --quiet
echo "As described: memory replaces the older snapshot, SQLite refuses the newer one and keeps the older."
