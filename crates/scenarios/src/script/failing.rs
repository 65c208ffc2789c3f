//! Steps that could not be carried out: noticed, told, and counted.

use std::collections::BTreeMap;

use sim_device::CommandError;

use super::Script;
use crate::actions::{Action, Crash};
use crate::model::Step;
use crate::world::{FailedStep, Place, ScriptEntry, StepFailure};
use sim_engine::OpId;

/// What the script knows of failures so far.
#[derive(Default)]
pub(super) struct Failures {
    /// How often each step has begun.
    begun: BTreeMap<Place, u32>,
    /// Every failure: where, the entry that tells it, and why.
    found: Vec<(Place, usize, StepFailure)>,
    /// Commands that have not ended: of which step.
    open: Vec<(OpId, Place)>,
    /// Crashes that were asked for.
    crashes: Vec<Place>,
}

impl Script<'_> {
    /// A step begins.
    pub(super) fn begin(&mut self, place: Place) {
        *self.failures.begun.entry(place.of_step()).or_default() += 1;
        if matches!(self.step_at(place).action, Action::Crash(_)) {
            self.failures.crashes.push(place);
        }
    }

    /// A step could not be carried out, or not as its file says.
    pub(crate) fn fail(&mut self, place: Place, failure: StepFailure) {
        let step = self.step_at(place).clone();
        let expected = failure != StepFailure::DidNotFail && (step.fails || step.may_fail);
        self.failures.found.push((place, self.world.engine.transcript.entries.len(), failure.clone()));
        self.note_step(ScriptEntry::StepFailed { place, step: Box::new(step), failure, expected });
    }

    /// The result of a step's command; `None` while it has not ended.
    pub(super) fn ended(&mut self, op: OpId, place: Place, result: Option<Result<(), CommandError>>) {
        match result {
            Some(Ok(())) => {}
            Some(Err(error)) => self.fail(place, StepFailure::Failed { error }),
            None => self.failures.open.push((op, place)),
        }
    }

    /// Looks again at commands that the script no longer waits for.
    pub(super) fn look_at_open_commands(&mut self) {
        for (op, place) in std::mem::take(&mut self.failures.open) {
            let result = self.world.engine.finished(op);
            self.ended(op, place, result);
        }
    }

    /// After the last step: what never ended, never came, or went well although it should fail.
    pub(super) fn close_failures(&mut self) {
        self.look_at_open_commands();
        for (_, place) in std::mem::take(&mut self.failures.open) {
            self.fail(place, StepFailure::NotDone);
        }
        self.note_crashes_that_never_came();
        let begun: Vec<Place> = self.failures.begun.keys().copied().collect();
        for place in begun {
            let failed = self.failures.found.iter().any(|(at, ..)| at.of_step() == place);
            if self.step_at(place).fails && !failed {
                self.fail(place, StepFailure::DidNotFail);
            }
        }
    }

    /// A crash that never came would let a scenario hold for the wrong reason.
    fn note_crashes_that_never_came(&mut self) {
        for (device, view) in self.world.views() {
            for point in view.crashes_to_come {
                let asks = |place: &Place| {
                    let step = self.step_at(*place);
                    step.device.as_ref() == Some(&device) && step.action == Action::Crash(Crash { at: point })
                };
                if let Some(last) = self.failures.crashes.iter().rposition(asks) {
                    let place = self.failures.crashes.remove(last);
                    self.fail(place, StepFailure::NeverCame { at: point });
                }
            }
        }
    }

    /// What became of every step that failed, or that should have failed, in the order of the file.
    pub(crate) fn failed_steps(&self) -> Vec<FailedStep> {
        let mut steps: BTreeMap<Place, FailedStep> = BTreeMap::new();
        for (place, entry, why) in &self.failures.found {
            let place = place.of_step();
            let step = self.step_at(place);
            let really = *why != StepFailure::DidNotFail;
            let of_step = steps.entry(place).or_insert_with(|| FailedStep {
                place,
                entry: *entry,
                step: Box::new(step.clone()),
                why: why.clone(),
                failed: 0,
                begun: self.failures.begun.get(&place).copied().unwrap_or(0),
                expected: really && (step.fails || step.may_fail),
            });
            of_step.failed += u32::from(really);
        }
        steps.into_values().collect()
    }

    fn step_at(&self, place: Place) -> &Step {
        let step = &self.scenario.steps[place.step - 1];
        place.inner.and_then(|inner| step.action.inner().get(inner - 1)).unwrap_or(step)
    }
}
