//! Steps 3 to 5: who sent a proposal, and what it asks for.

use std::collections::BTreeSet;

use super::{ADMINS, Asks, Check, Checked, DENIED, FORM, Id, Judge, LAST_RESORT, LIFECYCLE, PROOF, Proposal, SAFE_AAD};

impl Judge<'_> {
    /// A leaf goes once, by whatever proposal.
    pub(super) fn removed_once(&self) -> Checked {
        let goes = |proposal: &Proposal| match &proposal.asks {
            Asks::Remove { index } => Some(*index),
            Asks::SelfRemove {} => proposal.reference.as_ref().and_then(|message| message.sender),
            _ => None,
        };
        let gone: Vec<u32> = self.commit.proposals.iter().filter_map(goes).collect();
        let once = gone.iter().collect::<BTreeSet<_>>().len() == gone.len();
        self.demand(Check::RemovedOnce, once, FORM, "a leaf is removed twice")
    }

    /// Whoever sent a proposal by reference was allowed to, in the same state.
    pub(super) fn senders(&self) -> Checked {
        for proposal in &self.commit.proposals {
            let Some(message) = &proposal.reference else { continue };
            let known = message.sender.is_some_and(|leaf| self.parent.leaves.contains_key(&leaf));
            if !known {
                self.demand(Check::ProposalSender, false, DENIED, "no member sent the proposal")?;
                continue;
            }
            let now = message.epoch == self.parent.epoch;
            self.demand(Check::ProposalEpoch, now, FORM, "a proposal of another epoch")?;
            self.handshake_data(message.authenticated_data.0.is_empty())?;
            let admin = self.is_admin(self.parent, message.sender);
            if proposal.asks == (Asks::SelfRemove {}) {
                self.demand(Check::AdminLeaves, !admin, DENIED, "an admin leaves")?;
            } else {
                self.demand(Check::ProposalAdmin, admin, DENIED, "no admin sent the proposal")?;
            }
        }
        Ok(())
    }

    /// What is asked for can be done.
    pub(super) fn contents(&self) -> Checked {
        for proposal in &self.commit.proposals {
            match &proposal.asks {
                Asks::Remove { index } => {
                    let there = self.parent.leaves.contains_key(index);
                    self.demand(Check::TargetThere, there, FORM, "a blank leaf is removed")?;
                }
                Asks::AppDataUpdate { component, update: Some(data) } => self.set(*component, &data.0)?,
                Asks::AppDataUpdate { component, update: None } => self.unset(*component)?,
                Asks::GroupContextExtensions { components, .. } => {
                    let equal = *components == self.parent.components;
                    self.demand(Check::DictionaryKept, equal, FORM, "new extensions change a component")?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn set(&self, component: Id, data: &[u8]) -> Checked {
        let place = ![SAFE_AAD, LAST_RESORT, PROOF].contains(&component);
        self.demand(Check::ComponentPlace, place, FORM, component)?;
        self.form(component, data)?;
        let next = u8::from(self.parent.components.contains_key(&LIFECYCLE));
        let steps = component != LIFECYCLE || data == [next] || !matches!(data, [0 | 1]);
        self.demand(Check::LifecycleStep, steps, DENIED, "the lifecycle goes from active to disbanded")
    }

    fn unset(&self, component: Id) -> Checked {
        let removable = ![ADMINS, LIFECYCLE].contains(&component);
        self.demand(Check::ComponentRemovable, removable, FORM, component)?;
        let there = self.parent.components.contains_key(&component);
        self.demand(Check::RemovesPresent, there, FORM, "it is not there")
    }

    /// One change for each component, and one list of extensions.
    pub(super) fn changes(&self) -> Checked {
        let (mut changed, mut extensions) = (Vec::new(), 0);
        for proposal in &self.commit.proposals {
            match &proposal.asks {
                Asks::AppDataUpdate { component, .. } => {
                    self.demand(Check::ChangedOnce, !changed.contains(component), FORM, component)?;
                    changed.push(*component);
                }
                Asks::GroupContextExtensions { .. } => extensions += 1,
                _ => {}
            }
        }
        self.demand(Check::ExtensionsOnce, extensions <= 1, FORM, "two lists of extensions")
    }
}
