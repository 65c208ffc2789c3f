//! D17 to D42: the points where the adopted text leaves a choice, is silent, or contradicts itself (docs/spec/adopted.md section 9).
//!
//! A point with one option is named so that a reader finds it: the other way is not built here, and the option says why.

use crate::decisions::{Choice, Decision};

const fn by(id: &'static str, who: &'static str) -> Choice {
    Choice { id, who }
}

const fn point(id: &'static str, knob: &'static str, question: &'static str, options: &'static [Choice]) -> Decision {
    Decision { id, knob, question, options }
}

/// All of them, in order.
pub static DECISIONS: [Decision; 26] = [
    point(
        "D17",
        "fork-base",
        "three branches and more compete: from where depth and witnesses are counted",
        &[by("own-fork", "the text, to the letter"), by("common-base", "mdk"), by("innermost-first", "ours")],
    ),
    point(
        "D18",
        "horizon",
        "from where the rollback horizon is measured",
        &[by("base", "the text, mdk"), by("max-tip", "ours")],
    ),
    point(
        "D19",
        "late-lifetime",
        "an Add is read after its KeyPackage has expired",
        &[by("verify-now", "openmls 0.9.2, mdk; the other way needs a clock that can be set around openmls")],
    ),
    point(
        "D20",
        "old-leaves",
        "a joiner meets a leaf whose lifetime is over",
        &[by("skip", "ours"), by("verify", "openmls by default, mdk")],
    ),
    point(
        "D21",
        "last-second",
        "now is not_after",
        &[by("half-open", "all that openmls 0.9.2 can run; rules judge the closed interval of the text as D5")],
    ),
    point(
        "D22",
        "support-list",
        "what a leaf lists to advertise app_components",
        &[by("entries", "the text, read with both ways of writing"), by("entries-listed", "mdk")],
    ),
    point(
        "D23",
        "component-tag",
        "which ids the app_components tag holds",
        &[by("private-range", "mdk; rules of admission read more")],
    ),
    point(
        "D24",
        "self-remove-support",
        "a leaf or a group that does not know SelfRemove",
        &[by("optional", "the text"), by("required", "mdk")],
    ),
    point(
        "D25",
        "default-extensions",
        "capabilities list a default extension type",
        &[by("allow", "mdk, openmls 0.9.2"), by("reject", "KV-06")],
    ),
    point(
        "D26",
        "path",
        "a commit for which MLS asks no UpdatePath",
        &[by("when-needed", "openmls 0.9.2"), by("always", "mdk, for an Add")],
    ),
    point(
        "D27",
        "class-order",
        "a branch with witnesses competes with a privileged one",
        &[by("as-text", "the text, mdk"), by("class-before-score", "ours")],
    ),
    point(
        "D28",
        "seal-author",
        "the author of the seal did not sign the GroupInfo",
        &[by("ignore", "the text, mdk"), by("must-match", "nobody we know")],
    ),
    point(
        "D29",
        "welcome-match",
        "what step 2 of joining compares",
        &[by("event-and-reference", "the text"), by("reference", "mdk")],
    ),
    point(
        "D30",
        "unrecoverable",
        "a copy that lacks a State gets a Welcome",
        &[by("reject", "the text on joining; mdk repairs the copy by it")],
    ),
    point(
        "D31",
        "group-components",
        "what a group must hold beyond admin policy and proof",
        &[by("text", "the text"), by("mdk", "mdk")],
    ),
    point(
        "D32",
        "deferred-bound",
        "how long recovered bytes without a place are kept",
        &[by("claimed-epoch", "ours: by the epoch that they claim, and a quota")],
    ),
    point(
        "D33",
        "outer-date",
        "created_at of a group event",
        &[by("now", "the text is silent; mdk takes the inner date")],
    ),
    point(
        "D34",
        "component-800d",
        "what 0x800d means",
        &[by("same-account", "PR #417, as an overlay; without it an unknown component")],
    ),
    point(
        "D35",
        "withdrawn",
        "a branch on which a message was invalidated wins later",
        &[by("redeliver", "ours"), by("never", "nobody we know")],
    ),
    point(
        "D36",
        "handshake-data",
        "a handshake carries authenticated data",
        &[by("any", "the text does not forbid it"), by("empty", "as every engine writes it")],
    ),
    point("D37", "own-witness", "a sender cannot open its own message", &[by("recorded", "ours, mdk")]),
    point(
        "D38",
        "leaf-shrink",
        "a new leaf drops a capability that nobody requires",
        &[by("allow", "the text"), by("reject", "nobody we know")],
    ),
    point(
        "D39",
        "sealed-in-pass",
        "an envelope is opened by a State of the batch",
        &[by("closure", "ours: it belongs to the same batch")],
    ),
    point(
        "D40",
        "duplicate-answer",
        "a relay answers `duplicate:` to a commit that is sent again",
        &[by("acknowledged", "ours, as every duplicate of this relay model")],
    ),
    point(
        "D41",
        "forked-copy",
        "an account's devices joined different forks of one group",
        &[by("first-joined", "the text")],
    ),
    point(
        "D42",
        "mixed-self-remove",
        "an admin's commit mixes SelfRemoves with other proposals",
        &[by("allow", "mdk"), by("reject", "nobody we know")],
    ),
];
