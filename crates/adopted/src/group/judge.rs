//! What becomes of inputs, as [`marmot_rules::adopted::convergence::Fates`] says, and what the device is told of it.

use std::collections::BTreeSet;

use marmot_rules::adopted::convergence as rules;

use super::select::name;
use super::{Context, Disposition, Group, WINDOW};
use crate::effect::Effect;
use crate::ids::MessageId;
use crate::message::Content;
use crate::process::Opened;

impl Group {
    /// Dispositions of all inputs, now that the canonical State is another one. Nothing but the tree, the inputs and what they were
    /// decides (CV-01).
    pub(super) fn judge(&mut self, context: &Context<'_>) {
        self.follow_rules(context, |_| true);
        let (taken_up, epoch) = (self.taken_up(), self.facts().epoch);
        for (id, input) in &mut self.inputs {
            if input.message.content == Content::Proposal {
                input.disposition = match input.disposition {
                    _ if taken_up.contains(id) => Disposition::Accepted,
                    Disposition::Accepted => Disposition::Deferred,
                    other => other,
                };
            }
            // What waited too long is stale, measured from the canonical epoch.
            if input.disposition == Disposition::Deferred && epoch.saturating_sub(input.message.epoch) > WINDOW {
                input.disposition = Disposition::Stale;
            }
        }
    }

    /// The standalone proposals that commits of the canonical path took up.
    fn taken_up(&self) -> BTreeSet<MessageId> {
        let path = self.tree.path(self.canonical);
        let edges = path.iter().filter_map(|id| self.tree.get(*id)?.edge.as_ref());
        edges.flat_map(|edge| edge.proposals.iter().copied()).collect()
    }

    /// Commits in the tree, and of the payloads that were opened those that are asked for. Payloads are told in the order of
    /// epochs and ids.
    pub(super) fn follow_rules(&mut self, context: &Context<'_>, payloads: impl Fn(MessageId) -> bool) {
        let Some(tree) = self.rules_tree(payloads) else { return };
        let after = self.fates(&tree).after(&tree, &name(self.canonical), &context.settings.convergence);
        for (commit, fate) in after.commits {
            if let Some(input) = self.inputs.get_mut(&MessageId(commit.0)) {
                input.disposition = fate.into();
            }
        }
        let epoch_of = |id: MessageId| self.inputs.get(&id).map(|input| input.message.epoch);
        let messages = after.messages.into_iter().map(|(id, fate)| (MessageId(id.0), fate));
        let mut messages: Vec<_> = messages.filter_map(|(id, fate)| Some((epoch_of(id)?, id, fate))).collect();
        messages.sort_unstable();
        for (_, id, fate) in messages {
            self.show(id, fate.into());
        }
    }

    /// What the inputs of a tree are now.
    fn fates(&self, tree: &rules::Tree) -> rules::Fates {
        let fate = |id: rules::Digest| {
            let fate = self.inputs.get(&MessageId(id.0))?.disposition.of_rules()?;
            Some((id, fate))
        };
        let commits = tree.states().filter_map(|state| state.commit.as_ref());
        rules::Fates {
            commits: commits.filter_map(|commit| fate(commit.digest)).collect(),
            messages: tree.messages().filter_map(|message| fate(message.id)).collect(),
        }
    }

    /// What is accepted is shown, and what is not is not.
    fn show(&mut self, id: MessageId, fate: Disposition) {
        let Some(input) = self.inputs.get_mut(&id) else { return };
        input.disposition = fate;
        let shows = fate == Disposition::Accepted;
        match (std::mem::replace(&mut input.shown, shows), &input.opened) {
            (false, Some(opened)) if shows => {
                let (epoch, Opened { sender, leaf, event, .. }) = (input.message.epoch, opened.clone());
                self.effects.push(Effect::Delivered { message: id, epoch, sender, leaf, event });
            }
            (true, _) if !shows => self.effects.push(Effect::Withdrawn { message: id }),
            _ => {}
        }
    }
}

impl From<rules::Disposition> for Disposition {
    fn from(fate: rules::Disposition) -> Self {
        match fate {
            rules::Disposition::Accepted => Self::Accepted,
            rules::Disposition::Deferred => Self::Deferred,
            rules::Disposition::Stale => Self::Stale,
            rules::Disposition::Invalidated => Self::Invalidated,
        }
    }
}

impl Disposition {
    /// The same for the rules, which never see what is invalid.
    const fn of_rules(self) -> Option<rules::Disposition> {
        match self {
            Self::Accepted => Some(rules::Disposition::Accepted),
            Self::Deferred => Some(rules::Disposition::Deferred),
            Self::Stale => Some(rules::Disposition::Stale),
            Self::Invalidated => Some(rules::Disposition::Invalidated),
            Self::Rejected(_) => None,
        }
    }
}
