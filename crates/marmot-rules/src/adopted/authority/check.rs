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
    // Joining: RW-01
    Receiver "receiver" "a wrap for another account is opened";
    RumorAuthor "rumor-author" "the rumor of a Welcome may have another author than its seal";
    EventNamed "event-named" "`e` is not compared with the own events";
    KnowsRequired "knows-required" "a group is joined that requires what is not known here";
    InviterAdmin "inviter-admin" "anybody in a group may invite";
    GroupOnce "group-once" "a group is joined again, or after its end";
}
