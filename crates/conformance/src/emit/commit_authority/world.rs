//! The group on which everything happens, and words for commits.

use std::collections::BTreeMap;

use ed25519_dalek::SigningKey;
use sha2::{Digest, Sha256};

use crate::emit::blueprint::{proof_at, proof_by, vector};
use crate::format::Hex;
use crate::format::topics::commit_authority::{
    Asks, Capabilities, Commit, Components, GroupState, Id, Leaf, Proposal, Reference, Required,
};

pub(super) const ALICE_PHONE: u32 = 0;
pub(super) const BOB_PHONE: u32 = 1;
pub(super) const BOB_LAPTOP: u32 = 2;
pub(super) const CAROL_PHONE: u32 = 3;
/// Somebody was removed here.
pub(super) const BLANK: u32 = 4;
pub(super) const DAVE_PHONE: u32 = 5;
pub(super) const ALICE_LAPTOP: u32 = 6;
const DEVICES: [(u32, &str); 6] = [
    (ALICE_PHONE, "alice phone"),
    (BOB_PHONE, "bob phone"),
    (BOB_LAPTOP, "bob laptop"),
    (CAROL_PHONE, "carol phone"),
    (DAVE_PHONE, "dave phone"),
    (ALICE_LAPTOP, "alice laptop"),
];

pub(super) const EPOCH: u64 = 7;
pub(super) const APP_COMPONENTS: u16 = 0x0001;
pub(super) const SAFE_AAD: u16 = 0x0002;
pub(super) const LAST_RESORT: u16 = 0x0004;
pub(super) const PROFILE: u16 = 0x8001;
pub(super) const ADMINS: u16 = 0x8003;
pub(super) const ROUTING: u16 = 0x8004;
pub(super) const RETENTION: u16 = 0x8005;
pub(super) const MEDIA_V1: u16 = 0x8008;
pub(super) const PROOF: u16 = 0x8009;
pub(super) const LIFECYCLE: u16 = 0x800c;
pub(super) const SAME_ACCOUNT: u16 = 0x800d;
/// A component that nobody knows.
pub(super) const UNKNOWN: u16 = 0x9001;

/// What the usual group requires.
pub(super) const REQUIRED: [u16; 5] = [PROFILE, ADMINS, ROUTING, PROOF, LIFECYCLE];
/// What the usual leaf supports.
pub(super) const SUPPORTED: [u16; 8] =
    [APP_COMPONENTS, SAFE_AAD, PROFILE, ADMINS, ROUTING, RETENTION, PROOF, LIFECYCLE];

/// Alice (admin) and Bob with two devices each, Carol (admin) and Dave with one.
pub(super) fn group() -> GroupState {
    let leaves: BTreeMap<u32, Leaf> = DEVICES.into_iter().map(|(index, device)| (index, leaf(device))).collect();
    GroupState {
        epoch: EPOCH,
        cipher_suite: Id(1),
        required: Required { extensions: ids(&[0x0006]), proposals: ids(&[0x0008, 0x000a]), credentials: Vec::new() },
        components: Components::from([
            (Id(APP_COMPONENTS), list(&REQUIRED)),
            (Id(PROFILE), profile("trip")),
            (Id(ADMINS), admins(&["alice", "carol"])),
            (Id(ROUTING), routing(&["wss://relay-a.example"])),
            (Id(RETENTION), seconds(86_400)),
            (Id(LIFECYCLE), Hex(vec![0])),
            (Id(UNKNOWN), Hex(vec![0xff, 0x00, 0xff])),
        ]),
        x_admins: Vec::new(),
        x_requires: Vec::new(),
        leaves,
    }
}

/// The usual group with this component instead.
pub(super) fn group_with(component: u16, data: Hex) -> GroupState {
    let mut group = group();
    group.components.insert(Id(component), data);
    group
}

/// The usual group without this component, and without requiring it.
pub(super) fn group_without(component: u16) -> GroupState {
    let left: Vec<u16> = REQUIRED.into_iter().filter(|id| *id != component).collect();
    let mut group = group_with(APP_COMPONENTS, list(&left));
    group.components.remove(&Id(component));
    group
}

/// Says in words what the admin list and the required components are.
pub(super) fn explain(group: &mut GroupState) {
    let data = |component| group.components.get(&Id(component)).map(|data| data.0.as_slice()).unwrap_or_default();
    let known = ["alice", "bob", "carol", "dave", "erin"];
    let listed = |name: &&&str| data(ADMINS).windows(32).any(|key| key == identity(name).0);
    group.x_admins = known.iter().filter(listed).map(|name| (*name).to_owned()).collect();
    let pairs = data(APP_COMPONENTS).get(1..).unwrap_or_default().chunks_exact(2);
    group.x_requires = pairs.map(|pair| Id(u16::from_be_bytes([pair[0], pair[1]]))).collect();
}

fn account(name: &str) -> nostr::Keys {
    let secret = Sha256::digest(format!("commit-authority account {name}"));
    nostr::Keys::new(nostr::SecretKey::from_slice(&secret).expect("a scalar"))
}

pub(super) fn identity(name: &str) -> Hex {
    Hex(account(name).public_key().to_bytes().to_vec())
}

/// A leaf of this device, named by account and device. The name of the device decides its key.
pub(super) fn leaf(device: &str) -> Leaf {
    let name = device.split(' ').next().unwrap_or_default();
    let secret: [u8; 32] = Sha256::digest(format!("commit-authority device {device}")).into();
    let signature_key = SigningKey::from_bytes(&secret).verifying_key().to_bytes();
    Leaf {
        name: device.to_owned(),
        identity: identity(name),
        credential: Id(1),
        signature_key: Hex(signature_key.to_vec()),
        capabilities: Capabilities {
            versions: ids(&[1]),
            cipher_suites: ids(&[1]),
            extensions: ids(&[0x0006]),
            proposals: ids(&[0x0008, 0x000a]),
            credentials: ids(&[1]),
        },
        components: Components::from([
            (Id(APP_COMPONENTS), list(&SUPPORTED)),
            (Id(SAFE_AAD), list(&[])),
            (Id(PROOF), Hex(proof_by(&account(name), &signature_key))),
        ]),
    }
}

/// A leaf with another entry in its dictionary, or none.
pub(super) fn leaf_with(device: &str, component: u16, data: Option<Hex>) -> Leaf {
    let mut leaf = leaf(device);
    match data {
        Some(data) => drop(leaf.components.insert(Id(component), data)),
        None => drop(leaf.components.remove(&Id(component))),
    }
    leaf
}

/// The data of an identity proof by this account for this leaf's key.
pub(super) fn proof(name: &str, of: &Leaf) -> Hex {
    Hex(proof_by(&account(name), &of.signature_key.0))
}

/// The same, signed at a time that no proof may have.
pub(super) fn timeless_proof(name: &str, of: &Leaf) -> Hex {
    Hex(proof_at(0, &account(name), &of.signature_key.0))
}

pub(super) fn ids(ids: &[u16]) -> Vec<Id> {
    ids.iter().map(|id| Id(*id)).collect()
}

pub(super) fn vectored(body: &[u8]) -> Hex {
    let mut out = Vec::new();
    vector(&mut out, body);
    Hex(out)
}

/// A list of component ids, in this order.
pub(super) fn list(ids: &[u16]) -> Hex {
    vectored(&ids.iter().flat_map(|id| id.to_be_bytes()).collect::<Vec<u8>>())
}

/// The usual required components and this one, or without it.
pub(super) fn required_and(component: u16) -> Hex {
    let mut all = [&REQUIRED[..], &[component]].concat();
    all.sort_unstable();
    list(&all)
}

pub(super) fn required_without(component: u16) -> Hex {
    list(&REQUIRED.into_iter().filter(|id| *id != component).collect::<Vec<_>>())
}

/// The keys of these accounts, lowest first.
pub(super) fn sorted(names: &[&str]) -> Vec<Vec<u8>> {
    let mut keys: Vec<_> = names.iter().map(|name| identity(name).0).collect();
    keys.sort_unstable();
    keys
}

/// An admin list with these keys as they stand.
pub(super) fn keys(keys: &[Vec<u8>]) -> Hex {
    vectored(&keys.concat())
}

pub(super) fn admins(names: &[&str]) -> Hex {
    keys(&sorted(names))
}

pub(super) fn profile(name: &str) -> Hex {
    let mut out = Vec::new();
    vector(&mut out, name.as_bytes());
    vector(&mut out, b"");
    Hex(out)
}

/// A routing with these relays as they stand.
pub(super) fn routing(relays: &[&str]) -> Hex {
    let mut urls = Vec::new();
    relays.iter().for_each(|url| vector(&mut urls, url.as_bytes()));
    Hex([vec![5; 32], vectored(&urls).0].concat())
}

pub(super) fn seconds(count: u64) -> Hex {
    Hex(count.to_be_bytes().to_vec())
}

/// A commit with these proposals by value and no UpdatePath.
pub(super) fn commit(committer: u32, asks: impl IntoIterator<Item = Asks>) -> Commit {
    let proposals = asks.into_iter().map(|asks| Proposal { reference: None, asks }).collect();
    Commit { committer: Some(committer), epoch: EPOCH, proposals, path: None, authenticated_data: Hex::default() }
}

impl Commit {
    /// With an UpdatePath that brings this leaf.
    pub(super) fn path(self, leaf: Leaf) -> Self {
        Self { path: Some(leaf), ..self }
    }

    /// With a new key for the committer's device.
    pub(super) fn renewed(self, device: &str) -> Self {
        let leaf = Leaf { name: device.to_owned(), ..leaf(&format!("{device} again")) };
        self.path(leaf)
    }

    /// With a proposal of this leaf by reference.
    pub(super) fn referring(self, sender: u32, asks: Asks) -> Self {
        self.by_message(Reference { sender: Some(sender), epoch: EPOCH, authenticated_data: Hex::default() }, asks)
    }

    /// With the proposal of this message by reference.
    pub(super) fn by_message(mut self, message: Reference, asks: Asks) -> Self {
        self.proposals.push(Proposal { reference: Some(message), asks });
        self
    }
}

pub(super) fn add(leaf: Leaf) -> Asks {
    Asks::Add { leaf: Box::new(leaf), key_package: Components::new() }
}

pub(super) fn add_of(device: &str) -> Asks {
    add(leaf(device))
}

pub(super) fn remove(index: u32) -> Asks {
    Asks::Remove { index }
}

pub(super) fn set(component: u16, data: Hex) -> Asks {
    Asks::AppDataUpdate { component: Id(component), update: Some(data) }
}

pub(super) fn unset(component: u16) -> Asks {
    Asks::AppDataUpdate { component: Id(component), update: None }
}

/// New required capabilities, with the dictionary of the usual group.
pub(super) fn require(extensions: &[u16], proposals: &[u16], credentials: &[u16]) -> Asks {
    let required = Required { extensions: ids(extensions), proposals: ids(proposals), credentials: ids(credentials) };
    Asks::GroupContextExtensions { required, components: group().components }
}
