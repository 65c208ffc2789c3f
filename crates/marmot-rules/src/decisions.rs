//! D1 to D16: the points where texts and clients disagree, as typed options (docs/spec/marmot.md section 3).
//!
//! Each option says who does it. [`Knobs`](crate::Knobs) holds one choice per point.

use serde::Serialize;

use crate::ids::id_enum;

/// One way to answer a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// The name of the option.
    pub id: &'static str,
    /// Who does this.
    pub who: &'static str,
}

/// One question with its options.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// `D1` to `D42`.
    pub id: &'static str,
    /// The knob that holds the answer.
    pub knob: &'static str,
    /// The question.
    pub question: &'static str,
    /// The options.
    pub options: &'static [Choice],
}

macro_rules! decision {
    ($number:literal $knob:literal $name:ident: $question:literal {
        $($variant:ident => $id:literal, $who:literal;)+
    }) => {
        id_enum! {
            #[doc = concat!($number, ": ", $question, ".")]
            pub enum $name, $knob {
                $(#[doc = concat!("`", $id, "`: ", $who, ".")] $variant => $id,)+
            }
        }

        impl $name {
            /// The question with all its options.
            pub const DECISION: Decision = Decision {
                id: $number,
                knob: $knob,
                question: $question,
                options: &[$(Choice { id: $id, who: $who }),+],
            };

            /// Who does it this way.
            pub const fn who(self) -> &'static str {
                match self { $(Self::$variant => $who),+ }
            }
        }
    };
}

decision! { "D1" "newest-invalid" NewestInvalid: "the newest event of a slot is invalid" {
    OlderValid => "older-valid", "SEL-02; whitenoise-rs (over all slots), mdk #1550";
    SlotDead => "slot-dead", "mdk after PR #1910";
    Abort => "abort", "mdk 0.9.14, on any bad record";
    UseIt => "use-it", "Amethyst, pika, burrow";
} }

decision! { "D2" "tie" Tie: "two candidates have the same created_at" {
    LowerId => "lower-id", "NOSTR, NIP-01, Amethyst, burrow CLI, pika runtime";
    HigherId => "higher-id", "mdk 0.9.14 and after PR #1910, whitenoise-rs, burrow app, pika app";
    FirstSeen => "first-seen", "the PR #40 code; depends on the fetch order";
} }

decision! { "D3" "superseded-last-resort" SupersededLastResort: "a last-resort KeyPackage is superseded but was never consumed" {
    DeleteOnConfirm => "delete-on-confirm", "chebizarro/nostrc";
    KeepToNotAfter => "keep-to-not-after", "mdk at 33dab5ed";
    Never => "never", "mdk-core 0.8.0, where deletion is the caller's job";
} }

decision! { "D4" "welcome-in-flight" WelcomeInFlight: "a Welcome is under way to a KeyPackage that was just replaced" {
    Lost => "lost", "the adopted text, by design";
    DeferPublish => "defer-publish", "the groundhog review: no replacement while invitations are pending";
    PrivateKps => "private-kps", "the multi-device idea document";
} }

decision! { "D5" "not-after" NotAfter: "now is exactly not_after" {
    Valid => "valid", "KPK and the mdk 0.9.14 resolver; both ends of the window belong to it";
    Expired => "expired", "OpenMLS 0.8.3 and Haven; neither end of the window belongs to it";
} }

decision! { "D6" "foreign-e" ForeignE: "the Welcome names a foreign KeyPackage event but holds this device's secrets" {
    Reject => "reject", "RW-04, PR #40, Amethyst";
    Join => "join", "mdk-core 0.8.0, mdk 0.9 and later, marmot-ts";
} }

decision! { "D7" "equal-welcomes" EqualWelcomes: "several wraps carry the same Welcome bytes" {
    ByWrapper => "by-wrapper", "mdk-core 0.8.0";
    ByBytes => "by-bytes", "RW-07, mdk 0.9 and later; with foreign-e = reject it loses the invitation where refused bytes count too (not by RW-08)";
    ByBytesAndE => "by-bytes+e", "nobody we know; keeps the wrap that names another KeyPackage";
} }

decision! { "D8" "same-ref" SameRef: "two events carry the same KeyPackage" {
    Collapse => "collapse", "this project, before the Add";
    Pass => "pass", "mdk-core 0.8.0, which makes one leaf and two rumors";
    Error => "error", "marmot-ts 0.5.1, which refuses the invitation";
} }

decision! { "D9" "same-signature-key" SameSignatureKey: "two KeyPackages have one signature key" {
    CollapseNewest => "collapse-newest", "this project, before the Add";
    CommitFails => "commit-fails", "mdk 0.9 and later, with one key per account and device";
    CannotArise => "cannot-arise", "mdk-core 0.8.0, with a fresh key per KeyPackage";
} }

decision! { "D10" "per-account" PerAccount: "how many KeyPackages of one account are taken" {
    One => "one", "mdk, whitenoise-rs, Amethyst, pika, burrow";
    PerClientId => "per-client-id", "PR #40";
    UpToTen => "up-to-10", "the multi-device idea document";
    All => "all", "pika 201baa3e, for one day";
} }

decision! { "D11" "already-member" AlreadyMember: "an account is invited that already has a leaf" {
    Allow => "allow", "MLS, mdk-core add_members";
    Refuse => "refuse", "marmot-ts 0.6 (already a member)";
    Replace => "replace", "burrow 63b1fef, which removes the member and thereby its other devices";
} }

decision! { "D12" "client-tag" ClientTag: "a KeyPackage event has a client tag" {
    Forbid => "forbid", "the adopted tag table, read strictly";
    Allow => "allow", "the multi-device idea document, mdk, all MIP eras";
} }

decision! { "D13" "tag-values" TagValues: "hex is upper-case, values are surplus, tags are repeated" {
    Strict => "strict", "KP-05, KP-06, KP-11";
    Lenient => "lenient", "mdk-core 0.8.0: first tag wins, any case, bytes after the KeyPackage ignored";
} }

decision! { "D14" "missing-relay-list" MissingRelayList: "only one of the lists 10050 and 10002 is there" {
    Uninvitable => "uninvitable", "without 10002 nobody finds the KeyPackages";
    Undeliverable => "undeliverable", "without 10050 nothing says where the Welcome should go";
    ThreeOutcomes => "three-outcomes", "NOSTR at 7fabb81b: absent, empty and unreachable lists are told apart";
} }

decision! { "D15" "admin-device-leaves" AdminDeviceLeaves: "one device of an admin account wants to leave" {
    Stuck => "stuck", "mdk-core 0.8.0: no leaf-scoped removal, own account refused";
    SiblingRemove => "sibling-remove", "the multi-device idea document";
} }

decision! { "D16" "fork-welcome" ForkWelcome: "a Welcome comes from an admin's fork" {
    Passes => "passes", "JOIN: it passes RW-01, a documented limit of trust";
    NoAdminCheck => "no-admin-check", "mdk-core 0.8.0 does not look at the inviter at all";
} }

/// All questions, D1 to D16.
pub static DECISIONS: [Decision; 16] = [
    NewestInvalid::DECISION,
    Tie::DECISION,
    SupersededLastResort::DECISION,
    WelcomeInFlight::DECISION,
    NotAfter::DECISION,
    ForeignE::DECISION,
    EqualWelcomes::DECISION,
    SameRef::DECISION,
    SameSignatureKey::DECISION,
    PerAccount::DECISION,
    AlreadyMember::DECISION,
    ClientTag::DECISION,
    TagValues::DECISION,
    MissingRelayList::DECISION,
    AdminDeviceLeaves::DECISION,
    ForkWelcome::DECISION,
];

/// D1 to D42: those of all texts, and those of the adopted one.
pub fn all() -> impl Iterator<Item = &'static Decision> {
    DECISIONS.iter().chain(&crate::adopted::decisions::DECISIONS)
}
