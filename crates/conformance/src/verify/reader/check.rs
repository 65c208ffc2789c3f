//! The checks of our own reader, each of which can be left out.

use std::fmt;

/// What can be wrong with a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// It is not there.
    Missing,
    /// It has no value.
    Empty,
    /// It is there twice.
    Repeated,
    /// It has a value too many.
    Extra,
    /// A value is of a wrong form.
    Form,
    /// A value is in upper case.
    Case,
    /// A value is one that the profile does not know.
    Value,
    /// A value that must be there is not.
    Lacks,
    /// The text forbids the tag.
    Forbidden,
}

impl Fault {
    const fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Empty => "empty",
            Self::Repeated => "repeated",
            Self::Extra => "extra",
            Self::Form => "form",
            Self::Case => "case",
            Self::Value => "value",
            Self::Lacks => "lacks",
            Self::Forbidden => "forbidden",
        }
    }

    const fn sentence(self) -> &'static str {
        match self {
            Self::Missing => "a tag that must be there may be missing",
            Self::Empty => "a tag without value is taken",
            Self::Repeated => "of several tags the first is taken",
            Self::Extra => "values after the first, or a value twice, are ignored",
            Self::Form => "a value of a wrong form is ignored",
            Self::Case => "hex in upper case is taken",
            Self::Value => "any value is taken",
            Self::Lacks => "a required value may be missing from the list",
            Self::Forbidden => "a forbidden tag is ignored",
        }
    }
}

macro_rules! checks {
    ($($variant:ident $name:literal $sentence:literal;)*) => {
        /// A check. A mutant is the reader that leaves out one.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "each has a sentence, which vectors/KILLS.md prints")]
        pub enum Check {
            $($variant,)*
            /// Something about a tag.
            Tag(Fault, &'static str),
        }

        impl Check {
            const PLAIN: &'static [Self] = &[$(Self::$variant),*];

            /// What the mutant without it does.
            pub const fn sentence(self) -> &'static str {
                match self { $(Self::$variant => $sentence,)* Self::Tag(fault, _) => fault.sentence() }
            }
        }

        impl fmt::Display for Check {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$variant => f.write_str($name),)*
                    Self::Tag(fault, tag) => write!(f, "tag-{}:{tag}", fault.name()),
                }
            }
        }
    };
}

checks! {
    EventId "event-id" "the id is not compared; the signature is verified over the id as it stands";
    EventIdComputed "event-id-computed" "the id is not compared; the signature is verified over the hash of the event";
    EventSignature "event-signature" "the signature of the event is not verified";
    Kind "kind" "any kind is taken";
    ContentEmpty "content-empty" "an empty content is taken, with what the tags say";
    Base64Padding "base64-padding" "padding may be missing";
    Base64Alphabet "base64-alphabet" "the URL-safe alphabet is read too";
    Base64Whitespace "base64-whitespace" "white space is skipped";
    Base64Characters "base64-characters" "characters of no alphabet are skipped";
    Encoding "encoding" "the encoding is guessed from the content";
    Framing "framing" "a KeyPackage or Welcome is taken with its MLSMessage frame and without";
    WireFormat "wire-format" "the wire format in the frame is not looked at";
    TrailingBytes "trailing-bytes" "bytes after the structure are ignored";
    VectorEnd "vector-end" "a vector that is too long for its bytes ends where they end, and numbers beyond the end are zero";
    VectorShortest "vector-shortest" "a length may be longer than it needs to be";
    ProtocolVersion "protocol-version" "any MLS version is taken";
    KeyPackageSignature "key-package-signature" "the signature of the KeyPackage is not verified";
    LeafSignature "leaf-signature" "the signature of the leaf is not verified";
    RefMismatch "ref-mismatch" "`i` is not compared with the KeyPackage";
    CredentialType "credential-type" "any credential type is read as a basic one";
    Identity "identity" "the credential is not compared with the author";
    IdentityHex "identity-hex" "a credential that holds the account in hex is taken too";
    IdentityPrefix "identity-prefix" "a credential is compared as far as it goes";
    LifetimeMissing "lifetime-missing" "a leaf without lifetime never expires";
    LifetimeExpired "lifetime-expired" "not_after is not looked at";
    LifetimeNotYetValid "lifetime-not-yet-valid" "not_before is not looked at";
    LifetimeTooLong "lifetime-too-long" "the span may be of any length";
    LifetimeNow "lifetime-now" "the lifetime is judged at the time of the group, not at the test's own `now`";
    DefaultExtension "default-extension" "default extension types may stand in the capabilities";
    LeafExtension "leaf-extension" "a leaf may have extensions that belong elsewhere";
    InitKeyReused "init-key-reused" "init key and encryption key may be one";
    ProofMissing "proof-missing" "the identity proof may be missing";
    ProofLength "proof-length" "a proof of any length is taken";
    ProofSignature "proof-signature" "the signature of the proof is not verified";
    ProofBinding "proof-binding" "the proof may be by another account";
    WrapSignature "wrap-signature" "id and signature of the gift wrap are not verified";
    WrapKind "wrap-kind" "a gift wrap may be of any kind";
    Nip44Mac "nip44-mac" "the MAC of NIP-44 is not compared";
    SealKind "seal-kind" "a seal may be of any kind";
    SealTags "seal-tags" "a seal may have tags";
    SealSignature "seal-signature" "id and signature of the seal are not verified";
    RumorAuthor "rumor-author" "the rumor may have another author than the seal";
    RumorSigned "rumor-signed" "a `sig` in the rumor is ignored";
    RumorId "rumor-id" "the id of the rumor is not compared with its hash";
    OuterLength "outer-length" "a content without room for nonce and tag is taken as it is";
    OuterTag "outer-tag" "the tag of the outer encryption is not compared";
    Carriage "carriage" "handshakes may be private, and payloads public";
    PayloadMembers "payload-members" "members of a payload that are unknown or there twice are ignored";
    GroupUnknown "group-unknown" "`h` is not looked at";
    MessageGroup "message-group" "the group id in a message is not looked at";
    InnerAuthor "inner-author" "the rumor may name another account than the one whose leaf sent it";
    PrivateKey "private-key" "private keys are not compared with the public ones";
    WelcomeMatch "welcome-match" "the first secret of the Welcome is tried, whatever KeyPackage it is for";
    WelcomeTag "welcome-tag" "the tags of the Welcome's encryption are not compared";
    CipherSuite "cipher-suite" "the cipher suite of the Welcome is not looked at";
    TreeMissing "tree-missing" "a Welcome without ratchet tree is taken";
    TreeHash "tree-hash" "the ratchet tree is not compared with its hash";
    GroupInfoSignature "group-info-signature" "the signature of the GroupInfo is not verified";
    Confirmation "confirmation" "the confirmation tag is not compared";
    OwnLeaf "own-leaf" "the own leaf is not looked for in the tree";
    GroupDataMissing "group-data-missing" "a group without extension 0xf2ee is taken";
    GroupDataVersion "group-data-version" "any version of 0xf2ee is read as the known one";
    GroupDataTrailing "group-data-trailing" "bytes after the fields of 0xf2ee are ignored";
    RoutingThere "routing-there" "a group without component 0x8004 is joined";
    KnowsRequired "knows-required" "a group is joined that requires what is not known";
    InviterAdmin "inviter-admin" "anybody in a group may invite";
    Receiver "receiver" "`p` of a wrap is not compared with the own account";
    KeysGone "keys-gone" "private keys are kept after a join";
    ENamed "e-named" "a Welcome without `e` is opened";
    ELocal "e-local" "a client that wants the event of `e` to be its own does not look";
    GroupHeld "group-held" "a Welcome for a group that is held is joined again";
    Author "author" "a KeyPackage of another account is taken";
    ContentDecodes "content-decodes" "a KeyPackage that does not decode is left to whoever comes later";
    Requirements "requirements" "what the group requires is not looked at";
    Future "future" "events that are dated ahead are taken";
    Fresh "fresh" "old events are taken";
    Slot "slot" "`d` may have any form";
    Anchor "anchor" "a tree without anchor is taken, and begins where its branches end";
    OneAnchor "one-anchor" "a tree may have several anchors";
    StateOnce "state-once" "of two states of one name the later counts";
    ParentKnown "parent-known" "a branch begins where its parent is not known";
    NextEpoch "next-epoch" "a commit may lead to any epoch";
    CommitOnce "commit-once" "one digest may stand for several commits";
    MessageState "message-state" "a message in a state that is not there is ignored";
    MessageOnce "message-once" "a message may be listed twice";
    CanonicalKnown "canonical-known" "a canonical state that is not there is taken for the anchor";
    Retained "retained" "a state that is lost is used as if it were there";
    CommitterMember "committer-member" "an External Commit, or one of a blank leaf, is judged as a member's";
    CommitEpoch "commit-epoch" "the epoch of a commit is not looked at";
    Disbanded "disbanded" "a group goes on after its end";
    HandshakeData "handshake-data" "authenticated data of commits and proposals is not looked at";
    EmptyCommit "empty-commit" "a commit without anything in it is a self-update";
    OtherProposal "other-proposal" "an admin may commit any kind of proposal";
    SelfRemoveByValue "self-remove-by-value" "a SelfRemove may be by value";
    OwnSelfRemove "own-self-remove" "a leaf may commit its own SelfRemove";
    MixedSelfRemove "mixed-self-remove" "an admin may mix SelfRemoves with other proposals";
    SiblingAccount "sibling-account" "a member may add and remove leaves of other accounts";
    SiblingAlone "sibling-alone" "what a member does with its siblings may be mixed with anything";
    SiblingInline "sibling-inline" "what a member does with its siblings may be by reference";
    SiblingPath "sibling-path" "a member may add a sibling without an UpdatePath";
    SiblingCount "sibling-count" "a member may add several siblings in one commit";
    CommitterAdmin "committer-admin" "every member may do what admins may";
    AdminsOfParent "admins-of-parent" "a commit may make its committer an admin";
    DisbandEnabled "disband-enabled" "a group can be ended that does not require the lifecycle";
    DisbandInline "disband-inline" "the end of a group may be by reference";
    DisbandAlone "disband-alone" "the commit that ends a group may do other things too";
    DisbandAdmins "disband-admins" "the commit that ends a group may leave the admin list as it is";
    DisbandLeaves "disband-leaves" "the commit that ends a group may leave leaves in it";
    RemovedOnce "removed-once" "a leaf may be removed twice";
    ProposalSender "proposal-sender" "a proposal may come from outside";
    ProposalEpoch "proposal-epoch" "a proposal may be of another epoch";
    AdminLeaves "admin-leaves" "an admin may leave";
    ProposalAdmin "proposal-admin" "an admin may commit whatever a member proposed";
    TargetThere "target-there" "a leaf may be removed that is blank";
    ComponentPlace "component-place" "any component may stand in the GroupContext";
    ComponentForm "component-form" "the data of a component may have any form";
    ItemsAscending "items-ascending" "a list may be out of order";
    ItemsOnce "items-once" "an item may stand twice in a list";
    AdminsSome "admins-some" "a group may have no admin";
    LifecycleStep "lifecycle-step" "an active group may be made active";
    ComponentRemovable "component-removable" "the admin list and the lifecycle can be removed";
    RemovesPresent "removes-present" "a component may be removed that is not there";
    DictionaryKept "dictionary-kept" "new extensions of a group may change its components";
    ChangedOnce "changed-once" "a component may be changed twice in one commit";
    ExtensionsOnce "extensions-once" "a commit may have two GroupContextExtensions";
    LifecycleRequired "lifecycle-required" "the lifecycle need not stay required";
    StillShared "still-shared" "0x800d may be given up while an account has several leaves";
    SameAccountEntry "same-account-entry" "0x800d may have data";
    MediaRefused "media-refused" "0x8008 is kept as it is";
    AdminsRequired "admins-required" "the admin list need not be required";
    ProofRequired "proof-required" "identity proofs need not be required";
    ProfileRequired "profile-required" "the profile need not be required";
    EntryThere "entry-there" "a component may be required that is not there";
    RequiresDictionary "requires-dictionary" "the dictionary extension need not be required";
    RequiresUpdate "requires-update" "AppDataUpdate need not be required";
    RequiresSelfRemove "requires-self-remove" "SelfRemove need not be required";
    LeafComponents "leaf-components" "a leaf need not support the required components";
    LeafExtensions "leaf-extensions" "a leaf need not list the required extensions";
    LeafProposals "leaf-proposals" "a leaf need not list the required proposals";
    LeafCredentials "leaf-credentials" "a leaf need not list the required credentials";
    AdminHasLeaf "admin-has-leaf" "an admin may have no leaf";
    KeyOnce "key-once" "two leaves may have one signature key";
    LeafLimit "leaf-limit" "an account may have any number of leaves";
    LeafVersion "leaf-version" "a new leaf need not list MLS 1.0";
    LeafSuite "leaf-suite" "a new leaf need not list the cipher suite of the group";
    LeafBasic "leaf-basic" "a new leaf need not list basic credentials";
    LastResortExtension "last-resort-extension" "a new leaf may list extension 0x000a";
    LeafPlace "leaf-place" "the mark of a last resort may stand in a leaf";
    ListsItself "lists-itself" "the list of components need not name itself";
    SafeAadEntry "safe-aad-entry" "a new leaf needs no entry 0x0002";
    ProofTime "proof-time" "a proof may be of any time";
    IdentityKept "identity-kept" "a new leaf may be another account's";
    SupportKept "support-kept" "a new leaf may support less than the old one";
    KeyPackagePlace "key-package-place" "an identity proof may stand in the KeyPackage itself";
    LastResortData "last-resort-data" "the mark of a last resort may have data";
}

use Fault::{Case, Empty, Extra, Forbidden, Form, Lacks, Missing, Repeated, Value};

/// Every check of a tag that the reader makes.
const TAGS: &[(Fault, &[&str])] = &[
    (
        Missing,
        &[
            "mls_protocol_version",
            "mls_ciphersuite",
            "mls_extensions",
            "mls_proposals",
            "d",
            "i",
            "relays",
            "encoding",
            "app_components",
            "e",
            "h",
        ],
    ),
    (Empty, &["mls_protocol_version", "mls_ciphersuite", "mls_extensions", "d", "i", "relays", "app_components", "e"]),
    (
        Repeated,
        &[
            "mls_protocol_version",
            "mls_ciphersuite",
            "mls_extensions",
            "mls_proposals",
            "d",
            "i",
            "app_components",
            "e",
            "p",
            "relays",
            "h",
            "expiration",
        ],
    ),
    (Extra, &["mls_protocol_version", "mls_extensions", "mls_proposals", "d", "i", "e", "h"]),
    (Form, &["mls_ciphersuite", "mls_extensions", "d", "i", "relays", "e", "expiration"]),
    (Case, &["mls_extensions", "d", "i", "h"]),
    (Value, &["mls_protocol_version", "mls_ciphersuite", "mls_proposals", "encoding"]),
    (Lacks, &["mls_extensions", "app_components"]),
    (Forbidden, &["encoding", "relays", "p"]),
];

impl Check {
    /// Every check.
    pub fn all() -> Vec<Self> {
        let tags = TAGS.iter().flat_map(|(fault, tags)| tags.iter().map(|tag| Self::Tag(*fault, tag)));
        Self::PLAIN.iter().copied().chain(tags).collect()
    }

    /// How the mutant that leaves it out is called in `x_kills`.
    pub fn mutant(self) -> String {
        format!("no-{self}")
    }
}
