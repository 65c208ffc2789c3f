//! marmot-rules: the texts as pure functions, with a KeyPackage reader of their own.

pub(super) mod commit_authority;
pub(super) mod convergence;
pub(super) mod group_event;
pub(super) mod key_package_event;
pub(super) mod key_package_ref;
pub(super) mod key_package_select;
pub(super) mod welcome_rumor;

#[cfg(test)]
pub(super) use commit_authority::ruling as commit_ruling;
pub(crate) use welcome_rumor::open as open_gift_wrap;
pub(super) use welcome_rumor::unsealed;

use super::voices::voices;
use super::{Case, Stack, Verdict};
use crate::format::StackVoice;

/// marmot-rules as a stack.
pub(crate) struct Rules;

impl Stack for Rules {
    fn name(&self) -> &'static str {
        "marmot-rules"
    }

    fn voice(&self) -> StackVoice {
        StackVoice { stack: self.name().to_owned(), version: env!("CARGO_PKG_VERSION").to_owned(), via: None }
    }

    fn verify(&self, case: &Case<'_>) -> Verdict {
        voices(case.test).rules(case)
    }
}
