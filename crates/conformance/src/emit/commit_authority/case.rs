//! Rows: a commit on a group, and what is said of it.

use super::world::group;
use super::{Ruling, Said};
use crate::format::Reason;
use crate::format::topics::commit_authority::{Commit, GroupState};
use crate::format::topics::convergence::CommitClass;

/// A row of the tables.
#[derive(Clone)]
pub(super) struct Case {
    pub number: u16,
    pub flag: &'static str,
    pub comment: &'static str,
    pub parent: GroupState,
    pub commit: Commit,
    pub said: Said,
}

impl Case {
    /// In another group than the usual one.
    pub fn within(self, parent: GroupState) -> Self {
        Self { parent, ..self }
    }
}

/// A commit that nobody needs to be an admin for.
pub(super) fn ordinary(number: u16, flag: &'static str, comment: &'static str, commit: Commit) -> Case {
    Case { number, flag, comment, parent: group(), commit, said: Said::Accepted(CommitClass::Ordinary) }
}

/// An admin's commit.
pub(super) fn privileged(number: u16, flag: &'static str, comment: &'static str, commit: Commit) -> Case {
    Case { number, flag, comment, parent: group(), commit, said: Said::Accepted(CommitClass::Privileged) }
}

/// A commit that is refused, for any of these reasons, and the number of an accepted one like it.
pub(super) fn refused(
    number: u16,
    flag: &'static str,
    comment: &'static str,
    commit: Commit,
    like: u16,
    reasons: &[Reason],
) -> Case {
    Case { number, flag, comment, parent: group(), commit, said: Said::Refused(like, reasons.to_vec()) }
}

/// A commit about which one policy says something else than all others.
pub(super) fn differs(
    number: u16,
    flag: &'static str,
    comment: &'static str,
    commit: Commit,
    most: Ruling,
    policy: &'static str,
    one: Ruling,
) -> Case {
    Case { number, flag, comment, parent: group(), commit, said: Said::Differs(most, policy, one) }
}
