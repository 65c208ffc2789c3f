//! marmot-rules: the texts as pure functions, with a KeyPackage reader of their own.

mod commit_authority;
mod convergence;
mod group_event;
mod key_package_event;
mod key_package_ref;
mod key_package_select;
mod member_coalescing;
mod welcome_rumor;

#[cfg(test)]
pub(super) use commit_authority::ruling as commit_ruling;
pub(crate) use welcome_rumor::open as open_gift_wrap;
pub(super) use welcome_rumor::unsealed;

use super::{Case, Stack, Verdict};
use crate::format::StackVoice;
use crate::format::topics::AnyTest;

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
        match case.test {
            AnyTest::KeyPackageRef(test) => key_package_ref::verify(test),
            AnyTest::KeyPackageEvent(test) => key_package_event::verify(case, test),
            AnyTest::KeyPackageSelect(test) => key_package_select::verify(case, test),
            AnyTest::WelcomeRumor(test) => welcome_rumor::verify(case, test),
            AnyTest::MemberCoalescing(test) => member_coalescing::verify(test),
            AnyTest::Convergence(test) => convergence::verify(test),
            AnyTest::GroupEvent(test) if case.profile.is_adopted() => group_event::verify(case, test),
            AnyTest::CommitAuthority(test) => commit_authority::verify(test),
            _ => Verdict::unsupported("the rules hold no groups"),
        }
    }
}
