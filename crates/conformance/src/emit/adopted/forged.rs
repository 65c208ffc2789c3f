//! Welcomes that MLS takes and the adopted text forbids. A good one is opened, changed and sealed again: hash of the tree, key
//! schedule, confirmation tag and signature are made anew, and all but the fault is in order.

use marmot_rules::Profile;

use super::super::blueprint::{Blueprint, Proof};
use super::super::group_info::{Fault, GroupInfo, Opened, faulty};
use super::super::{id, stranger};
use super::components::{Components, REQUIRED_CAPABILITIES, change_components, components, extension, ids, list};
use super::tree::set_leaf;
use super::welcome_join::{SUPPORTS_MORE, opened};
use super::{Scene, scene};
use crate::format::topics::welcome_join::{Expect, Input, Test};
use crate::format::{Reason, Topic};

const ADOPTED: Profile = Profile::Adopted2026_07;
/// What the usual group requires.
const REQUIRED: [u16; 5] = [0x8001, 0x8003, 0x8004, 0x8009, 0x800c];
/// The component that no text knows.
const UNKNOWN: u16 = 0xf123;

const DENIED: &[Reason] = &[Reason::AuthorizationFailed];
const FORM: &[Reason] = &[Reason::InvalidEncoding];
const UNPROVED: &[Reason] = &[Reason::InvalidSignature];
const LACKS: &[Reason] = &[Reason::UnsupportedRequiredFeature];
/// Of a group whose state lacks what every group must have.
const LACKING: &[Reason] = &[Reason::InvalidEncoding, Reason::UnsupportedRequiredFeature];

/// All of them. Call it inside a run.
pub(super) fn tests() -> Vec<Test> {
    // Creator, one more member, and two devices of an account.
    let scene = scene(12);
    let plain = Forge { opened: opened(&scene), baseline: scene.test.clone() };
    let good = other_leaf(&scene.others[0].account);
    scene
        .creator
        .enter(|| {
            let control = control(&plain, &good);
            let opened = plain.opened.with(&in_place(1, good.leaf_node()));
            let forge = Forge { opened, baseline: control.clone() };
            let mut tests = vec![control];
            tests.extend(leaves(&forge, &good));
            tests.extend(required(&forge));
            tests.extend(entries(&forge));
            tests.extend(admins(&forge, &scene));
            tests.extend(inviters(&forge, &scene));
            tests
        })
        .into_iter()
        .chain(unknown())
        .collect()
}

/// A good Welcome, and the test that it comes from.
struct Forge {
    opened: Opened,
    baseline: Test,
}

type Row = (u16, &'static str, &'static str, &'static [Reason], Fault);

impl Forge {
    fn test(&self, (number, flag, comment, reasons, fault): Row) -> Test {
        let id = id(Topic::WelcomeJoin, ADOPTED, number);
        faulty(&self.baseline, &self.opened, id, (flag, comment), reasons, &fault)
    }

    fn all(&self, rows: impl IntoIterator<Item = Row>) -> Vec<Test> {
        rows.into_iter().map(|row| self.test(row)).collect()
    }
}

/// A leaf by an encoder of our own, with another key than the member's: who joins sees only the tree.
fn other_leaf(account: &nostr::Keys) -> Blueprint {
    let components = [&[0x0001], &REQUIRED[..]].concat();
    Blueprint { components, ..Blueprint::new(ADOPTED, account, "a leaf of another member") }
}

fn in_place(index: usize, leaf: Vec<u8>) -> Fault {
    Fault::Content(Box::new(move |info| set_leaf(info, index, &leaf)))
}

/// The other member's leaf, good and in every way wrong.
fn leaves(forge: &Forge, good: &Blueprint) -> Vec<Test> {
    let with = |change: &dyn Fn(&mut Blueprint)| {
        let mut changed = good.clone();
        change(&mut changed);
        in_place(1, changed.leaf_node())
    };
    let proof = |proof: Proof| with(&|leaf| leaf.proof = proof);
    let without = |component: u16| with(&|leaf| leaf.components.retain(|id| *id != component));
    let flag = "LeafProof";
    let rows: Vec<Row> = vec![
        (201, flag, "a leaf has no identity proof", UNPROVED, proof(Proof::Missing)),
        (202, flag, "the proof is for another leaf key", UNPROVED, proof(Proof::ForAnotherLeafKey)),
        (203, flag, "the proof is by another account, for this key", UNPROVED, proof(Proof::ByAnotherAccount)),
        (204, flag, "a byte in the signature of the proof is inverted", UNPROVED, proof(Proof::BadSignature)),
        (205, flag, "the proof has 103 bytes", UNPROVED, proof(Proof::Short)),
        (206, flag, "the proof has 105 bytes", UNPROVED, proof(Proof::Long)),
        (207, "LeafLacks", "a leaf does not support the lifecycle, which is required", LACKS, without(0x800c)),
        (208, "LeafLacks", "a leaf does not support the profile, which is required", LACKS, without(0x8001)),
        (209, "LeafForm", "a leaf lists extension 0x000a", LEAF_FORM, with(&|leaf| leaf.extensions.push(0x000a))),
        (
            210,
            "LeafForm",
            "the mark of a last resort stands in a leaf",
            LEAF_FORM,
            with(&|leaf| leaf.leaf_last_resort = true),
        ),
        (211, "LeafIdentity", "the identity of a leaf has 31 bytes", UNPROVED, {
            with(&|leaf| leaf.identity = Some(leaf.account.public_key().to_bytes()[..31].to_vec()))
        }),
        (212, "LeafIdentity", "the identity of a leaf is the account in hex", UNPROVED, {
            with(&|leaf| leaf.identity = Some(leaf.account.public_key().to_hex().into_bytes()))
        }),
        (
            213,
            "LeafSigned",
            "the signature of a leaf does not verify, and the hash of the tree fits it",
            LEAF_SIGNATURE,
            { with(&|leaf| leaf.break_leaf_signature = true) },
        ),
    ];
    forge.all(rows)
}

const LEAF_FORM: &[Reason] = &[Reason::InvalidEncoding, Reason::InvalidSignature, Reason::UnsupportedRequiredFeature];
const LEAF_SIGNATURE: &[Reason] = &[Reason::RatchetTreeInvalid, Reason::SignatureInvalid];

/// With a good leaf of ours the Welcome is as good as before.
fn control(forge: &Forge, good: &Blueprint) -> Test {
    use base64::Engine as _;
    let fault = in_place(1, good.leaf_node());
    let mut input: Input = forge.baseline.input.clone();
    let content = base64::engine::general_purpose::STANDARD.encode(forge.opened.sealed(&fault));
    super::super::welcome_join::set_content(&mut input, content);
    let before = forge.baseline.expect.clone().expect("a valid test").state;
    let mut state = forge.opened.state(&fault, before);
    state.leaves[1].signature_key = good.signing_key().verifying_key().to_bytes().into();
    let id = id(Topic::WelcomeJoin, ADOPTED, 200);
    let comment = "the leaf of another member is by another encoder";
    Test::valid(id, &["ForeignLeaf"], comment, input, Expect { state, then: Vec::new() })
}

/// What every group requires, and what must be there.
fn required(forge: &Forge) -> Vec<Test> {
    let without = |component: u16| {
        let left: Vec<u16> = REQUIRED.into_iter().filter(|id| *id != component).collect();
        components(move |components: &mut Components| _ = components.insert(0x0001, ids(&left)))
    };
    let removed = |component: u16| components(move |components| drop(components.remove(&component)));
    let capabilities = |extensions: &'static [u16], proposals: &'static [u16]| {
        let data = [ids(extensions), ids(proposals), ids(&[])].concat();
        Fault::Content(Box::new(move |info: &mut GroupInfo| extension(info, REQUIRED_CAPABILITIES).clone_from(&data)))
    };
    forge.all([
        (221, "RequiredForLife", "the admin list is not required", LACKING, without(0x8003)),
        (222, "RequiredForLife", "identity proofs are not required", LACKING, without(0x8009)),
        (223, "MissingEntry", "the profile is required, and there is none", LACKING, removed(0x8001)),
        (224, "MissingEntry", "the lifecycle is required, and there is none", LACKING, removed(0x800c)),
        (225, "MissingEntry", "there is no admin list", LACKING, removed(0x8003)),
        (226, "MissingEntry", "there is no component 0x8004, and it is not required", LACKING, {
            let left: Vec<u16> = REQUIRED.into_iter().filter(|id| *id != 0x8004).collect();
            components(move |components| {
                components.insert(0x0001, ids(&left));
                components.remove(&0x8004);
            })
        }),
        (227, "MissingEntry", "there is no list of required components", LACKING, removed(0x0001)),
        (228, "RequiresTooLittle", "the dictionary extension is not required", LACKING, capabilities(&[], &[8, 10])),
        (229, "RequiresTooLittle", "AppDataUpdate is not required", LACKING, capabilities(&[6], &[10])),
    ])
}

/// Entries where they do not belong, or of a wrong form.
fn entries(forge: &Forge) -> Vec<Test> {
    let set = |component: u16, data: &[u8]| {
        let data = data.to_vec();
        components(move |components| _ = components.insert(component, data.clone()))
    };
    let profile = |name: &[u8]| set(0x8001, &[list(name), list(b"")].concat());
    let routing = |relays: &[&[u8]]| {
        let urls = list(&relays.iter().flat_map(|url| list(url)).collect::<Vec<_>>());
        components(move |components| {
            let routing = components.get_mut(&0x8004).expect("every group has it");
            routing.truncate(32);
            routing.extend(&urls);
        })
    };
    let (one, two): (&[u8], &[u8]) = (b"wss://relay.one.example", b"wss://relay.two.example");
    forge.all([
        (231, "Misplaced", "an identity proof stands in the GroupContext", FORM, set(0x8009, &[0; 104])),
        (232, "Misplaced", "0x0002 stands in the GroupContext", FORM, set(0x0002, &[0])),
        (233, "Misplaced", "the mark of a last resort stands in the GroupContext", FORM, set(0x0004, &[])),
        (234, "ComponentForm", "the name of the group is no UTF-8", FORM, profile(&[0xff])),
        (235, "ComponentForm", "the name of the group has 257 bytes", FORM, profile(&[b'x'; 257])),
        (236, "ComponentForm", "the retention has seven bytes", FORM, set(0x8005, &[0; 7])),
        (237, "ComponentForm", "the lifecycle is 2", FORM, set(0x800c, &[2])),
        (238, "ComponentForm", "a relay is no ws or wss URL", FORM, routing(&[b"https://relay.one.example"])),
        (239, "ComponentForm", "two relays out of order", FORM, routing(&[two, one])),
        (240, "ComponentForm", "no relay", FORM, routing(&[])),
        (
            241,
            "ListForm",
            "the required components are out of order",
            FORM,
            set(0x0001, &ids(&[0x8003, 0x8001, 0x8004, 0x8009, 0x800c])),
        ),
        (
            242,
            "ListForm",
            "a required component stands twice",
            FORM,
            set(0x0001, &ids(&[0x8001, 0x8003, 0x8003, 0x8004, 0x8009, 0x800c])),
        ),
    ])
}

/// The admin list.
fn admins(forge: &Forge, scene: &Scene) -> Vec<Test> {
    let [creator, other] = [&scene.creator, &scene.others[0]].map(|device| device.account.public_key().to_bytes());
    let (low, high) = (creator.min(other), creator.max(other));
    let bytes = |data: Vec<u8>| components(move |components| _ = components.insert(0x8003, data.clone()));
    let keys = |keys: &[[u8; 32]]| bytes(list(&keys.concat()));
    let nobody = stranger().public_key().to_bytes();
    let with_nobody = [creator.min(nobody), creator.max(nobody)];
    forge.all([
        (251, "AdminWithoutLeaf", "the admin list names somebody who has no leaf", DENIED, keys(&with_nobody)),
        (
            252,
            "NoAdmins",
            "the admin list is empty",
            &[Reason::AuthorizationFailed, Reason::InvalidEncoding][..],
            keys(&[]),
        ),
        (253, "AdminListForm", "the admin list is out of order", FORM, keys(&[high, low])),
        (254, "AdminListForm", "an admin stands twice in the list", FORM, keys(&[creator, creator])),
        (255, "AdminListForm", "the length of the list has two bytes where one is enough", FORM, {
            bytes([&[0x40, 0x20], &creator[..]].concat())
        }),
        (256, "AdminListForm", "a byte follows the last admin", FORM, bytes([list(&creator), vec![0]].concat())),
        (257, "AdminListForm", "an admin has 31 bytes", FORM, bytes(list(&creator[..31]))),
    ])
}

/// Who signs the GroupInfo, and for what.
fn inviters(forge: &Forge, scene: &Scene) -> Vec<Test> {
    let witness = scene.test.input.witness.signature_priv.0.as_slice().try_into().expect("a seed");
    let witness = ed25519_dalek::SigningKey::from_bytes(witness);
    let by_witness = Forge { opened: forge.opened.signed_by(witness), baseline: forge.baseline.clone() };
    let leaf_of_witness =
        forge.baseline.expect.as_ref().expect("a valid test").state.leaves.last().expect("four").index;
    let says = Fault::Content(Box::new(move |info: &mut GroupInfo| info.signer = leaf_of_witness));
    let nothing = Fault::Content(Box::new(|_: &mut GroupInfo| ()));
    let other = other_leaf(&scene.others[0].account);
    let by_other = Forge { opened: forge.opened.signed_by(other.signing_key()), baseline: forge.baseline.clone() };
    let as_other = other.leaf_node();
    let other_signs = Fault::Content(Box::new(move |info: &mut GroupInfo| {
        set_leaf(info, 1, &as_other);
        info.signer = 1;
    }));
    let disbanded = components(|components| _ = components.insert(0x800c, vec![1]));
    vec![
        by_witness.test((261, "InviterNoAdmin", "a device that was added a moment ago invites", DENIED, says)),
        by_other.test((262, "InviterNoAdmin", "a member who is no admin invites", DENIED, other_signs)),
        by_witness.test((
            263,
            "OtherSigner",
            "another leaf signed the GroupInfo than it says",
            &[Reason::SignatureInvalid],
            nothing,
        )),
        forge.test((264, "DisbandedGroup", "the group is disbanded", DENIED, disbanded)),
    ]
}

/// A component that every leaf says it supports, and that the joiner's client does not know.
fn unknown() -> Vec<Test> {
    let scene = SUPPORTS_MORE.scene();
    let mut creator = other_leaf(&scene.creator.account);
    creator.components.push(UNKNOWN);
    let forge = Forge { opened: opened(&scene).signed_by(creator.signing_key()), baseline: scene.test.clone() };
    let creator = creator.leaf_node();
    let fault = Fault::Content(Box::new(move |info: &mut GroupInfo| {
        set_leaf(info, 0, &creator);
        change_components(info, |components| {
            components.insert(0x0001, ids(&[&REQUIRED[..], &[UNKNOWN]].concat()));
            components.insert(UNKNOWN, vec![1]);
        });
    }));
    let comment = "every leaf supports a required component that no text knows, and a client that does not know it joins no such group";
    let forged = scene.creator.enter(|| forge.test((271, "UnknownRequired", comment, LACKS, fault)));
    vec![scene.test, forged]
}
