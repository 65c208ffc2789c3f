//! Why an event was not picked: a closed list.

use crate::ids::id_enum;

id_enum! {
    /// Why a selection left an event out (docs/spec/marmot.md section 5). The list is closed: a new reason is a
    /// new text.
    pub enum Reason, "reason" {
        /// The author is not the account that was asked for.
        WrongAuthor => "wrong-author",
        /// The kind carries no KeyPackage in this profile or policy.
        WrongKind => "wrong-kind",
        /// Event id or signature does not verify.
        BadSignature => "bad-signature",
        /// A tag is missing, repeated, badly formed or forbidden.
        MalformedShape => "malformed-shape",
        /// The content is not encoded as its profile says.
        BadEncoding => "bad-encoding",
        /// The decoded bytes are no valid MLS KeyPackage, or their signatures fail.
        BadMls => "bad-mls",
        /// The `i` tag names another KeyPackage.
        RefMismatch => "ref-mismatch",
        /// The credential is not the author's key.
        IdentityMismatch => "identity-mismatch",
        /// The account identity proof is missing or does not verify.
        BadProof => "bad-proof",
        /// The leaf has no lifetime.
        LifetimeMissing => "lifetime-missing",
        /// The lifetime has not begun.
        LifetimeEarly => "lifetime-early",
        /// The lifetime is over.
        LifetimeExpired => "lifetime-expired",
        /// The lifetime spans more than the text allows.
        LifetimeTooLong => "lifetime-too-long",
        /// The KeyPackage lacks something the group requires.
        Incompatible => "incompatible",
        /// `created_at` lies too far ahead.
        FutureDated => "future-dated",
        /// `created_at` lies too far back.
        Stale => "stale",
        /// The query limit cut it off.
        BeyondQueryLimit => "beyond-query-limit",
        /// A newer event of the same slot won.
        SupersededInSlot => "superseded-in-slot",
        /// A newer event of the same `client_id` won.
        SupersededInGroup => "superseded-in-group",
        /// Equal `created_at`; the tie-break decided against it.
        LostTie => "lost-tie",
        /// It ranked behind what was picked.
        LostRanking => "lost-ranking",
        /// The newest event of its slot is invalid and hides it.
        SlotSuppressed => "slot-suppressed",
        /// Another picked event carries the same KeyPackage.
        DuplicateRef => "duplicate-ref",
        /// Another picked KeyPackage has the same leaf signature key.
        DuplicateSignatureKey => "duplicate-signature-key",
        /// Its leaf is in the group already.
        AlreadyInTree => "already-in-tree",
        /// The account has reached its number of leaves.
        OverCap => "over-cap",
        /// Untagged events beyond the cap count as one unknown device.
        UntaggedCollapsed => "untagged-collapsed",
        /// Another record made the whole lookup fail.
        LookupAborted => "lookup-aborted",
    }
}
