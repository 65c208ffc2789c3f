//! A second opinion without a line of `marmot-rules`, written from the texts and from vectors/README.md, on plain events and
//! bytes. Slow and simple. Of a group of the adopted text it reads the epoch of a Welcome, and what must not be joined.
//!
//! It looks for no more faults than the selection vectors contain: MLS signatures and identity proofs are not among them.

pub(super) mod commit_authority;
pub(super) mod convergence;
mod key_package;
pub(super) mod policies;
pub(super) mod ratchet;
mod selection;
pub(super) mod stream;

use super::reader::Reader;
use super::voices::voices;
use super::{Case, Stack, Verdict};
use crate::format::StackVoice;

pub(super) use commit_authority::joined;
pub(super) use commit_authority::ruling as commit_ruling;

/// The naive oracle as a stack.
pub(crate) struct Naive;

impl Stack for Naive {
    fn name(&self) -> &'static str {
        "naive"
    }

    fn voice(&self) -> StackVoice {
        StackVoice { stack: self.name().to_owned(), version: env!("CARGO_PKG_VERSION").to_owned(), via: None }
    }

    fn verify(&self, case: &Case<'_>) -> Verdict {
        voices(case.test).naive(case, &Reader::default())
    }
}
