//! Names that a scenario may use, and the form of those that it makes up.

pub use experiment::file::is_name;

/// Every invariant, in the order of the registry (`crate::invariants::ALL`); a test keeps the two equal.
pub const INVARIANTS: &[&str] = &[
    "one-leaf-per-active-device",
    "every-active-device-joins",
    "every-invited-account-is-reached",
    "no-phantom-leaf",
    "no-second-leaf-for-a-device",
    "welcome-only-for-own-key-package",
    "foreign-welcome-changes-nothing",
    "failed-welcome-changes-nothing",
    "commit-before-welcome",
    "same-epoch-same-state",
    "converges-when-quiet",
    "all-pairs-decrypt",
    "delivered-exactly-once",
    "no-read-before-join",
    "no-read-after-removal",
    "account-removal-removes-every-leaf",
    "leaf-removal-spares-siblings",
    "members-are-accounts",
    "client-id-per-installation",
    "slot-is-reused",
    "init-key-within-bounds",
    "welcomed-key-packages-are-valid",
    "selection-ignores-order",
    "key-package-always-available",
    "secrets-never-published",
    "observer-learns-only",
    "operator-learns-only",
    "equal-canonical-snapshots",
    "nothing-lost-inside-the-window",
    "no-generation-twice",
];

/// One to four capital letters, `-`, two or three digits: the form of rule ids, for example `CID-08`.
pub fn is_rule_id(text: &str) -> bool {
    let Some((family, number)) = text.split_once('-') else { return false };
    (1..=4).contains(&family.len())
        && family.bytes().all(|b| b.is_ascii_uppercase())
        && (2..=3).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit())
}
