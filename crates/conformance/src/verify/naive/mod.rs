//! A second opinion without a line of `marmot-rules`, written from the texts and from vectors/README.md, on plain events and
//! bytes. Slow and simple. Of a group of the adopted text it reads the epoch of a Welcome, and what must not be joined.
//!
//! It looks for no more faults than the selection vectors contain: MLS signatures and identity proofs are not among them.

mod commit_authority;
mod convergence;
mod key_package;
mod members;
mod policies;
mod selection;
mod stream;

use super::reader::Reader;
use super::stack::judge;
use super::{Case, Stack, Verdict};
use crate::format::topics::AnyTest;
use crate::format::{Outcome, StackVoice};

pub(super) use commit_authority::joined;
pub(super) use commit_authority::ruling as commit_ruling;
pub(super) use commit_authority::verify as commit_authority;
pub(super) use convergence::verify as convergence;
pub(super) use policies::verify as selection;

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
        match case.test {
            AnyTest::KeyPackageSelect(test) => policies::verify(case, test, &Reader::default()),
            AnyTest::MemberCoalescing(test) => members::verify(test),
            AnyTest::Convergence(test) => convergence::verify(test, &Reader::default()),
            AnyTest::Stream(test) => stream::verify(case, test),
            AnyTest::CommitAuthority(test) => commit_authority::verify(test, &Reader::default()),
            AnyTest::GroupEvent(test) if case.profile.is_adopted() => {
                match Reader::default().group_event(case, &test.input) {
                    Some(came) => judge(test, came),
                    None => Verdict::unsupported("it follows no commits"),
                }
            }
            AnyTest::WelcomeJoin(test) if case.profile.is_adopted() => match test.result {
                Outcome::Invalid => match Reader::default().welcome_join(case, test, None) {
                    Some(came) => judge(test, came),
                    None => Verdict::unsupported("a policy that it does not have"),
                },
                _ => Verdict::unsupported("it follows nobody after a join"),
            },
            _ => Verdict::unsupported(
                "selection, members, convergence, authority and the first epoch of the adopted text only",
            ),
        }
    }
}
