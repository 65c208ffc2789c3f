//! A group on paper, and a stand-in for the MLS library that makes the resulting state of a commit.

use marmot_rules::adopted::authority::*;
use marmot_rules::adopted::components::*;
use marmot_rules::key_package::{Capabilities, Credential};
use marmot_rules::proof::IdentityProof;
use nostr::hashes::{Hash, sha256};

use crate::common::{account, proof_for};

pub const EPOCH: u64 = 7;
/// Admin, with two devices.
pub const ALICE: u8 = 1;
pub const BOB: u8 = 2;
/// Admin, with one device.
pub const CAROL: u8 = 3;
pub const DAN: u8 = 4;
/// Not in the group.
pub const ERIN: u8 = 5;

pub const ALICE_PHONE: u32 = 0;
pub const ALICE_LAPTOP: u32 = 1;
pub const BOB_PHONE: u32 = 2;
pub const CAROL_PHONE: u32 = 3;
pub const DAN_PHONE: u32 = 4;

pub const REQUIRED: [u16; 5] = [id::PROFILE, id::ADMIN_POLICY, id::NOSTR_ROUTING, id::IDENTITY_PROOF, id::LIFECYCLE];
const SUPPORTED: [u16; 10] = [1, 2, 4, 0x8001, 0x8003, 0x8004, 0x8005, 0x8009, 0x800c, 0x800d];

pub fn key(number: u8) -> AccountKey {
    account(number).public_key().to_bytes()
}

pub fn admins(accounts: &[u8]) -> AdminPolicy {
    AdminPolicy::new(accounts.iter().map(|number| key(*number))).expect("somebody")
}

/// A leaf of this account with a key of its own.
pub fn leaf(number: u8, device: &str) -> LeafView {
    let signature_key = sha256::Hash::hash(device.as_bytes()).to_byte_array().to_vec();
    let proof = IdentityProof::parse(&proof_for(&account(number), &signature_key)).expect("a proof");
    let list = |ids: &[u16]| ids.to_vec();
    LeafView {
        credential: Credential { kind: 1, body: key(number).to_vec() },
        signature_key,
        capabilities: Capabilities {
            versions: list(&[1]),
            cipher_suites: list(&[1]),
            extensions: list(&[6]),
            proposals: list(&[8, 10]),
            credentials: list(&[1]),
        },
        dictionary: AppDataDictionary::default()
            .with(&SUPPORTED.into_iter().collect::<AppComponents>())
            .with(&SafeAad::default())
            .with(&proof),
    }
}

/// Alice (admin) with two devices, Bob, Carol (admin), Dan.
pub fn group() -> GroupView {
    let members = [(ALICE, "phone"), (ALICE, "laptop"), (BOB, "bob"), (CAROL, "carol"), (DAN, "dan")];
    let leaves = members.iter().map(|(number, device)| leaf(*number, device));
    GroupView {
        epoch: EPOCH,
        cipher_suite: 1,
        required: capabilities(&[6], &[8, 10]),
        dictionary: AppDataDictionary::default()
            .with(&REQUIRED.into_iter().collect::<AppComponents>())
            .with(&GroupProfile::new("trip", "").expect("short"))
            .with(&admins(&[ALICE, CAROL]))
            .with(&NostrRouting::new([5; 32], ["wss://relay-a.example"]).expect("valid"))
            .with(&Lifecycle::Active),
        leaves: (0..).zip(leaves).collect(),
    }
}

pub fn capabilities(extensions: &[u16], proposals: &[u16]) -> RequiredCapabilities {
    RequiredCapabilities {
        extensions: extensions.iter().copied().collect(),
        proposals: proposals.iter().copied().collect(),
        credentials: [1].into(),
    }
}

/// A commit for the group's epoch with these proposals by value and no UpdatePath.
pub fn commit(committer: u32, proposals: impl IntoIterator<Item = Proposal>) -> CommitView {
    let proposals = proposals.into_iter().map(ProposalView::inline).collect();
    CommitView { proposals, ..CommitView::new(committer, EPOCH) }
}

/// A commit that only refers to proposals, each of this leaf.
pub fn referring(committer: u32, proposals: impl IntoIterator<Item = (u32, Proposal)>) -> CommitView {
    let refer = |(sender, proposal)| ProposalView::reference(sender, EPOCH, proposal);
    CommitView { proposals: proposals.into_iter().map(refer).collect(), ..CommitView::new(committer, EPOCH) }
}

/// The commit with an UpdatePath that brings this leaf.
pub fn with_path(commit: CommitView, leaf: LeafView) -> CommitView {
    CommitView { path: Some(leaf), ..commit }
}

pub fn message(sender: u32) -> Standalone {
    Standalone { sender: Sender::Member(sender), epoch: EPOCH, authenticated_data: Vec::new() }
}

pub fn add(leaf: LeafView) -> Proposal {
    Proposal::Add(Box::new(AddView { leaf, key_package: AppDataDictionary::default() }))
}

pub fn set<S: State>(state: &S) -> Proposal {
    raw(S::ID, state.encode())
}

pub fn raw(component: u16, data: Vec<u8>) -> Proposal {
    Proposal::AppDataUpdate { component, operation: Operation::Update(data) }
}

pub fn unset(component: u16) -> Proposal {
    Proposal::AppDataUpdate { component, operation: Operation::Remove }
}

pub fn require(required: &[u16]) -> Proposal {
    set(&required.iter().copied().collect::<AppComponents>())
}

/// What an MLS library makes of the commit: it checks nothing of what is tested here.
pub fn merged(parent: &GroupView, commit: &CommitView) -> GroupView {
    let mut group = GroupView { epoch: parent.epoch + 1, ..parent.clone() };
    if let (Sender::Member(committer), Some(path)) = (commit.sender, &commit.path) {
        group.leaves.insert(committer, path.clone());
    }
    let leavers = commit.proposals.iter().filter_map(|view| match (&view.proposal, &view.carriage) {
        (Proposal::Remove(leaf), _) => Some(*leaf),
        (Proposal::SelfRemove, Carriage::Reference(Standalone { sender: Sender::Member(leaf), .. })) => Some(*leaf),
        _ => None,
    });
    leavers.for_each(|leaf| drop(group.leaves.remove(&leaf)));
    // Context extensions come before updates of the dictionary, wherever they stand.
    for view in &commit.proposals {
        if let Proposal::GroupContextExtensions { required, dictionary } = &view.proposal {
            (group.required, group.dictionary) = (required.clone(), dictionary.clone());
        }
    }
    for view in &commit.proposals {
        match &view.proposal {
            Proposal::Add(add) => {
                let free = (0..).find(|index| !group.leaves.contains_key(index)).expect("a free index");
                group.leaves.insert(free, add.leaf.clone());
            }
            Proposal::AppDataUpdate { component, operation: Operation::Update(data) } => {
                group.dictionary.insert(*component, data.clone());
            }
            Proposal::AppDataUpdate { component, operation: Operation::Remove } => {
                group.dictionary.remove(*component);
            }
            _ => {}
        }
    }
    group
}

/// The judgement of a commit in a group.
pub fn judged_in(parent: &GroupView, commit: &CommitView, options: &Options) -> Result<Shape, Refusal> {
    judge_commit(parent, commit, &merged(parent, commit), options)
}

/// The judgement of a commit in [`group`] by the text.
pub fn judged(commit: &CommitView) -> Result<Shape, Refusal> {
    judged_in(&group(), commit, &Options::default())
}

/// The commit is refused for this reason, which names this rule and this category.
pub fn refused(commit: &CommitView, refusal: Refusal, rule: &str, category: Category) {
    assert_eq!(judged(commit), Err(refusal.clone()));
    named(&refusal, rule, category);
}

pub fn named(refusal: &Refusal, rule: &str, category: Category) {
    assert_eq!((refusal.rule().id(), refusal.category()), (rule, category), "{refusal}");
}
