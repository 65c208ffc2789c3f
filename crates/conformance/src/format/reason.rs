//! Closed lists: why something fails, and at which stage.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! reasons {
    ($($stage:ident: $($reason:ident)*;)*) => {
        /// Where a check stands. A reason has exactly one stage.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        #[allow(missing_docs, reason = "the names are the documentation; vectors/REASONS.md explains each")]
        pub enum Stage { $($stage),* }

        /// Why an input must be refused. Error texts are never compared.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        #[allow(missing_docs, reason = "the names are the documentation; vectors/REASONS.md explains each")]
        pub enum Reason { $($($reason),*),* }

        impl Reason {
            /// Whether it is about a tag, which `tag` names.
            pub const fn is_about_a_tag(self) -> bool {
                matches!(
                    self,
                    Self::TagMissing
                        | Self::TagRepeated
                        | Self::TagValueMissing
                        | Self::TagValueExtra
                        | Self::TagValueMalformed
                        | Self::TagValueUnsupported
                        | Self::TagForbidden
                )
            }

            /// The stage of the check that finds it.
            pub const fn stage(self) -> Stage {
                match self { $($(Self::$reason)|* => Stage::$stage),* }
            }
        }
    };
}

reasons! {
    Nostr: BadEventJson BadEventId BadEventSignature UnexpectedKind CreatedAtTooOld CreatedAtTooNew RumorSigned
        RumorAuthorMismatch BadSeal BadGiftWrap Nip44DecryptFailed;
    Transport: TagMissing TagRepeated TagValueMissing TagValueExtra TagValueMalformed TagValueUnsupported TagForbidden
        ContentEmpty ContentNotBase64 ContentNotHex ContentTooShort TlsMalformed TrailingBytes FramingMismatch
        WireFormatMismatch RefMismatch TagContentMismatch;
    Delivery: NotAddressedToMe KeyPackageNotLocal NoMatchingKeyPackage AlreadyJoined PreviouslyFailed GroupUnknown
        OuterDecryptFailed;
    Identity: CredentialTypeUnsupported CredentialIdentityMalformed IdentityMismatch IdentityChanged InnerAuthorMismatch
        ProofMissing ProofMalformed ProofSignatureInvalid ProofBindingMismatch;
    Mls: ProtocolVersionUnsupported CiphersuiteUnsupported SignatureInvalid LifetimeMissing LifetimeNotYetValid
        LifetimeExpired LifetimeTooLong DefaultExtensionListed ExtensionNotAdvertised ExtensionMisplaced InitKeyReused PrivateKeyMismatch
        WelcomeDecryptFailed RatchetTreeMissing RatchetTreeInvalid ConfirmationInvalid LeafKeyDuplicate WrongEpoch
        MessageDecryptFailed GenerationConsumed Evicted;
    GroupPolicy: GroupDataMissing GroupDataMalformed GroupDataVersionUnsupported RequiredCapabilityUnmet WelcomerNotAdmin
        CommitterNotAdmin SelfUpdateMixed AdminSetEmpty LeafLimitExceeded;
    Convergence: AnchorMissing AnchorRepeated StateRepeated ParentUnknown EpochNotNext CommitRepeated MessageRepeated
        MessageStateUnknown CanonicalUnknown RetainedStateMissing;
    Authority: AuthorizationFailed InvalidEncoding InvalidSignature UnsupportedRequiredFeature;
    Trace: DeviceUnknown StepsExhausted NodeNotNext NotSelected WrongUser NodeUnknown AlreadyProcessed AlreadyKnown
        SiblingsApart Orphaned OutOfReach WouldBeRejected WouldBeAccepted NotOrphaned SwitchOff NotAnnounced AlreadyAcked
        AlreadyRemoved CycleQuiescent CycleTooShort CycleDiffers CycleShift;
}

macro_rules! exclusions {
    ($($name:ident)*) => {
        /// Why a selection left an event out: the reasons of the selection policies.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        #[allow(missing_docs, reason = "the names are the documentation; marmot_rules::Reason says it in words")]
        pub enum Exclusion { $($name),* }

        impl From<marmot_rules::Reason> for Exclusion {
            fn from(reason: marmot_rules::Reason) -> Self {
                match reason { $(marmot_rules::Reason::$name => Self::$name),* }
            }
        }
    };
}

exclusions! {
    WrongAuthor WrongKind BadSignature MalformedShape BadEncoding BadMls RefMismatch IdentityMismatch BadProof
    LifetimeMissing LifetimeEarly LifetimeExpired LifetimeTooLong Incompatible FutureDated Stale BeyondQueryLimit
    SupersededInSlot SupersededInGroup LostTie LostRanking SlotSuppressed DuplicateRef DuplicateSignatureKey AlreadyInTree
    OverCap UntaggedCollapsed LookupAborted
}
