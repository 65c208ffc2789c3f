//! Leaves are devices, members are accounts.

mod emit;
mod expectation;
mod naive;
mod rules;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::format;
use crate::verify::{Case, Reader, Verdict, Voices};

/// A file of this topic.
pub type File = format::File<Input, Expect>;
/// A test of this topic.
pub type Test = format::Test<Input, Expect>;

/// A tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Leaf index and account, in the order in which a library lists them.
    pub leaves: Vec<(u32, String)>,
    /// The leaf of the device that looks.
    pub own_leaf: u32,
}

/// What a person should see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Expect {
    /// Accounts, by their lowest leaf.
    pub members: Vec<String>,
    /// Leaves.
    pub leaf_count: u32,
    /// Members without the own account.
    pub others: Vec<String>,
    /// Further leaves of the own account, ascending.
    pub siblings: Vec<u32>,
    /// Whether it is a conversation of two accounts, however many devices they have.
    pub is_direct: bool,
    /// `after_remove_leaf_N`, `after_remove_account_XX` (first two hex digits): the members that are left.
    #[serde(flatten)]
    pub after_remove: BTreeMap<String, Vec<String>>,
}

impl Voices for Test {
    fn rules(&self, _: &Case<'_>) -> Verdict {
        rules::verify(self)
    }

    fn naive(&self, _: &Case<'_>, _: &Reader) -> Verdict {
        naive::verify(self)
    }
}
