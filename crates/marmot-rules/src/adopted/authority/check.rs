//! Checks of the rules and of an engine around them, each of which can be left out: that makes a mutant, and a test vector that wants a
//! refusal must notice it.

macro_rules! checks {
    ($($variant:ident $name:literal $sentence:literal;)*) => {
        /// A check. [`Options::without`](super::Options::without) leaves out one, for verification of vectors and nothing else.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "each has a sentence")]
        pub enum Check { $($variant),* }

        impl Check {
            /// Every check.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Its name, in kebab case.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// What an engine without it does.
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$variant => $sentence),* }
            }
        }
    };
}

checks! {
    // Leaves: KV-09 to KV-12
    LeafVersion "leaf-version" "a leaf need not list MLS 1.0";
    LeafSuite "leaf-suite" "a leaf need not list the cipher suite of the group";
    LeafDictionary "leaf-dictionary" "a leaf need not list extension 0x0006";
    LeafUpdate "leaf-update" "a leaf need not list proposal 0x0008";
    LeafBasic "leaf-basic" "a leaf need not list basic credentials";
    LastResortExtension "last-resort-extension" "a leaf may list extension 0x000a";
    LeafPlace "leaf-place" "any component may stand in a leaf";
    SupportList "support-list" "a leaf need not say that it supports admin lists and identity proofs";
    ProofMissing "proof-missing" "a leaf needs no identity proof";
    ProofForm "proof-form" "an identity proof that cannot be read is taken";
    ProofBinding "proof-binding" "the identity proof may be by another account";
    ProofSignature "proof-signature" "the signature of the identity proof is not verified";
    // Groups: GC-01, GC-02, CA-06, KV-08
    ComponentPlace "component-place" "any component may stand in the GroupContext";
    ComponentForm "component-form" "the data of a component is not read unless it is needed";
    AdminsRequired "admins-required" "the admin list need not be required";
    ProofRequired "proof-required" "identity proofs need not be required";
    EntryThere "entry-there" "a component may be required that is not there";
    RequiresDictionary "requires-dictionary" "the dictionary extension need not be required";
    RequiresUpdate "requires-update" "AppDataUpdate need not be required";
    LeafComponents "leaf-components" "a leaf need not support the required components";
    AdminHasLeaf "admin-has-leaf" "an admin may have no leaf";
    KeyOnce "key-once" "two leaves may have one signature key";
    // Commits: CA-01 to CA-06, CA-08
    EmptyCommit "empty-commit" "a commit without anything in it is a self-update";
    OtherProposal "other-proposal" "any kind of proposal is taken";
    SelfRemoveByValue "self-remove-by-value" "a SelfRemove may be by value";
    OwnSelfRemove "own-self-remove" "a leaf may commit its own SelfRemove";
    MixedSelfRemove "mixed-self-remove" "a member may mix SelfRemoves with other proposals";
    CommitterAdmin "committer-admin" "every member may do what admins may";
    DisbandShape "disband-shape" "what ends a group may be part of any commit";
    RemovedOnce "removed-once" "a leaf may be removed twice";
    Disbanded "disbanded" "a group goes on after its end";
    // Proposals: CA-05, CA-07, GC-03
    AdminLeaves "admin-leaves" "an admin may leave";
    ProposalAdmin "proposal-admin" "a member may propose what admins may";
    ProposedLifecycle "proposed-lifecycle" "the lifecycle may be changed by a proposal that stands alone";
    TargetThere "target-there" "a leaf may be removed that is blank";
    LifecycleStep "lifecycle-step" "an active group may be made active";
    ComponentRemovable "component-removable" "the admin list and the lifecycle can be removed";
    RemovesPresent "removes-present" "a component may be removed that is not there";
    DictionaryKept "dictionary-kept" "new extensions of a group may change its components";
    ChangedOnce "changed-once" "a component may be changed twice in one commit";
    LifecycleRequired "lifecycle-required" "the lifecycle need not stay required";
    IdentityKept "identity-kept" "a new leaf may be another account's";
    // Group events: GE-01, GE-02, GE-06, GE-07
    EventKind "event-kind" "an event of any kind is opened";
    EventSignature "event-signature" "id and signature of a group event are not verified";
    EventTags "event-tags" "of the tags of a group event only the first `h` is looked at";
    PayloadForm "payload-form" "members of a payload that are unknown or there twice are ignored";
    PayloadId "payload-id" "the id of a payload is not compared with its hash";
    PayloadAuthor "payload-author" "a payload may name another account than the one whose leaf sent it";
    // Joining: RW-01
    Receiver "receiver" "a wrap for another account is opened";
    RumorAuthor "rumor-author" "the rumor of a Welcome may have another author than its seal";
    EventNamed "event-named" "`e` is not compared with the own events";
    KnowsRequired "knows-required" "a group is joined that requires what is not known here";
    InviterAdmin "inviter-admin" "anybody in a group may invite";
    GroupOnce "group-once" "a group is joined again, or after its end";
}
