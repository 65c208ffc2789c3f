//! What the flags of Welcomes of the adopted text mean.

use super::super::notes::Row;
use super::super::sources::Cite::{
    Admins, Components, Held, Join, KeyPackages, Lifecycle, Nip, Policy, Proof, Rfc, Welcome,
};
use crate::format::Class::{May, Must};

#[rustfmt::skip]
pub(in crate::emit) const NOTES: &[Row] = &[
    ("NothingFollows", Must, Rfc(""), "nothing happens after the join", "a client that fails here cannot join at all"),
    ("Retention", May, Components("common-rules"), "a group whose messages live for a time", "the group is refused, or its messages live for ever"),
    ("OpaqueComponents", Must, Components("common-rules"), "components that nobody requires are kept byte for byte, known or not", "the GroupContext differs, and nothing can be read"),
    ("NoProfile", May, Components("common-rules"), "a group need not have a name", "a group without name is refused"),
    ("NoLifecycle", Must, Lifecycle("enablement-for-existing-groups"), "a group of before the lifecycle", "old groups cannot be joined"),
    ("SupportsMore", May, KeyPackages, "a leaf may support more than a group requires", "components that are not known are refused"),
    ("OldLeaf", Must, Policy("old-leaves-skipped"), "whether the lifetimes of leaves in the tree count when somebody joins", "clients differ: where they count, a group closes with its oldest leaf"),
    ("ForeignLeaf", Must, Proof, "a leaf by another encoder, with all that every leaf needs", "a reader depends on its own library's habits"),
    ("LeafProof", Must, Proof, "every leaf of a group that is joined has a proof by its account for its key", "anybody speaks for an account"),
    ("LeafForm", Must, KeyPackages, "every leaf of a group that is joined has its lists and marks in their form and place", "clients read it otherwise"),
    ("LeafIdentity", Must, Proof, "every leaf of a group that is joined has a basic credential with an account in 32 bytes", "accounts are compared as different texts"),
    ("LeafSigned", Must, Rfc("section-12.4.3.1"), "every leaf of the tree is signed by its key", "whoever sends the Welcome makes members up"),
    ("RequiredForLife", Must, Admins("validation"), "every group requires the admin list and identity proofs", "the next member need not prove who it is"),
    ("InviterNoAdmin", Must, Join, "the leaf that signed the GroupInfo is an admin's", "every member, or who was one for a moment, invites"),
    ("OtherSigner", Must, Rfc("section-12.4.3.1"), "the GroupInfo is signed by the leaf that it names", "a member invites as an admin"),
    ("DisbandedGroup", Must, Join, "a group that has ended is not joined", "the group goes on for some"),
    ("UnknownRequired", Must, Join, "a group that requires what a client does not know is not joined by it", "a member that breaks the group's rules"),
    ("SecondGroup", Must, Held, "a KeyPackage serves one group, unless it is a last resort: its private keys go with the join", "a stolen device opens old Welcomes"),
    ("WrongReceiver", Must, Nip("NIP-59"), "the wrap names another account than the one that opened it", "what was for somebody else is taken"),
    ("ExtraE", Must, Welcome, "e has one value", "readers differ in which they take"),
];
