//! Values of the knobs that say what a deletion request (NIP-09) does.

use serde::{Deserialize, Serialize};

/// What happens to a deletion request that names somebody else's event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForeignDeletion {
    /// Stored, without effect on what it must not touch.
    Store,
    /// `restricted:`, and nothing of it is enforced.
    Refuse,
    /// `restricted:`, although what it names of the requester's own is deleted.
    RefuseRest,
}

/// What happens to references of a deletion request that name nothing stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EarlyDeletion {
    /// Enforced when the target arrives.
    Enforce,
    /// Forgotten: the target is accepted.
    Ignore,
}

/// What an `a` tag of a deletion request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressDeletion {
    /// Versions up to the request's date are gone and stay barred.
    Enforce,
    /// Nothing.
    Ignore,
    /// The stored version is gone if it is not newer than the request; another one, older or not, is accepted afterwards.
    Once,
    /// The stored version is gone even if it is newer than the request, and nothing is barred.
    AnyTime,
}

/// What a relay answers to an event that a deletion request bars.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tombstones {
    /// `OK false blocked:`.
    Refuse,
    /// `OK true duplicate:`, although it is never served.
    TrueButHidden,
    /// Nothing is barred: what was deleted can be published again.
    None,
}
