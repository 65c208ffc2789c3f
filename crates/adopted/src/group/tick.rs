//! Time passes: what is due is done.

use super::{Context, Group, Phase};
use crate::effect::Effect;

impl Group {
    /// Does everything that is due: applies an acknowledged commit, ends a pass, and in a settled group sends, commits and
    /// leaves.
    pub(crate) fn tick(&mut self, context: &Context<'_>) {
        if matches!(self.phase, Phase::Merging(_)) {
            self.merge(context);
        }
        if self.pass.is_some_and(|pass| pass.cutoff() <= context.now.monotonic) {
            self.close(context);
        }
        if !self.is_settled() {
            return;
        }
        self.send_outbox(context);
        if self.leaving {
            self.leave_again(context);
            return;
        }
        self.next_intent(context);
        if self.is_settled() && self.departures_due.is_some_and(|due| due <= context.now.monotonic) {
            self.departures_due = None;
            self.commit_departures(context);
        }
    }

    /// When [`crate::Engine::tick`] has something to do next, in monotonic milliseconds.
    pub fn deadline(&self) -> Option<u64> {
        let pass = self.pass.map(|pass| pass.cutoff());
        let departures = self.departures_due.filter(|_| self.is_settled());
        pass.into_iter().chain(departures).min()
    }

    /// Freezes the batch, selects, applies.
    fn close(&mut self, context: &Context<'_>) {
        let Some(winner) = self.select(context) else {
            self.phase = Phase::Unrecoverable;
            self.pass = None;
            self.effects.push(Effect::Unrecoverable);
            return;
        };
        self.apply(context, winner);
        if self.is_settled() {
            self.admit_waiting(context);
        }
    }
}
