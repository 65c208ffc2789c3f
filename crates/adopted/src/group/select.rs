//! The selection among branches: the tree as [`marmot_rules::adopted::convergence`] sees it.

use marmot_rules::adopted::convergence as rules;

use super::{Context, Group};
use crate::ids::{MessageId, StateId};
use crate::state::State;

impl Group {
    /// The State that is canonical after this pass. None if a State that is needed is gone.
    pub(super) fn select(&self, context: &Context<'_>) -> Option<StateId> {
        let base_epoch = self.pass.map_or(self.facts().epoch, |pass| pass.base_epoch);
        let tree = self.rules_tree(|_| true)?;
        let chosen = rules::resolve(&tree, &name(self.canonical), base_epoch, &context.settings.convergence).ok()?;
        self.tree.iter().map(|state| state.id).find(|id| name(*id) == chosen.winner)
    }

    /// The same States and messages without any MLS, as far as the messages are asked for. Own messages are among them (D37).
    pub(super) fn rules_tree(&self, messages: impl Fn(MessageId) -> bool) -> Option<rules::Tree> {
        let states: Vec<_> = self.tree.iter().map(state).collect();
        let messages = self.inputs.iter().filter(|(id, _)| messages(**id)).filter_map(|(id, input)| {
            let opened = input.opened.as_ref().filter(|opened| self.tree.get(opened.state).is_some())?;
            Some(rules::Message {
                id: rules::Digest(id.0),
                state: name(opened.state),
                account: rules::Account(opened.sender.0),
            })
        });
        rules::Tree::build(states, messages.collect::<Vec<_>>()).ok()
    }
}

pub(super) fn name(id: StateId) -> rules::StateId {
    rules::StateId(id.to_string())
}

fn state(state: &State) -> rules::State {
    let commit = state.parent.zip(state.edge.as_ref()).map(|(parent, edge)| rules::Commit {
        parent: name(parent),
        digest: rules::Digest(edge.commit.0),
        committer: rules::Account(edge.committer.0),
        class: edge.class,
        disbands: state.facts.disbanded,
    });
    rules::State { id: name(state.id), epoch: state.epoch(), commit, lost: false }
}
