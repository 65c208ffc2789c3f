//! Step 2: what kind of commit this is, and whether its committer may make it.

use super::{ADMINS, Asks, Check, Checked, DENIED, GroupState, Judge, LIFECYCLE, Proposal, Refusal, SAME_ACCOUNT};
use crate::format::topics::convergence::CommitClass::{self, Ordinary, Privileged};

impl Judge<'_> {
    pub(super) fn shape(&self, after: &GroupState) -> Result<CommitClass, Refusal> {
        let proposals = &self.commit.proposals;
        if proposals.is_empty() {
            self.demand(Check::EmptyCommit, self.commit.path.is_some(), DENIED, "nothing is committed")?;
            return Ok(Ordinary);
        }
        let ruled = |asks: &Asks| {
            matches!(
                asks,
                Asks::Add { .. }
                    | Asks::Remove { .. }
                    | Asks::SelfRemove {}
                    | Asks::AppDataUpdate { .. }
                    | Asks::GroupContextExtensions { .. }
            )
        };
        let known = proposals.iter().all(|proposal| ruled(&proposal.asks));
        self.demand(Check::OtherProposal, known, DENIED, "no rule allows such a proposal")?;
        let leaving: Vec<&Proposal> = proposals.iter().filter(|one| one.asks == Asks::SelfRemove {}).collect();
        for proposal in &leaving {
            let by_reference = proposal.reference.is_some();
            self.demand(Check::SelfRemoveByValue, by_reference, DENIED, "a SelfRemove by value")?;
            let others = !by_reference || self.sender(proposal) != self.commit.committer;
            self.demand(Check::OwnSelfRemove, others, DENIED, "it commits its own SelfRemove")?;
        }
        if leaving.len() == proposals.len() {
            return Ok(Ordinary);
        }
        let mixed = !leaving.is_empty() && self.policy == "no-mixing";
        self.demand(Check::MixedSelfRemove, !mixed, DENIED, "a SelfRemove among others")?;
        if self.is_of_siblings() {
            return Ok(Ordinary);
        }
        let committer = self.commit.committer;
        let admin = self.is_admin(self.parent, committer)
            || (self.is_admin(after, committer) && !self.reader.makes(Check::AdminsOfParent));
        self.demand(Check::CommitterAdmin, admin, DENIED, "the committer is no admin")?;
        if proposals.iter().any(|proposal| is_end(&proposal.asks)) {
            self.disband()?;
        }
        Ok(Privileged)
    }

    /// One sibling is added, or siblings are removed, and nothing else.
    fn is_of_siblings(&self) -> bool {
        if self.policy != "same-account" || !self.requires(self.parent, SAME_ACCOUNT) {
            return false;
        }
        let all = &self.commit.proposals;
        let account = |leaf: u32| self.parent.leaves.get(&leaf).map(|leaf| &leaf.identity);
        let own = self.commit.committer.and_then(account);
        let (mut adds, mut removes, mut same) = (0, 0, true);
        for proposal in all {
            match &proposal.asks {
                Asks::Add { leaf, .. } => {
                    adds += 1;
                    same &= Some(&leaf.identity) == own;
                }
                Asks::Remove { index } => {
                    removes += 1;
                    same &= account(*index) == own && Some(*index) != self.commit.committer;
                }
                _ => {}
            }
        }
        let alone = (adds == 0 || removes == 0) && adds + removes == all.len();
        let inline = all.iter().all(|proposal| proposal.reference.is_none());
        let checks = [
            (Check::SiblingAccount, same),
            (Check::SiblingAlone, alone),
            (Check::SiblingInline, inline),
            (Check::SiblingPath, self.commit.path.is_some()),
            (Check::SiblingCount, adds <= 1 && removes <= 4),
        ];
        adds + removes > 0 && checks.into_iter().all(|(check, holds)| holds || !self.reader.makes(check))
    }

    /// The end of the group: all others go, the committer is the only admin, and nothing else happens.
    fn disband(&self) -> Checked {
        let all = &self.commit.proposals;
        let enabled = self.requires(self.parent, LIFECYCLE);
        self.demand(Check::DisbandEnabled, enabled, DENIED, "the lifecycle is not required")?;
        let inline = all.iter().all(|proposal| proposal.reference.is_none());
        self.demand(Check::DisbandInline, inline, DENIED, "the end, by reference")?;
        let list = |asks: &Asks| matches!(asks, Asks::AppDataUpdate { component: ADMINS, update: Some(_) });
        let part = |asks: &Asks| is_end(asks) || list(asks) || matches!(asks, Asks::Remove { .. });
        let alone = all.iter().all(|proposal| part(&proposal.asks));
        self.demand(Check::DisbandAlone, alone, DENIED, "the end, and something else")?;
        let named = all.iter().find_map(|proposal| match &proposal.asks {
            Asks::AppDataUpdate { component: ADMINS, update: Some(data) } => self.keys(&data.0).ok(),
            _ => None,
        });
        let committer = self.commit.committer.and_then(|leaf| self.parent.leaves.get(&leaf));
        let only = named.is_some_and(|keys| keys.iter().eq(committer.map(|leaf| &leaf.identity.0)));
        self.demand(Check::DisbandAdmins, only, DENIED, "the committer is not written down as the only admin")?;
        let goes = |leaf: &u32| all.iter().any(|proposal| proposal.asks == Asks::Remove { index: *leaf });
        let mut others = self.parent.leaves.keys().filter(|leaf| Some(**leaf) != self.commit.committer);
        self.demand(Check::DisbandLeaves, others.all(goes), DENIED, "a leaf stays")
    }

    /// Step 6: what is required once stays so.
    pub(super) fn kept(&self, after: &GroupState) -> Checked {
        let dropped = |component| self.requires(self.parent, component) && !self.requires(after, component);
        let lifecycle = dropped(LIFECYCLE);
        self.demand(Check::LifecycleRequired, !lifecycle, super::FORM, "the lifecycle is required no more")?;
        let shared = self.policy == "same-account" && dropped(SAME_ACCOUNT) && self.most_leaves(after) > 1;
        self.demand(Check::StillShared, !shared, DENIED, "an account has several leaves")
    }

    /// How many leaves the account with the most of them has.
    pub(super) fn most_leaves(&self, group: &GroupState) -> usize {
        let count = |identity| group.leaves.values().filter(|leaf| leaf.identity == identity).count();
        group.leaves.values().map(|leaf| count(leaf.identity.clone())).max().unwrap_or_default()
    }
}

fn is_end(asks: &Asks) -> bool {
    let Asks::AppDataUpdate { component: LIFECYCLE, update: Some(data) } = asks else { return false };
    data.0 == [1]
}
