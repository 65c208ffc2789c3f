//! Several devices behind one Double Ratchet: what `tree` and `race` share. `vectors/shared-ratchet/README.md` explains each member.
//!
//! Schemas name these types `Ratchet…`: types are made of all schemas together.

pub mod race;
pub mod tree;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What the text leaves open.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "RatchetPolicy")]
pub struct Policy {
    /// Which children of a node a remote device accepts.
    pub accept: Accept,
    /// Which nodes of its own user a device may select.
    pub valid: Valid,
    /// What "longest" counts.
    pub length: Length,
    /// What becomes of a message whose parent is not known.
    pub orphan: Orphan,
    /// What an order compares.
    pub order: Compare,
    /// 1, or 2 if both users can begin.
    #[schemars(range(min = 1, max = 2))]
    pub roots: u8,
    /// How long a fork can still be joined; `all` if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub retain: Retain,
    /// How rolled roots of one generation rank; `shared` if left out.
    #[serde(default, skip_serializing_if = "is_default")]
    pub root_order: RootOrder,
    /// By user or device: its order; `ascending` where it is left out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub orders: BTreeMap<String, Order>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

macro_rules! switch {
    ($(#[$doc:meta])* $name:ident $renamed:literal $first:ident $(, $other:ident)*) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
        #[serde(rename_all = "snake_case")]
        #[schemars(rename = $renamed)]
        #[allow(missing_docs, reason = "vectors/shared-ratchet/README.md has a table of them")]
        pub enum $name { #[default] $first $(, $other)* }
    };
}

switch! {
    /// Which children of a node a remote device accepts.
    Accept "RatchetAccept" All, First, FirstUnshared
}
switch! {
    /// Which nodes of its own user a device may select.
    Valid "RatchetValid" Known, Acked, AckedFirst
}
switch! {
    /// What "longest" counts.
    Length "RatchetLength" DhSteps, Messages
}
switch! {
    /// What becomes of a message whose parent is not known.
    Orphan "RatchetOrphan" Buffer, Drop
}
switch! {
    /// What an order compares: nodes, or their paths from the root.
    Compare "RatchetCompare" Tip, Path
}
switch! {
    /// How rolled roots of one generation rank.
    RootOrder "RatchetRootOrder" Shared, Own
}

/// How far below the deepest node a fork can still be joined.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RatchetRetain")]
pub enum Retain {
    /// Any fork.
    #[default]
    All,
    /// Forks from a node that is at most so many levels below the deepest known one.
    Levels(u32),
}

/// Which of two nodes is lower.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RatchetOrder")]
pub enum Order {
    /// The order of names.
    Ascending,
    /// The same reversed.
    Descending,
    /// These as they stand, then all others, ascending.
    List(Vec<String>),
}

impl Policy {
    /// Every switch at its first value.
    pub fn usual() -> Self {
        Self { roots: 1, ..Self::default() }
    }

    /// Whether what was acknowledged is remembered.
    pub fn has_acknowledgements(&self) -> bool {
        self.accept != Accept::All || self.valid != Valid::Known
    }
}
