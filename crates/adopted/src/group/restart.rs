//! After a restart: what was under way goes on, and what is missing is noticed before anything is selected.

use super::{Group, Phase};
use crate::effect::Effect;

impl Group {
    /// True if the canonical State and the anchor are there.
    pub(crate) fn has_ground(&self) -> bool {
        self.tree.has_ground(self.canonical)
    }

    /// The monotonic clock began again: what was to happen happens as much later as it would have. What lies before the new
    /// clock's beginning is at its beginning.
    pub(crate) fn rebase(&mut self, back: u64) {
        let pass = self.pass.iter_mut().flat_map(|pass| [&mut pass.opened, &mut pass.relevant]);
        for time in pass.chain(&mut self.departures_due) {
            *time = time.saturating_sub(back);
        }
    }

    /// The outcome of a publication is unknown: the identical event goes out again, and no other commit is made in its place
    /// (CW-05). If the way to a State in reach has a gap, nothing is selected any more.
    pub(crate) fn resume(&mut self) {
        if !self.is_over() && !self.tree.is_whole() {
            self.phase = Phase::Unrecoverable;
            self.pass = None;
            self.effects.push(Effect::Unrecoverable);
        }
        if let Phase::PendingPublish(pending) = &self.phase {
            let effect = self.publication(pending);
            if !self.effects.contains(&effect) {
                self.effects.push(effect);
            }
        }
    }
}
