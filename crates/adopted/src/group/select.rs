//! The selection among branches, as the rules see it.

use super::{Context, Group};
use crate::ids::StateId;

impl Group {
    pub(super) fn select(&self, _context: &Context<'_>) -> StateId {
        // PROVISIONAL
        let mut tips = self.tree.tips();
        tips.sort_by_key(|tip| {
            let state = self.tree.get(*tip).expect("tip");
            (std::cmp::Reverse(state.epoch()), state.edge.as_ref().map(|e| e.commit))
        });
        tips[0]
    }
}
